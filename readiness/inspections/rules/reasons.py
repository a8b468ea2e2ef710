"""The sentences that say why something is due when it is."""

from collections.abc import Callable, Sequence
from datetime import date

from readiness.checklists.inspections import DueSpec
from readiness.plain_words import format_day, format_time, join_words, plural

CHANGED = "This date was set by hand and is no longer counted from another."

NAMED_AT_MOST = 3
"""More closed days than this are counted, not named: a sentence must stay one."""


def explain_due(due: DueSpec, named: str) -> str:
    """Where a due time is counted from: "2 working days before the call, at 4pm."."""
    if due.minutes is not None:
        return f"{_lasting(due.minutes)} {named}."
    at = f", at {format_time(due.at)}" if due.at else ""
    number = due.working_days if due.weeks is None else due.weeks
    if not number:
        return f"On the day of {named}{at}."
    unit = "working day" if due.weeks is None else "week"
    way = "after" if number > 0 else "before"
    return f"{plural(abs(number), unit)} {way} {named}{at}."


def explain_at_once(counted: str, call: str) -> str:
    """Why something counted to a time before the call is due with the call."""
    return f"{counted} That would be before {call}, so it is due straight away."


def with_days(
    counted: str,
    day: date,
    worked: date,
    not_counted: Sequence[date],
    why_closed: Callable[[date], str],
) -> str:
    """The sentence, with the closed days that were passed over or moved away from."""
    sentences = [counted]
    if day != worked:
        sentences.append(
            f"{format_day(day)} is {why_closed(day)}, so it moved to {format_day(worked)}."
        )
    if len(not_counted) > NAMED_AT_MOST:
        number = len(not_counted)
        sentences.append(f"{number} bank holidays and closure days in between do not count.")
    elif not_counted:
        closed = join_words([f"{format_day(one)} ({why_closed(one)})" for one in not_counted])
        sentences.append(f"{closed} {'does' if len(not_counted) == 1 else 'do'} not count.")
    return " ".join(sentences)


def _lasting(minutes: int) -> str:
    """Minutes as words before a noun: "With", "45 minutes after", "2 hours after"."""
    if not minutes:
        return "Together with"
    hours, rest = divmod(minutes, 60)
    parts = [plural(hours, "hour")] if hours else []
    if rest:
        parts.append(plural(rest, "minute"))
    return f"{join_words(parts)} after"
