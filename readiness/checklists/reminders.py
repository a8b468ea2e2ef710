"""Who is reminded of what, and when: `checklists/reminders.yaml`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from readiness.checklists.faults import Report
from readiness.checklists.memory import remembered
from readiness.checklists.reader import Entry, read_file, suggest
from readiness.checklists.unique import first_of_each

FILE = "reminders.yaml"
RUNGS = ("owner", "deputy", "head_of_service", "director")
"""Who can be told of a task, from the nearest to it upwards."""
WHEN = ("before", "at", "after")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
LONGEST_KEY = 60
MOST_MINUTES = 6000
"""Ten working days of ten hours: what is further off belongs in a digest."""


@dataclass(frozen=True)
class ReminderSpec:
    """Tell the person on this rung so many working minutes after the due time.

    Negative `minutes` are before it.
    """

    key: str
    to: str
    minutes: int


@dataclass(frozen=True)
class DigestSpec:
    """A summary at this clock time, of what is late and what is due in so many working days.

    `weekday` counts from Monday as 0; None is every working day. With `before_meeting` a
    weekly one goes out on the working day before the readiness meeting, or before the day that
    it would be on; the weekday then counts only while there are no meetings.
    """

    key: str
    to: str
    weekday: int | None
    at: time
    ahead_working_days: int
    before_meeting: bool = False


@dataclass(frozen=True)
class Reminders:
    """The whole file. `until` is the anchor at which the rules by the minute end."""

    opens: time
    closes: time
    until: str
    rules: tuple[ReminderSpec, ...]
    director: str
    heads: Mapping[str, str]
    digests: tuple[DigestSpec, ...]


@remembered
def load_reminders(folder: Path) -> Reminders:
    """The rules of reminding. Raises ChecklistFault; whether posts exist is for check_folder."""
    report = Report()
    reminders = read_reminders(folder, report)
    report.raise_first()
    return reminders


def read_reminders(
    folder: Path, report: Report, posts: Collection[str] = (), anchors: Collection[str] = ()
) -> Reminders:
    """As load_reminders, but notes faults in the report. Raises only for an unreadable file.

    `posts` and `anchors` are the known keys; an empty collection is not checked against.
    """
    top = read_file(folder, FILE, report)
    opens, closes = _read_hours(top.entry("working_hours"))
    inspection = top.entry("inspection")
    until = inspection.name("until")
    if until and anchors and until not in anchors:
        inspection.fault(
            "until",
            f"“{until}” is not an anchor of every kind of inspection.{suggest(until, anchors)}",
        )
    rules = inspection.entries("rules")
    digests = top.entries("digests")
    director = top.key("director")
    _check_post(top, "director", director, posts)
    return Reminders(
        opens=opens,
        closes=closes,
        until=until,
        rules=tuple(first_of_each(rules, [_read_rule(entry) for entry in rules]).values()),
        director=director,
        heads=_read_heads(top.entries("heads"), posts),
        digests=tuple(first_of_each(digests, [_read_digest(entry) for entry in digests]).values()),
    )


def _read_hours(entry: Entry) -> tuple[time, time]:
    opens, closes = _time(entry, "from"), _time(entry, "to")
    if opens >= closes:
        entry.fault("to", "the working day must end after it begins, on the same day.")
    return opens, closes


def _read_rule(entry: Entry) -> ReminderSpec:
    key, to = _read_key(entry), entry.choice("to", RUNGS)
    when = entry.choice("when", WHEN)
    if when == "at":
        if entry.has("minutes"):
            entry.fault("minutes", "“when: at” is the due time itself. Take the minutes out.")
        return ReminderSpec(key, to, 0)
    minutes = entry.integer("minutes", 1, MOST_MINUTES)
    return ReminderSpec(key, to, -minutes if when == "before" else minutes)


def _read_digest(entry: Entry) -> DigestSpec:
    weekday = entry.choice("weekday", WEEKDAYS) if entry.has("weekday") else ""
    before_meeting = entry.flag("before_meeting")
    if before_meeting and not entry.has("weekday"):
        entry.fault("before_meeting", "needs a weekday, for when there are no meetings.")
    return DigestSpec(
        key=_read_key(entry),
        to=entry.choice("to", ("owner", "director")),
        weekday=WEEKDAYS.index(weekday) if weekday else None,
        at=_time(entry, "at"),
        ahead_working_days=entry.integer("ahead_working_days", 0, 60),
        before_meeting=before_meeting,
    )


def _read_key(entry: Entry) -> str:
    key = entry.key("key")
    if len(key) > LONGEST_KEY:
        entry.fault("key", f"is {len(key)} characters long. Use at most {LONGEST_KEY}.")
    return key


def _read_heads(entries: tuple[Entry, ...], posts: Collection[str]) -> dict[str, str]:
    heads: dict[str, str] = {}
    for entry in entries:
        post, head = entry.key("post"), entry.key("head")
        _check_post(entry, "post", post, posts)
        _check_post(entry, "head", head, posts)
        if post in heads:
            entry.fault("post", f"“{post}” has a line above already. Keep one.")
        elif post and post == head:
            entry.fault("head", "a post cannot stand above itself. Name another, or take this out.")
        heads.setdefault(post, head)
    return heads


def _check_post(entry: Entry, name: str, post: str, posts: Collection[str]) -> None:
    if post and posts and post not in posts:
        entry.fault(name, f"“{post}” is not in posts.yaml.{suggest(post, posts)}")


def _time(entry: Entry, name: str) -> time:
    found = entry.time_or_none(name)
    if found is None:
        entry.fault(name, "is missing. Add it.")
    return found or time(0, 0)
