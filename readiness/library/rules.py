"""How fresh a document is and whether it may go out. Pure: the day is an argument."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from readiness.months import add_months
from readiness.plain_words import plural

LONGEST_KEY = 50
RESERVED_KEYS = frozenset({"new"})
"""Words that stand in the address of another page."""


class DocumentState(StrEnum):
    """How a document stands, worst first: what is to be done about it comes first."""

    MISSING = "missing"
    STALE = "stale"
    NOT_APPROVED = "not_approved"
    APPROVED = "approved"


ASKED, OWN = "asked", "own"
NOT_READY = "not_ready"
ON_REQUEST = "on_request"


@dataclass(frozen=True)
class DocumentFilter:
    """Which documents to show; a part left empty asks for nothing. `owner_id` 0 is nobody."""

    state: str = ""
    owner_id: int | None = None
    gate: str = ""
    which: str = ""
    search: str = ""


@dataclass(frozen=True)
class Judgement:
    """How a document stands, and the sentence that says why."""

    state: DocumentState
    sentence: str

    @property
    def is_ready(self) -> bool:
        """Whether it may go out: in date and approved."""
        return self.state is DocumentState.APPROVED


def judge(
    months: int | None,
    as_at: date | None,
    on_day: date,
    *,
    is_approved: bool,
    is_due_day: bool = False,
) -> Judgement:
    """How a document stands on a day.

    `as_at` is the day its current version speaks of, None where there is no version; `months`
    the greatest age it may have, None where any will do. `is_due_day` says that `on_day` is
    the day it is due, so that the sentence can say so.
    """
    if as_at is None:
        return Judgement(DocumentState.MISSING, "No version has been added yet.")
    sentence = _spell_freshness(months, as_at, on_day, is_due_day)
    if months is not None and on_day > add_months(as_at, months):
        return Judgement(DocumentState.STALE, sentence)
    state = DocumentState.APPROVED if is_approved else DocumentState.NOT_APPROVED
    return Judgement(state, sentence)


def count_months(since: date, until: date) -> int:
    """The whole calendar months between two days; 0 where `until` is the earlier one."""
    months = (until.year - since.year) * 12 + until.month - since.month
    if months > 0 and add_months(since, months) > until:
        months -= 1
    return max(months, 0)


def spell_age(since: date, until: date, limit: int | None = None) -> str:
    """How old something is: “5 months”, “1 month 3 days”, “12 days”, “less than a day”.

    Days are told up to three months, and where they decide: at the limit, given in months.
    """
    months = count_months(since, until)
    days = max((until - add_months(since, months)).days, 0)
    said = [plural(months, "month")] if months else []
    if days and (months < 4 or months == limit):
        said.append(plural(days, "day"))
    return " ".join(said) or "less than a day"


def _spell_freshness(months: int | None, as_at: date, on_day: date, is_due_day: bool) -> str:
    day = f"{as_at.day} {as_at:%B} {as_at.year}"
    age = f"as at {day}: {spell_age(as_at, on_day, months)} old{' when due' if is_due_day else ''}"
    return age if months is None else f"{age}, at most {plural(months, 'month')}"


def spell_answer(states: Iterable[DocumentState]) -> str:
    """The sentence a page opens with: “30 documents are asked for: 12 are missing, …”."""
    count = Counter(states)
    total = count.total()
    parts = [
        (count[DocumentState.MISSING], "missing"),
        (count[DocumentState.STALE], "out of date"),
        (count[DocumentState.NOT_APPROVED], "not approved"),
    ]
    said = [f"{number:,} {words}" for number, words in parts if number]
    if not total:
        return "No document is asked for."
    asked = f"{plural(total, 'document')} {'is' if total == 1 else 'are'} asked for: "
    if not said:
        return f"{asked}{'it is' if total == 1 else 'all are'} in date and approved."
    first, _, words = said[0].partition(" ")
    verb = "is" if first == "1" else "are"
    return f"{asked}{', '.join([f'{first} {verb} {words}', *said[1:]])}."


def make_key(title: str, taken: Collection[str]) -> str:
    """A key for a document of our own: its title in small letters and hyphens, not yet taken."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    key = words if words[:1].isalpha() else f"document-{words}".strip("-")
    key = key[:LONGEST_KEY].rstrip("-")
    number, made = 1, key
    while made in taken or made in RESERVED_KEYS:
        number += 1
        made = f"{key}-{number}"
    return made


def name_gate(key: str) -> str:
    """What a gate is called where no inspection runs that names it: “Documents due”."""
    return {"arrival": "Inspectors arrive", "data_due": "Child-level data due"}.get(
        key, key.replace("_", " ").capitalize()
    )
