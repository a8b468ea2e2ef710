"""What a bundle is, what its contents are worth, and what may follow what. Pure."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from readiness.library.rules import DocumentState
from readiness.london import in_london
from readiness.plain_words import format_day, format_time, plural


class BundleState(StrEnum):
    """Where a bundle stands. From `frozen` on its contents never change."""

    DRAFT = "draft"
    FROZEN = "frozen"
    BUILT = "built"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


WAITING_STATES = (BundleState.FROZEN, BundleState.BUILT)
"""Frozen and not sent yet: while one waits, no other is begun for its gate."""


class ItemKind(StrEnum):
    """What an item of a bundle is."""

    LIST = "list"
    DOCUMENT = "document"


class Fault(StrEnum):
    """What is not in order with an item, the worst first."""

    MISSING = "missing"
    STALE = "stale"
    NOT_APPROVED = "not_approved"
    NOT_SIGNED = "not_signed"


FAULT_WORDS = {
    Fault.MISSING: "missing",
    Fault.STALE: "out of date",
    Fault.NOT_APPROVED: "not approved",
    Fault.NOT_SIGNED: "not signed",
}

LISTS_FOLDER = "01 Annexe A"
WORKBOOK_NAME = "Annex A child-level data.xlsx"  # Ofsted’s own spelling
TRIAL_MARK = "TRIAL RUN"
DRAFT_MARK = "DRAFT"
DRAFT_SENTENCE = "Draft: not released. It must not be sent to Ofsted."


@dataclass(frozen=True)
class Item:
    """One thing of a bundle as it is now or was when it was frozen.

    `key` is the document’s key, or “1” to “11” for a list. `version_number` counts a
    document’s versions; of a list it is the number of its upload. `sha256` is the content of
    a document’s file, or the content hash that a list’s signature names. `folder` and `name`
    say where in the zip it stands. A missing item has neither version nor content. `caution` is
    what whoever releases it must know though it is in order; frozen with it, as it was then.
    """

    kind: ItemKind
    key: str
    title: str
    folder: str = ""
    name: str = ""
    owner: str = ""
    version_id: int | None = None
    version_number: int | None = None
    sha256: str | None = None
    size: int | None = None
    length: str = ""
    as_at: date | None = None
    approved_by: str = ""
    is_child_level: bool = False
    faults: tuple[Fault, ...] = ()
    caution: str = ""

    @property
    def address(self) -> tuple[ItemKind, str]:
        """What tells it from every other item."""
        return self.kind, self.key

    @property
    def is_missing(self) -> bool:
        """Whether there is nothing to send."""
        return Fault.MISSING in self.faults

    @property
    def fault_words(self) -> str:
        """“Out of date, not approved”; nothing where all is well."""
        return spell_faults(self.faults).capitalize()

    @property
    def version_words(self) -> str:
        """“Version 2”, “Upload 3”; nothing for what is missing."""
        if self.version_number is None:
            return ""
        noun = "Upload" if self.kind is ItemKind.LIST else "Version"
        return f"{noun} {self.version_number}"


@dataclass(frozen=True)
class Comment:
    """What the council tells Ofsted about a list, or about one column of it."""

    list_number: int
    column: str
    text: str


@dataclass(frozen=True)
class Said:
    """What the workbook says besides the lists in it.

    `reconciliation` is the sentence on how they stand against the scorecard, “” without figures.
    """

    comments: tuple[Comment, ...] = ()
    reconciliation: str = ""


def spell_faults(faults: Iterable[Fault]) -> str:
    """“out of date, not approved”."""
    return ", ".join(FAULT_WORDS[fault] for fault in faults)


def join_faults(faults: Iterable[Fault]) -> str:
    """Faults as the database keeps them: “stale,not_approved”."""
    return ",".join(faults)


def split_faults(kept: str) -> tuple[Fault, ...]:
    """Faults as the database kept them."""
    return tuple(Fault(word) for word in kept.split(",") if word)


def find_list_faults(*, exists: bool, signed: bool) -> tuple[Fault, ...]:
    """What is not in order with a list: it is missing, or its content is not signed."""
    if not exists:
        return (Fault.MISSING,)
    return () if signed else (Fault.NOT_SIGNED,)


def spell_errors_since(count: int) -> str:
    """“Signed before 2 more errors were found in it”; nothing for none."""
    if not count:
        return ""
    return f"Signed before {plural(count, 'more error was', 'more errors were')} found in it"


def find_document_faults(state: DocumentState, *, approved: bool) -> tuple[Fault, ...]:
    """What is not in order with a document; the library’s state names only the worst."""
    match state:
        case DocumentState.MISSING:
            return (Fault.MISSING,)
        case DocumentState.STALE:
            return (Fault.STALE,) if approved else (Fault.STALE, Fault.NOT_APPROVED)
        case _:
            return () if approved else (Fault.NOT_APPROVED,)


def hash_contents(items: Iterable[Item]) -> str:
    """SHA-256 over kind, key, version and content hash of each item, in order.

    One line an item, the parts set apart by tabs, a missing part empty.
    """
    lines = (f"{i.kind}\t{i.key}\t{i.version_number or ''}\t{i.sha256 or ''}\n" for i in items)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def hash_view(items: Iterable[Item], said: Said) -> str:
    """SHA-256 over all that the release page shows, so that a withdrawn approval is noticed."""
    lines = "".join(f"{part!r}\n" for part in (*items, said))
    return hashlib.sha256(lines.encode()).hexdigest()


def list_unready(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items with which something is not in order."""
    return tuple(item for item in items if item.faults)


