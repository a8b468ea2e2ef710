"""Cells by themselves: blank, in the future, too small or large, errors, identifiers, postcodes."""

import polars as pl

from readiness.annexe_a.frames import ORIGINAL, Context
from readiness.annexe_a.rules.declaring import (
    ALL,
    CHILDREN,
    ERROR,
    LOCAL,
    WARNING,
    InCells,
    Rule,
    ago,
    blank,
    col,
    filled,
    in_row,
    is_code,
)
from readiness.annexe_a.rules.names import (
    ADVISER,
    BIRTH,
    FAMILY,
    ID,
    POSTCODE,
    STATUS,
    TEAM,
    URN,
    WORKER,
    canonical_of,
)
from readiness.annexe_a.rules.persons import LONGEST_WAIT, NO_DATE_UNTIL, takes_unborn
from readiness.annexe_a.rules.placements import has_code
from readiness.annexe_a.rules.unread import ERRORS
from readiness.checklists.annexe_a import ColumnKind, ColumnSpec, ListSpec
from readiness.office.cells import LONGEST_TEXT

IDENTIFIERS = (ID, FAMILY, "Individual adopter identifier")
EXPECTED = "Guidance tab, each list: Date of Birth, expected date of an unborn child"
WHO = "Guidance tab, each list: Child Unique ID"
NONE = (
    r"(?i)^\s*(un-?allocated|not allocated|vacan(t|cy)( (post|\d+))?|tbc|tba|n/?a|none|unknown|"
    r"to be (confirmed|allocated)|-+|x+)\s*$"
)
NOBODY = r"(?i)^\s*(no (worker|social worker|one)|duty( .*)?)\s*$"
UK_POSTCODE = r"(?i)^[a-z]{1,2}\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{2}$"
URN_SHAPE = r"(?i)^(sc|ey|rw)?\d{5,7}$|^\d{1,2}-\d{6,12}$"
COUNTED_TWICE = r"[\x{10000}-\x{10FFFF}]"
"""What an Excel cell counts as two characters, as an emoji is."""
GARBLED = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{FFFD}]|â€|"
    r"Ã[\x{80}-\x{BF}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
)
"""Control characters, and UTF-8 that was read as Windows’ characters: “Ã©”, but not “JOÃO”."""


def _required(column: ColumnSpec, spec: ListSpec) -> bool:
    return column.required and canonical_of(column) not in (TEAM, WORKER)


def _is_too_long(column: ColumnSpec, name: str, context: Context) -> pl.Expr:
    # So few bytes are never too many characters, and to count bytes costs nothing.
    original = col(ORIGINAL + name)
    text = pl.when(original.str.len_bytes() > LONGEST_TEXT).then(original)
    return text.str.len_chars() + text.str.count_matches(COUNTED_TWICE) > LONGEST_TEXT


def _is_date(column: ColumnSpec, spec: ListSpec) -> bool:
    return column.kind is ColumnKind.DATE


def _has_minimum(column: ColumnSpec, spec: ListSpec) -> bool:
    return column.minimum is not None


def _is_text(column: ColumnSpec, spec: ListSpec) -> bool:
    return column.kind is ColumnKind.TEXT


def _any(column: ColumnSpec, spec: ListSpec) -> bool:
    return True


def _is_identifier(column: ColumnSpec, spec: ListSpec) -> bool:
    return canonical_of(column) in IDENTIFIERS


def _may_lie_ahead(column: ColumnSpec, spec: ListSpec) -> bool:
    """The birth of a list that may hold unborn children: its age may be -1."""
    return canonical_of(column) == BIRTH and takes_unborn(spec)


def _happened(column: ColumnSpec, spec: ListSpec) -> bool:
    return _is_date(column, spec) and not _may_lie_ahead(column, spec)


def _below(column: ColumnSpec, name: str, context: Context) -> pl.Expr:
    return col(name) < (column.minimum or 0)


def _ahead(column: ColumnSpec, name: str, context: Context) -> pl.Expr:
    return col(name) > context.as_at


def _far_ahead(column: ColumnSpec, name: str, context: Context) -> pl.Expr:
    return col(name) > pl.lit(context.as_at).dt.offset_by(LONGEST_WAIT)


def _long_ago(column: ColumnSpec, name: str, context: Context) -> pl.Expr:
    years = context.standards["oddities.oldest_date_years"]
    return (col(name) < ago(context, months=12 * years)) & (col(name).dt.year() > NO_DATE_UNTIL)


def _matches(pattern: str, *, trimmed: bool = True) -> InCells:
    def fails(column: ColumnSpec, name: str, context: Context) -> pl.Expr:
        return (col(name) if trimmed else col(ORIGINAL + name)).str.contains(pattern)

    return InCells(_is_identifier, fails)


def _of_open(name: str) -> Rule:
    """Team and worker of list 6: an open case without is unallocated."""
    return in_row(
        6, f"unallocated-{'team' if name == TEAM else 'worker'}", name,
        f"“{name}” is blank on an open case, so it reads as unallocated. Fill it in.",
        lambda context: blank(name) & ~is_code(STATUS, "e)").fill_null(False),
        kind="required-blank",
    )  # fmt: skip


def _blank_desk(name: str, numbers: tuple[int, ...]) -> Rule:
    which = "team" if name == TEAM else "worker"
    return in_row(
        numbers, f"{which}-blank", name, f"“{name}” is blank. Fill it in.",
        lambda context: blank(name), kind="required-blank",
    )  # fmt: skip


