"""Trial runs for tests: a council with every post filled, and one on an exercise clock."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from readiness import clock
from readiness.checklists.injects import load_injects
from readiness.checklists.posts import load_posts
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.now import now_for
from readiness.people.models import Person, Post
from readiness.people.posts import match_posts
from readiness.trial_runs.models import Inject
from readiness.trial_runs.operations import add_inject, step_clock
from tests.factories.inspections import CALL, make_inspection
from tests.factories.notifications import make_council

REAL = CALL - timedelta(days=3, hours=-1)
"""The Friday morning on which the exercise is held."""


FEW = ("dcs", "director-supporting-families", "data-lead", "psw")


def make_few() -> dict[str, Person]:
    """A committed holder and deputy of a few posts, the others empty."""
    _make_posts()
    people = make_council()
    for post in db.session.scalars(select(Post).where(Post.key.not_in(FEW))):
        post.holder = post.deputy = None
    db.session.commit()
    return people


def make_everybody() -> dict[str, Person]:
    """A committed holder and deputy of every post."""
    _make_posts()
    return make_council()


def _make_posts() -> None:
    match_posts(load_posts(current_app.extensions["readiness.settings"].checklists_path).values())
    db.session.flush()


def make_trial(actor: Person | None = None, *, call_at: datetime = CALL) -> Inspection:
    """A committed trial run on an exercise clock, begun on the Friday before its call."""
    with clock.at(REAL):
        return make_inspection(actor, call_at=call_at, is_trial=True, on_exercise_clock=True)


def step(actor: Person, trial: Inspection, to: datetime) -> None:
    """Step its clock, committed."""
    assert trial.exercise_clock is not None
    version = trial.exercise_clock.version
    step_clock(actor=actor, inspection=trial, version=version, to=to)
    db.session.commit()


def make_inject(trial: Inspection, key: str = "data-lead-is-ill", after: int = 60) -> Inject:
    """A committed inject, so many minutes after the moment it is in the trial run."""
    spec = load_injects(current_app.extensions["readiness.settings"].checklists_path)[key]
    at = now_for(trial) + timedelta(minutes=after)
    inject = add_inject(actor=None, inspection=trial, spec=spec, at=at)
    db.session.commit()
    return inject
