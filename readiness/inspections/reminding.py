"""Which tasks people are reminded of, and whom to tell, from the owner to the director."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from readiness.checklists.reminders import Reminders
from readiness.clock import in_london
from readiness.extensions import db
from readiness.inspections.models import Inspection, Task
from readiness.inspections.queries import (
    get_calendar,
    list_away_ids,
    list_posts_by_key,
    list_running_inspections,
    list_running_lines,
)
from readiness.inspections.rules.tasks import TaskLine
from readiness.notifications.messages import path_to
from readiness.notifications.queries import get_rules
from readiness.notifications.rules.hours import at_london
from readiness.notifications.rules.reminders import Chain, Due
from readiness.notifications.sources import add_source, use_calendar
from readiness.people.models import Post
from readiness.people.queries import list_active_people

TASK, CALL = "task", "call"
use_calendar(get_calendar)


@dataclass(frozen=True)
class Council:
    """Who is here today, and who stands above whom."""

    rules: Reminders
    posts: Mapping[str, Post]
    names: Mapping[int, str]
    away: frozenset[int]

    @classmethod
    def load(cls, today: date) -> "Council":
        """The council of this day. Four queries."""
        return cls(
            rules=get_rules(),
            posts=list_posts_by_key(),
            names={person.id: person.name for person in list_active_people()},
            away=list_away_ids(today),
        )

    def choose(self, *people: int | None) -> int | None:
        """The first who may sign in and is here; else the first who may sign in."""
        may = [person for person in people if person in self.names]
        return next((person for person in may if person not in self.away), next(iter(may), None))

    def find_holder(self, key: str | None) -> int | None:
        """Whose the work of a post is today."""
        post = self.posts.get(key or "")
        return None if post is None else self.choose(post.holder_id, post.deputy_id)

    def find_chain(self, post_key: str, owner_id: int | None) -> Chain:
        """From the one whose it is today upwards. The deputy is whichever of the two is left."""
        post = self.posts[post_key]
        owner = self.choose(owner_id, post.holder_id, post.deputy_id)
        others = [person for person in (post.holder_id, post.deputy_id) if person != owner]
        deputy = self.choose(*others)
        return Chain(
            owner=owner,
            deputy=None if deputy in self.away else deputy,
            head_of_service=self.find_holder(self.rules.heads.get(post_key)),
            director=self.find_holder(self.rules.director),
        )


@add_source
def list_due_tasks(now: datetime) -> Iterable[Due]:
    """The open tasks of every running inspection. A fixed number of queries."""
    today = in_london(now).date()
    running = {inspection.id: inspection for inspection in list_running_inspections()}
    if not running:
        return []
    council = Council.load(today)
    owned = _find_post_keys(running)
    until = {
        i: find_pressing_end(inspection, council.rules.until) for i, inspection in running.items()
    }
    return [
        _make_due(line, running[line.inspection_id], owned[line.id], council, until)
        for line in list_running_lines(council.posts, council.away)
        if line.is_open
    ]


def _make_due(
    line: TaskLine,
    inspection: Inspection,
    post_key: str,
    council: Council,
    until: Mapping[int, datetime],
) -> Due:
    chain = council.find_chain(post_key, line.owner_id)
    return Due(
        kind=TASK,
        id=line.id,
        title=line.title,
        due_at=line.due_at,
        path=path_to("inspections.show_task", inspection_id=inspection.id, task_id=line.id),
        chain=chain,
        owner_name=council.names.get(chain.owner or 0, ""),
        about=inspection.title,
        is_pressing=line.due_at <= until[inspection.id],
        is_trial=inspection.is_trial,
    )


def _find_post_keys(inspections: Iterable[int]) -> dict[int, str]:
    """The key of the post that owns each task."""
    chosen = (
        select(Task.id, Post.key)
        .join(Post, Post.id == Task.post_id)
        .where(Task.inspection_id.in_(tuple(inspections)))
    )
    return {row[0]: row[1] for row in db.session.execute(chosen)}


def find_pressing_end(inspection: Inspection, key: str) -> datetime:
    """The end of the day of the anchor until which the rules by the minute hold."""
    last = max(anchor.at for anchor in inspection.anchors if anchor.key in {key, CALL})
    return at_london(in_london(last).date() + timedelta(days=1), time())
