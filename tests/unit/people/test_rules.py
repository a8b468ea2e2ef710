from datetime import UTC, date, datetime, timedelta

from readiness.people.rules import (
    Away,
    Failures,
    find_owner,
    must_wait,
    name_network,
    people_away,
    session_is_live,
)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_a_task_is_the_holders() -> None:
    assert find_owner(1, 2, frozenset()) == 1


def test_the_deputy_has_it_while_the_holder_is_away() -> None:
    assert find_owner(1, 2, frozenset({1})) == 2


def test_with_both_away_the_holder_keeps_it() -> None:
    assert find_owner(1, 2, frozenset({1, 2})) == 1


def test_a_post_without_a_holder_falls_to_the_deputy() -> None:
    assert find_owner(None, 2, frozenset({2})) == 2


def test_a_post_with_nobody_has_no_owner() -> None:
    assert find_owner(None, None, frozenset()) is None


def test_both_ends_of_an_absence_count() -> None:
    away = [Away(1, date(2026, 11, 24), date(2026, 11, 26))]
    days = [date(2026, 11, n) for n in range(23, 28)]
    assert [bool(people_away(away, day)) for day in days] == [False, True, True, True, False]


def test_the_fifth_failure_of_an_account_from_one_address_makes_it_wait_there() -> None:
    assert [must_wait(Failures(pair=n, account=n, address=n)) for n in (4, 5)] == [False, True]


def test_failures_from_elsewhere_do_not_make_the_owner_wait() -> None:
    assert not must_wait(Failures(pair=0, account=99, address=0))


def test_a_hundred_failures_of_an_account_close_it_to_every_address() -> None:
    assert must_wait(Failures(pair=0, account=100, address=0))


def test_many_failures_from_one_address_make_it_wait() -> None:
    assert [must_wait(Failures(address=n)) for n in (49, 50)] == [False, True]


def test_all_addresses_of_one_household_count_as_one() -> None:
    assert name_network("2001:db8:1:2::5") == name_network("2001:db8:1:2:9::7")
    assert name_network("2001:db8:1:2::5") != name_network("2001:db8:1:3::5")
    assert name_network("::ffff:192.0.2.7") == name_network("192.0.2.7") == "192.0.2.7"
    assert name_network("::1") == "::/64"
    assert name_network("no address") == "no address"


def test_a_session_lives_until_it_expires_ends_or_its_person_is_disabled() -> None:
    later = NOW + timedelta(hours=1)

    def live(expires_at: datetime, ended_at: datetime | None, is_active: bool) -> bool:
        return session_is_live(
            now=NOW, expires_at=expires_at, ended_at=ended_at, is_active=is_active
        )

    assert live(later, None, True)
    assert not live(NOW, None, True)
    assert not live(later, NOW, True)
    assert not live(later, None, False)
