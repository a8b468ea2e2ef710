"""Finding keep-in-touch notes and their points."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from readiness.errors import NotFound
from readiness.extensions import db
from readiness.fieldwork.models import KeepInTouch, KeepInTouchPoint
from readiness.fieldwork.rules.talk import PointStanding
from readiness.inspections.models import Inspection
from readiness.inspections.rules.states import InspectionState


def list_notes(*inspections: int) -> Sequence[KeepInTouch]:
    """The notes of these inspections with their points, the latest day first."""
    chosen = (
        select(KeepInTouch)
        .options(selectinload(KeepInTouch.points))
        .where(KeepInTouch.inspection_id.in_(inspections))
        .order_by(KeepInTouch.day.desc())
    )
    return db.session.scalars(chosen).all()


def get_note(inspection_id: int, note_id: int) -> KeepInTouch:
    """A note of this inspection with its points. Raises NotFound."""
    found = db.session.scalar(
        select(KeepInTouch)
        .options(selectinload(KeepInTouch.points))
        .where(KeepInTouch.id == note_id, KeepInTouch.inspection_id == inspection_id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("There is no such note. Choose one from the list of keep-in-touch notes.")
    return found


def lock_note(inspection_id: int, note_id: int) -> KeepInTouch:
    """The same as it stands now, held until the transaction ends. Raises NotFound."""
    held = select(KeepInTouch.id).where(KeepInTouch.id == note_id)
    db.session.execute(held.with_for_update())
    return get_note(inspection_id, note_id)


def find_note_of_day(inspection_id: int, day: date) -> KeepInTouch | None:
    """The note of a day, if there is one."""
    return db.session.scalar(
        select(KeepInTouch).where(
            KeepInTouch.inspection_id == inspection_id, KeepInTouch.day == day
        )
    )


def list_owed(inspection_id: int | None = None) -> Sequence[KeepInTouchPoint]:
    """Points with evidence that is owed by a time, with their notes, the soonest first.

    Of one inspection, or of all that run.
    """
    chosen = (
        select(KeepInTouchPoint)
        .join(KeepInTouchPoint.note)
        .join(Inspection, Inspection.id == KeepInTouch.inspection_id)
        .options(contains_eager(KeepInTouchPoint.note))
        .where(
            Inspection.state == InspectionState.RUNNING,
            KeepInTouchPoint.due_at.is_not(None),
            KeepInTouchPoint.answered_at.is_(None),
            KeepInTouchPoint.withdrawn_because == "",
        )
        .order_by(KeepInTouchPoint.due_at, KeepInTouchPoint.id)
    )
    if inspection_id is not None:
        chosen = chosen.where(Inspection.id == inspection_id)
    return db.session.scalars(chosen).all()


def get_point(note: KeepInTouch, point_id: int) -> KeepInTouchPoint:
    """One of the note’s points, which are loaded. Raises NotFound."""
    for point in note.points:
        if point.id == point_id:
            return point
    raise NotFound("There is no such point in this note.")


def read_point(point: KeepInTouchPoint) -> PointStanding:
    """A point as the rules take it."""
    return PointStanding(
        point.kind, bool(point.evidence), point.due_at, point.answered_at is not None
    )
