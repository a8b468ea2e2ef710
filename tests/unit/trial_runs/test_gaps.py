"""How far a gap is, how long it is open, and what the page says of all of them."""

from datetime import date

import pytest

from readiness.actions.rules import ActionState
from readiness.trial_runs.rules.gaps import GapState, Severity, judge_gap, spell_age, spell_gaps

DAY = date(2026, 10, 5)
OPEN, WAITS, CLOSED, DROPPED = (
    ActionState.OPEN,
    ActionState.AWAITING_CONFIRMATION,
    ActionState.CLOSED,
    ActionState.NOT_NEEDED,
)


@pytest.mark.parametrize(
    ("actions", "state"),
    [
        ([], GapState.NO_ACTION),
        ([DROPPED], GapState.NO_ACTION),
        ([OPEN, CLOSED], GapState.ACTION_AGREED),
        ([WAITS, CLOSED], GapState.AWAITING_CONFIRMATION),
        ([CLOSED, DROPPED], GapState.CLOSED),
    ],
)
def test_a_gap_is_as_far_as_the_action_that_is_least_far(
    actions: list[ActionState], state: GapState
) -> None:
    assert judge_gap(actions, is_accepted=False) is state
    assert judge_gap(actions, is_accepted=True) is GapState.ACCEPTED


@pytest.mark.parametrize(
    ("today", "ended", "words"),
    [
        (DAY, None, "open since today"),
        (date(2026, 10, 6), None, "open 1 day"),
        (date(2026, 10, 25), None, "open 20 days"),
        (date(2026, 10, 26), None, "open 3 weeks"),
        (date(2027, 1, 1), date(2026, 10, 15), "was open 10 days"),
        (date(2027, 1, 1), DAY, "ended the same day"),
    ],
)
def test_the_age_of_a_gap_is_in_words(today: date, ended: date | None, words: str) -> None:
    assert spell_age(DAY, today, ended) == words


@pytest.mark.parametrize(
    ("judged", "sentence"),
    [
        ([], "No gap was recorded yet."),
        ([(Severity.SERIOUS, GapState.CLOSED)], "The gap is closed or accepted."),
        ([(Severity.MINOR, GapState.ACCEPTED)] * 3, "All 3 gaps are closed or accepted."),
        ([(Severity.MINOR, GapState.ACTION_AGREED)], "1 of 1 gap is open: none is serious."),
        (
            [(Severity.SERIOUS, GapState.NO_ACTION)] * 2 + [(Severity.MINOR, GapState.CLOSED)],
            "2 of 3 gaps are open: 2 are serious, 2 have no action yet.",
        ),
    ],
)
def test_the_gaps_are_told_in_one_sentence(
    judged: list[tuple[Severity, GapState]], sentence: str
) -> None:
    assert spell_gaps(judged) == sentence
