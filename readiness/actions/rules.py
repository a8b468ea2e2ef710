"""What an action may come from, the states it goes through, and how urgent it is. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from readiness.months import add_months
from readiness.plain_words import format_date, plural

SOON_DAYS = 7
IN_DAYS, IN_WEEKS = 21, 120
"""An age of fewer days than these is said in days, and in weeks."""
NO_TRIALS: Mapping[int, date] = MappingProxyType({})
"""The days it is in trial runs, where there are none."""


class Source(StrEnum):
    """What an action came from."""

    MEETING = "meeting"
    TRIAL_RUN = "trial_run"
    AUDIT = "audit"
    EXTERNAL_REVIEW = "external_review"
    IMPROVEMENT_PLAN = "improvement_plan"
    FINDING = "finding"
    INSPECTION = "inspection"
    IMPROVEMENT = "improvement"
    KEEP_IN_TOUCH = "keep_in_touch"
    OTHER = "other"


SOURCE_WORDS = {
    Source.MEETING: "A meeting",
    Source.TRIAL_RUN: "A gap in a trial run",
    Source.AUDIT: "A case audit",
    Source.EXTERNAL_REVIEW: "An external review",
    Source.IMPROVEMENT_PLAN: "The improvement plan",
    Source.FINDING: "A finding in Annexe A",
    Source.INSPECTION: "An inspection",
    Source.IMPROVEMENT: "What a report says must improve",
    Source.KEEP_IN_TOUCH: "A keep-in-touch meeting",
    Source.OTHER: "Something else",
}


@dataclass(frozen=True)
class Origin:
    """What one action came from: `id` is its row, where it is in Readiness; `words` name it.

    `trial_id` is the number of the trial run that it is part of and ends with. What a trial run
    taught is none: that is to be done in earnest.
    """

    source: Source
    id: int | None = None
    words: str = ""
    trial_id: int | None = None


CONFIRMED_SOURCES = frozenset(
    {
        Source.TRIAL_RUN,
        Source.AUDIT,
        Source.EXTERNAL_REVIEW,
        Source.IMPROVEMENT_PLAN,
        Source.IMPROVEMENT,
    }
)
"""Their actions answer for practice: somebody other than the owner says that it is done."""


class ActionState(StrEnum):
    """How far an action is."""

    OPEN = "open"
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    CLOSED = "closed"
    NOT_NEEDED = "not_needed"


STATE_WORDS = {
    ActionState.OPEN: "Open",
    ActionState.AWAITING_CONFIRMATION: "Waits for confirmation",
    ActionState.CLOSED: "Closed",
    ActionState.NOT_NEEDED: "Not needed",
}
ENDED_STATES = frozenset({ActionState.CLOSED, ActionState.NOT_NEEDED})


class Urgency(StrEnum):
    """Where an action stands against its due date, most urgent first."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    LATER = "later"
    ENDED = "ended"


class Age(StrEnum):
    """How long ago an action was agreed, at least."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"


AGE_WORDS = {
    Age.MONTH: "More than a month ago",
    Age.QUARTER: "More than three months ago",
    Age.HALF_YEAR: "More than half a year ago",
}
_AGE_MONTHS = {Age.MONTH: 1, Age.QUARTER: 3, Age.HALF_YEAR: 6}


@dataclass(frozen=True)
class Standing:
    """The state and due date of one action; that of a trial run goes by the clock of that.

    `trial_id` is the number of the trial run; `reported_on` the day it was reported as done.
    """

    state: ActionState
    due_on: date
    trial_id: int | None = None
    reported_on: date | None = None


def judge_urgency(standing: Standing, today: date) -> Urgency:
    """How urgent an action is: what waits for confirmation is as late as what is open.

    What is part of a trial run never is: nothing there is late in earnest.
    """
    if standing.state in ENDED_STATES:
        return Urgency.ENDED
    if standing.trial_id is not None:
        return Urgency.LATER
    if standing.due_on < today:
        return Urgency.OVERDUE
    return Urgency.DUE_SOON if (standing.due_on - today).days <= SOON_DAYS else Urgency.LATER


def begin_age(age: Age, today: date) -> date:
    """What was agreed before this day is of that age."""
    return add_months(today, -_AGE_MONTHS[age])


def spell_age(agreed_on: date, today: date) -> str:
    """How long ago an action was agreed: “12 days ago”, “7 weeks ago”, “4 months ago”."""
    days = (today - agreed_on).days
    if days < 1:
        return "today"
    if days < IN_DAYS:
        return f"{plural(days, 'day')} ago"
    if days < IN_WEEKS:
        return f"{plural(days // 7, 'week')} ago"
    months = (today.year - agreed_on.year) * 12 + today.month - agreed_on.month
    months -= today.day < agreed_on.day
    return f"{plural(months, 'month') if months < 24 else plural(months // 12, 'year')} ago"


def spell_origin(source: Source, words: str) -> str:
    """“A keep-in-touch meeting: Tuesday 8 December 2026”."""
    return f"{SOURCE_WORDS[source]}: {words}" if words else SOURCE_WORDS[source]


def spell_due(standing: Standing, today: date, trial_days: Mapping[int, date] = NO_TRIALS) -> str:
    """How far off the due date is: “due today”, “3 days overdue”; nothing once ended.

    Of what was reported as done it is since when that waits to be confirmed: its owner is not late.
    Of a trial run it goes by the day that it is there, by its number, and says so.
    """
    if standing.state in ENDED_STATES:
        return ""
    if standing.trial_id is None:
        if standing.state is ActionState.AWAITING_CONFIRMATION:
            return spell_waiting(standing.reported_on)
        return _spell_off(standing.due_on, today)
    there = trial_days.get(standing.trial_id)
    off = f"{_spell_off(standing.due_on, there)} " if there else ""
    return f"{off}by the clock of its trial run"


def spell_waiting(reported_on: date | None) -> str:
    """“waits to be confirmed since 20 November 2026”."""
    return f"waits to be confirmed{f' since {format_date(reported_on)}' if reported_on else ''}"


def spell_reported(reported_on: date) -> str:
    """“Reported as done on 20 November 2026, to be confirmed”."""
    return f"Reported as done on {format_date(reported_on)}, to be confirmed"


def _spell_off(due_on: date, today: date) -> str:
    days = (due_on - today).days
    if days < 0:
        return f"{plural(-days, 'day')} overdue"
    return {0: "due today", 1: "due tomorrow"}.get(days, f"due in {days} days")


def spell_answer(standings: Iterable[Standing], today: date) -> str:
    """The sentence the page opens with: “12 actions are open: 2 are overdue, …”."""
    found = [standing for standing in standings if standing.state not in ENDED_STATES]
    if not found:
        return "No action is open."
    late = sum(judge_urgency(standing, today) is Urgency.OVERDUE for standing in found)
    waits = sum(standing.state is ActionState.AWAITING_CONFIRMATION for standing in found)
    opened = f"{plural(len(found), 'action')} {_are(len(found))} open"
    said = [f"{late} {_are(late)} overdue"] if late else ["none is overdue"]
    if waits:
        said.append(f"{waits} {'waits' if waits == 1 else 'wait'} for confirmation")
    return f"{opened}: {', '.join(said)}."


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
