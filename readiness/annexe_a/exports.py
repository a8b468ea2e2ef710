"""Lists and findings as files: the workbook for Ofsted, and the findings for whoever mends them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

import polars as pl

from readiness.annexe_a.editions import find_edition
from readiness.annexe_a.explaining import EXPLANATION, REFERENCE, SEEN, UNTIL
from readiness.annexe_a.explanations import list_said
from readiness.annexe_a.frames import ListFrame
from readiness.annexe_a.kept import load_frames
from readiness.annexe_a.models import ListVersion
from readiness.annexe_a.queries import find_end, list_current_versions
from readiness.annexe_a.reconciled import make_sentence
from readiness.annexe_a.rulebook import find_guidance, spell_rule
from readiness.annexe_a.workbook import FrontSheet, Layout, write_workbook
from readiness.checklists.annexe_a import Edition
from readiness.errors import NotFound, Refused
from readiness.files.access import current_store
from readiness.office.cells import cut_text
from readiness.office.csv import write_csv
from readiness.office.names import name_made
from readiness.office.xlsx import Cell, Look, SheetOut, write_xlsx
from readiness.plain_words import join_words

HEADINGS = (
    REFERENCE, "List", "Row", "Cell", "Column", "Severity", "Rule", "What is wrong", "From",
    "Child or adopter", "Team", "Worker", SEEN, EXPLANATION, UNTIL,
)  # fmt: skip
WIDTHS = (19, 8, 8, 8, 36, 12, 28, 70, 40, 16, 24, 20, 40, 40, 12)
"""The last two are blank: filled in, the file can be uploaded as explanations."""
Rows = Iterable[tuple[str | int | None, ...]]


@dataclass(frozen=True)
class Contents:
    """Everything a workbook holds, read: writing it needs no database any more."""

    frames: Mapping[int, ListFrame]
    edition: Edition
    as_at: date
    comments: Mapping[tuple[int, str], str]
    reconciliation: str = ""
    days: Mapping[int, date] = field(default_factory=dict)


def write_inspection_workbook(
    path: Path,
    inspection_id: int | None,
    layout: Layout,
    council: str,
    watermark: str,
) -> None:
    """Write the workbook of a scope’s current lists and comments; a missing list has no rows.

    Raises NotFound where no list was uploaded, Refused where lists are of different editions.
    """
    write_contents(path, load_contents(inspection_id), layout, council, watermark)


def load_contents(inspection_id: int | None) -> Contents:
    """The current lists and comments of a scope, as at the latest date of its lists.

    Raises as write_inspection_workbook does.
    """
    versions = list_current_versions(inspection_id)
    edition = find_shared_edition(versions)
    frames = load_frames(versions.values(), current_store())
    comments = {(c.list_number, c.column): c.text for c in list_said(inspection_id)}
    days = {number: version.upload.as_at for number, version in versions.items()}
    said = make_sentence(versions.values(), find_end(inspection_id))
    return Contents(frames, edition, max(days.values()), comments, said, days)


def write_contents(
    path: Path, contents: Contents, layout: Layout, council: str, watermark: str
) -> None:
    """Write the workbook of these contents."""
    write_workbook(
        path,
        contents.frames,
        edition=contents.edition,
        layout=layout,
        front=FrontSheet(
            council,
            contents.as_at,
            contents.comments,
            watermark,
            contents.reconciliation,
            contents.days,
        ),
    )


def find_shared_edition(versions: Mapping[int, ListVersion]) -> Edition:
    """The one edition of these lists. Raises NotFound for no list, Refused for two editions."""
    if not versions:
        raise NotFound("No list has been uploaded here yet, so there is nothing to download.")
    names = sorted({version.upload.edition for version in versions.values()})
    if len(names) > 1:
        raise Refused(
            f"The lists here are of the editions {join_words(names)}: one workbook takes only "
            "one. Upload those of the older edition again."
        )
    return find_edition(names[0], next(iter(versions.values())).inspection_id)


def name_workbook(council: str, as_at: date, *, layout: Layout, is_trial: bool) -> str:
    """The workbook’s file name, which says the layout; that of a trial run says so first."""
    prefix = "TRIAL RUN " if is_trial else ""
    return name_made(f"{prefix}Annex A {council} {as_at.isoformat()} {layout} layout.xlsx")


def findings_to_csv(findings: Rows, watermark: str = "") -> bytes:
    """Findings as a csv file; a watermark is a column of its own and stays with the rows."""
    mark = (watermark,) if watermark else ()
    return write_csv((*HEADINGS, *mark), ((*row, *mark) for row in findings))


def write_findings_workbook(
    path: Path, findings: Rows, made_at: datetime, watermark: str = ""
) -> None:
    """Findings as a workbook of one sheet; `made_at` is London time.

    A watermark is a column of its own, and stands at the top of every printed page.
    """
    mark = (watermark,) if watermark else ()
    rows: list[tuple[Cell, ...]] = [(*row, *mark) for row in (HEADINGS, *findings)]
    sheet = SheetOut(
        "Findings",
        rows,
        (*WIDTHS, *(14 for _ in mark)),
        {0: Look.HEADING},
        body=Look.WRAPPED,
        frozen=1,
        header=watermark,
    )
    created = datetime.combine(made_at.date(), time())
    write_xlsx(path, [sheet], title="Findings in the lists of Annex A", created=created)


def list_findings(findings: pl.DataFrame, explained: Mapping[str, str]) -> Rows:
    """The rows of findings; `explained` is what is said of each, by its reference."""
    for row in findings.iter_rows(named=True):
        yield (
            row["reference"],
            row["list"],
            row["row"] or None,
            row["cell"],
            row["column"],
            row["severity"].capitalize(),
            spell_rule(row["code"]),
            cut_text(row["message"]),
            find_guidance(row["code"]),
            row["child"],
            row["team"],
            row["worker"],
            explained.get(row["reference"]),
            None,
            None,
        )
