"""Finding what of the week on site is one person’s: one query, for the first page asks many."""

from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, Time, case, cast, exists, literal, null, or_, select, union_all

from readiness.clock import in_london
from readiness.extensions import db
from readiness.fieldwork.models import (
    CaseCheck,
    ReferredCase,
    SelectedCase,
    TimetableAttendee,
    TimetableEntry,
)
from readiness.inspections.rules.timeline import london_moment

CHECK, REFERRED, ENTRY = "check", "referred", "entry"


class OwnRow(NamedTuple):
    """One thing of three kinds.

    A check: `number` is its case’s, `words` how it is counted, `first_at` when the case was
    selected, `last_at` when it is due at the latest, and the rest its rule. A case referred
    back: `last_at` is when it is due. An entry: it lasts from `first_at` to `last_at`, `words`
    are the room, and `number` is 1 for its note-taker.
    """

    kind: str
    inspection_id: int
    id: int
    number: int
    key: str
    title: str
    words: str
    first_at: datetime
    last_at: datetime
    anchor: str
    working_days: int
    at: time | None


def list_own_rows(
    person_id: int, posts: Collection[int], inspection_id: int, now: datetime
) -> Sequence[OwnRow]:
    """What is open of this person, and of these posts, in this inspection.

    Of the timetable what is left of today, and tomorrow.
    """
    found = union_all(
        _select_checks(posts, inspection_id),
        _select_referred(person_id, inspection_id),
        _select_entries(person_id, posts, inspection_id, now),
    )
    return [OwnRow._make(row) for row in db.session.execute(found)]


def _select_checks(posts: Collection[int], inspection_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            literal(CHECK),
            SelectedCase.inspection_id,
            CaseCheck.id,
            SelectedCase.number,
            CaseCheck.key,
            CaseCheck.title,
            CaseCheck.counted,
            SelectedCase.added_at,
            SelectedCase.late_due_at,
            CaseCheck.anchor,
            CaseCheck.working_days,
            CaseCheck.at,
        )
        .join(SelectedCase, SelectedCase.id == CaseCheck.case_id)
        .where(
            SelectedCase.inspection_id == inspection_id,
            SelectedCase.withdrawn_at.is_(None),
            CaseCheck.done_at.is_(None),
            CaseCheck.post_id.in_(posts),
        )
    )


def _select_referred(person_id: int, inspection_id: int) -> Select[*tuple[Any, ...]]:
    return select(
        literal(REFERRED),
        ReferredCase.inspection_id,
        ReferredCase.id,
        ReferredCase.number,
        ReferredCase.concern,
        ReferredCase.concern_words,
        literal(""),
        ReferredCase.received_at,
        ReferredCase.due_at,
        literal(""),
        literal(0),
        cast(null(), Time),
    ).where(
        ReferredCase.inspection_id == inspection_id,
        ReferredCase.owner_id == person_id,
        ReferredCase.told_at.is_(None),
    )


def _select_entries(
    person_id: int, posts: Collection[int], inspection_id: int, now: datetime
) -> Select[*tuple[Any, ...]]:
    end = london_moment(in_london(now).date() + timedelta(days=2), time())
    takes_part = exists().where(
        TimetableAttendee.entry_id == TimetableEntry.id,
        or_(TimetableAttendee.person_id == person_id, TimetableAttendee.post_id.in_(posts)),
    )
    return select(
        literal(ENTRY),
        TimetableEntry.inspection_id,
        TimetableEntry.id,
        case((TimetableEntry.note_taker_id == person_id, 1), else_=0),
        literal(""),
        TimetableEntry.title,
        TimetableEntry.room,
        TimetableEntry.starts_at,
        TimetableEntry.ends_at,
        literal(""),
        literal(0),
        cast(null(), Time),
    ).where(
        TimetableEntry.inspection_id == inspection_id,
        TimetableEntry.ends_at > now,
        TimetableEntry.starts_at < end,
        or_(TimetableEntry.note_taker_id == person_id, takes_part),
    )
