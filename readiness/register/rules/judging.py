"""How one thing stands on a day: ready or not, since when, until when, and the sentence why.

Every judgement takes the day as an argument, so that the register can be asked about today and a
Monday to come alike: what nobody renews until then is out of date then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from readiness.checklists.register import Interval
from readiness.inspections.rules.intervals import find_good_until
from readiness.inspections.rules.working_days import Calendar
from readiness.library.rules import DocumentState, spell_age
from readiness.library.rules import judge as judge_version
from readiness.months import add_months
from readiness.plain_words import format_date, join_words, plural


class Status(StrEnum):
    """How a thing stands, what needs somebody first."""

    NOT_READY = "not_ready"
    NEEDS_ATTENTION = "needs_attention"
    NOT_CONFIRMED = "not_confirmed"
    READY = "ready"


STATUS_WORDS = {
    Status.NOT_READY: "Not ready",
    Status.NEEDS_ATTENTION: "Needs attention",
    Status.NOT_CONFIRMED: "Not confirmed",
    Status.READY: "Ready",
}


@dataclass(frozen=True)
class Judgement:
    """How a thing stands on a day, and why.

    `seen_on` is the day its newest evidence speaks of; `good_until` the last day that holds;
    `days_over` how many days that is past, 0 while it holds or where nothing runs out.
    `lacks_word`: the evidence is good, and only a signature or an approval is missing.
    """

    status: Status
    reason: str
    seen_on: date | None = None
    good_until: date | None = None
    days_over: int = 0
    lacks_word: bool = False

    @property
    def is_ready(self) -> bool:
        """Whether nobody has to do anything."""
        return self.status is Status.READY

    @property
    def is_out_of_date(self) -> bool:
        """Whether its evidence is older than it may be."""
        return self.days_over > 0


@dataclass(frozen=True)
class ListFacts:
    """The newest extract of a list. `errors_before` is None where there was none before it."""

    as_at: date
    errors: int
    errors_before: int | None
    signed_by: str | None
    signed_on: date | None


@dataclass(frozen=True)
class DocumentFacts:
    """The newest version of a document, by its number there."""

    number: int
    as_at: date
    is_approved: bool
    approved_by: str


@dataclass(frozen=True)
class Word:
    """What somebody said of a thing, and when."""

    status: Status
    by: str
    on: date
    note: str = ""


def spell_interval(interval: Interval) -> str:
    """“6 weeks”, “10 working days”."""
    return plural(interval.number, str(interval.unit).replace("_", " ").removesuffix("s"))


def judge_list(
    facts: ListFacts | None, interval: Interval, calendar: Calendar, day: date
) -> Judgement:
    """A list: its extract fresh and signed. Errors that its owner signed for are known."""
    if facts is None:
        return Judgement(Status.NOT_READY, "No extract has been uploaded yet.")
    until = find_good_until(facts.as_at, interval, calendar)
    over = _days_over(until, day)
    said = [f"Extract as at {format_date(facts.as_at)}, {_spell_errors(facts)}."]
    if over:
        said.append(f"It was to be made again by {format_date(until)}: {plural(over, 'day')} over.")
    if facts.signed_by is None:
        said.append("It is not signed.")
    elif facts.signed_on is not None:
        said.append(f"Signed by {facts.signed_by} on {format_date(facts.signed_on)}.")
    is_ready = facts.signed_by is not None and not over
    lacks_word = facts.signed_by is None and not over and not facts.errors
    status = Status.READY if is_ready else Status.NEEDS_ATTENTION
    return Judgement(status, " ".join(said), facts.as_at, until, over, lacks_word)


def judge_document(facts: DocumentFacts | None, months: int, day: date) -> Judgement:
    """A document, by the rule of the library."""
    if facts is None:
        return Judgement(Status.NOT_READY, "No version has been added yet.")
    found = judge_version(months, facts.as_at, day, is_approved=facts.is_approved)
    until = add_months(facts.as_at, months)
    approved = f"Approved by {facts.approved_by}." if facts.is_approved else "It is not approved."
    reason = f"Version {facts.number}, {found.sentence}. {approved}"
    is_ready = found.state is DocumentState.APPROVED
    status = Status.READY if is_ready else Status.NEEDS_ATTENTION
    over = _days_over(until, day)
    lacks_word = not facts.is_approved and not over
    return Judgement(status, reason, facts.as_at, until, over, lacks_word)


def judge_word(
    word: Word | None,
    interval: Interval,
    calendar: Calendar,
    day: date,
    not_ready: Interval | None = None,
) -> Judgement:
    """What a person confirms: once it has run out, “ready” is not confirmed any more.

    What was said to be anything else is to be looked at again after `not_ready` at the latest.
    """
    if word is None:
        return Judgement(Status.NOT_CONFIRMED, "Nobody has confirmed this yet.")
    until = find_good_until(word.on, interval, calendar)
    if word.status is not Status.READY and not_ready is not None:
        until = min(until, find_good_until(word.on, not_ready, calendar))
    over = _days_over(until, day)
    verb = "confirmed this" if word.status is Status.READY else "looked at this"
    said = [f"{word.by} {verb} on {format_date(word.on)}."]
    if word.status is not Status.READY and word.note:
        said.append(_as_sentence(word.note))
    if over:
        said.append(
            f"It was to be looked at again by {format_date(until)}: {plural(over, 'day')} over."
        )
    is_run_out = over and word.status is Status.READY
    status = Status.NOT_CONFIRMED if is_run_out else word.status
    return Judgement(status, " ".join(said), word.on, until, over)


def judge_missing(missing: Sequence[str], what: str, status: Status) -> Judgement:
    """Posts without a holder or deputy; `what` is what each lacks: “a holder”."""
    if not missing:
        return Judgement(Status.READY, f"Every post has {what}.")
    verb = "does" if len(missing) == 1 else "do"
    return Judgement(status, f"{join_words(missing)} {verb} not have {what}.")


def judge_cover(nobody: Sequence[tuple[date, Sequence[str]]]) -> Judgement:
    """Whether somebody is there on each of the days; given are the posts where nobody is."""
    gaps = [(day, posts) for day, posts in nobody if posts]
    if not gaps:
        days = join_words([format_date(day) for day, _posts in nobody])
        return Judgement(Status.READY, f"Somebody is there in every post on {days}.")
    said = [f"On {format_date(day)} nobody is there as {join_words(posts)}." for day, posts in gaps]
    return Judgement(Status.NOT_READY, " ".join(said))


def judge_trial(held: date | None, interval: Interval, calendar: Calendar, day: date) -> Judgement:
    """Whether the last trial run is young enough."""
    if held is None:
        return Judgement(Status.NOT_READY, "No trial run has been held yet.")
    until = find_good_until(held, interval, calendar)
    over = _days_over(until, day)
    reason = f"The last trial run began on {format_date(held)}, {spell_age(held, day)} ago."
    if over:
        reason += f" The next was to be held by {format_date(until)}: {plural(over, 'day')} over."
    status = Status.NEEDS_ATTENTION if over else Status.READY
    return Judgement(status, reason, held, until, over)


def _days_over(until: date, day: date) -> int:
    return max((day - until).days, 0)


def _spell_errors(facts: ListFacts) -> str:
    errors = plural(facts.errors, "error") if facts.errors else "no error"
    if facts.errors_before is None or not (facts.errors or facts.errors_before):
        return errors
    if facts.errors_before == facts.errors:
        return f"{errors}, as many as the time before"
    change = facts.errors - facts.errors_before
    return f"{errors}, {abs(change):,} {'more' if change > 0 else 'fewer'} than the time before"


def _as_sentence(text: str) -> str:
    said = " ".join(text.split())
    return said if said.endswith((".", "!", "?")) else f"{said}."
