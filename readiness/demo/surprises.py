"""The injects of the trial run: two surprises for IT and Facilities, and what they did."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from readiness import clock
from readiness.inspections.models import Inspection
from readiness.notifications.operations import begin_attempt, record_outcome
from readiness.notifications.queries import list_open_messages
from readiness.notifications.rules.outbox import Ending, MessageState, Outcome
from readiness.people.models import Person, Post
from readiness.trial_runs.exercise_pages import find_time
from readiness.trial_runs.models import Inject
from readiness.trial_runs.operations import (
    acknowledge_inject,
    add_inject,
    answer_inject,
    give_due_injects,
)
from readiness.trial_runs.queries.injects import list_injects, list_prepared

PREPARED_AFTER = timedelta(minutes=7)


@dataclass(frozen=True)
class Told:
    """What became of an inject: minutes until it was seen and dealt with, and what was done."""

    key: str
    seen_after: int
    done_after: int
    answer: str


TOLD = (
    Told(
        "case-system-down",
        6,
        95,
        "Rang the coordinator at once, the supplier every half hour. Heads of service were told by "
        "text. Back at 11.25am: no gate was touched.",
    ),
    Told(
        "rooms-double-booked",
        25,
        110,
        "The library lends its meeting room. The map and the welcome note say so.",
    ),
)


def plan_injects(
    trial: Inspection, posts: Mapping[str, Post]
) -> Iterator[tuple[datetime, Callable[[], object]]]:
    """What happens with the injects of the trial run, each with its moment."""
    facilitator = posts["inspection-coordinator"].holder
    for told in TOLD:
        spec = list_prepared()[told.key]
        at, owner = find_time(trial, spec), posts[spec.post].holder
        yield (
            trial.call_at + PREPARED_AFTER,
            partial(add_inject, actor=facilitator, inspection=trial, spec=spec, at=at),
        )
        yield at, _give
        if owner is not None:
            seen, done = (at + timedelta(minutes=n) for n in (told.seen_after, told.done_after))
            yield seen, partial(_see, trial, told, owner)
            yield done, partial(_answer, trial, told, owner)


def _give() -> None:
    """Give what is due, and let its email arrive that very minute."""
    give_due_injects(now=clock.now())
    for message in list_open_messages():
        message.state = MessageState.SENDING
        begin_attempt(message_id=message.id, now=clock.now())
        record_outcome(message_id=message.id, outcome=Outcome(Ending.ACCEPTED), now=clock.now())


def _see(trial: Inspection, told: Told, owner: Person) -> None:
    inject = _find(trial, told)
    acknowledge_inject(actor=owner, inject=inject, version=inject.version)


def _answer(trial: Inspection, told: Told, owner: Person) -> None:
    inject = _find(trial, told)
    answer_inject(actor=owner, inject=inject, version=inject.version, answer=told.answer)


def _find(trial: Inspection, told: Told) -> Inject:
    return next(inject for inject in list_injects(trial.id) if inject.key == told.key)
