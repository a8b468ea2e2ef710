"""The section of the register in the pack of a meeting: by exception, and what changed."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from readiness.clock import in_london
from readiness.plain_words import format_day, plural
from readiness.register.gathering import read_section_of
from readiness.register.models import ReadinessSnapshot
from readiness.register.operations import SAY_WHAT, SAYABLE
from readiness.register.queries import find_two_snapshots
from readiness.register.rules.items import Item, group_by_owner
from readiness.register.rules.judging import STATUS_WORDS, Status
from readiness.sections import Deed, Period, Section, offer_section

KEY, TITLE = "register", "What must stay ready"
HEADINGS = ("Arrangement", "Whose", "How it stands", "Why")
WIDTHS = (3, 2.6, 2, 5)
STANDING = "standing"
AHEAD = timedelta(weeks=4)


def make_section(period: Period) -> Section:
    """What was last measured, against the meeting before; then each arrangement not ready.

    After those, what is ready and has to be looked at again, or done again, within four weeks.
    Lists and documents that are not ready stand in the sections of their own packages.
    """
    items = read_section_of(STANDING, period.now).items
    shown = [item for _owner, group in group_by_owner(items) for item in group]
    soon = _list_soon(items, in_london(period.now).date())
    before, newest = find_two_snapshots(in_london(period.since).date() if period.since else None)
    arrangements = plural(len(shown), "arrangement is", "arrangements are")
    return Section(
        key=KEY,
        title=TITLE,
        answer=f"{_spell_measured(newest, before)}{arrangements} not ready now{_spell_soon(soon)}.",
        headings=HEADINGS,
        widths=WIDTHS,
        rows=tuple(_make_row(item) for item in (*shown, *soon)),
        links=tuple(("register.show_thing", {"key": item.thing.key}) for item in (*shown, *soon)),
        deeds=tuple(_make_deed(item) for item in (*shown, *soon)),
        figures=_list_figures(newest),
    )


def _list_soon(items: Iterable[Item], today: date) -> list[Item]:
    """Those that are ready until a day of the next four weeks, soonest first."""
    ends = [
        (item.judgement.good_until, item)
        for item in items
        if item.judgement.is_ready and item.judgement.good_until is not None
    ]
    soon = [(end, item) for end, item in ends if end <= today + AHEAD]
    return [item for _end, item in sorted(soon, key=lambda pair: (pair[0], pair[1].thing.title))]


def _spell_soon(soon: Sequence[Item]) -> str:
    if not soon:
        return ""
    return f"; {plural(len(soon), 'more is', 'more are')} ready for less than four weeks"


def _spell_measured(newest: ReadinessSnapshot | None, before: ReadinessSnapshot | None) -> str:
    if newest is None:
        return ""
    said = (
        f"When last measured, on {format_day(newest.day)}, {newest.ready:,} of "
        f"{plural(newest.things, 'thing')} were ready{_spell_change(newest, before)}, and "
        f"{newest.out_of_date:,} out of date. "
    )
    if newest.steps:
        said += (
            f"If the call came on {format_day(newest.call_day)}, {newest.steps_met:,} of "
            f"{plural(newest.steps, 'step')} that rest on them would be met"
        )
        said += f"; {newest.gates_words}. " if newest.gates_words else ". "
    return said


def _spell_change(newest: ReadinessSnapshot, before: ReadinessSnapshot | None) -> str:
    if before is None or before.day == newest.day:
        return ""
    more = newest.ready - before.ready
    if not more:
        return ", as many as at the last meeting"
    return f", {abs(more):,} {'more' if more > 0 else 'fewer'} than at the last meeting"


def _list_figures(newest: ReadinessSnapshot | None) -> tuple[tuple[str, int], ...]:
    if newest is None:
        return ()
    return (
        ("Things ready", newest.ready),
        ("Things not ready", newest.things - newest.ready),
        ("Things out of date", newest.out_of_date),
    )


def _make_row(item: Item) -> tuple[str, ...]:
    judged = item.judgement
    status = STATUS_WORDS[item.status]
    if judged.is_ready and judged.good_until is not None:
        status += f" until {judged.good_until:%d/%m/%Y}"
    return (item.thing.title, item.thing.owner.words, status, judged.reason)


def _make_deed(item: Item) -> Deed | None:
    """To say how it is there and then, where a person says it at all."""
    if not item.thing.is_confirmed:
        return None
    return Deed(
        post=("register.confirm", {"key": item.thing.key}),
        fields=(("version", str(item.thing.version)),),
        asks=("note", "A word on it"),
        needs=tuple((word.value, SAY_WHAT) for word in SAYABLE if word is not Status.READY),
        buttons=tuple(("status", status.value, STATUS_WORDS[status]) for status in SAYABLE),
    )


offer_section(KEY, 10, TITLE, make_section)
