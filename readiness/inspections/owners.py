"""Whose the work is on a day, read once for all that a page shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from readiness.inspections.models import Inspection
from readiness.inspections.queries import (
    Ownership,
    find_participant_ids,
    find_post_ownership,
    list_away_ids,
    list_delivering_lines,
    list_posts_by_key,
)
from readiness.inspections.rules.exercise import Part
from readiness.inspections.rules.tasks import TaskLine
from readiness.people.models import Post


@dataclass(frozen=True)
class Owners:
    """Whose the work of each post is on a day."""

    posts: Mapping[str, Post]
    away: frozenset[int]

    @classmethod
    def load(cls, today: date, inspection: Inspection | None = None) -> "Owners":
        """As posts and absences say. In a trial run who is not in it counts as away."""
        posts, away = list_posts_by_key(), list_away_ids(today)
        if inspection is not None and inspection.is_trial:
            seats = {seat for post in posts.values() for seat in post.present if seat is not None}
            away |= seats - find_participant_ids(inspection.id, Part.PLAYER)
        return cls(posts, away)

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
    """Whose each post is on a day, and the tasks of an inspection that deliver something."""

    day: date
    owners: Owners
    lines: tuple[TaskLine, ...] = ()

    @classmethod
    def load(cls, inspection_id: int | None, day: date) -> "Deliveries":
        """Of this inspection; of none, whose the posts are. Three queries at most."""
        owners = Owners.load(day)
        if inspection_id is None:
            return cls(day, owners)
        return cls(day, owners, list_delivering_lines(inspection_id, owners.posts, owners.away))

    def choose(self, inspection_id: int | None) -> "Deliveries":
        """Those of one inspection alone."""
        lines = tuple(line for line in self.lines if line.inspection_id == inspection_id)
        return Deliveries(self.day, self.owners, lines)
