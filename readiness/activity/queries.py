"""Reading the activity: newest first, filtered, and checking that the chain holds."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from readiness.activity.models import Activity
from readiness.activity.rules import find_broken_seal
from readiness.activity.vocabulary import SECRET_EVENTS, SIGN_IN_EVENTS
from readiness.clock import LONDON
from readiness.extensions import db


@dataclass(frozen=True)
class Wanted:
    """What to show: any part left out is not asked for. Days are London’s, both included.

    What tells of surprises to come is there only `with_secrets`.
    """

    actor_id: int | None = None
    area: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    inspection_id: int | None = None
    before_id: int | None = None
    with_secrets: bool = False


def list_activity(wanted: Wanted, *, limit: int) -> Sequence[Activity]:
    """Entries with their actors, newest first. Ask for one more than a page to know of a next."""
    newest = _select(wanted).order_by(Activity.id.desc()).limit(limit)
    return db.session.scalars(newest).all()


def iterate_activity(wanted: Wanted) -> Iterator[Activity]:
    """All that is wanted, newest first, without holding it all at once."""
    newest = _select(wanted).order_by(Activity.id.desc()).execution_options(yield_per=1000)
    with closing(db.session.scalars(newest)) as entries:
        for entry in entries:
            yield entry
            db.session.expunge(entry)


def list_started() -> Sequence[tuple[int, str]]:
    """The inspections that entries can be about, newest first: number and title."""
    started = (
        select(Activity.inspection_id, Activity.subject_title)
        .where(
            Activity.event == "inspections:inspection:started", Activity.inspection_id.is_not(None)
        )
        .order_by(Activity.id.desc())
    )
    return [(row[0] or 0, row[1]) for row in db.session.execute(started)]


def is_of_trial(inspection_id: int | None) -> bool:
    """Whether the inspection of this number was started as a trial run."""
    started = select(Activity.changes).where(
        Activity.event == "inspections:inspection:started",
        Activity.inspection_id == inspection_id,
    )
    changes = db.session.scalar(started.limit(1)) if inspection_id is not None else None
    return bool(changes and changes.get("is_trial", [None, False])[1])


def list_news(
    person_id: int, since: datetime | None, *, limit: int, with_secrets: bool = False
) -> Sequence[Activity]:
    """What others changed after a moment, newest first, sign-ins left out.

    What tells of surprises to come is there only `with_secrets`.
    """
    left_out = SIGN_IN_EVENTS if with_secrets else SIGN_IN_EVENTS | SECRET_EVENTS
    chosen = (
        select(Activity)
        .options(joinedload(Activity.actor))
        .where(
            Activity.event.not_in(left_out),
            or_(Activity.actor_id.is_(None), Activity.actor_id != person_id),
        )
    )
    if since is not None:
        chosen = chosen.where(Activity.at > since)
    return db.session.scalars(chosen.order_by(Activity.id.desc()).limit(limit)).all()


def list_subject_activity(
    subject_type: str, *subject_ids: int, limit: int = 100
) -> Sequence[Activity]:
    """What happened to one thing, or a few of a kind, newest first, with the actors.

    Never what tells of surprises to come.
    """
    chosen = (
        select(Activity)
        .options(joinedload(Activity.actor))
        .where(
            Activity.subject_type == subject_type,
            Activity.subject_id.in_(subject_ids),
            Activity.event.not_in(SECRET_EVENTS),
        )
    )
    return db.session.scalars(chosen.order_by(Activity.id.desc()).limit(limit)).all()


def list_done(
    events: Collection[str], actor_ids: Collection[int], since: datetime, until: datetime
) -> Sequence[Activity]:
    """Such events of these people between two moments, both included, oldest first, with actors."""
    chosen = (
        select(Activity)
        .options(joinedload(Activity.actor))
        .where(
            Activity.event.in_(list(events)),
            Activity.actor_id.in_(list(actor_ids)),
            Activity.at.between(since, until),
        )
    )
    return db.session.scalars(chosen.order_by(Activity.id)).all()


def find_broken_entry() -> int | None:
    """The first entry whose seal does not hold, read in order without loading all at once."""
    in_order = select(Activity).order_by(Activity.id).execution_options(yield_per=1000)
    with closing(db.session.scalars(in_order)) as entries:
        return find_broken_seal(entries)


def find_end() -> tuple[int, str | None]:
    """How many entries there are, and the seal of the newest, if any."""
    total = db.session.scalar(select(func.count()).select_from(Activity)) or 0
    newest = select(Activity.seal).order_by(Activity.id.desc()).limit(1)
    return total, db.session.scalar(newest)


def _select(wanted: Wanted) -> Select[Any]:
    chosen = select(Activity).options(joinedload(Activity.actor))
    if not wanted.with_secrets:
        chosen = chosen.where(Activity.event.not_in(SECRET_EVENTS))
    if wanted.area:
        chosen = chosen.where(Activity.area == wanted.area)
    if wanted.actor_id is not None:
        chosen = chosen.where(Activity.actor_id == wanted.actor_id)
    if wanted.inspection_id is not None:
        chosen = chosen.where(Activity.inspection_id == wanted.inspection_id)
    if wanted.first_day is not None:
        chosen = chosen.where(Activity.at >= _midnight(wanted.first_day))
    if wanted.last_day is not None and wanted.last_day < date.max:
        chosen = chosen.where(Activity.at < _midnight(wanted.last_day + timedelta(days=1)))
    if wanted.before_id is not None:
        chosen = chosen.where(Activity.id < wanted.before_id)
    return chosen


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)
