"""What of the register people are reminded of: what runs out soon, and what is not ready.

Told in the summaries alone, never by the hour: to the holder of the post (the deputy while they
are away), and to the director in the weekly one. Once it is ready, or somebody said how it is,
nothing more is told until its evidence runs out. In the two weeks of a real inspection the steps
that rest on these things are told instead.
"""

from collections.abc import Iterable
from datetime import date, datetime, time

from readiness.checklists.reminders import Reminders
from readiness.inspections.queries import list_running_inspections
from readiness.inspections.reminding import find_pressing_end
from readiness.notifications.messages import path_to
from readiness.notifications.queries import get_rules
from readiness.notifications.rules.hours import at_london
from readiness.notifications.rules.reminders import Chain, Due
from readiness.notifications.sources import add_source
from readiness.plain_words import format_day
from readiness.register.gathering import read_register
from readiness.register.known import Known
from readiness.register.rules.items import Item
from readiness.register.rules.judging import STATUS_WORDS, Judgement, Status
from readiness.register.sections import find_section

END_OF_DAY = time.max


@add_source
def list_due_things(now: datetime) -> Iterable[Due]:
    """Each thing that must stay ready, due on the last day that its evidence holds.

    What is not ready for another reason than its age has no such day: it is due on every day until
    somebody sees to it. The number of queries does not grow.
    """
    rules = get_rules()
    if _is_inspected(rules, now):
        return []
    register = read_register(now)
    known = register.known
    return [
        _make_due(known, rules, item, place)
        for place, item in enumerate(register.items, 1)
        if _is_told(known, item)
    ]


def _is_inspected(rules: Reminders, now: datetime) -> bool:
    return any(
        not inspection.is_trial and now < find_pressing_end(inspection, rules)
        for inspection in list_running_inspections()
    )


def _is_told(known: Known, item: Item) -> bool:
    """What is ready and never runs out has nothing to tell.

    Of a post with nobody in it, what was never begun is not told one by one: that the post has
    nobody is a thing of the register itself, which somebody is told of.
    """
    if item.judgement.is_ready and item.judgement.good_until is None:
        return False
    if item.thing.owner.person_id is not None or item.judgement.seen_on is not None:
        return True
    spec = known.spec.items.get(item.thing.key)
    return spec is not None and spec.check is not None


def _make_due(known: Known, rules: Reminders, item: Item, place: int) -> Due:
    thing, section = item.thing, find_section(item.thing.section)
    return Due(
        kind=section.key,
        id=place,
        title=f"{thing.ask}: {thing.title}",
        due_at=at_london(_find_due_on(item, known.today), END_OF_DAY),
        path=path_to("register.show_thing", key=thing.key),
        chain=_find_chain(known, rules, item),
        owner_name=thing.owner.name,
        about=_spell_about(item),
        noun=section.noun,
        is_pressing=False,
        is_day=True,
    )


def _find_due_on(item: Item, today: date) -> date:
    """Of what a person confirms their word counts, whatever it was, until it has run out."""
    until = item.judgement.good_until
    waits = item.judgement.is_ready or item.judgement.is_out_of_date or item.thing.is_confirmed
    return until if until is not None and waits else today


def _find_chain(known: Known, rules: Reminders, item: Item) -> Chain:
    """Of a post with nobody in it the head of service above it is told, or else the director.

    Nobody else stands between: who is a head of service and the director has the weekly one too.
    """
    owner = item.thing.owner.person_id
    head = rules.heads.get(item.thing.owner.post_key)
    if owner is None and head is not None:
        owner = known.find_owner(head).person_id
    return Chain(owner=owner, director=known.find_owner(rules.director).person_id)


def _spell_about(item: Item) -> str:
    """How it stands. Notes of people stay on their page: they could speak of a child."""
    if item.thing.is_confirmed:
        return _spell_last(item.judgement)
    return item.judgement.reason.removesuffix(".")


def _spell_last(found: Judgement) -> str:
    if found.seen_on is None:
        return "nobody has said yet"
    # “Ready” that has run out counts as not confirmed.
    said = Status.READY if found.status is Status.NOT_CONFIRMED else found.status
    return f"last said: {STATUS_WORDS[said].lower()}, on {format_day(found.seen_on)}"
