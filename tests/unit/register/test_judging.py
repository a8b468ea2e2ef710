"""How a thing stands on a day, and the sentence that says why."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.checklists.register import Interval, Unit
from readiness.inspections.calendar import working_calendar
from readiness.inspections.rules.intervals import find_good_until
from readiness.register.rules.judging import (
    DocumentFacts,
    ListFacts,
    Status,
    Word,
    judge_cover,
    judge_document,
    judge_list,
    judge_missing,
    judge_trial,
    judge_word,
    spell_interval,
)

TODAY = date(2026, 11, 24)
CALENDAR = working_calendar()
FIVE_WEEKS = Interval(5, Unit.WEEKS)
DAYS = some.dates(date(2026, 1, 1), date(2028, 12, 31))
INTERVALS = some.builds(Interval, some.integers(1, 60), some.sampled_from(Unit))


@pytest.mark.parametrize(
    ("since", "interval", "until"),
    [
        (date(2026, 11, 10), Interval(10, Unit.WORKING_DAYS), date(2026, 11, 24)),
        (date(2026, 12, 18), Interval(5, Unit.WORKING_DAYS), date(2026, 12, 29)),
        (date(2026, 11, 13), Interval(6, Unit.WEEKS), date(2026, 12, 29)),
        (date(2026, 8, 31), Interval(6, Unit.MONTHS), date(2027, 3, 1)),
    ],
)
def test_an_interval_ends_on_a_day_that_is_worked(
    since: date, interval: Interval, until: date
) -> None:
    assert find_good_until(since, interval, CALENDAR) == until


@given(since=DAYS, interval=INTERVALS)
def test_a_confirmation_holds_until_its_last_day_and_not_a_day_longer(
    since: date, interval: Interval
) -> None:
    word = Word(Status.READY, "A. Person", since)
    until = find_good_until(since, interval, CALENDAR)
    assert until > since
    assert CALENDAR.is_working_day(until)
    on_the_day = judge_word(word, interval, CALENDAR, until)
    assert (on_the_day.status, on_the_day.days_over) == (Status.READY, 0)
    after = judge_word(word, interval, CALENDAR, until + timedelta(days=1))
    assert (after.status, after.days_over) == (Status.NOT_CONFIRMED, 1)


@given(since=DAYS, interval=INTERVALS, days=some.integers(0, 900))
def test_time_alone_never_makes_a_thing_readier(since: date, interval: Interval, days: int) -> None:
    word = Word(Status.READY, "A. Person", since)
    now = judge_word(word, interval, CALENDAR, since + timedelta(days=days))
    later = judge_word(word, interval, CALENDAR, since + timedelta(days=days + 1))
    assert now.is_ready or not later.is_ready
    assert later.days_over >= now.days_over


def test_what_nobody_confirmed_says_so() -> None:
    found = judge_word(None, FIVE_WEEKS, CALENDAR, TODAY)
    assert (found.status, found.reason) == (
        Status.NOT_CONFIRMED,
        "Nobody has confirmed this yet.",
    )
    assert not found.is_out_of_date


def test_trouble_stays_trouble_when_it_grows_old_and_is_out_of_date_besides() -> None:
    word = Word(Status.NOT_READY, "A. Person", date(2026, 9, 1), "No rooms")
    found = judge_word(word, FIVE_WEEKS, CALENDAR, TODAY)
    assert found.status is Status.NOT_READY
    assert found.reason == (
        "A. Person looked at this on 1 September 2026. No rooms. "
        "It was to be looked at again by 6 October 2026: 49 days over."
    )
    assert found.is_out_of_date


@pytest.mark.parametrize(
    ("status", "until"),
    [(Status.READY, date(2027, 2, 1)), (Status.NEEDS_ATTENTION, date(2026, 11, 27))],
)
def test_what_is_not_ready_is_looked_at_again_sooner(status: Status, until: date) -> None:
    word = Word(status, "A. Person", date(2026, 10, 30), "No rooms")
    four, three = Interval(4, Unit.WEEKS), Interval(3, Unit.MONTHS)
    assert judge_word(word, three, CALENDAR, TODAY, four).good_until == until
    shorter = judge_word(word, Interval(1, Unit.WEEKS), CALENDAR, TODAY, four)
    assert shorter.good_until == date(2026, 11, 6)


def test_a_list_is_ready_when_it_is_fresh_and_signed_even_with_errors_its_owner_knew() -> None:
    facts = ListFacts(date(2026, 11, 18), 3, 9, "A. Person", date(2026, 11, 19))
    found = judge_list(facts, FIVE_WEEKS, CALENDAR, TODAY)
    assert found.status is Status.READY
    assert found.reason == (
        "Extract as at 18 November 2026, 3 errors, 6 fewer than the time before. "
        "Signed by A. Person on 19 November 2026."
    )
    assert (found.seen_on, found.good_until) == (date(2026, 11, 18), date(2026, 12, 23))


@pytest.mark.parametrize(
    ("errors", "before", "words"),
    [
        (0, None, "no error."),
        (0, 0, "no error."),
        (2, 2, "2 errors, as many as the time before."),
        (4, 1, "4 errors, 3 more than the time before."),
        (0, 1200, "no error, 1,200 fewer than the time before."),
    ],
)
def test_the_errors_of_a_list_are_told_with_their_trend(
    errors: int, before: int | None, words: str
) -> None:
    facts = ListFacts(date(2026, 11, 18), errors, before, None, None)
    found = judge_list(facts, FIVE_WEEKS, CALENDAR, TODAY)
    assert found.status is Status.NEEDS_ATTENTION
    assert f"18 November 2026, {words} It is not signed." in found.reason


def test_a_signed_list_that_is_too_old_needs_attention_by_so_many_days() -> None:
    facts = ListFacts(date(2026, 10, 1), 0, 0, "A. Person", date(2026, 10, 2))
    found = judge_list(facts, FIVE_WEEKS, CALENDAR, TODAY)
    assert (found.status, found.days_over) == (Status.NEEDS_ATTENTION, 19)
    assert "to be made again by 5 November 2026: 19 days over" in found.reason


def test_a_list_nobody_uploaded_is_not_ready() -> None:
    assert judge_list(None, FIVE_WEEKS, CALENDAR, TODAY).status is Status.NOT_READY


@pytest.mark.parametrize(
    ("facts", "status", "words"),
    [
        (None, Status.NOT_READY, "No version has been added yet."),
        (DocumentFacts(3, date(2026, 11, 1), True, "A. Person"), Status.READY,
         "Version 3, as at 1 November 2026: 23 days old, at most 1 month. Approved by A. Person."),
        (DocumentFacts(1, date(2026, 11, 1), False, ""), Status.NEEDS_ATTENTION,
         "It is not approved."),
        (DocumentFacts(12, date(2026, 10, 1), True, "A. Person"), Status.NEEDS_ATTENTION,
         "1 month 23 days old, at most 1 month"),
    ],
)  # fmt: skip
def test_a_document_stands_as_the_library_judges_it(
    facts: DocumentFacts | None, status: Status, words: str
) -> None:
    found = judge_document(facts, 1, TODAY)
    assert found.status is status
    assert words in found.reason
    assert found.is_out_of_date == (facts is not None and facts.as_at < date(2026, 10, 24))


def test_posts_without_somebody_are_named() -> None:
    assert judge_missing([], "a deputy", Status.NEEDS_ATTENTION).is_ready
    found = judge_missing(["IT Lead", "Legal Lead"], "a deputy", Status.NEEDS_ATTENTION)
    assert found.reason == "IT Lead and Legal Lead do not have a deputy."
    one = judge_missing(["IT Lead"], "a holder", Status.NOT_READY)
    assert (one.status, one.reason) == (Status.NOT_READY, "IT Lead does not have a holder.")


def test_cover_names_the_day_and_the_posts_where_nobody_is_there() -> None:
    days = date(2026, 11, 30), date(2026, 12, 7)
    assert judge_cover([(day, []) for day in days]).reason == (
        "Somebody is there in every post on 30 November 2026 and 7 December 2026."
    )
    found = judge_cover([(days[0], []), (days[1], ["IT Lead"])])
    assert found.status is Status.NOT_READY
    assert found.reason == "On 7 December 2026 nobody is there as IT Lead."


def test_a_trial_run_counts_for_its_interval() -> None:
    year = Interval(12, Unit.MONTHS)
    assert judge_trial(None, year, CALENDAR, TODAY).status is Status.NOT_READY
    assert judge_trial(date(2026, 10, 5), year, CALENDAR, TODAY).is_ready
    old = judge_trial(date(2025, 9, 1), year, CALENDAR, TODAY)
    assert (old.status, old.days_over) == (Status.NEEDS_ATTENTION, 84)


def test_intervals_read_as_people_say_them() -> None:
    assert spell_interval(Interval(1, Unit.MONTHS)) == "1 month"
    assert spell_interval(Interval(10, Unit.WORKING_DAYS)) == "10 working days"


@pytest.mark.parametrize(
    ("errors", "signed_by", "day", "lacks_word"),
    [
        (0, None, date(2026, 11, 24), True),
        (3, None, date(2026, 11, 24), False),
        (0, "Sam", date(2026, 11, 24), False),
        (0, None, date(2027, 1, 24), False),
    ],
)
def test_a_fresh_list_without_errors_only_needs_to_be_signed(
    errors: int, signed_by: str | None, day: date, lacks_word: bool
) -> None:
    facts = ListFacts(date(2026, 11, 18), errors, None, signed_by, date(2026, 11, 19))
    assert judge_list(facts, Interval(5, Unit.WEEKS), CALENDAR, day).lacks_word is lacks_word


def test_a_fresh_document_only_needs_to_be_approved() -> None:
    fresh, day = DocumentFacts(1, date(2026, 11, 1), False, ""), date(2026, 11, 24)
    assert judge_document(fresh, 6, day).lacks_word
    assert not judge_document(fresh, 6, date(2027, 11, 24)).lacks_word
    assert not judge_document(None, 6, day).lacks_word
