"""What the pages of the register are given: things judged, counted, filtered and grouped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from readiness.checklists.register import RegisterSpec
from readiness.inspections.rules.working_days import Calendar
from readiness.people.access import can
from readiness.people.models import Person
from readiness.plain_words import format_day, plural
from readiness.register.gathering import DryRun, Register, read_register
from readiness.register.queries import list_measured
from readiness.register.rules import items as rules
from readiness.register.rules.items import Counts, Item, Owner, RegisterFilter
from readiness.register.rules.mondays import (
    MondayAhead,
    MovedDate,
    Season,
    find_next_call,
    group_mondays,
    list_closed,
    list_mondays,
    list_moved,
    spell_august,
)
from readiness.register.rules.rehearsal import Blocker, Rehearsal
from readiness.register.rules.trend import Point, choose_weekly, place_points, spell_trend
from readiness.register.sections import find_section, list_sections

LISTS = "lists"
SNAPSHOT_BEFORE = timedelta(days=5)
"""Lists may be made before the call, but no sooner than the Wednesday before it (facts, 2a)."""


@dataclass(frozen=True)
class RegisterPage:
    """The register at one moment, for one person. Counts are of all things, not of those shown."""

    answer: str
    counts: Counts
    wanted: RegisterFilter
    shown: int
    yours: int
    open_groups: tuple[tuple[Owner, tuple[Item, ...]], ...]
    ready_groups: tuple[tuple[str, tuple[Item, ...]], ...]
    owners: tuple[tuple[int, str], ...]
    sections: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Trend:
    """A year of measurements, by week, and the sentence on it."""

    points: tuple[Point, ...]
    sentence: str


@dataclass(frozen=True)
class CallPage:
    """“If the call came on …”: how it would go, and what is particular about its two weeks.

    `not_called` is why nobody would call on the day, where it is not worked.
    """

    day: date
    not_called: str
    dry_run: DryRun
    blockers: tuple[tuple[Owner, tuple[Blocker, ...]], ...]
    extracts: str
    takes: str
    closed: tuple[tuple[date, str], ...]
    moved: tuple[MovedDate, ...]
    august: str
    ahead: tuple[tuple[Season, tuple[MondayAhead, ...]], ...]
    trend: Trend


@dataclass(frozen=True)
class Glance:
    """How ready we are now, how the next call would go, and what of it is one person’s to do.

    What only needs their signature or approval is not in it: that waits for them elsewhere.
    """

    counts: Counts
    rehearsal: Rehearsal
    yours: tuple[Item, ...]


def make_glance(now: datetime, person: Person) -> Glance:
    """The register in a few lines, for one person, their most urgent first."""
    register = read_register(now)
    items = register.items
    unready = rules.filter_items(items, RegisterFilter(status=rules.OPEN, owner_id=person.id))
    next_call = find_next_call(now, register.known.calendar)
    return Glance(
        counts=rules.count_items(items),
        rehearsal=register.rehearse(next_call).rehearsal,
        yours=rules.sort_urgent(item for item in unready if not item.judgement.lacks_word),
    )


def make_register(register: Register, wanted: RegisterFilter, person: Person) -> RegisterPage:
    """The register as its page shows it."""
    items = register.items
    shown = rules.filter_items(items, wanted)
    counts = rules.count_items(items)
    return RegisterPage(
        answer=rules.spell_answer(counts),
        counts=counts,
        wanted=wanted,
        shown=len(shown),
        yours=sum(item.thing.owner.person_id == person.id for item in items),
        open_groups=rules.group_by_owner(shown),
        ready_groups=_group_ready(shown),
        owners=rules.list_owners(items),
        sections=tuple((section.key, section.title) for section in list_sections()),
    )


def make_call(register: Register, day: date, next_call: date) -> CallPage:
    """The dry run of one Monday; the Mondays to look out for count from the next."""
    known = register.known
    dry_run = register.rehearse(day)
    anchors = dry_run.timeline.anchors
    return CallPage(
        day=day,
        not_called=_spell_not_called(day, known.calendar),
        dry_run=dry_run,
        blockers=group_blockers(dry_run.rehearsal.blockers),
        extracts=spell_extracts(register.items, day),
        takes=spell_takes(known.spec),
        closed=list_closed(anchors, known.calendar),
        moved=list_moved(anchors),
        august=spell_august(anchors, known.calendar),
        ahead=group_mondays(list_mondays(known.checklist, next_call, known.calendar)),
        trend=make_trend(known.today),
    )


def make_trend(today: date) -> Trend:
    """The last year by week. One query."""
    weekly = choose_weekly(list_measured(today), today)
    return Trend(place_points(weekly), spell_trend(weekly))


def group_blockers(
    blockers: Sequence[Blocker],
) -> tuple[tuple[Owner, tuple[Blocker, ...]], ...]:
    """Blockers by whose they are, those with most first."""
    groups: dict[str, list[Blocker]] = {}
    for blocker in blockers:
        groups.setdefault(blocker.item.thing.owner.post_key, []).append(blocker)
    found = ((group[0].item.thing.owner, tuple(group)) for group in groups.values())
    return tuple(sorted(found, key=lambda pair: (-len(pair[1]), pair[0].post_title)))


def spell_extracts(items: Sequence[Item], call_day: date) -> str:
    """How many lists would have to be made again, because Ofsted takes none that is older."""
    earliest = call_day - SNAPSHOT_BEFORE
    lists = [item for item in items if item.thing.section == LISTS]
    older = sum(
        item.judgement.seen_on is None or item.judgement.seen_on < earliest for item in lists
    )
    rule = f"Ofsted takes no extract from before {format_day(earliest)}"
    if not lists or not older:
        return f"{rule}: those of all lists are young enough."
    verb = "is" if older == 1 else "are"
    return (
        f"{rule}: {older} of {plural(len(lists), 'list')} {verb} older now or missing, and would "
        "be made again in the week. A list that is kept ready has its errors behind it by then."
    )


def spell_takes(spec: RegisterSpec) -> str:
    """How long the checklists say that making ready takes: “2 working days for a list, …”."""
    said = [
        f"{plural(spec.lists.takes, 'working day')} for a list and {spec.lists.signing} where only "
        "its signature is missing",
        f"{spec.document_takes} for a document and {spec.approving} where only its approval is",
    ]
    days = [item.takes for item in spec.items.values() if item.steps]
    if days:
        fewest, most = min(days), max(days)
        each = str(most) if fewest == most else f"{fewest} to {most}"
        said.append(f"{each} for an arrangement")
    return "; ".join(said)


def find_page(item: Item) -> str | None:
    """Where a thing is worked on, for those who may go there; None for its own page."""
    section = find_section(item.thing.section)
    if section.find_page is None or not can(section.permission):
        return None
    return section.find_page(item.thing.key)


def _spell_not_called(day: date, calendar: Calendar) -> str:
    if calendar.is_working_day(day):
        return ""
    why = calendar.why_closed(day)
    return f"{format_day(day)} is {why}, when Ofsted does not call. This is how it would go."


def _group_ready(items: Sequence[Item]) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    groups = (
        (
            section.title,
            tuple(i for i in items if i.thing.section == section.key and i.judgement.is_ready),
        )
        for section in list_sections()
    )
    return tuple((title, group) for title, group in groups if group)
