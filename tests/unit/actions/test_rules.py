"""How urgent an action is, and the sentence that says how many are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.actions.rules import (
    AGE_WORDS,
    SOURCE_WORDS,
    STATE_WORDS,
    ActionState,
    Age,
    Source,
    Standing,
    Urgency,
    begin_age,
    judge_urgency,
    spell_age,
    spell_answer,
    spell_due,
)

TODAY = date(2026, 11, 24)
OPEN, WAITS, CLOSED = ActionState.OPEN, ActionState.AWAITING_CONFIRMATION, ActionState.CLOSED


def due(days: int, state: ActionState = OPEN) -> Standing:
    return Standing(state, TODAY + timedelta(days=days))


@pytest.mark.parametrize(
    ("days", "urgency", "words"),
    [
        (-2, Urgency.OVERDUE, "2 days overdue"),
        (-1, Urgency.OVERDUE, "1 day overdue"),
        (0, Urgency.DUE_SOON, "due today"),
        (1, Urgency.DUE_SOON, "due tomorrow"),
        (7, Urgency.DUE_SOON, "due in 7 days"),
        (8, Urgency.LATER, "due in 8 days"),
    ],
)
def test_an_open_action_is_as_urgent_as_its_due_date(
    days: int, urgency: Urgency, words: str
) -> None:
    assert judge_urgency(due(days), TODAY) is urgency
    assert spell_due(due(days), TODAY) == words


@pytest.mark.parametrize(
    ("there", "words"),
    [
        ({7: TODAY + timedelta(days=2)}, "2 days overdue by the clock of its trial run"),
        ({7: TODAY, 8: TODAY + timedelta(days=9)}, "due today by the clock of its trial run"),
        ({7: TODAY - timedelta(days=300)}, "due in 300 days by the clock of its trial run"),
        ({}, "by the clock of its trial run"),
    ],
)
def test_an_action_of_a_trial_run_is_late_by_the_clock_of_that_and_never_in_earnest(
    there: dict[int, date], words: str
) -> None:
    agreed = Standing(OPEN, TODAY, trial_id=7)
    assert spell_due(agreed, TODAY + timedelta(days=400), there) == words
    assert judge_urgency(agreed, TODAY + timedelta(days=400)) is Urgency.LATER
    assert spell_due(Standing(CLOSED, TODAY, trial_id=7), TODAY, there) == ""


def test_what_waits_for_confirmation_can_be_overdue() -> None:
    assert judge_urgency(due(-1, WAITS), TODAY) is Urgency.OVERDUE


def test_of_what_waits_for_confirmation_it_is_said_since_when_and_not_how_late() -> None:
    reported = Standing(WAITS, TODAY - timedelta(days=1), reported_on=date(2026, 11, 5))
    assert spell_due(reported, TODAY) == "waits to be confirmed since 5 November 2026"
    assert spell_due(due(-1, WAITS), TODAY) == "waits to be confirmed"


@given(st.integers(-900, 900), st.sampled_from([CLOSED, ActionState.NOT_NEEDED]))
def test_what_has_ended_is_never_late(days: int, state: ActionState) -> None:
    assert judge_urgency(due(days, state), TODAY) is Urgency.ENDED
    assert spell_due(due(days, state), TODAY) == ""


@pytest.mark.parametrize(
    ("standings", "sentence"),
    [
        ([], "No action is open."),
        ([due(-9, CLOSED)], "No action is open."),
        ([due(3)], "1 action is open: none is overdue."),
        (
            [due(3), due(-1), due(-2), due(1, WAITS)],
            "4 actions are open: 2 are overdue, 1 waits for confirmation.",
        ),
        ([due(-1), due(9, WAITS), due(9, WAITS)], "3 actions are open: 1 is overdue, 2 wait"),
    ],
)
def test_the_page_opens_with_how_many_are_late(standings: list[Standing], sentence: str) -> None:
    assert spell_answer(standings, TODAY).startswith(sentence)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "1 day ago"),
        (20, "20 days ago"),
        (21, "3 weeks ago"),
        (119, "17 weeks ago"),
        (120, "3 months ago"),
        (729, "23 months ago"),
        (1577, "4 years ago"),
    ],
)
def test_an_age_is_said_in_days_weeks_and_months(days: int, words: str) -> None:
    assert spell_age(TODAY - timedelta(days=days), TODAY) == words


def test_an_age_is_counted_in_calendar_months() -> None:
    assert begin_age(Age.MONTH, date(2026, 3, 31)) == date(2026, 2, 28)
    assert begin_age(Age.QUARTER, TODAY) == date(2026, 8, 24)
    assert begin_age(Age.HALF_YEAR, TODAY) == date(2026, 5, 24)


def test_every_source_and_state_has_words() -> None:
    assert set(SOURCE_WORDS) == set(Source)
    assert set(STATE_WORDS) == set(ActionState)
    assert set(AGE_WORDS) == set(Age)
