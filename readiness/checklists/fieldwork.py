"""The week on site: `checklists/fieldwork.yaml`.

Which days the timetable has, by when a case that is referred back is answered, and what is done
for each selected case.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from readiness.checklists.faults import Report
from readiness.checklists.memory import remembered
from readiness.checklists.reader import Entry, read_file, suggest
from readiness.checklists.unique import first_of_each

FILE = "fieldwork.yaml"
MOST_CHECKS = 8
LONGEST_KEY = 60


@dataclass(frozen=True)
class CaseCheckSpec:
    """Something done for each selected case, so many working days from an anchor, at a time.

    `counted` is how a sentence counts it: “9 of 12 audits are back”. Without a post it belongs
    to the post that the case is given.
    """

    key: str
    title: str
    counted: str
    post: str | None
    anchor: str
    working_days: int
    at: time
    source: str
    confirm: bool


@dataclass(frozen=True)
class ConcernSpec:
    """What a case may be referred back for."""

    key: str
    title: str


@dataclass(frozen=True)
class FieldworkSpec:
    """The whole file: the anchors fieldwork lies between, cases referred back, selected cases.

    `closes` is the hour by which a case is answered, `post` follows up what has no owner.
    """

    first: str
    last: str
    closes: time
    post: str
    concerns: Mapping[str, ConcernSpec]
    source: str
    confirm: bool
    checks: tuple[CaseCheckSpec, ...]


@dataclass(frozen=True)
class Keys:
    """The keys other files offer. An empty collection is not checked against."""

    posts: Collection[str] = ()
    anchors: Collection[str] = ()


@remembered
def load_fieldwork(folder: Path) -> FieldworkSpec:
    """The rules of the week on site. Raises ChecklistFault; other files are for check_folder."""
    report = Report()
    spec = read_fieldwork(folder, report, Keys())
    report.raise_first()
    return spec


def read_fieldwork(folder: Path, report: Report, known: Keys) -> FieldworkSpec:
    """As load_fieldwork, but notes faults in the report. Raises only for an unreadable file."""
    top = read_file(folder, FILE, report)
    timetable, referred = top.entry("timetable"), top.entry("referred_back")
    concerns = referred.entries("concerns")
    checks = top.entry("selected_cases").entries("checks")
    if len(checks) > MOST_CHECKS:
        checks[-1].fault("key", f"is one check too many: at most {MOST_CHECKS} are shown.")
    return FieldworkSpec(
        first=_anchor(timetable, "from", known),
        last=_anchor(timetable, "to", known),
        closes=_time(referred),
        post=_post(referred, known),
        concerns=first_of_each(concerns, [_read_concern(entry) for entry in concerns]),
        source=referred.text("source"),
        confirm=referred.flag("confirm"),
        checks=tuple(first_of_each(checks, [_read_check(e, known) for e in checks]).values()),
    )


def _read_concern(entry: Entry) -> ConcernSpec:
    return ConcernSpec(_key(entry), entry.text("title"))


def _read_check(entry: Entry, known: Keys) -> CaseCheckSpec:
    due = entry.entry("due")
    return CaseCheckSpec(
        key=_key(entry),
        title=entry.text("title"),
        counted=entry.text("counted"),
        post=_post(entry, known) if entry.has("post") else None,
        anchor=_anchor(due, "anchor", known),
        working_days=due.integer("working_days", -60, 60),
        at=_time(due),
        source=entry.text("source"),
        confirm=entry.flag("confirm"),
    )


def _key(entry: Entry) -> str:
    key = entry.key("key")
    if len(key) > LONGEST_KEY:
        entry.fault("key", f"is {len(key)} characters long. Use at most {LONGEST_KEY}.")
    return key


def _anchor(entry: Entry, name: str, known: Keys) -> str:
    key = entry.name(name)
    if key and known.anchors and key not in known.anchors:
        hint = suggest(key, known.anchors)
        entry.fault(name, f"“{key}” is not an anchor of every kind of inspection.{hint}")
    return key


def _post(entry: Entry, known: Keys) -> str:
    key = entry.key("post")
    if key and known.posts and key not in known.posts:
        entry.fault("post", f"“{key}” is not in posts.yaml.{suggest(key, known.posts)}")
    return key


def _time(entry: Entry) -> time:
    found = entry.time_or_none("at")
    if found is None:
        entry.fault("at", "is missing. Add a time of day, like “17:00”.")
    return found or time(0, 0)
