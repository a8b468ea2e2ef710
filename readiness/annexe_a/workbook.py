"""The workbook of Annexe A that goes to Ofsted: the lists, a front sheet and a guidance sheet.

What was understood is written in its canonical spelling, what was not is written as it came:
nothing is dropped, and a list without rows is still a sheet with its headings.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

import polars as pl

from readiness.annexe_a.frames import ListFrame, sent_columns
from readiness.annexe_a.rules.declaring import count_rows
from readiness.annexe_a.spellings import MappedCount, count_mapped
from readiness.checklists.annexe_a import Code, ColumnKind, ColumnSpec, Edition, ListSpec
from readiness.office.xlsx import Cell, Look, SheetOut, spell_date, write_xlsx
from readiness.plain_words import join_words

WIDTHS = {ColumnKind.DATE: 12, ColumnKind.WHOLE: 9}
WIDEST, HEADING_LINES = 38, 3
"""A column is as wide as what stands in it, so that a printed page need not be made small."""
PUT = {
    ColumnKind.TEXT: "Text.",
    ColumnKind.DATE: "A date, dd/mm/yyyy.",
    ColumnKind.WHOLE: "A whole number.",
}


class Layout(StrEnum):
    """`ofsted` is Ofsted’s own; `plain` has the headings in row 1 and no other sheet."""

    OFSTED = "ofsted"
    PLAIN = "plain"


MISSING = "Missing"
"""What the front sheet says of a list that was not given: no rows were counted, so not 0."""


@dataclass(frozen=True)
class FrontSheet:
    """What the front sheet says besides the counts.

    `comments` are the council’s, by list number and column name (“” for the list as a whole).
    `watermark` marks a trial: it stands on the front sheet and at the head of every page.
    `reconciliation` is the sentence on how the lists stand against the scorecard, if any.
    `days` says which lists are as at another day than `as_at`, the latest.
    """

    council: str
    as_at: date
    comments: Mapping[tuple[int, str], str] = field(default_factory=dict)
    watermark: str = ""
    reconciliation: str = ""
    days: Mapping[int, date] = field(default_factory=dict)


def write_workbook(
    path: Path,
    frames: Mapping[int, ListFrame],
    *,
    edition: Edition,
    layout: Layout,
    front: FrontSheet,
) -> None:
    """Write every list of the edition; the same arguments give the same bytes.

    Raises Unusable with one sentence where the file cannot be written.
    """
    write_xlsx(
        path,
        _sheets(frames, edition, layout, front),
        title=f"Annex A child-level data, {front.council}",
        created=front.as_at,
    )


def _sheets(
    frames: Mapping[int, ListFrame], edition: Edition, layout: Layout, front: FrontSheet
) -> Iterator[SheetOut]:
    if layout is Layout.OFSTED:
        yield _front_sheet(frames, edition, front)
        yield _guidance_sheet(edition, front)
    for spec in edition.lists:
        yield _list_sheet(spec, frames.get(spec.number), layout, front)


def _front_sheet(frames: Mapping[int, ListFrame], edition: Edition, front: FrontSheet) -> SheetOut:
    rows: list[Sequence[Cell]] = [["Annex A: child-level data"]]
    looks = {0: Look.TITLE}
    if front.watermark:
        looks[len(rows)] = Look.STRONG
        rows.append([front.watermark])
    rows += [
        [],
        ["Council", front.council],
        ["Data as at", _spell_days(front)],
        ["Edition of the lists", edition.name],
    ]
    if front.reconciliation:
        rows.append(["Against the scorecard", front.reconciliation])
    rows.append([])
    looks[len(rows)] = Look.HEADING
    rows.append(["List", "Name", "Rows", "Data as at"])
    for spec in edition.lists:
        frame = frames.get(spec.number)
        looks[len(rows)] = Look.COUNTED
        day = front.days.get(spec.number, front.as_at) if frame else None
        rows.append(
            [f"List {spec.number}", spec.name, count_rows(frame) if frame else MISSING, day]
        )
    mapped = count_mapped(frames.values())
    if mapped:
        looks[len(rows) + 1] = Look.HEADING
        rows += [[], ["Column", "Read by the council’s mapping", "Cells"]]
        looks |= {len(rows) + at: Look.COUNTED for at in range(len(mapped))}
        rows += map(_spell_use, mapped)
    return SheetOut("Front_Sheet", rows, (24, 64, 10, 12), looks, header=front.watermark)


def _spell_days(front: FrontSheet) -> Cell:
    """The day of the lists or, where they differ, from when to when."""
    first = min((front.as_at, *front.days.values()))
    if first == front.as_at:
        return front.as_at
    return f"{spell_date(first)} to {spell_date(front.as_at)}: the day of each list is below"


def _spell_use(one: MappedCount) -> list[Cell]:
    """A line of the mapping and what it was used for, as the front sheet says it."""
    line = one.line
    if line.is_heading:
        numbers = join_words([str(number) for number in one.lists])
        many = "s" if one.lists[1:] else ""
        said = f"The heading “{line.text}” was read as this column in List{many} {numbers}"
        return [line.column, said, None]
    return [line.column, f"“{line.text}” was read as “{line.read_as}”", one.cells]


def _guidance_sheet(edition: Edition, front: FrontSheet) -> SheetOut:
    headings = ["List", "Column", "What to put", "Comments by the local authority"]
    rows: list[Sequence[Cell]] = [headings]
    for spec in edition.lists:
        comment = front.comments.get((spec.number, ""), "")
        rows.append([spec.title, "", f"{spec.period}\n{spec.row}", comment])
        for column in spec.columns:
            comment = front.comments.get((spec.number, column.name), "")
            rows.append([spec.title, column.name, what_to_put(column), comment])
    return SheetOut(
        "Guidance",
        rows,
        (26, 36, 80, 50),
        {0: Look.HEADING},
        body=Look.WRAPPED,
        frozen=1,
        header=front.watermark,
    )


def what_to_put(column: ColumnSpec) -> str:
    """The guidance of a column in our words, then its kind or the codes it takes."""
    if column.kind is ColumnKind.CODE:
        kind = f"One of these codes: {'; '.join(map(_spell_code, column.codes))}."
    else:
        kind = PUT[column.kind]
    return f"{column.guidance}\n{kind}"


def _spell_code(code: Code) -> str:
    says_more = code.text and code.text not in code.label
    return f"{code.label} ({code.text})" if says_more else code.label


def _list_sheet(
    spec: ListSpec, frame: ListFrame | None, layout: Layout, front: FrontSheet
) -> SheetOut:
    titles: list[Sequence[Cell]] = [[spec.title]] if layout is Layout.OFSTED else []
    head = [*titles, [column.name for column in spec.columns]]
    looks = {len(titles): Look.HEADING} | ({0: Look.TITLE} if titles else {})
    longest = _measure(frame)
    widths = [_width(column, longest.get(column.name, 0)) for column in spec.columns]
    rows = _chain(head, frame)
    return SheetOut(spec.sheet, rows, widths, looks, frozen=len(head), header=front.watermark)


def _chain(head: Iterable[Sequence[Cell]], frame: ListFrame | None) -> Iterator[Sequence[Cell]]:
    yield from head
    if frame is not None:
        yield from zip(*sent_columns(frame), strict=True)


def _measure(frame: ListFrame | None) -> dict[str, int]:
    """The characters of the longest text of each column of words or codes."""
    if frame is None or frame.values.is_empty():
        return {}
    written = [
        pl.col(column.name).cast(pl.String).str.len_chars().max().fill_null(0)
        for column in frame.spec.columns
        if column.kind not in WIDTHS and column.name in frame.letters
    ]
    return frame.values.select(written).row(0, named=True)


def _width(column: ColumnSpec, longest: int) -> float:
    """Characters: room for the longest value, up to a limit, and a heading of three lines."""
    content = WIDTHS.get(column.kind, min(longest + 2, WIDEST))
    words = max(len(word) for word in column.name.split()) + 3
    return max(content, words, len(column.name) / HEADING_LINES + 3)
