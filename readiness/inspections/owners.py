"""Whose the work is on a day, read once for all that a page shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.present import find_out
from readiness.inspections.queries import (
    Ownership,
    find_post_ownership,
    list_delivering_lines,
    list_posts_by_key,
)
from readiness.inspections.rules.tasks import TaskLine
from readiness.people.models import Post
from readiness.people.rules import Out


@dataclass(frozen=True)
class Owners:
    """Whose the work of each post is on a day."""

    posts: Mapping[str, Post]
    away: Out

    @classmethod
    def load(cls, today: date, inspection: Inspection | None = None) -> "Owners":
        """As posts and absences say; in a trial run among those who take part in it."""
        return cls(list_posts_by_key(), find_out(inspection, today))

    @property
    def kept(self) -> "Owners":
        """Of what the council keeps for itself, as documents are: it has its own owner.

        That a trial run goes on without them gives nobody else a right to it.
        """
        return replace(self, away=replace(self.away, keeps_owner=True))

    def find(self, key: str) -> Ownership:
        """Of this post; nobody’s where there is no such post."""
        post = self.posts.get(key)
        return find_post_ownership(post, self.away) if post else Ownership(None, stands_in=False)

    def spell(self, key: str) -> str:
        """The owner’s name, if anybody’s, and what the post is called."""
        person = self.find(key).person
        return f"{person.name if person else ''} {self.posts[key].title}"

    def list_keys(self, person_id: int | None) -> list[str]:
        """The posts that are this person’s; with None those that are nobody’s."""
        people = ((key, self.find(key).person) for key in self.posts)
        return [key for key, person in people if (person.id if person else None) == person_id]


@dataclass(frozen=True)
class Deliveries:
    """Whose each post is on a day, and the tasks of an inspection that deliver something.

    Those of all that runs hold `out` too: who is not there in each (`choose` one of them).
    """

    day: date
    owners: Owners
    lines: tuple[TaskLine, ...] = ()
    out: Mapping[int, Out] = field(default_factory=dict)

    @classmethod
    def load(cls, inspection_id: int | None, day: date) -> "Deliveries":
        """Of this inspection; of none, whose the posts are. Three queries at most."""
        if inspection_id is None:
            return cls(day, Owners.load(day))
        owners = Owners.load(day, db.session.get(Inspection, inspection_id))
        return cls(day, owners, list_delivering_lines(inspection_id, owners.posts, owners.away))

    def choose(self, inspection_id: int | None) -> "Deliveries":
        """Those of one inspection alone."""
        lines = tuple(line for line in self.lines if line.inspection_id == inspection_id)
        out = self.out.get(inspection_id or 0, self.owners.away)
        return Deliveries(self.day, replace(self.owners, away=out), lines)
