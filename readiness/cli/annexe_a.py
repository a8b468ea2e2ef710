"""`annexe-a`: check and build the lists of Annexe A from the command line.

Answers in exit codes: 0 fine, 1 findings that are errors, 2 input that cannot be used, with one
sentence on stderr.
"""

import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from flask.cli import AppGroup

from readiness import clock
from readiness.checklists.annexe_a import Edition, load_edition
from readiness.cli.folder import chosen_folder
from readiness.errors import Unusable
from readiness.plain_words import plural

if TYPE_CHECKING:
    # The engine is read when a list is, so that the words of help come at once.
    from readiness.annexe_a.checking import CheckResult

EXTENSIONS = frozenset({".xlsx", ".csv"})
LARGEST_SCALE = 1000.0
LAYOUTS = ("ofsted", "plain")

annexe_a = AppGroup("annexe-a", help="Check and build the lists of Annexe A.")

paths_argument = click.argument(
    "paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(path_type=Path)
)
as_at_option = click.option("--as-at", required=True, help="The day the lists speak of.")
edition_option = click.option(
    "--edition", default="2024", show_default=True, help="The edition of the lists: 2024 or 2019."
)
out_option = click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="The workbook to write."
)


@annexe_a.command("check", with_appcontext=False)
@paths_argument
@as_at_option
@edition_option
@click.option("--called-on", help="The day Ofsted called, to see whether the lists are too old.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def check(
    paths: tuple[Path, ...], as_at: str, edition: str, called_on: str | None, as_json: bool
) -> None:
    """Check the lists in PATH…: workbooks, csv files named list_1.csv and so on, or folders.

    Exits 1 where a finding is an error.
    """
    from readiness.annexe_a.rules.ages import spell_doubt, suggest_as_at

    result = _check(paths, as_at, edition, called_on)[0]
    if as_json:
        click.echo(json.dumps(result_as_json(result), ensure_ascii=False, indent=2))
    else:
        click.echo(result_as_text(result))
        doubt = suggest_as_at(result.frames.values(), result.as_at, clock.today())
        if doubt is not None:
            click.echo(spell_doubt(doubt))
    sys.exit(any(found.severity == "error" for found in result.findings))


@annexe_a.command("build", with_appcontext=False)
@paths_argument
@as_at_option
@edition_option
@click.option(
    "--layout",
    default=LAYOUTS[0],
    show_default=True,
    type=click.Choice(LAYOUTS),
    help="ofsted: title and headings, with front and guidance sheets; plain: headings in row 1.",
)
@click.option("--council", default="", help="The council’s name, for the front sheet.")
@out_option
def build(
    paths: tuple[Path, ...], as_at: str, edition: str, layout: str, council: str, out: Path
) -> None:
    """Build one workbook from the lists in PATH…, and say how many findings remain.

    The workbook is written, and the exit code is 0, even where findings remain: lists with
    errors must still go out on the day. Use `check` to be stopped by them.
    """
    from readiness.annexe_a.workbook import FrontSheet, Layout, write_workbook

    result, spec = _check(paths, as_at, edition)
    front = FrontSheet(council, result.as_at)
    write_workbook(out, result.frames, edition=spec, layout=Layout(layout), front=front)
    rows = sum(counted.rows for counted in result.lists)
    click.echo(f"Wrote {out}: {plural(len(result.lists), 'list')}, {plural(rows, 'row')}.")
    click.echo(f"{_count_findings(result)} remain. See them with `annexe-a check`.")


@annexe_a.command("demo", with_appcontext=False)
@as_at_option
@out_option
@click.option("--scale", default=1.0, show_default=True, help="1 gives about 3,500 rows.")
def demo(as_at: str, out: Path, scale: float) -> None:
    """Write a workbook of an invented council’s lists, without any fault."""
    from readiness.demo.extracts import write_demo_workbook

    if not 0 < scale <= LARGEST_SCALE:
        raise Unusable(f"The scale must be above 0 and at most {LARGEST_SCALE:g}.")
    edition = load_edition(chosen_folder())
    rows = write_demo_workbook(out, read_day(as_at), edition=edition, scale=scale)
    click.echo(f"Wrote {out}: {plural(rows, 'row')}.")


@annexe_a.command("rules", with_appcontext=False)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--markdown", is_flag=True, help="As the page docs/annexe-a-rules.md has them.")
def rules(as_json: bool, markdown: bool) -> None:
    """Print every rule the lists are checked by, and where each comes from."""
    from readiness.annexe_a.rulebook import rules_as_json, rules_as_markdown, rules_as_text

    if as_json:
        click.echo(json.dumps(rules_as_json(), ensure_ascii=False, indent=2))
    else:
        click.echo(rules_as_markdown() if markdown else rules_as_text())


def _check(
    paths: tuple[Path, ...], as_at: str, edition: str, called_on: str | None = None
) -> tuple["CheckResult", Edition]:
    from readiness.annexe_a.checking import Known, check_files, standards_of

    folder = chosen_folder()
    day, spec = read_day(as_at), load_edition(folder, edition)
    called = read_day(called_on) if called_on else None
    known = Known(standards_of(folder), called_on=called)
    return check_files(list_files(paths), edition=spec, as_at=day, known=known), spec


def read_day(text: str) -> date:
    """A day written YYYY-MM-DD. Raises Unusable for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unusable(f"“{text}” is not a date. Write it like 2026-11-30.") from None


def list_files(paths: tuple[Path, ...]) -> list[Path]:
    """The files meant: of a folder, every workbook and csv file in it, by name.

    Raises Unusable for a folder without any.
    """
    files: list[Path] = []
    for path in paths:
        found = sorted(filter(_is_extract, path.iterdir())) if path.is_dir() else [path]
        if not found:
            raise Unusable(f"The folder “{path.name}” has no .xlsx or .csv file. Choose another.")
        files += found
    return list(dict.fromkeys(files))


def _is_extract(path: Path) -> bool:
    # Excel keeps “~$name.xlsx” beside a workbook that is open.
    hidden = path.name.startswith((".", "~$"))
    return path.suffix.lower() in EXTENSIONS and path.is_file() and not hidden


def result_as_json(result: "CheckResult") -> dict[str, Any]:
    """The contract: as_at, edition, lists with their counts, findings."""
    from readiness.annexe_a.rulebook import find_guidance

    return {
        "as_at": result.as_at.isoformat(),
        "edition": result.edition,
        "lists": [
            {"list": r.number, "rows": r.rows, "errors": r.errors, "warnings": r.warnings}
            for r in result.lists
        ],
        "findings": [
            {**asdict(found), "guidance": find_guidance(found.code)} for found in result.findings
        ],
    }


def result_as_text(result: "CheckResult") -> str:
    """The same for a person: each list's counts, its findings, and how many there are."""
    lines = []
    for r in result.lists:
        counts = f"{plural(r.errors, 'error')}, {plural(r.warnings, 'warning')}"
        lines.append(f"List {r.number} {r.name}: {plural(r.rows, 'row')}, {counts}")
    for found in result.findings:
        place = f"List {found.list} {found.cell}".rstrip()
        lines.append(f"  {place}: {found.severity}: {found.message}")
    lines.append(f"{_count_findings(result)}.")
    return "\n".join(lines)


def _count_findings(result: "CheckResult") -> str:
    errors = sum(found.severity == "error" for found in result.findings)
    return f"{plural(errors, 'error')} and {plural(len(result.findings) - errors, 'warning')}"
