"""The things that must stay ready, counted, chosen, grouped, and put into the first sentence."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from readiness.plain_words import plural
from readiness.register.rules.judging import Judgement, Status

OPEN = "open"
OUT_OF_DATE = "out_of_date"
ORDER = {status: place for place, status in enumerate(Status)}


@dataclass(frozen=True)
class Owner:
    """Whose something is on the day the register was read: `person_id` None for nobody."""

    post_key: str
    post_title: str
    person_id: int | None = None
    name: str = ""
    stands_in: bool = False

    @property
    def words(self) -> str:
        """“A. Person, IT Lead”, “Nobody yet: IT Lead”."""
        if self.person_id is None:
            return f"Nobody yet: {self.post_title}"
        role = f"standing in for the {self.post_title}" if self.stands_in else self.post_title
        return f"{self.name}, {role}"


@dataclass(frozen=True)
class Thing:
    """One thing that must stay ready, and how to judge it on any day.

    `review` says in words how long its evidence holds; `is_confirmed` that a person confirms it,
    `version` how often one did; `steps` are the steps of the short inspection that rest on it;
    `takes` is how many working days from the call it takes to be made ready, by the checklists,
    `word_takes` where only a signature or an approval is missing;
    `ask` what its owner has to do, as an email says it before the title.
    """

    key: str
    section: str
    title: str
    guidance: str
    source: str
    confirm: bool
    owner: Owner
    review: str
    is_confirmed: bool
    steps: tuple[str, ...]
    judge: Callable[[date], Judgement] = field(compare=False)
    version: int = 0
    takes: int = 1
    word_takes: int = 1
    ask: str = "See to it"


@dataclass(frozen=True)
class Item:
    """A thing as it stands on one day."""

    thing: Thing
    judgement: Judgement

    @property
    def status(self) -> Status:
        """How it stands."""
        return self.judgement.status

    @property
    def takes(self) -> int:
        """How many working days from the call it takes to be made ready as it stands."""
        return self.thing.word_takes if self.judgement.lacks_word else self.thing.takes


@dataclass(frozen=True)
class Counts:
    """How many things stand how."""

    things: int
    ready: int
    needs_attention: int
    not_ready: int
    not_confirmed: int
    out_of_date: int


@dataclass(frozen=True)
class RegisterFilter:
    """Which things to show; a part left empty asks for nothing. `owner_id` 0 is nobody.

    `status` is a Status’s word, or “open”, or “out_of_date”.
    """

    status: str = ""
    owner_id: int | None = None
    section: str = ""
    search: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everything is shown."""
        return self == RegisterFilter()


def judge_all(things: Iterable[Thing], day: date) -> tuple[Item, ...]:
    """Each thing as it stands on the day."""
    return tuple(Item(thing, thing.judge(day)) for thing in things)


def count_items(items: Sequence[Item]) -> Counts:
    """How many stand how; what is out of date is counted besides its status."""
    by_status = Counter(item.status for item in items)
    return Counts(
        things=len(items),
        ready=by_status[Status.READY],
        needs_attention=by_status[Status.NEEDS_ATTENTION],
        not_ready=by_status[Status.NOT_READY],
        not_confirmed=by_status[Status.NOT_CONFIRMED],
        out_of_date=sum(item.judgement.is_out_of_date for item in items),
    )


def spell_answer(counts: Counts) -> str:
    """“23 of 58 things are ready; 4 are out of date.”."""
    if not counts.things:
        return "Nothing has to be kept ready: the checklists name no list, document or arrangement."
    verb = "is" if counts.ready == 1 else "are"
    said = f"{counts.ready:,} of {plural(counts.things, 'thing')} {verb} ready"
    if not counts.out_of_date:
        return f"{said}; none is out of date."
    return (
        f"{said}; {counts.out_of_date:,} {'is' if counts.out_of_date == 1 else 'are'} out of date."
    )


def filter_items(items: Iterable[Item], wanted: RegisterFilter) -> tuple[Item, ...]:
    """The items a filter lets through, in the order given."""
    return tuple(item for item in items if _fits(item, wanted))


def group_by_owner(items: Iterable[Item]) -> tuple[tuple[Owner, tuple[Item, ...]], ...]:
    """What somebody must do, by whose it is, most first; what is worst comes first in each."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        if not item.judgement.is_ready:
            groups.setdefault(item.thing.owner.post_key, []).append(item)
    found = ((group[0].thing.owner, sort_urgent(group)) for group in groups.values())
    return tuple(sorted(found, key=lambda pair: (-len(pair[1]), pair[0].post_title)))


def sort_urgent(items: Iterable[Item]) -> tuple[Item, ...]:
    """What is worst first, then what is longest out of date."""
    return tuple(sorted(items, key=_urgency))


def list_owners(items: Iterable[Item]) -> tuple[tuple[int, str], ...]:
    """Who owns something, by name, for a filter; 0 stands for nobody."""
    people = {
        (item.thing.owner.person_id or 0, item.thing.owner.name or "Nobody") for item in items
    }
    return tuple(sorted(people, key=lambda person: person[1]))


def _urgency(item: Item) -> tuple[int, int, str]:
    return ORDER[item.status], -item.judgement.days_over, item.thing.title


def _fits(item: Item, wanted: RegisterFilter) -> bool:
    thing = item.thing
    words = f"{thing.title} {thing.owner.name} {thing.owner.post_title}".casefold()
    return all(
        (
            not wanted.status or _is_in(item, wanted.status),
            wanted.owner_id is None or (thing.owner.person_id or 0) == wanted.owner_id,
            not wanted.section or thing.section == wanted.section,
            all(part in words for part in wanted.search.casefold().split()),
        )
    )


def _is_in(item: Item, status: str) -> bool:
    if status == OPEN:
        return not item.judgement.is_ready
    if status == OUT_OF_DATE:
        return item.judgement.is_out_of_date
    return item.status.value == status
