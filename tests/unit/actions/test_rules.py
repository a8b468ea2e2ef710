"""How urgent an action is, and the sentence that says how many are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.actions.rules import (
    SOURCE_WORDS,
    STATE_WORDS,
    ActionState,
    Source,
    Standing,
    Urgency,
    judge_urgency,
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


def test_what_waits_for_confirmation_can_be_overdue() -> None:
    assert judge_urgency(due(-1, WAITS), TODAY) is Urgency.OVERDUE


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


def test_every_source_and_state_has_words() -> None:
    assert set(SOURCE_WORDS) == set(Source)
    assert set(STATE_WORDS) == set(ActionState)
