"""What must stay ready between inspections: `checklists/inspections/fortnightly.yaml`.

Lists and documents are not written there: they follow from the editions and documents.yaml.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from readiness.checklists.crossings import read_known
from readiness.checklists.faults import ChecklistFault, Report
from readiness.checklists.inspections import DIRECTORY, FORTNIGHTLY, read_checklist
from readiness.checklists.memory import remembered
from readiness.checklists.reader import Entry, read_file, suggest
from readiness.checklists.unique import first_of_each

FILE = f"{DIRECTORY}/{FORTNIGHTLY}.yaml"
CHECKLIST_OF_STEPS = "ilacs-short"
"""The steps that items name are those of this checklist."""

RESERVED = ("list-", "document-")
"""How the keys of lists and documents begin in the register."""


class Check(StrEnum):
    """What Readiness finds out by itself."""

    COVER = "cover"
    HOLDERS = "holders"
    DEPUTIES = "deputies"
    TRIAL_RUN = "trial-run"


class Unit(StrEnum):
    """What an interval is counted in."""

    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True)
class Interval:
    """How long something may stand before it is looked at again."""

    number: int
    unit: Unit


NOT_READY = Interval(4, Unit.WEEKS)
"""Where the file does not say when to look again at what is not ready."""


TAKES = 1
"""Working days from the call that an arrangement takes to be made ready, where it says nothing."""
MOST_DAYS = 60


@dataclass(frozen=True)
class ListsSpec:
    """How old an extract may grow between inspections, and where that comes from.

    `takes` is how many working days from the call a list takes to be made ready, `signing` one
    that only has to be signed.
    """

    review: Interval
    takes: int
    signing: int
    source: str
    confirm: bool


@dataclass(frozen=True)
class StandingSpec:
    """A standing arrangement.

    `check` says how its state is found; None where a person confirms it. `review` is how long
    that holds, None where there is nothing to repeat. `takes` is how many working days from the
    call it takes to be made ready. `steps` are keys of the short inspection.
    """

    key: str
    title: str
    guidance: str
    post: str
    check: Check | None
    review: Interval | None
    takes: int
    steps: tuple[str, ...]
    source: str
    confirm: bool


@dataclass(frozen=True)
class RegisterSpec:
    """The whole file; `items` by their key, in its order.

    `document_takes` is how many working days from the call a document takes to be made ready,
    `approving` one that only has to be approved.
    `not_ready` is when what was said to be anything but ready is looked at again at the latest.
    """

    lists: ListsSpec
    document_takes: int
    approving: int
    not_ready: Interval
    items: dict[str, StandingSpec]


@remembered
def load_register(folder: Path) -> RegisterSpec:
    """What must stay ready. Raises ChecklistFault for the first fault of the file."""
    report = Report()
    register = read_register(folder, report)
    report.raise_first()
    return register


def read_register(folder: Path, report: Report) -> RegisterSpec:
    """As load_register, but notes faults in the report. Raises only for an unreadable file."""
    top = read_file(folder, FILE, report)
    lists, documents = top.entry("lists"), top.entry("documents")
    not_ready = top.entry_or_none("not_ready")
    entries = top.entries("items")
    items = [_item(entry) for entry in entries]
    posts, steps = read_known(folder).posts, _read_steps(folder)
    for entry, item in zip(entries, items, strict=True):
        _check_item(entry, item, posts, steps)
    return RegisterSpec(
        lists=ListsSpec(
            review=_interval(lists),
            takes=lists.integer("takes", 0, MOST_DAYS),
            signing=lists.integer("signing", 0, MOST_DAYS),
            source=lists.text("source"),
            confirm=lists.flag("confirm"),
        ),
        document_takes=documents.integer("takes", 0, MOST_DAYS),
        approving=documents.integer("approving", 0, MOST_DAYS),
        not_ready=_interval(not_ready) if not_ready else NOT_READY,
        items=first_of_each(entries, items),
    )


def _item(entry: Entry) -> StandingSpec:
    check = entry.choice("check", list(Check)) if entry.has("check") else ""
    return StandingSpec(
        key=entry.key("key"),
        title=entry.text("title"),
        guidance=entry.text("guidance"),
        post=entry.key("post"),
        check=Check(check) if check else None,
        review=_interval(entry) if entry.has("review") else None,
        takes=entry.integer("takes", 0, MOST_DAYS) if entry.has("takes") else TAKES,
        steps=entry.texts("steps"),
        source=entry.text("source"),
        confirm=entry.flag("confirm"),
    )


def _interval(entry: Entry) -> Interval:
    inner = entry.entry("review")
    given = {unit: inner.integer_or_none(unit, 1, 520) for unit in Unit}
    found = [Interval(number, unit) for unit, number in given.items() if number is not None]
    if entry.has("review") and len(found) != 1:
        entry.fault("review", "give exactly one of working_days, weeks and months.")
    return found[0] if found else Interval(1, Unit.MONTHS)


def _check_item(
    entry: Entry, item: StandingSpec, posts: Collection[str], steps: Collection[str]
) -> None:
    if item.key.startswith(RESERVED):
        entry.fault("key", "must not begin with “list-” or “document-”: those are given already.")
    if item.post and posts and item.post not in posts:
        entry.fault("post", f"“{item.post}” is not in posts.yaml.{suggest(item.post, posts)}")
    _check_review(entry, item)
    for place, step in enumerate(item.steps):
        if steps and step not in steps:
            problem = f"“{step}” is not a step of {CHECKLIST_OF_STEPS}.{suggest(step, steps)}"
            entry.fault("steps", problem, place)


def _check_review(entry: Entry, item: StandingSpec) -> None:
    needs = item.check in {None, Check.TRIAL_RUN}
    if needs and item.review is None and not entry.has("review"):
        entry.fault("review", "is missing. Say how long it holds, like “{months: 3}”.")
    if not needs and item.review is not None:
        entry.fault("review", "is not needed: Readiness looks each time. Take it out.")


def _read_steps(folder: Path) -> tuple[str, ...]:
    """The steps items may name; none where that checklist cannot be read, a fault of its own."""
    try:
        checklist, _ = read_checklist(folder, CHECKLIST_OF_STEPS, Report())
    except ChecklistFault:
        return ()
    return tuple(step.key for step in checklist.steps)
