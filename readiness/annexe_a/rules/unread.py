"""Cells that hold something which is not what their column is for, and why.

Ordered: a cell is found by the first rule that fits, the last of each kind fits always.
"""

import re

from readiness.annexe_a.mapping import as_date, code_lookup, fold, match_code
from readiness.annexe_a.rules.declaring import ALL, LOCAL, Rule, Unread
from readiness.annexe_a.rules.groupings import is_grouping
from readiness.checklists.annexe_a import ColumnKind, ColumnSpec

DATE, WHOLE, CODE = (ColumnKind.DATE,), (ColumnKind.WHOLE,), (ColumnKind.CODE,)
ANY = (*DATE, *WHOLE, *CODE)
DATES = "Guidance tab, each date: in a DD/MM/YYYY format"
CODES = "Guidance tab, each code: Please use codes"
COUNTS = "Guidance tab, each number"
ERRORS = frozenset(
    {"#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!", "#spill!", "#calc!"}
)
NOTHING = frozenset(
    {"n/a", "na", "none", "null", "nil", "-", "--", ".", "?", "tbc", "tbd", "blank", "pending"}
    | {"not applicable", "to be confirmed"}
)
NOT_KNOWN = "not known"
SAYS_UNKNOWN = re.compile(r"unknown|not known|not stated|not yet obtained")
RETIRED = re.compile(r"\b(x1|v1)\b|codeerror")


def is_error(text: str) -> bool:
    """An Excel error such as #N/A."""
    return text.lower() in ERRORS


def stands_for_nothing(text: str, column: ColumnSpec) -> bool:
    """Words that say the cell is blank; “not known” is a spelling where a code says so too."""
    if fold(text) == NOT_KNOWN:
        return not any(SAYS_UNKNOWN.search(fold(code.text)) for code in column.codes)
    return text.lower() in NOTHING


def is_serial(text: str, column: ColumnSpec) -> bool:
    """Excel’s number of a day: 20,000 is in 1954, 60,000 in 2064."""
    found = re.fullmatch(r"(\d{5})(\.\d+)?", text, re.ASCII)
    return found is not None and 20_000 <= int(found[1]) <= 60_000


def is_american(text: str, column: ColumnSpec) -> bool:
    """A date that is one only with the month first."""
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text.split(" ", maxsplit=1)[0], re.ASCII)
    return found is not None and as_date(f"{found[2]}/{found[1]}/{found[3]}") is not None


def is_short_year(text: str, column: ColumnSpec) -> bool:
    """A date with two digits for the year."""
    return re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", text, re.ASCII) is not None


def is_no_day(text: str, column: ColumnSpec) -> bool:
    """The right form, but no such day."""
    return re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2}", text, re.ASCII) is not None


def is_part(text: str, column: ColumnSpec) -> bool:
    """A month or a year without its day."""
    return re.fullmatch(r"(\d{1,2}/)?\d{4}|[a-z]{3,9}\.? \d{4}", text.lower(), re.ASCII) is not None


def is_fraction(text: str, column: ColumnSpec) -> bool:
    """A number that is not whole."""
    return re.fullmatch(r"-?\d*\.\d+", text, re.ASCII) is not None


def has_words(text: str, column: ColumnSpec) -> bool:
    """A number with words, signs or commas."""
    return re.search(r"\d", text) is not None


def is_contradiction(text: str, column: ColumnSpec) -> bool:
    """The letter is one code’s, the words another’s."""
    lettered = re.fullmatch(r"([a-z]{1,2})\)\s*(.+)", fold(text))
    return lettered is not None and match_code(lettered[2], code_lookup(column, 0)) is not None


def is_ambiguous(text: str, column: ColumnSpec) -> bool:
    """What several of the codes begin with, such as a letter or a number that two share."""
    folded = fold(text).rstrip(")")
    starts = [
        c for c in column.codes if folded and folded in (c.letter, fold(c.text), fold(c.code))
    ]
    return len({code.label for code in starts}) > 1


def is_retired(text: str, column: ColumnSpec) -> bool:
    """A code of the looked-after return that the lists do not take."""
    where = fold(column.name)
    return ("ceased" in where or "legal" in where) and RETIRED.search(fold(text)) is not None


