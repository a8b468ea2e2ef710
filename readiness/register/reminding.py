"""Which arrangements of the register people are reminded to look at again.

Told in the summaries alone, never by the hour: to the holder of the post (the deputy while they
are away), and to the director in the weekly one. Saying how it is ends it, whatever is said: the
next due day follows from the new word.
"""

from collections.abc import Iterable
from datetime import datetime, time

from readiness.checklists.reminders import Reminders
from readiness.notifications.messages import path_to
from readiness.notifications.queries import get_rules
from readiness.notifications.rules.hours import at_london
from readiness.notifications.rules.reminders import Chain, Due
from readiness.notifications.sources import add_source
from readiness.plain_words import format_day
from readiness.register.known import Known, learn
from readiness.register.models import Confirmation
from readiness.register.rules.items import Thing
from readiness.register.rules.judging import STATUS_WORDS
from readiness.register.sections.standing import list_said

ARRANGEMENT = "arrangement"
END_OF_DAY = time.max


@add_source
def list_due_arrangements(now: datetime) -> Iterable[Due]:
    """Each arrangement that a person confirms, due on the last day that their word holds.

    One of which nobody has said anything is due on every day until somebody does. Four queries.
    """
    known, rules = learn(now), get_rules()
    return [
        _make_due(known, rules, thing, newest, newest.arrangement_id if newest else -place)
        for place, (thing, newest) in enumerate(list_said(known), 1)
    ]


def _make_due(
    known: Known, rules: Reminders, thing: Thing, newest: Confirmation | None, number: int
) -> Due:
    """Before the first word there is no row: its number is then its place, less than 0."""
    due_on = thing.judge(known.today).good_until or known.today
    return Due(
        kind=ARRANGEMENT,
        id=number,
        title=f"Say how it is: {thing.title}",
        due_at=at_london(due_on, END_OF_DAY),
        path=path_to("register.show_thing", key=thing.key),
        chain=_find_chain(known, rules, thing),
        owner_name=thing.owner.name,
        about=_spell_last(thing, newest, known),
        noun=ARRANGEMENT,
        is_pressing=False,
        is_day=True,
    )


def _find_chain(known: Known, rules: Reminders, thing: Thing) -> Chain:
    """Of a post with nobody in it the head of service above it is told, or else the director.

    Nobody else stands between: who is a head of service and the director has the weekly one too.
    """
    owner, head = thing.owner.person_id, rules.heads.get(thing.owner.post_key)
    if owner is None and head is not None:
        owner = known.find_owner(head).person_id
    return Chain(owner=owner, director=known.find_owner(rules.director).person_id)


def _spell_last(thing: Thing, newest: Confirmation | None, known: Known) -> str:
    seen_on = thing.judge(known.today).seen_on
    if newest is None or seen_on is None:
        return "nobody has said yet"
    return f"last said: {STATUS_WORDS[newest.status].lower()}, on {format_day(seen_on)}"
