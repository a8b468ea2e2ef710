"""A council to remind, a mail server that remembers, and the rounds of a worker."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from flask import Flask
from sqlalchemy import select

from readiness import clock
from readiness.database.engine import writing
from readiness.extensions import db
from readiness.notifications.delivery import DeliveryFailed
from readiness.notifications.operations import remind
from readiness.notifications.rules.outbox import Ending, Letter
from readiness.people.models import Person, Post
from readiness.work.queries import list_queued_ids
from readiness.work.runner import run_owed_work
from tests.factories.people import build_person


@dataclass
class Mailbox:
    """A mail server: keeps what it took, or answers as told."""

    letters: list[Letter] = field(default_factory=list)
    answers: Callable[[Letter], Ending] = lambda _letter: Ending.ACCEPTED
    can_tell: bool = False
    is_deaf: bool = False

    def send(self, letter: Letter) -> None:
        """Take it, or fail; a deaf one takes it and never says so."""
        ending = self.answers(letter)
        if ending is not Ending.ACCEPTED:
            raise DeliveryFailed(ending, f"The mail server said: {ending}.")
        self.letters.append(letter)
        if self.is_deaf:
            raise DeliveryFailed(Ending.LATER, "The line broke.", may_have_arrived=True)

    def has_accepted(self, letter: Letter) -> bool:
        """Whether it has it, if it is one that tells."""
        return self.can_tell and any(each.reference == letter.reference for each in self.letters)

    def to(self, person: Person) -> list[Letter]:
        """What this person got."""
        return [letter for letter in self.letters if letter.to_address == person.email]


def make_council() -> dict[str, Person]:
    """A committed holder and deputy of every post, by “holder key” and “deputy key”."""
    people = {}
    for post in db.session.scalars(select(Post).order_by(Post.id)):
        post.holder = people[f"holder {post.key}"] = build_person()
        post.deputy = people[f"deputy {post.key}"] = build_person()
    db.session.commit()
    return people


def remind_at(now: datetime) -> int:
    """One committed round at this moment; how many e-mails were handed over."""
    with clock.at(now), writing():
        handed = remind(now=now)
        db.session.commit()
    return handed


def work_at(app: Flask, now: datetime) -> None:
    """A round at this moment, and everything it owes the workers."""
    remind_at(now)
    with clock.at(now):
        owed_ids = list_queued_ids()
        db.session.rollback()
        for owed_id in owed_ids:
            run_owed_work(app, owed_id)
    db.session.rollback()
