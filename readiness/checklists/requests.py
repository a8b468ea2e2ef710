"""The requests log of an inspection and who is told of it: `checklists/requests.yaml`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from readiness.checklists.faults import Report
from readiness.checklists.memory import remembered
from readiness.checklists.reader import Entry, read_file, suggest
from readiness.checklists.unique import first_of_each

FILE = "requests.yaml"
LONGEST_KEY = 40
LONGEST_TITLE = 120


@dataclass(frozen=True)
class AreaSpec:
    """What a request can be about."""

    key: str
    title: str


@dataclass(frozen=True)
class AudienceSpec:
    """Somebody who is told of an inspection; `step` is the step in which that happens."""

    key: str
    title: str
    step: str
    what: str


@dataclass(frozen=True)
class RequestsSpec:
    """The whole file; areas and audiences by their keys, in its order.

    `keeper` is the post whose a request is until it is given to another. A request is due
    `working_days` after it was asked, at `at` on a London clock.
    """

    keeper: str
    working_days: int
    at: time
    areas: dict[str, AreaSpec]
    audiences: dict[str, AudienceSpec]

    def name_area(self, key: str) -> str:
        """What an area is called; its key where the file no longer has it."""
        return self.areas[key].title if key in self.areas else key.replace("-", " ").capitalize()


@remembered
def load_requests(folder: Path) -> RequestsSpec:
    """The file. Raises ChecklistFault; whether posts and steps exist is for check_folder."""
    report = Report()
    spec = read_requests(folder, report)
    report.raise_first()
    return spec


def read_requests(
    folder: Path, report: Report, posts: Collection[str] = (), steps: Collection[str] = ()
) -> RequestsSpec:
    """As load_requests, but notes faults in the report. Raises only for an unreadable file.

    `posts` and `steps` are the known keys; an empty collection is not checked against.
    """
    top = read_file(folder, FILE, report)
    keeper, due = top.key("keeper"), top.entry("due")
    if keeper and posts and keeper not in posts:
        top.fault("keeper", f"“{keeper}” is not in posts.yaml.{suggest(keeper, posts)}")
    at = due.time_or_none("at")
    if at is None:
        due.fault("at", "is missing. Add it.")
    areas, audiences = top.entries("areas"), top.entries("audiences")
    return RequestsSpec(
        keeper=keeper,
        working_days=due.integer("working_days", 0, 20),
        at=at or time(17),
        areas=first_of_each(areas, [_read_area(entry) for entry in areas]),
        audiences=first_of_each(audiences, [_read_audience(entry, steps) for entry in audiences]),
    )


def _read_area(entry: Entry) -> AreaSpec:
    return AreaSpec(_read_key(entry), entry.text("title"))


def _read_audience(entry: Entry, steps: Collection[str]) -> AudienceSpec:
    step, title = entry.key("step"), entry.text("title")
    if step and steps and step not in steps:
        entry.fault("step", f"“{step}” is not a step of any checklist.{suggest(step, steps)}")
    if len(title) > LONGEST_TITLE:
        entry.fault("title", f"is {len(title)} characters long. Use at most {LONGEST_TITLE}.")
    return AudienceSpec(_read_key(entry), title, step, entry.text("what"))


def _read_key(entry: Entry) -> str:
    key = entry.key("key")
    if len(key) > LONGEST_KEY:
        entry.fault("key", f"is {len(key)} characters long. Use at most {LONGEST_KEY}.")
    return key