def _blank_when_closed(name: str) -> Rule:
    which = "team" if name == TEAM else "worker"
    return in_row(
        6, f"last-{which}-blank", name,
        f"“{name}” is blank. Give the {which} that held the case when it closed.",
        lambda context: blank(name) & is_code(STATUS, "e)").fill_null(False),
        kind="required-blank",
    )  # fmt: skip


RULES = (
    Rule(
        "required-blank", ALL, "", "“{column}” is blank. Fill it in.",
        InCells(_required, lambda column, name, context: blank(name)),
        cites="Guidance tab, each field",
    ),
    _of_open(TEAM),
    _of_open(WORKER),
    _blank_when_closed(TEAM),
    _blank_when_closed(WORKER),
    _blank_desk(TEAM, (3, 4, 5, 7, 8, 9)),
    _blank_desk(WORKER, (3, 4, 5, 7, 8, 9)),
    in_row(
        (3, 4, 5, 6, 7, 8, 9), "worker-is-nobody", WORKER,
        "“{value}” is nobody’s name. Give the worker, or leave it blank and explain.",
        lambda context: col(WORKER).str.contains(NONE) | col(WORKER).str.contains(NOBODY),
    ).warns(),
    in_row(
        (3, 4, 5, 6, 7, 8, 9), "team-is-none", TEAM,
        "“{value}” is no team. Give the team, or leave it blank and explain.",
        lambda context: col(TEAM).str.contains(NONE),
    ).warns(),
    in_row(
        9, "adviser-is-nobody", ADVISER, "“{value}” is nobody’s name. Give the personal adviser.",
        lambda context: col(ADVISER).str.contains(NONE), cites=LOCAL,
    ).warns(),
    Rule(
        "below-minimum", ALL, "",
        "“{column}” is below {least}, the least it can be. Correct it.",
        InCells(_has_minimum, _below), cites="Guidance tab, each number: the lowest value",
    ),
    Rule(
        "date-in-future", ALL, "", "“{column}” is after the as-at date. Correct it.",
        InCells(_happened, _ahead, hides=True), cites=LOCAL,
    ),
    Rule(
        "birth-too-far-ahead", CHILDREN, BIRTH,
        "“{column}” is after the as-at date by more than ten months. Correct it.",
        InCells(_may_lie_ahead, _far_ahead, hides=True), kind="date-in-future", cites=EXPECTED,
    ),
    Rule(
        "date-long-ago", ALL, "", "“{column}” is very long ago: is the year right?",
        InCells(_is_date, _long_ago), WARNING, cites=LOCAL,
    ),
    Rule(
        "date-stand-in", ALL, "",
        "“{column}” is the day that programs put for no date. Leave it blank, or give the date.",
        InCells(
            _is_date, lambda column, name, context: col(name).dt.year() <= NO_DATE_UNTIL,
            hides=True
        ),
        cites=LOCAL,
    ),
    Rule(
        "text-too-long", ALL, "",
        f"This text is longer than the {LONGEST_TEXT:,} characters a cell holds. Shorten it.",
        InCells(_any, _is_too_long),
        cites=LOCAL,
    ),
    Rule(
        "text-garbled", ALL, "",
        "This text holds characters that came out wrong. Correct it, or export again as UTF-8.",
        InCells(_is_text, lambda column, name, context: col(name).str.contains(GARBLED)),
        WARNING, cites=LOCAL,
    ),
    Rule(
        "text-formula-error", ALL, "",
        "This is an error of a formula. Correct it at the source.",
        InCells(_is_text, lambda column, name, context: col(name).str.to_lowercase().is_in(ERRORS)),
        ERROR, "formula-error", LOCAL,
    ),
    Rule(
        "formula-as-text", ALL, "", "This is a formula, not its answer. Paste the value.",
        InCells(_is_text, lambda column, name, context: col(name).str.contains(r"^=.*\(")),
        cites=LOCAL,
    ),
    Rule(
        "number-stored-as-text", ALL, "",
        "This begins with an apostrophe, as Excel marks a number stored as text. Take it out.",
        InCells(_is_text, lambda column, name, context: col(name).str.contains(r"^['’]\d")),
        WARNING, cites=LOCAL,
    ),
    Rule(
        "identifier-rounded", ALL, "",
        "“{value}” was rounded by Excel, so it names another child or none. Export it as text.",
        _matches(r"(?i)^\d+(\.\d+)?e\+?\d+$|^\d{15,}0$"), cites=WHO,
    ),
    Rule(
        "identifier-decimal", ALL, "",
        "“{value}” has a decimal point: as text it is another identifier. Export it as text.",
        _matches(r"^\d+\.\d+$"), cites=WHO,
    ),
    Rule(
        "identifier-without-digit", ALL, "",
        "This identifier has no digit. Never send a name: give the number of the case system.",
        _matches(r"^\D+$"), WARNING, cites=WHO,
    ),
    Rule(
        "identifier-with-spaces", ALL, "",
        "This identifier has spaces or a break in it, so it may not match. Take them out.",
        _matches(r"\S\s+\S"), WARNING, cites=WHO,
    ),
    in_row(
        8, "postcode-shape", POSTCODE,
        "“{value}” is not a postcode. Give that of the home itself.",
        lambda context: ~col(POSTCODE).str.contains(UK_POSTCODE)
        & ~has_code("NUK", "CON"),
    ),
    in_row(
        8, "urn-shape", URN,
        "“{value}” does not look like a URN, such as SC123456. Correct it or leave it blank.",
        lambda context: filled(URN) & ~col(URN).str.contains(URN_SHAPE),
    ).warns(),
)  # fmt: skip
