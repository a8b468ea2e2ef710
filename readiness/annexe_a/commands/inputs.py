"""What the commands are given: files, days, an edition, and the folder of checklists."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness import clock
from readiness.errors import Unusable
from readiness.plain_words import plural

if TYPE_CHECKING:
    from readiness.annexe_a.checking import CheckResult
    from readiness.annexe_a.spellings import Spellings
    from readiness.checklists.annexe_a import Edition
    from readiness.checklists.standards import Authorities

EXTENSIONS = frozenset({".xlsx", ".csv"})
FOLDER = "readiness.annexe_a.checklists"
"""Where the context of the commands keeps what finds the checklists folder."""
COUNCIL = "readiness.annexe_a.council"
"""Where it keeps what finds the council’s name."""


def _usual_council() -> str:
    find: Callable[[], str] = click.get_current_context().meta[COUNCIL]
    return find()


as_at_option = click.option(
    "--as-at", required=True, help="The day the lists speak of, like 2026-11-25."
)
edition_option = click.option(
    "--edition", default="2024", show_default=True, help="The edition of the lists, like 2019."
)
mapping_option = click.option(
    "--mapping",
    type=click.Path(path_type=Path),
    help="A file that says how to read what is unknown, as `unknown` writes it, filled in.",
)
council_option = click.option(
    "--council",
    default=_usual_council,
    help="The council’s name, for what is written; under flask usually that of the settings.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="For programs.")


@dataclass(frozen=True)
class Checked:
    """Lists as they were checked, and the edition they were held against."""

    result: "CheckResult"
    edition: "Edition"


def checklists_of_command() -> Path:
    """The checklists folder of this command. Raises Unusable where it is no folder."""
    from readiness.checklists.place import checklists_folder

    folder: Path | None = click.get_current_context().meta[FOLDER]()
    return checklists_folder(folder)


def check_paths(
    paths: tuple[Path, ...],
    as_at: str,
    edition: str,
    called_on: str | None = None,
    mapping: Path | None = None,
) -> Checked:
    """Check what these paths hold. Raises Unusable for what cannot be read."""
    from readiness.annexe_a.limits import LIMITS
    from readiness.office.sheets import read_ahead

    folder, day = checklists_of_command(), read_day(as_at)
    called = read_day(called_on) if called_on else None
    files = list_files(paths)
    # The first file is read while the engine is imported, which takes as long.
    with read_ahead(files[0], limits=LIMITS) as ahead:
        from readiness.annexe_a.checking import Known, check_files, standards_of
        from readiness.checklists.annexe_a import load_edition, load_other_editions

        spec, others = load_edition(folder, edition), load_other_editions(folder, edition)
        standards = standards_of(folder)
        spellings = read_spellings(mapping, spec, standards.authorities)
        known = Known(standards, called, spellings=spellings, other_editions=others)
        result = check_files(files, edition=spec, as_at=day, known=known, ahead=ahead)
    return Checked(result, spec)


def read_spellings(
    mapping: Path | None, edition: "Edition", authorities: "Authorities"
) -> "Spellings":
    """The mapping that a file holds. Raises Unusable, with the first fault, where it has any."""
    from readiness.annexe_a.judging import judge
    from readiness.annexe_a.mapping_files import read_mapping_file
    from readiness.annexe_a.spellings import NO_SPELLINGS, make_spellings

    if mapping is None:
        return NO_SPELLINGS
    read = read_mapping_file(mapping)
    judged = judge(read.wanted, edition, authorities)
    faults = sorted([*read.faults, *judged.faults], key=lambda fault: fault.line)
    if faults:
        more = f" {plural(len(faults), 'line')} are wrong in all." if faults[1:] else ""
        raise Unusable(f"{mapping.name}: {faults[0].sentence}{more}")
    return make_spellings(judged.lines)


def doubt_day(checked: Checked) -> str:
    """The sentence for lists whose ages speak of another day; "" for others."""
    from readiness.annexe_a.rules.ages import has_many_wrong, spell_doubt, suggest_as_at

    result = checked.result
    if not has_many_wrong(found.rule for found in result.findings):
        return ""
    doubt = suggest_as_at(result.frames.values(), result.as_at, clock.today())
    return spell_doubt(doubt) if doubt else ""


def doubt_edition(checked: Checked) -> str:
    """The sentence for lists that look to be of another edition; "" for others."""
    from readiness.annexe_a.edition_changes import EDITION_WRONG

    found = (found.message for found in checked.result.findings if found.code == EDITION_WRONG)
    return next(found, "")


def read_day(text: str) -> date:
    """A day written YYYY-MM-DD, of a year that can be meant. Raises Unusable for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Unusable(f"“{text}” is not a date. Write it like 2026-11-30.") from None
    if not clock.FIRST_YEAR <= day.year <= clock.LAST_YEAR:
        years = f"{clock.FIRST_YEAR} to {clock.LAST_YEAR}"
        raise Unusable(f"“{text}” is no day that lists can speak of. Its year is from {years}.")
    return day


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


def check_out(out: Path, extension: str, paths: tuple[Path, ...] = ()) -> None:
    """Raise Unusable for a name that Office would not open, a file that is read from, and a place
    where the next run would read it as lists."""
    if out.suffix.lower() != extension and not out.is_dir():
        raise Unusable(f"“{out.name}” must end in {extension}. Choose another name.")
    if out.resolve() in [path.resolve() for path in list_files(paths)]:
        raise Unusable(f"“{out.name}” is one of the files to read. Choose another name.")
    folders = [path for path in paths if path.is_dir() and path.resolve() == out.resolve().parent]
    if folders and _is_read(out):
        raise Unusable(
            f"“{out.name}” would be read as lists the next time, in the folder they are in. "
            "Write it into another folder."
        )


def _is_extract(path: Path) -> bool:
    return _is_read(path) and path.is_file()


def _is_read(path: Path) -> bool:
    # Excel keeps “~$name.xlsx” beside a workbook that is open.
    return path.suffix.lower() in EXTENSIONS and not path.name.startswith((".", "~$"))
