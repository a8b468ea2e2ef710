"""The section of the register in the pack of a meeting: by exception, and what changed."""

from datetime import datetime

from readiness.clock import in_london
from readiness.plain_words import plural
from readiness.register.gathering import read_register
from readiness.register.models import ReadinessSnapshot
from readiness.register.operations import SAYABLE
from readiness.register.queries import (
    find_latest_snapshot,
    find_snapshot,
    list_newest_confirmations,
)
from readiness.register.rules.items import Counts, Item, count_items, group_by_owner, spell_answer
from readiness.register.rules.judging import STATUS_WORDS
from readiness.sections import Deed, Period, Section, offer_section

KEY, TITLE = "register", "What must stay ready"
HEADINGS = ("Arrangement", "Whose", "How it stands", "Why")
STANDING = "standing"


def make_section(period: Period) -> Section:
    """How many things are ready, now and at the meeting before; then each arrangement that is not.

    Lists and documents that are not ready stand in the sections of their own packages.
    """
    items = read_register(period.now).items
    shown = [
        item
        for _owner, group in group_by_owner(i for i in items if i.thing.section == STANDING)
        for item in group
    ]
    counts = count_items(items)
    versions = {
        key: found.arrangement.version for key, found in list_newest_confirmations().items()
    }
    return Section(
        key=KEY,
        title=TITLE,
        answer=" ".join(part for part in _spell(counts, period.since) if part),
        headings=HEADINGS,
        rows=tuple(_make_row(item) for item in shown),
        links=tuple(("register.show_thing", {"key": item.thing.key}) for item in shown),
        deeds=tuple(_make_deed(item, versions.get(item.thing.key, 0)) for item in shown),
        figures=(
            ("Things ready", counts.ready),
            ("Things not ready", counts.things - counts.ready),
            ("Things out of date", counts.out_of_date),
        ),
    )


def _spell(counts: Counts, since: datetime | None) -> tuple[str, str, str]:
    before = find_snapshot(in_london(since).date()) if since else None
    return spell_answer(counts), _spell_change(counts, before), _spell_call(find_latest_snapshot())


def _spell_change(counts: Counts, before: ReadinessSnapshot | None) -> str:
    if before is None:
        return ""
    more = counts.ready - before.ready
    if not more:
        return f"At the last meeting it was {before.ready:,} as well."
    return f"That is {abs(more):,} {'more' if more > 0 else 'fewer'} than at the last meeting."


def _spell_call(newest: ReadinessSnapshot | None) -> str:
    if newest is None or not newest.steps:
        return ""
    met = f"{newest.steps_met:,} of {plural(newest.steps, 'step')}"
    return f"If the call came now, {met} that rest on them would be met."


def _make_row(item: Item) -> tuple[str, ...]:
    judged = item.judgement
    return (item.thing.title, item.thing.owner.words, STATUS_WORDS[item.status], judged.reason)


def _make_deed(item: Item, version: int) -> Deed | None:
    """To say how it is there and then, where a person says it at all."""
    if not item.thing.is_confirmed:
        return None
    return Deed(
        post=("register.confirm", {"key": item.thing.key}),
        fields=(("version", str(version)),),
        asks=("note", "A word on it"),
        buttons=tuple(("status", status.value, STATUS_WORDS[status]) for status in SAYABLE),
    )


offer_section(KEY, 10, TITLE, make_section)
