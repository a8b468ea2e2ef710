"""One child’s path through the lists: every date that any of them has, in order.

It is about one child, so it is for people with the right to child-level rows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from readiness.annexe_a.frames import ROW, ListFrame
from readiness.annexe_a.rules import names as n
from readiness.annexe_a.rules.names import canonical
from readiness.checklists.annexe_a import ColumnKind

WORDS = {
    n.CONTACTED: "Contact received",
    n.HELP_START: "Early help began",
    n.HELP_END: "Early help was completed",
    n.REFERRED: "Referral received",
    n.ASSESS_START: "Assessment began",
    n.ASSESS_END: "Assessment was authorised",
    n.ENQUIRY: "Strategy discussion: section 47 enquiry began",
    n.CONFERENCE: "Initial child protection conference",
    n.NEED_START: "Episode of need began",
    n.SEEN: "Child last seen",
    n.NEED_END: "Episode of need closed",
    n.PLAN_START: "Protection plan began",
    n.PLAN_VISIT: "Latest visit under the plan",
    n.PLAN_REVIEW: "Latest review conference",
    n.PLAN_END: "Protection plan ended",
    n.CARE_START: "Came into care",
    n.LEGAL_START: "Current legal status began",
    n.CARE_REVIEW: "Latest review of care",
    n.CARE_VISIT: "Latest social work visit",
    n.IRO: "Latest contact of the reviewing officer",
    n.HEALTH: "Latest health assessment",
    n.DENTAL: "Latest dental check",
    n.PLACED: "Latest placement began",
    n.CARE_END: "Left care",
    n.PATHWAY: "Pathway plan last reviewed",
    n.LAST_CONTACT: "Latest contact",
    n.ENTERED: "Came into care",
    n.DECIDED: "Decision to place for adoption",
    n.ORDER: "Placement order",
    n.MATCHED: "Matched with adopters",
    n.PLACED_ADOPTION: "Placed for adoption",
    n.ADOPTED: "Adoption order",
    n.REVERSED: "Decision to place was reversed",
    n.FOSTERED: "Placed in fostering for adoption",
}
"""What each date says; another is called as its column is."""
WHO = (n.GENDER, n.ETHNICITY, n.BIRTH, n.AGE, n.DISABLED)
LISTS_OF_CHILDREN = range(1, 11)
Cell = str | int | date


@dataclass(frozen=True)
class Event:
    """One date of one row."""

    day: date
    words: str
    number: int


@dataclass(frozen=True)
class PathRow:
    """A row of the child in one list: what it says besides who the child is and dates."""

    number: int
    name: str
    cells: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True)
class Path:
    """Everything the lists have of one child. `who` has each different value they give."""

    who: tuple[tuple[str, tuple[Cell, ...]], ...]
    events: tuple[Event, ...]
    rows: tuple[PathRow, ...]

    @property
    def lists(self) -> tuple[int, ...]:
        """The lists that the child is in."""
        return tuple(dict.fromkeys(row.number for row in self.rows))


def find_path(frames: Mapping[int, ListFrame], identifier: str) -> Path | None:
    """The path of the child with this identifier; None where no list has it."""
    who: dict[str, dict[Cell, None]] = {}
    events: list[Event] = []
    rows: list[PathRow] = []
    for number in LISTS_OF_CHILDREN:
        for row in _rows_of(frames.get(number), identifier):
            frame = frames[number]
            for name in WHO:
                if row.get(name) is not None:
                    who.setdefault(name, {})[row[name]] = None
            events += _events(frame, row)
            rows.append(PathRow(number, frame.spec.name, tuple(_cells(frame, row))))
    if not rows:
        return None
    ordered = tuple(sorted(events, key=lambda event: (event.day, event.number)))
    return Path(tuple((name, tuple(values)) for name, values in who.items()), ordered, tuple(rows))


def _rows_of(frame: ListFrame | None, identifier: str) -> Iterator[dict[str, Cell]]:
    """The rows of a child, each value as it was understood, by the column’s usual name."""
    if frame is None:
        return
    usual = {name: canonical(name) for name in frame.values.columns if name != ROW}
    values = frame.values.drop(ROW).rename(usual)
    if n.ID in values.columns:
        yield from values.filter(pl.col(n.ID) == identifier).iter_rows(named=True)


def _events(frame: ListFrame, row: Mapping[str, Cell]) -> Iterator[Event]:
    for column in frame.spec.columns:
        name = canonical(column.name)
        day = row.get(name)
        if column.kind is ColumnKind.DATE and isinstance(day, date) and name != n.BIRTH:
            yield Event(day, WORDS.get(name, column.name), frame.spec.number)


def _cells(frame: ListFrame, row: Mapping[str, Cell]) -> Iterator[tuple[str, Cell]]:
    for column in frame.spec.columns:
        name = canonical(column.name)
        value = row.get(name)
        if column.kind is not ColumnKind.DATE and name not in (n.ID, *WHO) and value is not None:
            yield column.name, value