def count_ready(items: Sequence[Item], *, is_past: bool = False) -> str:
    """“21 of 26 are ready; 3 missing, 1 out of date, 1 not approved”.

    An item with several faults counts under its worst.
    """
    unready = Counter(item.faults[0] for item in list_unready(items))
    ready = len(items) - unready.total()
    verb = ("was" if is_past else "is") if ready == 1 else ("were" if is_past else "are")
    said = ", ".join(f"{unready[fault]} {FAULT_WORDS[fault]}" for fault in Fault if unready[fault])
    return f"{ready} of {len(items)} {verb} ready" + (f"; {said}" if said else "")


def answer_gate(title: str, at: datetime, now: datetime, items: Sequence[Item]) -> str:
    """“Documents due tomorrow at 5pm: 21 of 26 are ready; 3 missing, 1 out of date.”"""
    if not items:
        return f"{title} {spell_due(at, now)}: the checklist names nothing, so choose what goes."
    return f"{title} {spell_due(at, now)}: {count_ready(items)}."


def spell_due(at: datetime, now: datetime) -> str:
    """“today at 5pm”, “tomorrow at 5pm”, else the day in full; a past day says so."""
    due, present = in_london(at), in_london(now)
    days = (due.date() - present.date()).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    when = f"{near.get(days) or f'on {format_day(due.date())}'} at {format_time(due)}"
    return f"{when} (passed)" if at < now else when


def number_folder(folder: str, order: Sequence[str]) -> str:
    """“02 Leadership”: the folder with its place after Annexe A; unknown ones come last."""
    if folder in order:
        return f"{order.index(folder) + 2:02d} {folder}"
    return f"{len(order) + 2:02d} Other documents"


def spell_name(number: int, title: str, original: str) -> str:
    """“03 Board papers.docx”: number, title and the ending of the file as it was added."""
    stem, dot, ending = original.rpartition(".")
    plain = title.replace("/", "-").replace("\\", "-").rstrip(" .")
    return f"{number:02d} {plain}" + (
        f".{ending.lower()}" if stem and dot and ending.isalnum() else ""
    )


def title_bundle(gate: str, number: int, inspection: str) -> str:
    """“Documents due, bundle 2 – Short inspection, 30 November 2026”, at most 200 characters."""
    return f"{gate}, bundle {number} – {inspection}"[:200]


def spell_chosen(items: Sequence[Item]) -> str:
    """“11 lists and 3 documents”; what is missing is in none of them."""
    there = [item.kind for item in items if not item.is_missing]
    lists, documents = there.count(ItemKind.LIST), there.count(ItemKind.DOCUMENT)
    parts = [
        plural(count, noun) for count, noun in ((lists, "list"), (documents, "document")) if count
    ]
    return " and ".join(parts) or "nothing"


def answer_bundle(state: BundleState, items: Sequence[Item], *, is_trial: bool) -> str:
    """The sentence that a bundle’s page opens with; that of a trial run is never ready to send."""
    holds = f"{spell_chosen(items)}: {count_ready(items)}." if items else "nothing yet."
    held = f"{spell_chosen(items)}. When it was released {count_ready(items, is_past=True)}."
    match state:
        case BundleState.DRAFT:
            return f"This draft holds {holds}"
        case BundleState.FROZEN:
            return f"Frozen with {held} Its zip is still to be made."
        case BundleState.BUILT:
            return f"{'Rehearsed' if is_trial else 'Ready to send'}, with {held}"
        case BundleState.SENT:
            return f"Sent, with {held}"
        case BundleState.WITHDRAWN:
            return f"Withdrawn. It held {held}"
