"""Reading the activity: newest first, filtered, and checking that the chain holds."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from readiness.activity.models import Activity
from readiness.activity.rules import find_broken_seal
from readiness.clock import LONDON
from readiness.extensions import db


@dataclass(frozen=True)
class Wanted:
    """What to show: any part left out is not asked for. Days are London’s, both included."""

    actor_id: int | None = None
    area: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    inspection_id: int | None = None


def list_activity(wanted: Wanted, *, limit: int, offset: int = 0) -> Sequence[Activity]:
    """Entries with their actors, newest first. Ask for one more than a page to know of a next."""
    newest = _select(wanted).order_by(Activity.id.desc()).limit(limit).offset(offset)
    return db.session.scalars(newest).all()


def list_subject_activity(
    subject_type: str, subject_id: int, *, limit: int = 100
) -> Sequence[Activity]:
    """What happened to one thing, newest first, with the actors."""
    chosen = (
        select(Activity)
        .options(joinedload(Activity.actor))
        .where(Activity.subject_type == subject_type, Activity.subject_id == subject_id)
    )
    return db.session.scalars(chosen.order_by(Activity.id.desc()).limit(limit)).all()


def find_broken_entry() -> int | None:
    """The first entry whose seal does not hold, read in order without loading all at once."""
    in_order = select(Activity).order_by(Activity.id).execution_options(yield_per=1000)
    with closing(db.session.scalars(in_order)) as entries:
        return find_broken_seal(entries)


def _select(wanted: Wanted) -> Select[Activity]:
    chosen = select(Activity).options(joinedload(Activity.actor))
    if wanted.actor_id is not None:
        chosen = chosen.where(Activity.actor_id == wanted.actor_id)
    if wanted.area:
        chosen = chosen.where(Activity.event.startswith(f"{wanted.area}:", autoescape=True))
    if wanted.inspection_id is not None:
        chosen = chosen.where(Activity.inspection_id == wanted.inspection_id)
    if wanted.first_day is not None:
        chosen = chosen.where(Activity.at >= _midnight(wanted.first_day))
    if wanted.last_day is not None:
        chosen = chosen.where(Activity.at < _midnight(wanted.last_day + timedelta(days=1)))
    return chosen


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)
