"""`profile` and `measures`: what lists say of a service, and how it is counted."""

import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness.annexe_a.commands.inputs import (
    as_at_option,
    check_out,
    check_paths,
    checklists_of_command,
    council_option,
    doubt_edition,
    edition_option,
    json_option,
    mapping_option,
)
from readiness.errors import Unusable

if TYPE_CHECKING:
    from readiness.annexe_a.checking import CheckResult
    from readiness.annexe_a.profile.figures import Profile
    from readiness.checklists.standards import Standards

MOST_CHILDREN = 100_000_000


@click.command
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(path_type=Path))
@as_at_option
@edition_option
@mapping_option
@click.option(
    "--population",
    type=click.IntRange(1, MOST_CHILDREN),
    help="How many children live in the area: for rates per 10,000. Without it they are left out.",
)
@click.option("--suppress", is_flag=True, help="Hide numbers under 6, so that it can be shared.")
@council_option
@click.option("--out", type=click.Path(path_type=Path), help="A Word document to write as well.")
@json_option
def profile(  # noqa: PLR0913, PLR0917  # one argument for each option
    paths: tuple[Path, ...],
    as_at: str,
    edition: str,
    mapping: Path | None,
    population: int | None,
    suppress: bool,
    council: str,
    out: Path | None,
    as_json: bool,
) -> None:
    """Say what the lists in PATH… show: counts, timeliness, conversions, stability and more.

    Only numbers are printed, never a child. With --json each measure also by age, gender,
    ethnicity and disability.
    """
    from readiness.annexe_a.checking import standards_of
    from readiness.annexe_a.profile.suppressing import suppress as hide

    if out is not None:
        _check_place(out)
    checked = check_paths(paths, as_at, edition, mapping=mapping)
    result, standards = checked.result, standards_of(checklists_of_command())
    found = _measure(result, standards, population)
    shown = hide(found) if suppress else found
    names = {frame.spec.number: frame.spec.name for frame in result.frames.values()}
    if as_json:
        _say_as_json(shown, standards)
    else:
        _say(shown, names, doubt_edition(checked))
    if out is not None:
        from readiness.annexe_a.profile.report import write_report

        made_at = datetime.combine(result.as_at, time(), UTC)
        _write(out, write_report(shown, names, standards, council=council, made_at=made_at))


def _say_as_json(shown: "Profile", standards: "Standards") -> None:
    from readiness.annexe_a.profile.telling import profile_as_json

    click.echo(json.dumps(profile_as_json(shown, standards), ensure_ascii=False, indent=2))


def _say(shown: "Profile", names: dict[int, str], doubt: str) -> None:
    from readiness.annexe_a.profile.telling import profile_as_text

    click.echo(profile_as_text(shown, names))
    if doubt:
        click.echo(doubt)


def _measure(result: "CheckResult", standards: "Standards", population: int | None) -> "Profile":
    from readiness.annexe_a.checking import Known, make_context
    from readiness.annexe_a.profile.measuring import measure_lists

    contexts = dict.fromkeys(result.frames, make_context(result.as_at, Known(standards)))
    return measure_lists(result.frames, contexts, population=population)


def _check_place(out: Path) -> None:
    check_out(out, ".docx")
    if not out.parent.is_dir():
        raise _cannot_write(out)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError:
        raise _cannot_write(path) from None


def _cannot_write(path: Path) -> Unusable:
    return Unusable(f"“{path.name}” cannot be written here. Choose another place.")


@click.command
@json_option
def measures(as_json: bool) -> None:
    """Print every measure of the profile, as the page docs/annexe-a-profile.md has them."""
    from readiness.annexe_a.checking import standards_of
    from readiness.annexe_a.profile.book import measures_as_json, measures_as_markdown

    standards = standards_of(checklists_of_command())
    if as_json:
        click.echo(json.dumps(measures_as_json(standards), ensure_ascii=False, indent=2))
    else:
        click.echo(measures_as_markdown(standards))
