"""The facilitator’s hand on the exercise clock: start, pause, speed, step; never backwards."""

from datetime import datetime

from readiness import clock
from readiness.activity.operations import record
from readiness.errors import ChangedMeanwhile, Refused
from readiness.inspections.models import ExerciseClock, Inspection
from readiness.inspections.now import now_for
from readiness.inspections.operations.checks import check_allowed, hold_running
from readiness.inspections.operations.exercise import make_clock
from readiness.inspections.rules.exercise import SPEEDS, refuse_step
from readiness.inspections.rules.words import spell_second
from readiness.people.models import Person
from readiness.people.permissions import Permission
from readiness.plain_words import format_moment
from readiness.trial_runs.queries.injects import lock_clock


def begin_clock(*, actor: Person, inspection: Inspection) -> ExerciseClock:
    """Let a trial run that moves in real time move on an exercise clock from now on, paused.

    It begins at the present, or at the call where that is still to come. There is no way back:
    the clock would have to be set back for it.
    """
    _check(actor, inspection)
    if lock_clock(inspection) is not None:
        raise ChangedMeanwhile("This trial run moves on an exercise clock already. Look again.")
    found = make_clock(actor, max(clock.now(), inspection.call_at))
    inspection.exercise_clock = found
    _record(actor, inspection, "trial_runs:clock:begun", at=(None, found.exercise_at))
    return found


def run_clock(*, actor: Person, inspection: Inspection, version: int, speed: int) -> None:
    """Let the clock run, so many times as fast as a real one. Raises Refused, ChangedMeanwhile."""
    found = _open(actor, inspection, version)
    if speed not in SPEEDS:
        raise Refused("The clock runs 1, 12, 60 or 240 times as fast. Choose one of these.")
    before = None if found.is_paused else found.speed
    shown = _set(actor, found, now_for(inspection))
    found.speed, found.is_paused = speed, False
    _record(
        actor,
        inspection,
        "trial_runs:clock:started",
        at=(None, shown),
        speed=(before, speed),
    )


def pause_clock(*, actor: Person, inspection: Inspection, version: int) -> None:
    """Stop the clock where it is. Raises Refused, ChangedMeanwhile."""
    found = _open(actor, inspection, version)
    if found.is_paused:
        raise Refused("The clock is paused already.")
    shown = _set(actor, found, now_for(inspection))
    found.is_paused = True
    _record(actor, inspection, "trial_runs:clock:paused", at=(None, shown))


def step_clock(*, actor: Person, inspection: Inspection, version: int, to: datetime) -> None:
    """Put the clock on to a later moment; it runs on from there if it was running.

    Raises Refused for an earlier moment, ChangedMeanwhile where somebody else set it first.
    """
    found = _open(actor, inspection, version)
    before = now_for(inspection)
    problem = refuse_step(before, to, inspection.call_at)
    if problem:
        raise Refused(problem, "to")
    shown = _set(actor, found, to)
    _record(actor, inspection, "trial_runs:clock:stepped", at=(before, shown))


def _check(actor: Person, inspection: Inspection) -> None:
    check_allowed(actor, Permission.RUN_TRIALS, "run trial runs")
    hold_running(inspection.id)


def _open(actor: Person, inspection: Inspection, version: int) -> ExerciseClock:
    """The clock, held, as the page showed it."""
    _check(actor, inspection)
    found = lock_clock(inspection)
    if found is None:
        raise Refused("This trial run moves in real time: it has no clock of its own to set.")
    if found.version != version:
        who = found.changed_by.name if found.changed_by else "Somebody"
        raise ChangedMeanwhile(
            f"{who} set the exercise clock at {spell_second(found.real_at)}, after you opened "
            f"this page. It shows {format_moment(now_for(inspection))}. Nothing of yours was "
            "done: look at it again."
        )
    return found


def _set(actor: Person, found: ExerciseClock, shown: datetime) -> datetime:
    """Keep what the clock shows at this very moment."""
    found.real_at, found.exercise_at, found.changed_by = clock.now(), shown, actor
    return shown


def _record(
    actor: Person, inspection: Inspection, event: str, **changes: tuple[object, object]
) -> None:
    """Also of a step to the very same moment: the timings read both moments of every step."""
    record(
        actor=actor,
        event=event,
        subject=inspection,
        changes=changes,
        inspection_id=inspection.id,
    )
