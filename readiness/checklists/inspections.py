"""The checklists of the kinds of inspection: `checklists/inspections/*.yaml`.

A checklist has anchors (dated facts that due times hang from) and steps. This module reads one
file by itself; `crossings.py` checks what its parts say about each other and about other files.
"""

from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path

from readiness.checklists.faults import Report
from readiness.checklists.invitations import InvitationSpec, read_invitations
from readiness.checklists.judgements import JudgementSet, load_judgements
from readiness.checklists.memory import remembered
from readiness.checklists.reader import Entry, read_file, suggest
from readiness.checklists.unique import first_of_each
from readiness.errors import Unusable

DIRECTORY = "inspections"
FORTNIGHTLY = "fortnightly"
"""The file beside the checklists that is none: what must stay ready between inspections."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")

AREAS = (
    "people",
    "data",
    "documents",
    "audits",
    "logistics",
    "fieldwork",
    "communications",
    "after",
)
"""What a step is about; the board groups by it."""


@dataclass(frozen=True)
class WorkingDays:
    """So many working days after the anchor it starts from."""

    days: int


@dataclass(frozen=True)
class Weekday:
    """A day of the week (0 is Monday), so many calendar weeks after the week of the start."""

    day: int
    weeks_later: int


@dataclass(frozen=True)
class Weeks:
    """The same day of the week, so many weeks after the start."""

    weeks: int


AnchorRule = WorkingDays | Weekday | Weeks


@dataclass(frozen=True)
class AnchorSpec:
    """A dated fact. The first one, the call, has no start, rule or time of its own.

    `named` is how a sentence calls it after "before" or "after": "inspectors arrive".
    """

    key: str
    title: str
    gate: bool
    estimate: bool
    confirm: bool
    because: str
    start: str | None
    rule: AnchorRule | None
    at: time | None
    named: str


@dataclass(frozen=True)
class DueSpec:
    """When a step is due, counted from an anchor.

    One of `working_days` and `weeks` is given; and one of `at`, a London clock time, and
    `minutes`, which pass after the anchor's own time.
    """

    anchor: str
    working_days: int | None
    weeks: int | None
    at: time | None
    minutes: int | None


@dataclass(frozen=True)
class StepSpec:
    """One line of a checklist.

    `delivers` is like list:6, document:self-evaluation or bundle:data_due. `done_at_start` is
    true for what has happened by the time an inspection is started: the call was taken. It
    has a default because inspections that began before it existed keep a copy without it.
    """

    key: str
    title: str
    guidance: str
    post: str
    due: DueSpec
    after: tuple[str, ...]
    gate: str | None
    evidence: bool
    delivers: str | None
    area: str
    source: str
    confirm: bool
    done_at_start: bool = False


@dataclass(frozen=True)
class Checklist:
    """A kind of inspection: its anchors and steps, in the order of the file.

    `invitations` has a default because older inspections keep a copy without it.
    `judgements` are those of its framework, from judgements.yaml; None where it gives no grades,
    and in copies that were kept before there were any.
    """

    key: str
    title: str
    framework: str
    about: str
    source: str
    selected_cases: int
    anchors: tuple[AnchorSpec, ...]
    steps: tuple[StepSpec, ...]
    invitations: tuple[InvitationSpec, ...] = ()
    judgements: JudgementSet | None = None


@dataclass(frozen=True)
class Lines:
    """The entries the parts of a checklist were read from, by their key; `top` is all of it."""

    top: Entry
    anchors: dict[str, Entry]
    steps: dict[str, Entry]
    invitations: dict[str, Entry]


def list_checklist_keys(folder: Path) -> list[str]:
    """The keys of the checklists in the folder, in alphabetical order."""
    found = {path.stem for path in (folder / DIRECTORY).glob("*.yaml")}
    return sorted(found - {FORTNIGHTLY})


def load_checklists(folder: Path) -> dict[str, Checklist]:
    """Every checklist by its key. Raises ChecklistFault for the first fault."""
    return {key: load_checklist(folder, key) for key in list_checklist_keys(folder)}


@remembered
def load_checklist(folder: Path, key: str) -> Checklist:
    """One checklist with its judgements, checked against the posts and documents beside it.

    Raises Unusable for an unknown key, naming the known ones, and ChecklistFault for the first
    fault in the file.
    """
    from readiness.checklists.crossings import check_checklist, read_known

    keys = list_checklist_keys(folder)
    if key not in keys:
        hint = suggest(key, keys) or " There are none in the checklists folder."
        raise Unusable(f"There is no checklist “{key}”.{hint}")
    report = Report()
    checklist, lines = read_checklist(folder, key, report)
    check_checklist(checklist, lines, read_known(folder))
    report.raise_first()
    judged = load_judgements(folder).find(checklist.framework, key)
    return replace(checklist, judgements=judged)


def read_checklist(folder: Path, key: str, report: Report) -> tuple[Checklist, Lines]:
    """One checklist and where its parts were read, faults noted in the report.

    Raises ChecklistFault only for a file that cannot be read at all.
    """
    top = read_file(folder, f"{DIRECTORY}/{key}.yaml", report)
    if top.key("key") not in {key, ""}:
        top.fault("key", f"must be {key}, the name of the file.")
    anchor_entries = top.entries("anchors")
    anchors = first_of_each(
        anchor_entries, [_anchor(entry, not place) for place, entry in enumerate(anchor_entries)]
    )
    step_entries = top.entries("steps")
    steps = first_of_each(step_entries, [_step(entry) for entry in step_entries])
    asked = top.entries("invitations") if top.has("invitations") else ()
    invitations = first_of_each(asked, read_invitations(asked))
    checklist = Checklist(
        key=key,
        title=top.text("title"),
        framework=top.text("framework"),
        about=top.text("about"),
        source=top.text("source"),
        selected_cases=top.integer("selected_cases", 0, 500),
        anchors=tuple(anchors.values()),
        steps=tuple(steps.values()),
        invitations=tuple(invitations.values()),
    )
    lines = Lines(top, _by_key(anchor_entries), _by_key(step_entries), _by_key(asked))
    return checklist, lines


def _by_key(entries: tuple[Entry, ...]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for entry in entries:
        found.setdefault(entry.text_or_none("key") or "", entry)
    return found


def _anchor(entry: Entry, first: bool) -> AnchorSpec:
    title = entry.text("title")
    rules = [entry.has(name) for name in ("working_days", "weekday", "weeks", "from", "at")]
    if first and any(rules):
        entry.fault("from", "the first anchor is the call itself: it has no rule and no time.")
    return AnchorSpec(
        key=entry.name("key"),
        title=title,
        gate=entry.flag("gate"),
        estimate=entry.flag("estimate"),
        confirm=entry.flag("confirm"),
        because=_because(entry, first),
        start=None if first else entry.name("from"),
        rule=None if first else _rule(entry),
        at=None if first else _required_time(entry),
        named=entry.text_or_none("named") or f"“{title}”",
    )


def _because(entry: Entry, first: bool) -> str:
    if first:
        return entry.text_or_none("because") or "The day and time Ofsted called."
    return entry.text("because")


def _required_time(entry: Entry) -> time | None:
    at = entry.time_or_none("at")
    if at is None:
        entry.fault("at", "is missing. Add a time of day, like “17:00”.")
    return at


def _rule(entry: Entry) -> AnchorRule | None:
    given = [name for name in ("working_days", "weekday", "weeks") if entry.has(name)]
    if len(given) != 1:
        entry.fault("working_days", "give exactly one of working_days, weekday and weeks.")
    days = entry.integer_or_none("working_days", 0, 500)
    weeks = entry.integer_or_none("weeks", 0, 200)
    later = entry.integer_or_none("weeks_later", 0, 200)
    if entry.has("weekday"):
        day = entry.choice("weekday", WEEKDAYS)
        return Weekday(WEEKDAYS.index(day) if day else 0, later or 0)
    if later is not None:
        entry.fault("weeks_later", "belongs to a weekday only.")
    if weeks is not None:
        return Weeks(weeks)
    return WorkingDays(days or 0)


def _step(entry: Entry) -> StepSpec:
    return StepSpec(
        key=entry.key("key"),
        title=entry.text("title"),
        guidance=entry.text("guidance"),
        post=entry.key("post"),
        due=read_due(entry.entry("due")),
        after=entry.texts("after"),
        gate=entry.text_or_none("gate"),
        evidence=entry.flag("evidence"),
        delivers=entry.text_or_none("delivers"),
        area=entry.choice("area", AREAS),
        source=entry.text("source"),
        confirm=entry.flag("confirm"),
        done_at_start=entry.flag("done_at_start"),
    )


def read_due(entry: Entry) -> DueSpec:
    """When something is due, counted from an anchor; faults are noted in the entry’s report."""
    due = DueSpec(
        anchor=entry.text("anchor"),
        working_days=entry.integer_or_none("working_days", -500, 500),
        weeks=entry.integer_or_none("weeks", -200, 200),
        at=entry.time_or_none("at"),
        minutes=entry.integer_or_none("minutes", 0, 720),
    )
    if (due.working_days is None) == (due.weeks is None):
        entry.fault("working_days", "give exactly one of working_days and weeks.")
    if (due.at is None) == (due.minutes is None):
        entry.fault("at", "give exactly one of at (a time of day) and minutes.")
    elif due.minutes is not None and due.working_days != 0:
        entry.fault("minutes", "count on the day of the anchor only: give working_days: 0.")
    return due