def is_several(text: str, column: ColumnSpec) -> bool:
    """Two of the codes in one cell."""
    # Spaces are taken off afterwards: a pattern that looks for them takes hours over many.
    split = (part.strip() for part in re.split(r"[;,&\n]|\sand\s", text))
    parts = [part for part in split if part]
    if len(parts) < 2:
        return False
    lookup = code_lookup(column, 0)
    return all(match_code(part, lookup) for part in parts)


def find_reason(text: str, column: ColumnSpec) -> Rule | None:
    """The rule that says why a cell of this column was not understood; None where none does."""
    return next(
        (
            rule
            for rule in RULES
            if isinstance(rule.find, Unread)
            and column.kind in rule.find.kinds
            and rule.find.fits(text.strip(), column)
        ),
        None,
    )


def _always(text: str, column: ColumnSpec) -> bool:
    return True


RULES = (
    Rule(
        "formula-error", ALL, "", "“{value}” is an error of a formula. Correct it at the source.",
        Unread(ANY, lambda text, column: is_error(text)), cites=LOCAL,
    ),
    Rule(
        "placeholder-where-needed", ALL, "",
        "“{value}” stands for nothing, and this column must not be blank. Give the value.",
        Unread(ANY, lambda text, column: column.required and stands_for_nothing(text, column)),
        cites="Guidance tab, each field that does not say to leave blank",
    ),
    Rule(
        "placeholder-for-blank", ALL, "",
        "“{value}” stands for nothing. Leave the cell blank, or give the value.",
        Unread(ANY, stands_for_nothing), cites="Guidance tab, each field: leave blank",
    ),
    Rule(
        "date-as-number", ALL, "",
        "“{value}” is Excel’s number for a day. Format the column as dates.",
        Unread(DATE, is_serial), cites=DATES,
    ),
    Rule(
        "date-month-first", ALL, "",
        "“{value}” has the month first. Write the day first, like 31/01/2026.",
        Unread(DATE, is_american), cites=DATES,
    ),
    Rule(
        "date-short-year", ALL, "",
        "“{value}” has a year of two digits. Write four, like 31/01/2026.",
        Unread(DATE, is_short_year), cites=DATES,
    ),
    Rule(
        "date-no-such-day", ALL, "", "“{value}” is no day of the calendar. Correct it.",
        Unread(DATE, is_no_day), cites=DATES,
    ),
    Rule(
        "date-without-day", ALL, "", "“{value}” is not a whole date. Give day, month and year.",
        Unread(DATE, is_part), cites=DATES,
    ),
    Rule(
        "date-unreadable", ALL, "", "“{value}” is not a date. Write it like 31/01/2026.",
        Unread(DATE, _always), cites=DATES,
    ),
    Rule(
        "number-not-whole", ALL, "", "“{value}” is not a whole number. Give it without a fraction.",
        Unread(WHOLE, is_fraction), cites=COUNTS,
    ),
    Rule(
        "number-with-words", ALL, "", "“{value}” is more than a number. Write digits only.",
        Unread(WHOLE, has_words), cites=COUNTS,
    ),
    Rule(
        "whole-unreadable", ALL, "", "“{value}” is not a whole number. Write digits only.",
        Unread(WHOLE, _always), cites=COUNTS,
    ),
    Rule(
        "code-grouped", ALL, "",
        "“{value}” is a grouping. Ofsted asks for the individual code.",
        Unread(CODE, lambda text, column: is_grouping(text, column.name)),
        cites="Front_Sheet tab, How should the lists be compiled: do not use the groupings",
    ),
    Rule(
        "code-contradicts", ALL, "",
        "“{value}”: the letter is of one code and the words are of another. Choose one.",
        Unread(CODE, is_contradiction), cites="FAQ_and_changes tab, all lists: letter and bracket",
    ),
    Rule(
        "code-several", ALL, "", "“{value}” is more than one code. Give the first that applies.",
        Unread(CODE, is_several), cites="Guidance tab, List 6: Case status",
    ),
    Rule(
        "code-ambiguous", ALL, "",
        "“{value}” could be several of the codes. Write the one that is meant in full.",
        Unread(CODE, is_ambiguous), cites=CODES,
    ),
    Rule(
        "code-retired", (8,), "",
        "“{value}” is a technical or former code that this list does not take. Choose another.",
        Unread(CODE, is_retired), cites="Codes_used tab, zzCodeError",
    ),
    Rule(
        "code-unknown", ALL, "",
        "“{value}” is not one of the codes of this column. Choose one.",
        Unread(CODE, _always), cites=CODES,
    ),
)  # fmt: skip
