"""Which tasks people are reminded of, and whom to tell, from the owner to the director."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property

from sqlalchemy import select

from readiness.checklists.reminders import Reminders
from readiness.clock import in_london
from readiness.extensions import db
from readiness.inspections.models import Inspection, Task
from readiness.inspections.now import now_for
from readiness.inspections.present import find_away
from readiness.inspections.queries import (
    find_participant_ids,
    get_calendar,
    hold_all_running,
    list_posts_by_key,
    list_running_inspections,
    list_running_lines,
)
from readiness.inspections.rules.exercise import Part
from readiness.inspections.rules.states import InspectionState
from readiness.inspections.rules.tasks import TaskLine
from readiness.notifications.messages import path_to
from readiness.notifications.queries import get_rules
from readiness.notifications.rules.hours import at_london
from readiness.notifications.rules.reminders import Chain, Due
from readiness.notifications.sources import (
    add_source,
    use_calendar,
    use_ended,
    use_hold,
    use_players,
    use_trial_clocks,
    use_trials,
)
from readiness.people.models import Post
from readiness.people.queries import list_active_people
from readiness.people.rules import Out

TASK, CALL = "task", "call"
use_calendar(lambda _around: get_calendar())
use_trials(find_participant_ids)
use_players(lambda inspection_id: find_participant_ids(inspection_id, Part.PLAYER))
use_hold(hold_all_running)


@use_ended
def list_ended(inspection_ids: frozenset[int]) -> frozenset[int]:
    """Which of these inspections do not run any more."""
    chosen = select(Inspection.id).where(
        Inspection.id.in_(inspection_ids), Inspection.state != InspectionState.RUNNING
    )
    return frozenset(db.session.scalars(chosen))


@use_trial_clocks
def find_nows(inspection_ids: frozenset[int]) -> Mapping[int, datetime]:
    """The moment it is in each of these inspections. One query."""
    chosen = select(Inspection).where(Inspection.id.in_(inspection_ids))
    return {inspection.id: now_for(inspection) for inspection in db.session.scalars(chosen)}


@dataclass(frozen=True)
class Council:
    """Who can be told of an inspection on the day it is there, and who stands above whom.

    For whatever in it belongs to a post. Of a trial run `names` are only those who take part in
    it: it rings nobody else.
    """

    inspection: Inspection
    now: datetime
    rules: Reminders
    posts: Mapping[str, Post]
    names: Mapping[int, str]
    away: Out

    @classmethod
    def load_all(cls, running: Iterable[Inspection], now: datetime) -> dict[int, "Council"]:
        """That of each inspection, by its number. A fixed number of queries, and one a trial."""
        found = list(running)
        posts, away = list_posts_by_key(), find_away(found, now)
        names = {person.id: person.name for person in list_active_people()}
        return {
            inspection.id: cls(
                inspection=inspection,
                now=now_for(inspection, now),
                rules=get_rules(),
                posts=posts,
                names=_keep_players(inspection, names),
                away=away[inspection.id],
            )
            for inspection in found
        }

    @property
    def trial_id(self) -> int | None:
        """The number of the trial run it is of; None of a real inspection."""
        return self.inspection.id if self.inspection.is_trial else None

    @cached_property
    def until(self) -> datetime:
        """The moment until which the rules by the minute hold."""
        return find_pressing_end(self.inspection, self.rules)

    def choose(self, *people: int | None) -> int | None:
        """The first who may sign in and is here; else the first who may sign in."""
        may = [person for person in people if person in self.names]
        return next((person for person in may if person not in self.away), next(iter(may), None))

    def find_holder(self, key: str | None) -> int | None:
        """Whose the work of a post is today."""
        post = self.posts.get(key or "")
        return None if post is None else self.choose(post.holder_id, post.deputy_id)

    def find_chain(self, post_key: str, owner_id: int | None = None) -> Chain:
        """From the one whose work it is today upwards; the deputy is whichever of the two is left.

        `owner_id` is whom it was handed to; None for the holder of the post. Of a post that nobody
        set up yet those above are told.
        """
        post = self.posts.get(post_key)
        of_post = () if post is None else (post.holder_id, post.deputy_id)
        owner = self.choose(owner_id, *of_post)
        deputy = self.choose(*(person for person in of_post if person != owner))
        return Chain(
            owner=owner,
            deputy=None if deputy in self.away else deputy,
            head_of_service=self.find_holder(self.rules.heads.get(post_key)),
            director=self.find_holder(self.rules.director),
        )


def find_pressing_end(inspection: Inspection, rules: Reminders) -> datetime:
    """The end of the day of the anchor until which the rules by the minute hold."""
    keys = {rules.until, CALL}
    last = max(anchor.at for anchor in inspection.anchors if anchor.key in keys)
    return at_london(in_london(last).date() + timedelta(days=1), time())


@add_source
def list_due_tasks(now: datetime) -> Iterable[Due]:
    """The open tasks of every running inspection. A fixed number of queries, and one a trial."""
    running = list_running_inspections()
    if not running:
        return []
    councils, owned = Council.load_all(running, now), _find_post_keys(running)
    posts = next(iter(councils.values())).posts
    away = {number: council.away for number, council in councils.items()}
    return [
        _make_due(line, owned[line.id], councils[line.inspection_id])
        for line in list_running_lines(posts, away)
        if line.is_open
    ]


def _keep_players(inspection: Inspection, names: Mapping[int, str]) -> Mapping[int, str]:
    if not inspection.is_trial:
        return names
    players = find_participant_ids(inspection.id, Part.PLAYER)
    return {number: name for number, name in names.items() if number in players}


def _make_due(line: TaskLine, post_key: str, council: Council) -> Due:
    chain = council.find_chain(post_key, line.owner_id)
    inspection = council.inspection
    return Due(
        kind=TASK,
        id=line.id,
        title=line.title,
        due_at=line.due_at,
        path=path_to("inspections.show_task", inspection_id=inspection.id, task_id=line.id),
        chain=chain,
        owner_name=council.names.get(chain.owner or 0, ""),
        about=inspection.title,
        is_pressing=line.due_at <= council.until,
        trial_id=council.trial_id,
        now=council.now,
    )


def _find_post_keys(inspections: Iterable[Inspection]) -> dict[int, str]:
    """The key of the post that owns each task."""
    chosen = (
        select(Task.id, Post.key)
        .join(Post, Post.id == Task.post_id)
        .where(Task.inspection_id.in_([inspection.id for inspection in inspections]))
    )
    return {row[0]: row[1] for row in db.session.execute(chosen)}
