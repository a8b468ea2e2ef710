"""What every section of the register needs to know, read once: three queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from readiness.checklists.inspections import Checklist, load_checklist
from readiness.checklists.posts import PostSpec, load_posts
from readiness.checklists.register import CHECKLIST_OF_STEPS, RegisterSpec, load_register
from readiness.clock import in_london
from readiness.inspections.queries import find_post_ownership, get_calendar, list_posts_by_key
from readiness.inspections.rules.working_days import Calendar
from readiness.people.models import Post
from readiness.people.queries import list_away
from readiness.people.rules import Away, people_away
from readiness.register.rules.absences import People, PostHeld
from readiness.register.rules.items import Owner
from readiness.settings import current_settings


@dataclass(frozen=True)
class Known:
    """Posts by key, absences from today on, the calendar and the checklists, at one moment.

    `titles` are the posts of the checklists: one may not be in the database yet.
    """

    now: datetime
    spec: RegisterSpec
    checklist: Checklist
    calendar: Calendar
    posts: Mapping[str, Post]
    titles: Mapping[str, PostSpec]
    absences: tuple[Away, ...]

    @property
    def today(self) -> date:
        """The day on a London calendar."""
        return in_london(self.now).date()

    @cached_property
    def people(self) -> People:
        """The same posts and absences as the rules take them."""
        return People(
            posts={key: _hold(post) for key, post in self.posts.items()},
            absences=self.absences,
        )

    @cached_property
    def needed_posts(self) -> tuple[PostHeld, ...]:
        """The posts that steps of the short inspection name; one nobody made yet has no holder."""
        keys = dict.fromkeys(step.post for step in self.checklist.steps)
        return tuple(
            self.people.posts.get(key) or PostHeld(key, self.find_title(key)) for key in keys
        )

    @property
    def needed_posts_by_key(self) -> Mapping[str, PostHeld]:
        """The same by key."""
        return {post.key: post for post in self.needed_posts}

    @cached_property
    def steps_by_delivery(self) -> Mapping[str, str]:
        """The step that delivers “list:3” or “document:self-evaluation”."""
        return {step.delivers: step.key for step in self.checklist.steps if step.delivers}

    def find_owner(self, post_key: str) -> Owner:
        """Whose the work of a post is today."""
        post = self.posts.get(post_key)
        if post is None:
            return Owner(post_key, self.find_title(post_key))
        found = find_post_ownership(post, self._away)
        if found.person is None:
            return Owner(post_key, post.title)
        person = found.person
        return Owner(post_key, post.title, person.id, person.name, found.stands_in)

    def find_title(self, post_key: str) -> str:
        """What the checklists call a post."""
        spec = self.titles.get(post_key)
        return spec.title if spec else post_key

    @cached_property
    def _away(self) -> frozenset[int]:
        return people_away(self.people.absences, self.today)


def learn(now: datetime) -> Known:
    """All of it. Raises ChecklistFault for a faulty file."""
    folder = current_settings().checklists_path
    return Known(
        now=now,
        spec=load_register(folder),
        checklist=load_checklist(folder, CHECKLIST_OF_STEPS),
        calendar=get_calendar(),
        posts=list_posts_by_key(),
        titles=load_posts(folder),
        absences=list_away(in_london(now).date()),
    )


def _hold(post: Post) -> PostHeld:
    holder, deputy = post.seats
    return PostHeld(
        key=post.key,
        title=post.title,
        holder_id=holder.id if holder else None,
        holder=holder.name if holder else "",
        deputy_id=deputy.id if deputy else None,
        deputy=deputy.name if deputy else "",
    )
