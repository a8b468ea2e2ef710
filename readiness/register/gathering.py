"""The register put together from its sections, and run against a call that has not come."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from readiness.errors import NotFound
from readiness.inspections.rules.timeline import Timeline, compute_timeline
from readiness.register.known import Known, learn
from readiness.register.rules.items import Item, Thing, judge_all
from readiness.register.rules.mondays import call_moment
from readiness.register.rules.rehearsal import Rehearsal, rehearse
from readiness.register.sections import list_sections, list_sections_of
from readiness.register.sections.contract import Section


@dataclass(frozen=True)
class Register:
    """Everything that must stay ready, and what was read to know it."""

    known: Known
    things: tuple[Thing, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Each thing as it stands today."""
        return judge_all(self.things, self.known.today)

    def get_thing(self, key: str) -> Thing:
        """The thing of this key. Raises NotFound."""
        for thing in self.things:
            if thing.key == key:
                return thing
        raise NotFound("There is no such thing in the register. Choose one from its page.")

    def rehearse(self, day: date) -> "DryRun":
        """The short inspection as it would go if the call came on this day. Changes nothing."""
        calendar = self.known.calendar
        timeline = compute_timeline(self.known.checklist, call_moment(day), calendar, {})
        people = replace(self.known.people, posts=self.known.needed_posts_by_key)
        return DryRun(timeline, rehearse(timeline, calendar, self.things, people))


@dataclass(frozen=True)
class DryRun:
    """A timeline nobody started, and how it would go."""

    timeline: Timeline
    rehearsal: Rehearsal


def read_register(now: datetime) -> Register:
    """The whole register at a moment; the number of queries does not grow."""
    return _gather(learn(now), list_sections())


def read_section_of(key: str, now: datetime) -> Register:
    """The part of the register that a thing of this key is or would be in, with fewer queries."""
    known = learn(now)
    register = Register(known, ())
    for section in list_sections_of(key):
        register = _gather(known, [section])
        if any(thing.key == key for thing in register.things):
            break
    return register


def _gather(known: Known, sections: Iterable[Section]) -> Register:
    things = tuple(thing for section in sections for thing in section.list_things(known))
    return Register(known, things)
