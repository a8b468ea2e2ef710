"""Fills an empty database with the invented council, in the order in which things happened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from readiness import clock
from readiness.annexe_a.queries import list_current_versions
from readiness.annexe_a.reconciling import reconciliation_of
from readiness.annexe_a.reported import Figure
from readiness.checklists.annexe_a import load_edition
from readiness.checklists.documents import load_documents
from readiness.demo.after import plan_after
from readiness.demo.agreed import plan_actions
from readiness.demo.asked import plan_requests
from readiness.demo.children import Row
from readiness.demo.council import is_loaded, load_people
from readiness.demo.dates import find_past_call, find_trial_call, last_wednesday
from readiness.demo.documents.pieces import Facts
from readiness.demo.documents.shelving import Event, plan_documents
from readiness.demo.extract_files import find_folder, make_files, write_extracts
from readiness.demo.extracts import generate_lists
from readiness.demo.gaps import plan_learning
from readiness.demo.history import tell_inspection
from readiness.demo.met import plan_meetings
from readiness.demo.planted import plant_errors
from readiness.demo.register import Plan, plan_register, tell_nights
from readiness.demo.reported import figures_as_files, list_figures, plan_figures
from readiness.demo.stories import PAST, TRIAL
from readiness.demo.subscribed import plan_calendars
from readiness.demo.surprises import plan_injects
from readiness.demo.warm_lists import find_earlier, plan_lists
from readiness.demo.week import plan_week
from readiness.inspections.queries import list_posts_by_key
from readiness.library.queries import list_documents
from readiness.people.models import Post

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
    documents: int
    asked: int
    lists: int


def load_council(settings: DemoSettings) -> Loaded | None:
    """Everything there is of the invented council; None where it is here already.

    Goes through the same operations as people do, each at its own time, so that the activity
    tells the council’s whole past. Raises Refused where somebody else’s data is.
    """
    if is_loaded():
        return None
    today = clock.today()
    with clock.at(find_past_call(today) - JOINED_BEFORE):
        people = load_people(settings.checklists_path)
    posts = list_posts_by_key()
    arrangements = plan_register(today, posts)
    inspections = _tell_inspections(settings.checklists_path, posts, arrangements)
    as_at = last_wednesday(today)
    facts = Facts(today, as_at, _lists(as_at))
    specs = load_documents(settings.checklists_path)
    earlier = _make_earlier(settings, as_at)
    lists = plan_lists(offer_extracts(settings), as_at, posts, earlier)
    reported = plan_figures(_figures(settings, as_at), today, posts)
    learned = plan_learning(today, posts, settings.checklists_path)
    agreed = [*plan_meetings(today, posts), *plan_actions(today, posts), *learned]
    subscribed = plan_calendars(today, posts)
    documents = plan_documents(facts, specs, posts)
    _play([*documents, *reported, *lists, *agreed, *subscribed, *arrangements.later])
    tell_nights()
    asked = [line for line in list_documents().values() if line.spec]
    kept = sum(line.version is not None for line in asked)
    return Loaded(people, inspections, kept, len(asked), len(list_current_versions(None)))


def offer_extracts(settings: DemoSettings) -> Path:
    """The folder of this week’s extracts, written where it is not there yet."""
    as_at = last_wednesday(clock.today())
    folder = find_folder(settings.instance_path, as_at)
    if not folder.exists():
        edition = load_edition(settings.checklists_path)
        figures = figures_as_files(_figures(settings, as_at), clock.today())
        write_extracts(folder, _lists(as_at), edition=edition, as_at=as_at, beside=figures)
    return folder


def _make_earlier(settings: DemoSettings, as_at: date) -> dict[int, bytes]:
    """The extracts of two weeks before, with their errors: meetings see them become fewer."""
    day = find_earlier(as_at)
    lists = plant_errors(generate_lists(day, late=True), day)
    return make_files(lists, load_edition(settings.checklists_path))


def _figures(settings: DemoSettings, as_at: date) -> Mapping[str, Figure]:
    """What the scorecard says of the lists of a day."""
    return list_figures(reconciliation_of(settings.checklists_path), _lists(as_at))


@lru_cache(maxsize=1)
def _lists(as_at: date) -> Mapping[int, Sequence[Row]]:
    """The lists of a day: the documents and the extracts must speak of the same children.

    As many visits are late as the scorecard says.
    """
    return generate_lists(as_at, late=True)


def _tell_inspections(
    checklists: Path, posts: Mapping[str, Post], arrangements: Plan
) -> tuple[str, ...]:
    """The past inspection, what was confirmed before the trial run, and the trial run."""
    today = clock.today()
    past = tell_inspection(
        checklists=checklists,
        posts=posts,
        call_at=find_past_call(today),
        is_trial=False,
        story=PAST,
        weeks=[plan_after],
    )
    _play(arrangements.earlier)
    trial = tell_inspection(
        checklists=checklists,
        posts=posts,
        call_at=find_trial_call(today),
        is_trial=True,
        story=TRIAL,
        weeks=[plan_requests, plan_week, plan_injects],
    )
    return past.title, trial.title


def _play(events: Iterable[Event]) -> None:
    """Let everything happen at its moment, in order."""
    for moment, happen in sorted(events, key=lambda event: event[0]):
        with clock.at(moment):
            happen()
