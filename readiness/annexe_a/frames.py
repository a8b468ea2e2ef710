"""What the reading of Annexe A hands on: a list as polars frames, and findings about it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from readiness.checklists.annexe_a import ColumnKind, ColumnSpec, ListSpec
from readiness.checklists.standards import Standards
from readiness.office.cells import LONGEST_TEXT, cut_text

ROW, ORIGINAL = "row of the sheet", "original of "


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: `row` is the row of the source sheet, 0 for the whole list."""

    list: int
    row: int
    column: str
    cell: str
    rule: str
    severity: str
    message: str
    code: str = ""
    """The one rule of the catalogue; `rule` is its group of alike rules."""


@dataclass(frozen=True)
class ListFrame:
    """A list as read. `values` is typed and mapped; `originals` is the text as it came.

    Both have ROW and one column per column found. `letters` gives the sheet's column letter.
    A value that cannot be understood is null in `values` and kept in `originals`. `mapped` has,
    by column, the originals that only the council’s mapping understood and what they were read
    as; `headings` the columns whose heading it understood, and that heading.
    """

    spec: ListSpec
    values: pl.DataFrame
    originals: pl.DataFrame
    letters: dict[str, str]
    extra: tuple[str, ...]
    mapped: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)


def sent_columns(frame: ListFrame) -> list[list[str | int | date | None]]:
    """Every column of the list as it is sent, those that are missing blank, in Ofsted’s order.

    A value that was understood is sent in its canonical spelling (a label with its letter, a
    date, a number), one that was not is sent as it came.
    """
    texts = _sent_texts(frame)
    return [_sent(frame, column, texts) for column in frame.spec.columns]


def _sent(
    frame: ListFrame, column: ColumnSpec, texts: pl.DataFrame
) -> list[str | int | date | None]:
    text = texts[column.name]
    if column.name not in frame.letters or column.kind in (ColumnKind.TEXT, ColumnKind.CODE):
        return text.to_list()
    values = frame.values[column.name]
    if values.null_count() == text.null_count():
        return values.to_list()
    pairs = zip(values.to_list(), text.to_list(), strict=True)
    return [text if value is None else value for value, text in pairs]


def _sent_texts(frame: ListFrame) -> pl.DataFrame:
    """Every column as text: the value where it was understood, else the original."""
    beside = pl.concat(
        [frame.values, frame.originals.select(pl.all().name.prefix(ORIGINAL))], how="horizontal"
    )
    texts = beside.with_columns(
        (
            pl.coalesce(pl.col(c.name).cast(pl.String), pl.col(ORIGINAL + c.name))
            if c.name in frame.letters
            else pl.lit(None, dtype=pl.String)
        ).alias(c.name)
        for c in frame.spec.columns
    ).select(c.name for c in frame.spec.columns)
    return _cut(texts)


def _cut(texts: pl.DataFrame) -> pl.DataFrame:
    """Every text as a cell can hold it: what is longer is sent cut, and found."""
    # So few bytes are never too many characters, and to count bytes costs nothing.
    most = texts.select(pl.all().str.len_bytes().max()).row(0, named=True)
    long = [name for name, count in most.items() if count and count > LONGEST_TEXT]
    cut = (pl.col(name).map_elements(cut_text, pl.String) for name in long)
    return texts.with_columns(cut) if long else texts


def hash_sent(frame: ListFrame, edition: str) -> str:
    """SHA-256 of what would be sent: edition, list, and every value of every row in order.

    A column that is missing counts as blank, and rows without any value do not count: they
    are the same on the paper that goes out.
    """
    rows = _sent_texts(frame).filter(~pl.all_horizontal(pl.all().is_null()))
    # Quoting everything keeps a blank and an empty text, and a comma in a text, apart.
    body = rows.write_csv(quote_style="non_numeric", line_terminator="\n")
    return hashlib.sha256(f"{edition}\n{frame.spec.number}\n{body}".encode()).hexdigest()


@dataclass(frozen=True)
class Context:
    """What a rule may know besides the lists.

    `called_on` is the day Ofsted called, `rows_before` the rows of each list in the last extract.
    """

    as_at: date
    standards: Standards
    holidays: tuple[date, ...] = ()
    called_on: date | None = None
    rows_before: Mapping[int, int] = field(default_factory=dict)
