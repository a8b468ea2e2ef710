"""Cases: what is taken for an identifier, by when things are due, what is said of them. Pure.

A case is called by its number in the inspection, never by its identifier.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from readiness.errors import Refused
from readiness.inspections.rules.timeline import london_moment
from readiness.inspections.rules.working_days import ONE_DAY, Calendar
from readiness.london import in_london
from readiness.plain_words import plural, spell_length

LONGEST_IDENTIFIER = 30
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_.-]*")


@dataclass(frozen=True)
class DueRule:
    """So many working days from an anchor, at a London time."""

    anchor: str
    working_days: int
    at: time


@dataclass(frozen=True)
class CheckLine:
    """One check of one selected case as lists show it."""

    id: int
    case_id: int
    key: str
    title: str
    counted: str
    due_at: datetime
    is_done: bool

    def is_late(self, now: datetime) -> bool:
        """Whether it should be done and is not."""
        return not self.is_done and self.due_at < now


@dataclass(frozen=True)
class CheckCount:
    """How far one check is, over all selected cases."""

    key: str
    title: str
    counted: str
    done: int
    total: int
    late: int


def read_identifier(typed: str) -> str:
    """The identifier of the case system, as it was typed.

    Raises Refused for what may be a name, without repeating it: letters alone, or with spaces.
    """
    found = typed.strip()
    has_figure = any(sign.isdigit() for sign in found)
    if not _IDENTIFIER.fullmatch(found) or not has_figure or len(found) > LONGEST_IDENTIFIER:
        raise Refused(
            "Enter the number of the case system: letters and figures without spaces, at most "
            f"{LONGEST_IDENTIFIER}. Never enter a name.",
            "identifier",
        )
    return found


def find_same_day_due(moment: datetime, closes: time, calendar: Calendar) -> datetime:
    """The end of the working day of this moment, or of the next where that day is over."""
    day = in_london(moment).date()
    if calendar.is_working_day(day) and moment < london_moment(day, closes):
        return london_moment(day, closes)
    return london_moment(calendar.next_working_day(day + ONE_DAY), closes)


def find_check_due(
    rule: DueRule,
    anchors: Mapping[str, datetime],
    added_at: datetime,
    at_latest: datetime,
    calendar: Calendar,
) -> datetime:
    """When a check is due.

    A case selected after that, or without the anchor, has until the end of its own working day,
    `at_latest`.
    """
    if rule.anchor in anchors:
        start = in_london(anchors[rule.anchor]).date()
        due = london_moment(calendar.add(start, rule.working_days), rule.at)
        if due > added_at:
            return due
    return at_latest


def count_checks(lines: Iterable[CheckLine], now: datetime) -> tuple[CheckCount, ...]:
    """Each check with how many cases have it done, in the order they come."""
    found: dict[str, list[CheckLine]] = {}
    for line in lines:
        found.setdefault(line.key, []).append(line)
    return tuple(
        CheckCount(
            key=key,
            title=own[0].title,
            counted=own[0].counted,
            done=sum(line.is_done for line in own),
            total=len(own),
            late=sum(line.is_late(now) for line in own),
        )
        for key, own in found.items()
    )


def spell_count(count: CheckCount) -> str:
    """“9 of 12 audits are back; 1 is late.”"""
    late = f"; {count.late} {'is' if count.late == 1 else 'are'} late" if count.late else ""
    return f"{count.done} of {count.total} {count.counted}{late}."


def spell_selected(counts: Sequence[CheckCount], cases: int, most: int) -> str:
    """The sentence the page of selected cases opens with: its last check leads."""
    if not cases and not most:
        return "In this kind of inspection no case is selected."
    if not cases:
        return f"No case is selected yet. Inspectors may choose up to {most}."
    if not counts:
        return f"{plural(cases, 'case is', 'cases are')} selected of {most} at most."
    others = sum(count.late for count in counts[:-1])
    more = f" {plural(others, 'other check is', 'other checks are')} late." if others else ""
    return spell_count(counts[-1]) + more


def spell_referred(dues: Sequence[datetime], total: int, now: datetime) -> str:
    """The sentence of cases referred back: `dues` are of those not closed yet."""
    if not total:
        return "No case has been referred back."
    referred = plural(total, "case has", "cases have") + " been referred back"
    if not dues:
        return f"{referred}, and {'it is' if total == 1 else 'all are'} closed."
    late = sum(due < now for due in dues)
    said = f"{referred}: {len(dues)} {'is' if len(dues) == 1 else 'are'} open"
    if late:
        return f"{said}, {spell_share(late, len(dues), 'overdue')}."
    return f"{said}, the next due {spell_due(min(dues), now)}."


def spell_share(number: int, total: int, words: str) -> str:
    """How many of those just counted are so: “and overdue”, “all overdue”, “2 of them overdue”."""
    if number < total:
        return f"{number} of them {words}"
    return f"and {words}" if total == 1 else f"all {words}"


def spell_due(due_at: datetime, now: datetime) -> str:
    """“in 3 hours”, or “40 minutes overdue”."""
    length = spell_length(due_at - now)
    return f"in {length}" if due_at >= now else f"{length} overdue"


def check_moment(received_at: datetime, told_at: datetime | None, now: datetime) -> None:
    """Raises Refused where the lead inspector was told before the case came, or in the future."""
    if told_at is None:
        return
    # A form holds minutes: what is told within the minute it came is not before it.
    if told_at < received_at - timedelta(minutes=1):
        raise Refused(
            "The lead inspector cannot have been told before the case came. Check it.", "told_at"
        )
    if told_at > now:
        raise Refused("That is in the future. Enter when the lead inspector was told.", "told_at")
