"""What a gap is: its kinds, how serious it is, how it is closed, and how long it is open. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from readiness.actions.rules import ActionState
from readiness.plain_words import plural


class GapKind(StrEnum):
    """What was missing."""

    PEOPLE = "people"
    PROCESS = "process"
    DATA = "data"
    DOCUMENTS = "documents"
    IT = "it"
    ROOMS = "rooms"


KIND_WORDS = {
    GapKind.PEOPLE: "People",
    GapKind.PROCESS: "Process",
    GapKind.DATA: "Data",
    GapKind.DOCUMENTS: "Documents",
    GapKind.IT: "IT",
    GapKind.ROOMS: "Rooms and access",
}


class Severity(StrEnum):
    """What the gap would have done in a real inspection."""

    SERIOUS = "serious"
    MODERATE = "moderate"
    MINOR = "minor"


SEVERITY_WORDS = {
    Severity.SERIOUS: "Serious",
    Severity.MODERATE: "Moderate",
    Severity.MINOR: "Minor",
}
SEVERITY_MEANS = {
    Severity.SERIOUS: "Serious: something due to Ofsted would be late or wrong",
    Severity.MODERATE: "Moderate: it cost time, and we found a way round",
    Severity.MINOR: "Minor: a nuisance",
}
SEVEREST_FIRST = tuple(Severity)


class GapState(StrEnum):
    """How far a gap is from being closed; worked out from its actions, never stored."""

    NO_ACTION = "no_action"
    ACTION_AGREED = "action_agreed"
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    CLOSED = "closed"
    ACCEPTED = "accepted"


STATE_WORDS = {
    GapState.NO_ACTION: "No action yet",
    GapState.ACTION_AGREED: "Action agreed",
    GapState.AWAITING_CONFIRMATION: "Waits for confirmation",
    GapState.CLOSED: "Closed",
    GapState.ACCEPTED: "Accepted",
}
ENDED_STATES = frozenset({GapState.CLOSED, GapState.ACCEPTED})


@dataclass(frozen=True)
class GapFilter:
    """Which gaps to list; None asks for nothing. Without a state those that are open."""

    inspection_id: int | None = None
    kind: GapKind | None = None
    severity: Severity | None = None
    post_id: int | None = None
    state: GapState | None = None
    all_states: bool = False


def judge_gap(actions: Collection[ActionState], *, is_accepted: bool) -> GapState:
    """How far a gap is. What was dropped as not needed closes nothing.

    An action of a trial run ends only when somebody other than its owner has confirmed it, so a
    gap is closed when all of its actions are.
    """
    if is_accepted:
        return GapState.ACCEPTED
    live = [state for state in actions if state is not ActionState.NOT_NEEDED]
    if not live:
        return GapState.NO_ACTION
    if ActionState.OPEN in live:
        return GapState.ACTION_AGREED
    if ActionState.AWAITING_CONFIRMATION in live:
        return GapState.AWAITING_CONFIRMATION
    return GapState.CLOSED


def spell_age(seen_on: date, today: date, ended_on: date | None = None) -> str:
    """How long a gap is or was open: “open since today”, “open 12 days”, “was open 7 weeks”."""
    days = ((ended_on or today) - seen_on).days
    length = plural(days, "day") if days < 21 else plural(days // 7, "week")
    if ended_on is None:
        return f"open {length}" if days > 0 else "open since today"
    return f"was open {length}" if days > 0 else "ended the same day"


def spell_gaps(judged: Iterable[tuple[Severity, GapState]]) -> str:
    """“3 of 8 gaps are open: 1 serious; 1 has no action yet.”."""
    found = tuple(judged)
    still = [(severity, state) for severity, state in found if state not in ENDED_STATES]
    if not found:
        return "No gap was recorded yet."
    if not still:
        every = "The gap is" if len(found) == 1 else f"All {len(found)} gaps are"
        return f"{every} closed or accepted."
    said = [f"{len(still)} of {plural(len(found), 'gap')} {_are(len(still))} open"]
    serious = sum(severity is Severity.SERIOUS for severity, _state in still)
    bare = sum(state is GapState.NO_ACTION for _severity, state in still)
    told = [f"{serious} {_are(serious)} serious"] if serious else ["none is serious"]
    if bare:
        told.append(f"{bare} {'has' if bare == 1 else 'have'} no action yet")
    return f"{said[0]}: {', '.join(told)}."


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
