"""Worklists: the findings of a team as a workbook that comes back filled in.

Each finding says what to do and where in the case system; the last columns are blank for a reply,
and can be uploaded as explanations. What is explained already stands below the rest.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from io import BytesIO
from pathlib import Path

import polars as pl

from readiness.annexe_a.explaining import EXPLANATION, REFERENCE, SEEN, UNTIL
from readiness.annexe_a.findings import EXPLAINED, FindingRow
from readiness.annexe_a.placing import seal_one
from readiness.annexe_a.seals import Seal
from readiness.checklists.folder import checklists_folder
from readiness.checklists.worklists import Worklists, has_worklists, load_worklists
from readiness.office.cells import cut_text
from readiness.office.names import name_made
from readiness.office.xlsx import Cell, Look, SheetOut, write_xlsx
from readiness.office.zip import ZipEntry
from readiness.plain_words import format_day, plural
from readiness.settings import current_settings

NO_TEAM = "No team in the list"
SHEET = "Worklist"
COLUMNS: Mapping[str, float] = {
    REFERENCE: 18,
    "List": 5,
    "Child or adopter": 12,
    "Worker": 16,
    "Column": 22,
    "Severity": 9,
    "What is wrong": 36,
    "What to do": 36,
    "Where in the case system": 26,
    SEEN: 22,
    "Corrected on": 11,
    EXPLANATION: 28,
    UNTIL: 11,
}
"""The headings with the width of each in characters; the last three are blank."""
BLANK = (None, None, None)
ORDER = (EXPLAINED, "worker", "child", "list", "row")


@dataclass(frozen=True)
class Cover:
    """What stands above every worklist. `explained` says by whom, by the finding’s reference."""

    as_at: date
    made_at: datetime
    watermark: str
    words: Worklists
    explained: Mapping[str, str]


@dataclass(frozen=True)
class Team:
    """A team with findings; `key` is the opaque one, empty for what names no team."""

    key: str
    name: str
    findings: int


def find_words() -> Worklists:
    """The words of the council’s checklists, or of the product’s own where it has none."""
    folder = current_settings().checklists_path
    return load_worklists(folder if has_worklists(folder) else checklists_folder())


def give_teams(findings: pl.DataFrame, words: Worklists, seal: Seal) -> pl.DataFrame:
    """Findings of lists that name no team, given to the team that the council says."""
    for number, team in words.teams.items():
        theirs = (pl.col("list") == number) & (pl.col("team") == "")
        findings = findings.with_columns(
            pl.when(theirs).then(pl.lit(key)).otherwise(pl.col(name)).alias(name)
            for name, key in (("team", team), ("team_key", seal_one("team", team, seal)))
        )
    return findings


def list_teams(findings: pl.DataFrame) -> tuple[Team, ...]:
    """The teams of these findings by name; what names none comes last."""
    counted = findings.group_by("team_key").agg(pl.col("team").first(), pl.len())
    ordered = counted.sort(pl.col("team_key") == "", "team")
    return tuple(Team(key, name or NO_TEAM, count) for key, name, count in ordered.iter_rows())


def choose_team(findings: pl.DataFrame, key: str) -> pl.DataFrame:
    """The findings of one team."""
    return findings.filter(pl.col("team_key") == key)


def write_worklist(path: Path, team: Team, findings: pl.DataFrame, cover: Cover) -> None:
    """Write the workbook of one team. Raises Unusable where it cannot be written."""
    made = cover.made_at
    write_xlsx(
        path,
        [_sheet(team, findings.sort(*ORDER, nulls_last=False), cover)],
        title="Annexe A worklist",
        created=datetime.combine(made.date(), time()),
    )


def write_each(
    folder: Path,
    teams: Sequence[Team],
    findings: pl.DataFrame,
    cover: Cover,
    report: Callable[[int, int], None],
) -> Iterator[ZipEntry]:
    """The workbook of every team as an entry of a zip, one after the other."""
    taken: set[str] = set()
    for done, team in enumerate(teams, start=1):
        path = folder / f"{done}.xlsx"
        write_worklist(path, team, choose_team(findings, team.key), cover)
        content = path.read_bytes()
        path.unlink()
        yield ZipEntry(_name_apart(team.name, taken), partial(BytesIO, content), len(content))
        report(done, len(teams) + 1)


def _name_apart(team: str, taken: set[str]) -> str:
    name, turn = name_made(f"{team}.xlsx"), 1
    while name.casefold() in taken:
        turn += 1
        # In front: a long name is cut at its end.
        name = name_made(f"{turn} {team}.xlsx")
    taken.add(name.casefold())
    return name


def _sheet(team: Team, findings: pl.DataFrame, cover: Cover) -> SheetOut:
    explained = int(findings[EXPLAINED].sum())
    about = f"{plural(team.findings, 'finding')} as at {format_day(cover.as_at)}"
    about += f", {explained} of them explained." if explained else "."
    how = (
        "Correct each one in the case system and write when, or write why it is right under "
        f"“{EXPLANATION}” and until when that holds. Send the file back. Name no child."
    )
    head: list[Sequence[Cell]] = [[f"Worklist: {team.name}"], [about], [how]]
    looks = {0: Look.TITLE, len(head) + bool(cover.watermark): Look.HEADING}
    if cover.watermark:
        head.insert(1, [cover.watermark])
        looks[1] = Look.STRONG
    head.append(list(COLUMNS))
    # Long sentences above the table would each take the height of a cell that is narrow.
    looks |= {at: Look.PLAIN for at in range(1, len(head) - 1) if at not in looks}
    rows = [*head, *_rows(findings, cover)]
    return SheetOut(
        SHEET,
        rows,
        tuple(COLUMNS.values()),
        looks,
        body=Look.WRAPPED,
        frozen=len(head),
        header=cover.watermark,
    )


def _rows(findings: pl.DataFrame, cover: Cover) -> Iterator[Sequence[Cell]]:
    for values in findings.iter_rows(named=True):
        row = FindingRow(**values)
        do, where = tell(row, cover.words)
        yield (
            row.reference,
            row.list,
            row.child,
            row.worker,
            row.column or ("The whole row" if row.row else "The whole list"),
            row.severity.capitalize(),
            cut_text(row.message),
            do,
            where,
            cover.explained.get(row.reference, ""),
            *BLANK,
        )


def tell(row: FindingRow, words: Worklists) -> tuple[str, str]:
    """What to do about a finding, and where in the case system."""
    rules = (row.code, row.rule)
    do = words.what_to_do(rules=rules, column=row.column, number=row.list, severity=row.severity)
    return do, words.where_to_look(rules=rules, column=row.column, number=row.list)
