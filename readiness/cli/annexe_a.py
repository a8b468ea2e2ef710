"""`annexe-a`: check the lists of Annexe A from the command line."""

import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from readiness.annexe_a.checking import CheckResult, check_files
from readiness.checklists.annexe_a import load_edition
from readiness.cli.folder import chosen_folder
from readiness.errors import Unusable
from readiness.plain_words import plural

annexe_a = AppGroup("annexe-a", help="Check the lists of Annexe A.")


@annexe_a.command("check", with_appcontext=False)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as-at", required=True, help="The day the lists speak of: YYYY-MM-DD.")
@click.option("--edition", default="2024", help="2024 or 2019.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def check(paths: tuple[Path, ...], as_at: str, edition: str, as_json: bool) -> None:
    """Check the lists in PATHS: workbooks, or csv files named list_1.csv and so on."""
    try:
        day = date.fromisoformat(as_at)
    except ValueError:
        raise Unusable(f"“{as_at}” is not a date. Write it like 2026-11-30.") from None
    result = check_files(paths, edition=load_edition(chosen_folder(), edition), as_at=day)
    if as_json:
        click.echo(json.dumps(result_as_json(result), ensure_ascii=False, indent=2))
    else:
        click.echo(result_as_text(result))
    sys.exit(any(found.severity == "error" for found in result.findings))


def result_as_json(result: CheckResult) -> dict[str, Any]:
    """The contract: as_at, edition, lists with their counts, findings."""
    return {
        "as_at": result.as_at.isoformat(),
        "edition": result.edition,
        "lists": [
            {"list": r.number, "rows": r.rows, "errors": r.errors, "warnings": r.warnings}
            for r in result.lists
        ],
        "findings": [asdict(found) for found in result.findings],
    }


def result_as_text(result: CheckResult) -> str:
    """The same for a person: each list's counts, then its findings."""
    lines = []
    for r in result.lists:
        counts = f"{plural(r.errors, 'error')}, {plural(r.warnings, 'warning')}"
        lines.append(f"List {r.number} {r.name}: {plural(r.rows, 'row')}, {counts}")
    for found in result.findings:
        lines.append(f"  List {found.list} {found.cell}: {found.severity}: {found.message}")
    return "\n".join(lines)
