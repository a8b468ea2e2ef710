"""Lists, columns and rows that are missing, there twice, or are none: the shape of the workbook."""

from collections.abc import Mapping

import polars as pl

from readiness.annexe_a.frames import ORIGINAL, ROW, Context
from readiness.annexe_a.mapping import fold
from readiness.annexe_a.rules.declaring import (
    ALL,
    COLUMN,
    ERROR,
    LIST,
    LOCAL,
    WARNING,
    Plan,
    Rule,
    Stray,
    Table,
    Tables,
    WhileReading,
    first_cell,
    is_alone,
)
from readiness.annexe_a.rules.names import ADOPTER, ID

FRONT = "Front_Sheet tab, How should the lists be compiled"
HEADINGS = "List tabs, the heading row"
TOTAL = r"(?i)^\s*(grand |sub[ -]?)?(totals?|count|sum)\b"
NOTE = r"^\s*\S+(\s+\S+){3,}\s*$"
PLACEHOLDERS = ("dd/mm/yyyy", "example", "e.g.", "test", "test child", "xxx", "please use codes;")
SHOWN = 100


def find_missing_columns(tables: Tables, context: Context) -> pl.DataFrame:
    """Every column of Ofsted’s that a list does not have."""
    return _places(
        {
            (table.number, column.name): ""
            for table in tables.tables.values()
            for column in table.frame.spec.columns
            if column.name not in table.frame.letters
        }
    )


def find_extra_columns(tables: Tables, context: Context) -> pl.DataFrame:
    """Every heading that is none of Ofsted’s."""
    return _extra(tables, is_repeat=False)


def find_repeated_columns(tables: Tables, context: Context) -> pl.DataFrame:
    """Every heading of Ofsted’s that stands there a second time."""
    return _extra(tables, is_repeat=True)


def _extra(tables: Tables, *, is_repeat: bool) -> pl.DataFrame:
    found: dict[tuple[int, str], str] = {}
    for table in tables.tables.values():
        ours = {fold(column.name) for column in table.frame.spec.columns}
        for name in table.frame.extra:
            if (fold(name) in ours) is is_repeat:
                found[table.number, name] = name[:SHOWN]
    return _places(found)


def _places(found: Mapping[tuple[int, str], str]) -> pl.DataFrame:
    """Lists as a whole, with the column and what the sentence says of it."""
    rows = [(number, 0, column, detail) for (number, column), detail in found.items()]
    schema = {LIST: pl.Int64, ROW: pl.Int64, COLUMN: pl.String, "detail": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def find_empty(tables: Tables, context: Context) -> pl.DataFrame:
    """Lists without a single row, not even one that says so."""
    empty = [t for t in tables.tables.values() if t.frame.values.is_empty()]
    return _places({(table.number, ""): "" for table in empty})


def find_nil_with_rows(tables: Tables, context: Context) -> pl.DataFrame:
    """Rows that say the list is a nil return, where there are others."""
    rows = [
        (table.number, row)
        for table in tables.tables.values()
        if not table.data.is_empty()
        for row in table.nil_rows
    ]
    return pl.DataFrame(rows, schema={LIST: pl.Int64, ROW: pl.Int64}, orient="row")


def _originals(table: Table) -> list[str]:
    return [ORIGINAL + name for name in table.columns]


def is_heading(table: Table) -> pl.Expr:
    """A row that repeats two or more of the headings."""
    same = [pl.col(ORIGINAL + name) == column.name for name, column in table.columns.items()]
    return pl.sum_horizontal(test.fill_null(False) for test in same) >= 2


def is_template(table: Table) -> pl.Expr:
    """A row of placeholders: as its identifier, or in most cells. One in another cell is a fault
    of that cell, and the row is a child’s all the same."""
    names = _originals(table)
    holds = {name: _holds_placeholder(name) for name in names}
    most = pl.sum_horizontal(holds.values()) * 2 > pl.sum_horizontal(pl.col(names).is_not_null())
    identifiers = [holds[ORIGINAL + name] for name in (ID, ADOPTER) if name in table.columns]
    return pl.any_horizontal(most, *identifiers)


def _holds_placeholder(name: str) -> pl.Expr:
    plain = pl.col(name).str.strip_chars().str.to_lowercase()
    return plain.is_in(PLACEHOLDERS).fill_null(False)


def is_total(table: Table) -> pl.Expr:
    """A row whose first cell is a total."""
    return first_cell(_originals(table)).str.contains(TOTAL).fill_null(False)


def is_note(table: Table) -> pl.Expr:
    """A row with nothing but a sentence."""
    first = first_cell(_originals(table))
    wordy = first.str.contains(NOTE) & ~first.str.contains(TOTAL)
    return (wordy & is_alone(_originals(table))).fill_null(False)


def _reading(code: str, says: str, severity: str = ERROR) -> Rule:
    return Rule(code, ALL, "", says, WhileReading(), severity, cites="List tabs")


RULES = (
    _reading("list-missing", "A list is missing. Add it."),
    _reading("list-repeated", "A list is there twice: only the first was read. Keep one."),
    _reading("headings-missing", "A list has no headings, so it was not checked. Add them."),
    _reading(
        "sheet-unread",
        "A sheet with rows is none of the lists: it was not read. Put its rows into their list.",
        WARNING,
    ),
    Rule(
        "column-missing", ALL, "", "The column “{column}” is missing. Add it.",
        Plan(find_missing_columns), cites=HEADINGS,
    ),
    Rule(
        "column-extra", ALL, "",
        "“{detail}” is not a column of this list: it is left out.",
        Plan(find_extra_columns), WARNING, cites=HEADINGS,
    ),
    Rule(
        "column-repeated", ALL, "",
        "“{detail}” is a heading twice: only the first is used. Take the other out.",
        Plan(find_repeated_columns), WARNING, "column-extra", HEADINGS,
    ),
    _reading("edition-wrong", "The lists look like those of another edition. Check them as that."),
    Rule(
        "list-empty", ALL, "",
        "The list has no rows. Add them, or write “Nil return” in the first row.",
        Plan(find_empty), WARNING, cites=LOCAL,
    ),
    Rule(
        "nil-return-with-rows", ALL, "",
        "This row says that there are none, but the list has others. Remove one or the other.",
        Plan(find_nil_with_rows), cites=LOCAL,
    ),
    Rule(
        "heading-row-again", ALL, "",
        "This row repeats the headings. Remove it.", Stray(is_heading), cites=HEADINGS,
    ),
    Rule(
        "template-row", ALL, "",
        "This row is left over from a template: it holds an example or a placeholder. Remove it.",
        Stray(is_template), cites=FRONT,
    ),
    Rule(
        "totals-row", ALL, "",
        "This row is a total, not a row of the list. Remove it.", Stray(is_total), cites=FRONT,
    ),
    Rule(
        "note-row", ALL, "",
        "This row is a note, not a row of the list. Move it to your comments for Ofsted.",
        Stray(is_note), cites="Guidance tab, Comments by the local authority",
    ),
)  # fmt: skip
