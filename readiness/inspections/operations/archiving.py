"""Closing an inspection, which archives it with its whole activity; and opening it again."""

from datetime import date

from sqlalchemy.exc import IntegrityError

from readiness import clock
from readiness.actions.operations import drop_of_trial
from readiness.activity.operations import record
from readiness.errors import ChangedMeanwhile, Refused
from readiness.extensions import db
from readiness.inspections.archives import get_archive, get_archive_rules, list_reopened
from readiness.inspections.closing import follow_close, list_still_open
from readiness.inspections.models import Archive, Inspection
from readiness.inspections.operations.checks import check_allowed, hold_running, stop_relying
from readiness.inspections.operations.exercise import stop_clock
from readiness.inspections.queries import find_running_inspection
from readiness.inspections.rules.archive import find_keep_until
from readiness.inspections.rules.states import InspectionState
from readiness.people.models import Person
from readiness.people.permissions import Permission
from readiness.plain_words import format_day


class StillOpenQuestioned(Refused):
    """Something is still open, and nobody has said that it is closed all the same."""


def close_inspection(
    *, actor: Person, inspection_id: int, version: int, is_confirmed: bool = True
) -> Inspection:
    """Close an inspection and archive it: nothing in it changes any more, and another may start.

    It is kept for the years that the checklists give, from when it was first closed. Raises
    ChangedMeanwhile for an older version; StillOpenQuestioned where something is open and nobody
    confirmed that.
    """
    check_allowed(actor, Permission.START_INSPECTIONS, "close inspections")
    inspection = hold_running(inspection_id)
    if inspection.version != version:
        raise ChangedMeanwhile(
            f"Somebody changed “{inspection.title}” after you opened it. Look at it again."
        )
    left_open = [found.words for found in list_still_open(inspection)]
    if left_open and not is_confirmed:
        raise StillOpenQuestioned("Something is still open. Say that it is to be left like that.")
    _stop(actor, inspection)
    now = clock.now()
    inspection.state, inspection.closed_at = InspectionState.CLOSED, now
    keep_until, keep_because = _find_keeping(inspection, clock.in_london(now).date())
    archive = Archive(
        inspection=inspection,
        archived_by=actor,
        archived_at=now,
        left_open="\n".join(left_open),
        keep_until=keep_until,
        keep_because=keep_because,
    )
    db.session.add(archive)
    record(
        actor=actor,
        event="inspections:inspection:closed",
        subject=inspection,
        changes={"left_open": (None, len(left_open)), "keep_until": (None, archive.keep_until)},
        inspection_id=inspection.id,
    )
    follow_close(inspection)
    return inspection


def _stop(actor: Person, inspection: Inspection) -> None:
    """End what goes on only while it runs."""
    stop_clock(actor, inspection)
    stop_relying(inspection.id)
    if inspection.is_trial:
        drop_of_trial(actor=actor, trial_id=inspection.id)


def _find_keeping(inspection: Inspection, closed_on: date) -> tuple[date, str]:
    """Until when it is kept, and why until then where a director said so: as when it was closed
    before, for opening it again is no reason to keep children’s data longer.
    """
    for earlier in list_reopened(inspection.id):
        return earlier.keep_until, earlier.keep_because
    years = get_archive_rules().years_of(is_trial=inspection.is_trial)
    return find_keep_until(closed_on, years), ""


def reopen_inspection(
    *, actor: Person, inspection_id: int, version: int, reason: str
) -> Inspection:
    """Take an inspection out of the archive, saying why: it changes again until it is closed.

    Raises NotAllowed for whoever does not manage archives; Refused without a reason, and while
    another real inspection is running.
    """
    archive = _get_checked(actor, inspection_id, version, "open an archived inspection again")
    said, inspection = _require(reason, "Say why it is opened again."), archive.inspection
    if not inspection.is_trial:
        _refuse_beside(find_running_inspection())
    try:
        with db.session.begin_nested():
            inspection.state, inspection.closed_at = InspectionState.RUNNING, None
    except IntegrityError:
        # Another started between our look and our change.
        _refuse_beside(find_running_inspection())
        raise
    archive.reopened_by, archive.reopened_at = actor, clock.now()
    archive.reopened_because = said
    record(
        actor=actor,
        event="inspections:inspection:reopened",
        subject=inspection,
        changes={"reason": (None, said)},
        inspection_id=inspection.id,
    )
    return inspection


def change_keep_until(
    *, actor: Person, inspection_id: int, version: int, keep_until: date, reason: str
) -> Archive:
    """Keep an archived inspection until another day, saying why.

    Raises NotAllowed, ChangedMeanwhile; Refused without a reason, and for a day before it was
    closed.
    """
    archive = _get_checked(actor, inspection_id, version, "say how long archives are kept")
    said = _require(reason, "Say why it is kept until another day.")
    closed_on = clock.in_london(archive.archived_at).date()
    if keep_until < closed_on:
        raise Refused(f"It was closed on {format_day(closed_on)}. Choose a day after that.")
    old, archive.keep_until, archive.keep_because = archive.keep_until, keep_until, said
    record(
        actor=actor,
        event="inspections:inspection:kept",
        subject=archive.inspection,
        changes={"keep_until": (old, keep_until), "reason": (None, said)},
        inspection_id=inspection_id,
    )
    return archive


def _get_checked(actor: Person, inspection_id: int, version: int, what: str) -> Archive:
    check_allowed(actor, Permission.MANAGE_ARCHIVES, what)
    archive = get_archive(inspection_id)
    if archive.version != version:
        raise ChangedMeanwhile(
            "Somebody changed how long it is kept after you opened it. Look at it again."
        )
    return archive


def _refuse_beside(running: Inspection | None) -> None:
    if running is not None:
        raise Refused(
            f"“{running.title}” is running, and only one inspection can be. Close that one first."
        )


def _require(text: str, sentence: str) -> str:
    said = text.strip()
    if not said:
        raise Refused(sentence)
    return said
