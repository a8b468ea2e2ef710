"""Fills an empty database with the invented council, in the order in which things happened."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from readiness import clock
from readiness.demo.council import is_loaded, load_people
from readiness.demo.dates import find_past_call, find_trial_call
from readiness.demo.history import tell_inspection
from readiness.demo.stories import PAST, TRIAL
from readiness.inspections.queries import list_posts_by_key

JOINED_BEFORE = timedelta(weeks=5)


class DemoSettings(Protocol):
    """What the demo needs of the settings."""

    @property
    def checklists_path(self) -> Path:
        """The folder of the checklists."""

    @property
    def instance_path(self) -> Path:
        """The folder the application may write to."""


@dataclass(frozen=True)
class Loaded:
    """What was put into the database, as titles and counts."""

    people: int
    inspections: tuple[str, ...]


def load_council(settings: DemoSettings) -> Loaded | None:
    """Everything there is of the invented council; None where it is here already.

    Goes through the same operations as people do, each at its own time, so that the activity
    tells the council’s whole past. Raises Refused where somebody else’s data is.
    """
    if is_loaded():
        return None
    checklists = settings.checklists_path
    today = clock.today()
    past_call = find_past_call(today)
    with clock.at(past_call - JOINED_BEFORE):
        people = load_people(checklists)
    posts = list_posts_by_key()
    told = [
        tell_inspection(
            checklists=checklists, posts=posts, call_at=call_at, is_trial=is_trial, story=story
        )
        for call_at, is_trial, story in (
            (past_call, False, PAST),
            (find_trial_call(today), True, TRIAL),
        )
    ]
    return Loaded(people, tuple(inspection.title for inspection in told))
