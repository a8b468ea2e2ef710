"""Whose requests are on a day, and what the file says of them: read once for all a page shows."""

from dataclasses import dataclass

from readiness.checklists.requests import RequestsSpec
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.now import today_for
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
    def load(cls, inspection_id: int) -> "Desk":
        """As posts, absences and the file say of the day it is there. Few queries."""
        inspection = db.session.get_one(Inspection, inspection_id)
        return cls(Owners.load(today_for(inspection), inspection), get_spec())

    def find_post(self, asked: InspectorRequest) -> Post | None:
        """The post a request is with; the keeper’s while it was given to nobody."""
        posts = self.owners.posts
        if asked.post_id is None:
            return posts.get(self.spec.keeper)
        return next((post for post in posts.values() if post.id == asked.post_id), None)
