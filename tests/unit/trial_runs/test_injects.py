"""How injects are timed, and which moments a clock is offered to step to."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from readiness.inspections.rules.working_days import Calendar
from readiness.trial_runs.rules.injects import (
    InjectState,
    NextMoment,
    find_next,
    is_due,
    list_mornings,
    spell_timing,
)

NINE = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def inject(
    given: datetime | None, seen: datetime | None = None, done: datetime | None = None
) -> SimpleNamespace:
    return SimpleNamespace(given_at=given, acknowledged_at=seen, answered_at=done)


def test_what_was_not_given_has_no_timing() -> None:
    assert spell_timing(inject(None), NINE) == ""


def test_what_nobody_has_seen_says_for_how_long() -> None:
    assert spell_timing(inject(NINE), NINE + 12 * MINUTE) == "not seen for 12 minutes"


def test_what_was_dealt_with_says_how_long_it_took() -> None:
    timed = inject(NINE, NINE + 5 * MINUTE, NINE + 120 * MINUTE)
    assert spell_timing(timed, NINE) == "seen after 5 minutes, dealt with after 2 hours"


def test_an_inject_is_due_at_its_minute_and_only_once() -> None:
    assert is_due(InjectState.PREPARED, NINE, NINE)
    assert not is_due(InjectState.PREPARED, NINE + MINUTE, NINE)
    assert not is_due(InjectState.SKIPPED, NINE, NINE)


def test_the_next_moment_is_the_first_that_is_still_to_come() -> None:
    moments = [NextMoment(NINE + n * MINUTE, str(n)) for n in (5, 0, 3)]
    found = find_next(moments, NINE)
    assert found is not None
    assert found.words == "3"
    assert find_next(moments, NINE + 5 * MINUTE) is None


def test_mornings_leave_out_what_has_begun_and_what_is_not_worked() -> None:
    calendar = Calendar(frozenset({date(2026, 12, 1)}), {})
    offered = list_mornings(NINE, calendar)
    assert [(m.day, m.hour) for m in offered] == [(2, 9), (3, 9)]


def test_this_morning_is_offered_while_it_is_still_to_come() -> None:
    assert list_mornings(NINE - MINUTE, Calendar(frozenset(), {}))[0] == NINE
