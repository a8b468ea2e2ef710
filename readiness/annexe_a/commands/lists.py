"""`check`, `build` and `demo`: lists in, findings or a workbook out."""

import json
import sys
from pathlib import Path

import click

from readiness.annexe_a.commands.inputs import (
    Checked,
    as_at_option,
    check_out,
    check_paths,
    checklists_of_command,
    council_option,
    doubt_day,
    doubt_edition,
    edition_option,
    json_option,
    mapping_option,
    read_day,
)
from readiness.annexe_a.commands.printing import count_findings, result_as_json, result_as_text
from readiness.annexe_a.commands.reported import (
    children_option,
    identifiers_option,
    reconcile_checked,
    reconciled_as_json,
    reconciled_as_text,
    reported_option,
)
from readiness.errors import Unusable
from readiness.plain_words import plural

LARGEST_SCALE = 1000.0
LAYOUTS = ("ofsted", "plain")

paths_argument = click.argument(
    "paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(path_type=Path)
)
out_option = click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="The workbook to write."
)


@click.command
@paths_argument
@as_at_option
@edition_option
@click.option("--called-on", help="The day Ofsted called, to see whether the lists are too old.")
@mapping_option
@reported_option
@children_option
@identifiers_option
@json_option
def check(  # noqa: PLR0913, PLR0917  # one argument for each option
    paths: tuple[Path, ...],
    as_at: str,
    edition: str,
    called_on: str | None,
    mapping: Path | None,
    reported: Path | None,
    reported_children: Path | None,
    identifiers: bool,
    as_json: bool,
) -> None:
    """Check the lists in PATH…: workbooks, csv files named list_1.csv and so on, or folders.

    Exits 1 where a finding is an error.
    """
    checked = check_paths(paths, as_at, edition, called_on, mapping)
    found = reconcile_checked(checked, reported, reported_children)
    if as_json:
        answer = result_as_json(checked.result)
        if found is not None:
            answer["reconciliation"] = reconciled_as_json(found, identifiers=identifiers)
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        _say_result(checked)
        if found is not None:
            click.echo(reconciled_as_text(found, identifiers=identifiers))
    sys.exit(any(one.severity == "error" for one in checked.result.findings))


def _say_result(checked: Checked) -> None:
    from readiness.annexe_a.spellings import count_mapped, spell_mapped

    click.echo(result_as_text(checked.result))
    _say_if_any(spell_mapped(count_mapped(checked.result.frames.values())))
    _say_if_any(doubt_day(checked))
    _say_if_any(doubt_edition(checked))


@click.command
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
@council_option
@mapping_option
@reported_option
@out_option
@json_option
def build(  # noqa: PLR0913, PLR0917  # one argument for each option
    paths: tuple[Path, ...],
    as_at: str,
    edition: str,
    layout: str,
    council: str,
    mapping: Path | None,
    reported: Path | None,
    out: Path,
    as_json: bool,
) -> None:
    """Build one workbook from the lists in PATH…, and say how many findings remain.

    The workbook is written, and the exit code is 0, even where findings remain: lists with
    errors must still go out on the day. Use `check` to be stopped by them.
    """
    from readiness.annexe_a.workbook import FrontSheet, Layout, write_workbook

    read = tuple(path for path in (mapping, reported) if path is not None)
    check_out(out, ".xlsx", (*paths, *read))
    checked = check_paths(paths, as_at, edition, mapping=mapping)
    result, found = checked.result, reconcile_checked(checked, reported)
    front = FrontSheet(council, result.as_at, reconciliation=found.sentence if found else "")
    write_workbook(out, result.frames, edition=checked.edition, layout=Layout(layout), front=front)
    if as_json:
        answer = {"out": str(out), **result_as_json(result)}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        _say_built(checked, out)


def _say_built(checked: Checked, out: Path) -> None:
    from readiness.annexe_a.spellings import count_mapped, spell_mapped

    result = checked.result
    rows = sum(counted.rows for counted in result.lists)
    click.echo(f"Wrote {out}: {plural(len(result.lists), 'list')}, {plural(rows, 'row')}.")
    click.echo(f"{count_findings(result)} remain. See them with `check`.")
    _say_if_any(spell_mapped(count_mapped(result.frames.values())))
    _say_if_any(doubt_edition(checked))


@click.command
@as_at_option
@out_option
@json_option
@click.option("--scale", default=1.0, show_default=True, help="1 gives about 3,500 rows.")
@click.option("--faulty", is_flag=True, help="With errors planted in it, to try the check on.")
def demo(as_at: str, out: Path, as_json: bool, scale: float, faulty: bool) -> None:
    """Write a workbook of an invented council’s lists, without any fault unless asked for."""
    from readiness.checklists.annexe_a import load_edition
    from readiness.demo.extracts import write_demo_workbook

    if not 0 < scale <= LARGEST_SCALE:
        raise Unusable(f"The scale must be above 0 and at most {LARGEST_SCALE:g}.")
    check_out(out, ".xlsx")
    edition = load_edition(checklists_of_command())
    rows = write_demo_workbook(out, read_day(as_at), edition=edition, scale=scale, faulty=faulty)
    if as_json:
        click.echo(json.dumps({"out": str(out), "rows": rows}, ensure_ascii=False, indent=2))
    else:
        click.echo(f"Wrote {out}: {plural(rows, 'row')}.")


def _say_if_any(sentence: str) -> None:
    if sentence:
        click.echo(sentence)
