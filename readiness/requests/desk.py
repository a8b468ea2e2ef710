"""Whose requests are on a day, and what the file says of them: read once for all a page shows."""

from dataclasses import dataclass
from datetime import date

from readiness.checklists.requests import RequestsSpec
from readiness.inspections.owners import Owners
from readiness.people.models import Post
from readiness.requests.models import InspectorRequest
from readiness.requests.queries import get_spec


@dataclass(frozen=True)
class Desk:
    """Whose each post is, and areas, keeper and audiences as the file says now."""

    owners: Owners
    spec: RequestsSpec

    @classmethod
    def load(cls, today: date) -> "Desk":
        """As posts, absences and the file say. Two queries."""
        return cls(Owners.load(today), get_spec())

    def find_post(self, asked: InspectorRequest) -> Post | None:
        """The post a request is with; the keeper’s while it was given to nobody."""
        posts = self.owners.posts
        if asked.post_id is None:
            return posts.get(self.spec.keeper)
        return next((post for post in posts.values() if post.id == asked.post_id), None)
