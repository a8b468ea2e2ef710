"""What counts as new since somebody last looked."""

from datetime import UTC, datetime, timedelta

from readiness.today.looking import ONE_VISIT, Look, look_again

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_at_the_first_look_nothing_is_known_of_an_earlier_one() -> None:
    assert look_again(None, NOON) == Look(None, NOON)


def test_within_a_visit_what_is_new_stays_new() -> None:
    before = Look(NOON - timedelta(days=1), NOON)
    assert look_again(before, NOON + MINUTE) == Look(before.since, NOON + MINUTE)


def test_a_later_visit_counts_from_the_last_look_of_the_one_before() -> None:
    later = NOON + ONE_VISIT
    assert look_again(Look(NOON - timedelta(days=1), NOON), later) == Look(NOON, later)
