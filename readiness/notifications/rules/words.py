"""The rules of reminding as a page says them."""

from datetime import time

from readiness.checklists.reminders import WEEKDAYS, DigestSpec, ReminderSpec
from readiness.plain_words import format_time, plural

_TO = {
    "owner": "you",
    "deputy": "you, if you are the deputy of its post",
    "head_of_service": "you, if you are the head of service above its post",
    "director": "you, if you are the director",
}


def spell_rule(spec: ReminderSpec) -> str:
    """“2 hours before a task of yours is due”."""
    length = _spell_minutes(abs(spec.minutes))
    whose = "a task of yours" if spec.to == "owner" else "a task"
    if spec.minutes < 0:
        when = f"{length} before {whose} is due"
    else:
        when = f"when {whose} is {length} late" if spec.minutes else f"when {whose} is due"
    told = "" if spec.to == "owner" else f": {_TO[spec.to]}"
    return f"{when}{told}"


def spell_digest(spec: DigestSpec) -> str:
    """“at 8am on working days, your tasks, actions, lists, documents and arrangements that …”."""
    at: time = spec.at
    day = "working days" if spec.weekday is None else f"{WEEKDAYS[spec.weekday].capitalize()}s"
    if spec.before_meeting:
        day = "the working day before the readiness meeting"
    whose = "everybody’s" if spec.to != "owner" else "your"
    told = f"{whose} tasks, actions, lists, documents and arrangements"
    told += ", if you are the director," if spec.to != "owner" else ""
    ahead = plural(spec.ahead_working_days, "working day")
    return f"at {format_time(at)} on {day}, {told} that are overdue or due in the next {ahead}"


def _spell_minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [plural(hours, "hour")] if hours else []
    parts += [plural(rest, "minute")] if rest else []
    return " ".join(parts)
