"""Keep-in-touch notes: a day’s meeting, its points, the evidence that answers them, actions."""

from dataclasses import dataclass
from datetime import date, datetime

from readiness import clock
from readiness.actions.models import Action
from readiness.actions.operations import add_action
from readiness.actions.rules import Origin, Source
from readiness.activity.operations import record_change
from readiness.errors import ChangedMeanwhile, Refused, require_words
from readiness.extensions import db
from readiness.fieldwork.models import KeepInTouch, KeepInTouchPoint
from readiness.fieldwork.operations.checks import (
    check_may_run,
)
from readiness.fieldwork.queries.talk import find_note_of_day
from readiness.fieldwork.rules.talk import PointKind
from readiness.inspections.now import now_in, today_in
from readiness.inspections.operations.checks import check_seen, hold_running
from readiness.inspections.rules.words import spell_day_in
from readiness.people.models import Person
from readiness.plain_words import format_day, format_moment


@dataclass(frozen=True)
class PointDetails:
    """What was said, and what evidence answers it by when, if any."""

    kind: PointKind
    text: str
    evidence: str = ""
    due_at: datetime | None = None


def add_note(
    *, actor: Person | None, inspection_id: int, day: date, present: str, said: str = ""
) -> KeepInTouch:
    """Write the note of a day’s meeting with the lead inspector. Raises NotAllowed and Refused."""
    check_may_run(actor)
    hold_running(inspection_id)
    _check_day(inspection_id, day)
    note = KeepInTouch(
        inspection_id=inspection_id,
        day=day,
        present=require_words(present, "Say who was there."),
        said=said.strip(),
        changed_by=actor,
        changed_at=clock.now(),
    )
    db.session.add(note)
    record_change(actor, "fieldwork:note:added", note, inspection_id, day=(None, day))
    return note


def change_note(
    *, actor: Person | None, note: KeepInTouch, version: int, present: str, said: str
) -> None:
    """Change who was there and what was said. Raises NotAllowed, ChangedMeanwhile and Refused."""
    check_may_run(actor)
    hold_running(note.inspection_id)
    check_seen("this note", version, note.version, note.changed_by, note.changed_at)
    note.present, note.said = require_words(present, "Say who was there."), said.strip()
    note.changed_by, note.changed_at = actor, clock.now()
    record_change(actor, "fieldwork:note:changed", note, note.inspection_id)


def add_point(
    *, actor: Person | None, note: KeepInTouch, details: PointDetails
) -> KeepInTouchPoint:
    """Note a theme, a concern or a strength. Raises NotAllowed and Refused."""
    check_may_run(actor)
    hold_running(note.inspection_id)
    point = KeepInTouchPoint(note_id=note.id)
    _write(point, details)
    db.session.add(point)
    record_change(
        actor,
        "fieldwork:point:added",
        note,
        note.inspection_id,
        kind=(None, details.kind),
        due_at=(None, details.due_at),
    )
    return point


def change_point(
    *,
    actor: Person | None,
    note: KeepInTouch,
    point: KeepInTouchPoint,
    version: int,
    details: PointDetails,
) -> None:
    """Change what a point says. Raises NotAllowed, ChangedMeanwhile; Refused for one withdrawn,
    and where the evidence that was given would be asked for no more.
    """
    _check_stands(actor, note, point, version)
    before = (point.kind, point.due_at)
    _write(point, details)
    if point.answered_at is not None and not point.evidence:
        raise Refused(
            "This evidence was given. Say first that it was not given after all.", "evidence"
        )
    record_change(
        actor,
        "fieldwork:point:changed",
        note,
        note.inspection_id,
        kind=(before[0], point.kind),
        due_at=(before[1], point.due_at),
    )


def withdraw_point(
    *, actor: Person | None, note: KeepInTouch, point: KeepInTouchPoint, version: int, reason: str
) -> None:
    """Take out what was not said, or is there twice. Raises as change_point does."""
    _check_stands(actor, note, point, version)
    point.withdrawn_because = require_words(reason, "Say why it is withdrawn.")
    kind = (None, point.kind)
    record_change(actor, "fieldwork:point:withdrawn", note, note.inspection_id, kind=kind)


def answer_point(
    *, actor: Person | None, note: KeepInTouch, point: KeepInTouchPoint, version: int
) -> None:
    """Say that the evidence was given. Raises NotAllowed, Refused, and ChangedMeanwhile."""
    check_may_run(actor)
    hold_running(note.inspection_id)
    _refuse_withdrawn(point)
    if point.answered_at is not None:
        who = point.answered_by.name if point.answered_by else "Somebody"
        when = format_moment(point.answered_at)
        raise ChangedMeanwhile(f"{who} noted on {when} that this evidence was given.")
    check_seen("this point", version, point.version)
    if not point.evidence:
        raise Refused("This point asks for no evidence.")
    point.answered_at, point.answered_by = now_in(note.inspection_id), actor
    kind = (None, point.kind)
    record_change(actor, "fieldwork:point:answered", note, note.inspection_id, kind=kind)


def reopen_point(
    *, actor: Person | None, note: KeepInTouch, point: KeepInTouchPoint, version: int
) -> None:
    """Take back that the evidence was given. Raises NotAllowed, Refused, ChangedMeanwhile."""
    _check_stands(actor, note, point, version)
    point.answered_at, point.answered_by = None, None
    kind = (None, point.kind)
    record_change(actor, "fieldwork:point:reopened", note, note.inspection_id, kind=kind)


def agree_action(
    *,
    actor: Person | None,
    note: KeepInTouch,
    title: str,
    owner: Person,
    due_on: date,
    detail: str = "",
) -> Action:
    """Agree an action that came of the meeting. Raises as add_action does.

    Of a trial run it is part, for the people in it, and due by its clock.
    """
    check_may_run(actor)
    inspection, words = hold_running(note.inspection_id), format_day(note.day)
    if inspection.is_trial:
        words = spell_day_in(inspection.title, note.day)
    trial_id = inspection.id if inspection.is_trial else None
    origin = Origin(Source.KEEP_IN_TOUCH, note.id, words, trial_id)
    return add_action(
        actor=actor, title=title, detail=detail, owner=owner, due_on=due_on, origin=origin
    )


def _write(point: KeepInTouchPoint, details: PointDetails) -> None:
    evidence = details.evidence.strip()
    if details.due_at is not None and not evidence:
        raise Refused("Say which evidence is due then, or leave the time out.", "evidence")
    point.text = require_words(details.text, "Write what was said.")
    point.kind, point.evidence, point.due_at = details.kind, evidence, details.due_at


def _check_stands(
    actor: Person | None, note: KeepInTouch, point: KeepInTouchPoint, version: int
) -> None:
    check_may_run(actor)
    hold_running(note.inspection_id)
    _refuse_withdrawn(point)
    check_seen("this point", version, point.version)


def _refuse_withdrawn(point: KeepInTouchPoint) -> None:
    if point.withdrawn_because:
        raise ChangedMeanwhile("This point was withdrawn. If it counts after all, add it again.")


def _check_day(inspection_id: int, day: date) -> None:
    if day > today_in(inspection_id):
        raise Refused("That day is still to come. Enter the day of the meeting.", "day")
    if find_note_of_day(inspection_id, day) is not None:
        raise Refused(
            f"There is a note of {format_day(day)} already. Open it and add to it.", "day"
        )
