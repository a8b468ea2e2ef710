"""What a facilitator and an addressee do: for each button its form, its right, its operation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from readiness import clock
from readiness.errors import NotFound, Refused, Unusable
from readiness.inspections.models import Inspection
from readiness.inspections.rules.exercise import Part
from readiness.people.models import Person
from readiness.people.permissions import Permission
from readiness.people.queries import get_person
from readiness.trial_runs import operations
from readiness.trial_runs.exercise_pages import find_next_moment, find_time, list_offers
from readiness.trial_runs.forms import exercise as forms
from readiness.trial_runs.models import Inject
from readiness.web.forms import BaseForm, VersionForm, seen_version

Do = Callable[[Person, Any, Any], object]


@dataclass(frozen=True)
class Deed:
    """One thing to do: `do` is given who, the trial run or the inject, and the form."""

    path: str
    form: type[BaseForm]
    do: Do
    said: str
    permission: Permission = Permission.RUN_TRIALS


def _begin(me: Person, trial: Inspection, _form: Any) -> None:
    operations.begin_clock(actor=me, inspection=trial)


def _run(me: Person, trial: Inspection, form: Any) -> None:
    speed = int(form.speed.data)
    operations.run_clock(actor=me, inspection=trial, version=seen_version(form), speed=speed)


def _pause(me: Person, trial: Inspection, form: Any) -> None:
    operations.pause_clock(actor=me, inspection=trial, version=seen_version(form))


def _step(me: Person, trial: Inspection, form: Any) -> None:
    to: datetime = form.to.data
    operations.step_clock(actor=me, inspection=trial, version=seen_version(form), to=to)


def _quick_step(me: Person, trial: Inspection, form: Any) -> None:
    to = _read_target(trial, form.target.data or "")
    operations.step_clock(actor=me, inspection=trial, version=seen_version(form), to=to)


def _read_target(trial: Inspection, target: str) -> datetime:
    if target == forms.NEXT:
        found = find_next_moment(trial)
        if found is None:
            raise Refused("Nothing else is due in this trial run. Enter a day and time instead.")
        return found.at
    try:
        moment = clock.in_london(datetime.fromisoformat(target))
    except (ValueError, OverflowError):
        raise Unusable("The moment of this button was lost. Open the page again.") from None
    return moment


def _add_person(me: Person, trial: Inspection, form: Any) -> None:
    person, part = get_person(int(form.person.data)), Part(form.part.data)
    operations.add_participant(actor=me, inspection=trial, person=person, part=part)


def _remove_person(me: Person, trial: Inspection, form: Any) -> None:
    number = form.person.data or ""
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise NotFound("There is no such person in this trial run.")
    operations.remove_participant(actor=me, inspection=trial, person=get_person(int(number)))


def _add_inject(me: Person, trial: Inspection, form: Any) -> None:
    spec = list_offers()[form.key.data]
    at = form.at.data or find_time(trial, spec)
    operations.add_inject(actor=me, inspection=trial, spec=spec, at=at)


def _give(me: Person, inject: Inject, form: Any) -> None:
    operations.give_inject(actor=me, inject=inject, version=seen_version(form))


def _skip(me: Person, inject: Inject, form: Any) -> None:
    operations.skip_inject(actor=me, inject=inject, version=seen_version(form))


def _move(me: Person, inject: Inject, form: Any) -> None:
    at = form.move_to.data
    operations.move_inject(actor=me, inject=inject, version=seen_version(form), at=at)


def _acknowledge(me: Person, inject: Inject, form: Any) -> None:
    operations.acknowledge_inject(actor=me, inject=inject, version=seen_version(form))


def _answer(me: Person, inject: Inject, form: Any) -> None:
    said = form.answer.data
    operations.answer_inject(actor=me, inject=inject, version=seen_version(form), answer=said)


DEEDS = {
    "begin_clock": Deed(
        "clock/begin", VersionForm, _begin, "It moves on an exercise clock now, paused."
    ),
    "run_clock": Deed("clock/run", forms.SpeedForm, _run, "The clock runs."),
    "pause_clock": Deed("clock/pause", VersionForm, _pause, "The clock is paused."),
    "step_clock": Deed("clock/step", forms.StepForm, _step, "The clock is put on."),
    "quick_step": Deed(
        "clock/quick-step", forms.QuickStepForm, _quick_step, "The clock is put on."
    ),
    "add_person": Deed("people", forms.ParticipantForm, _add_person, "They are in the trial run."),
    "remove_person": Deed("people/remove", forms.RemoveForm, _remove_person, "They are out of it."),
    "add_inject": Deed("injects", forms.AddInjectForm, _add_inject, "The inject is added."),
}
"""On the facilitator’s page, by the name of their route."""

_WORK = Permission.WORK_OWN_TASKS
INJECT_DEEDS = {
    "give_inject": Deed("give", VersionForm, _give, "The inject is given."),
    "skip_inject": Deed("skip", VersionForm, _skip, "The inject is left out."),
    "move_inject": Deed("move", forms.MoveInjectForm, _move, "The inject is moved."),
    "acknowledge_inject": Deed(
        "seen", VersionForm, _acknowledge, "Noted that you have seen it.", _WORK
    ),
    "answer_inject": Deed("answer", forms.AnswerForm, _answer, "Marked as dealt with.", _WORK),
}
"""On the page of an inject."""
