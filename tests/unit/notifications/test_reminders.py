"""Nothing owed is lost and nothing is doubled, whatever the clock, the owners and the tasks do."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.checklists.folder import checklists_folder
from readiness.checklists.reminders import DigestSpec, load_reminders
from readiness.inspections.calendar import working_calendar
from readiness.london import LONDON
from readiness.notifications import sources
from readiness.notifications.rules.hours import MondayToFriday, WorkingTime
from readiness.notifications.rules.reminders import (
    Chain,
    Due,
    Key,
    Owed,
    decide_owed,
    find_digest,
    summarise,
)

RULES = load_reminders(checklists_folder()).rules
TIME = WorkingTime(time(8), time(18), MondayToFriday())
START = datetime(2026, 10, 23, 9, tzinfo=UTC)
"""The Friday before the clocks go back."""
CHAIN = Chain(1, 2, 3, 4)


def make_due(number: int = 1, due_at: datetime = START, chain: Chain = CHAIN) -> Due:
    return Due("task", number, f"Task {number}", due_at, "/", chain, is_pressing=True)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def told(dues: list[Due], now: datetime, noted: set[Key] | None = None) -> list[tuple[str, int]]:
    owed = decide_owed(dues, RULES, noted or set(), now, TIME)
    return [(each.key.rule, each.key.recipient) for each in owed]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-30 12:59", []),
        ("2026-11-30 13:00", [("due-soon", 1)]),
        ("2026-11-30 15:00", [("due-soon", 1), ("due-now", 1)]),
        ("2026-11-30 15:30", [("due-soon", 1), ("due-now", 1), ("late-deputy", 2)]),
        ("2026-11-30 16:00", [("due-soon", 1), ("due-now", 1), ("late-deputy", 2),
                              ("late-head-of-service", 3)]),
        ("2026-11-30 17:00", [("due-soon", 1), ("due-now", 1), ("late-deputy", 2),
                              ("late-head-of-service", 3), ("late-director", 4)]),
    ],
)  # fmt: skip
def test_a_late_task_climbs_from_its_owner_to_the_director(
    now: str, expected: list[tuple[str, int]]
) -> None:
    assert told([make_due(due_at=london("2026-11-30 15:00"))], london(now)) == expected


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        (Chain(None, 2, 3, 4), [2, 2, 3, 4]),
        (Chain(None, None, None, 4), [4, 4]),
        (Chain(), []),
        (Chain(1, None, None, 1), [1, 1]),
        (Chain(1, 2, 2, 4), [1, 1, 2, 4]),
        (Chain(3, 2, 3, 4), [3, 3, 2, 4]),
    ],
)
def test_a_task_without_an_owner_is_told_upwards_and_nobody_is_told_over_themselves(
    chain: Chain, expected: list[int]
) -> None:
    found = told([make_due(chain=chain)], START + timedelta(days=9))
    assert [person for _rule, person in found] == expected


def test_a_new_due_time_is_owed_its_own_reminders_and_going_back_to_the_old_one_is_not() -> None:
    old, new = make_due(), make_due(due_at=START + timedelta(days=3))
    noted = {owed.key for owed in decide_owed([old], RULES, set(), START, TIME)}
    later = START + timedelta(days=3)
    assert told([new], later, noted) == [("due-soon", 1), ("due-now", 1)]
    assert told([old], START, noted) == []


def test_what_is_not_pressing_is_left_to_the_digests() -> None:
    assert told([replace(make_due(), is_pressing=False)], START + timedelta(days=9)) == []


@dataclass
class World:
    """A council whose tasks, owners and clock change, and a ledger that only grows."""

    dues: dict[int, Due]
    ledger: dict[Key, Owed]

    def tick(self, now: datetime) -> None:
        for owed in decide_owed(self.dues.values(), RULES, self.ledger, now, TIME):
            assert owed.key not in self.ledger, "doubled"
            assert owed.since <= now, "too early"
            self.ledger[owed.key] = owed


_minutes = st.integers(0, 6 * 24 * 60).map(lambda m: START + timedelta(minutes=m))
_numbers = st.integers(1, 6)
_change = st.one_of(
    st.tuples(st.just("tick"), _minutes),
    st.tuples(st.just("add"), _numbers, _minutes),
    st.tuples(st.just("finish"), _numbers),
    st.tuples(st.just("hand over"), _numbers, st.integers(5, 9)),
    st.tuples(st.just("jump"), st.integers(-2, 2)),
)


@given(st.lists(_change, max_size=25))
@settings(max_examples=150, deadline=None)
def test_whatever_happens_in_between_each_reminder_is_noted_once_and_none_is_missing(
    changes: list[tuple[str, object]],
) -> None:
    """Ticks come in any order of time: an outage, a clock put forward, a clock put back."""
    world, skew = World({}, {}), timedelta()
    for kind, *given_values in changes:
        match kind, *given_values:
            case "tick", datetime() as now:
                world.tick(now + skew)
            case "add", int() as number, datetime() as due_at:
                world.dues[number] = make_due(number, due_at)
            case "finish", int() as number:
                world.dues.pop(number, None)
            case "hand over", int() as number, int() as taker if number in world.dues:
                chain = replace(CHAIN, owner=taker)
                world.dues[number] = replace(world.dues[number], chain=chain)
            case "jump", int() as days:
                skew = timedelta(days=days)
    end = START + timedelta(days=9)
    world.tick(end)
    expected = {
        Key("task", due.id, rule.key, due.version, person)
        for due in world.dues.values()
        for rule in RULES
        if TIME.shift(due.due_at, rule.minutes) <= end
        if (person := due.chain.find(rule.to)) is not None
    }
    assert expected <= set(world.ledger)
    world.tick(end)
    world.tick(end + timedelta(minutes=1))


@pytest.mark.parametrize("night", ["2026-10-24 22:00", "2027-03-27 22:00"])
def test_through_a_clock_change_each_minute_owes_what_the_night_at_once_would_owe(
    night: str,
) -> None:
    begin = london(night).astimezone(UTC)
    dues = [make_due(n, begin + timedelta(minutes=20 * n)) for n in range(30)]
    world, once = World({due.id: due for due in dues}, {}), World({}, {})
    for minute in range(3 * 24 * 60 // 10):
        world.tick(begin + timedelta(minutes=10 * minute))
    once.dues = world.dues
    once.tick(begin + timedelta(days=3))
    assert set(world.ledger) == set(once.ledger)
    assert len(world.ledger) == 30 * len(RULES)


DAILY = DigestSpec("morning", "owner", None, time(8), 3)
WEEKLY = DigestSpec("weekly", "director", 2, time(8), 5)


@pytest.mark.parametrize(
    ("spec", "now", "slot"),
    [
        (DAILY, "2026-11-30 07:59", "2026-11-27 08:00"),
        (DAILY, "2026-11-30 08:00", "2026-11-30 08:00"),
        (DAILY, "2026-11-29 12:00", "2026-11-27 08:00"),
        (DAILY, "2027-01-01 12:00", "2026-12-31 08:00"),
        (DAILY, "2027-03-29 12:00", "2027-03-25 08:00"),
        (DAILY, "2026-10-25 12:00", "2026-10-23 08:00"),
        (DAILY, "2026-10-26 08:00", "2026-10-26 08:00"),
        (DAILY, "2027-03-30 08:00", "2027-03-30 08:00"),
        (WEEKLY, "2026-12-02 07:59", "2026-11-25 08:00"),
        (WEEKLY, "2026-12-02 08:00", "2026-12-02 08:00"),
        (WEEKLY, "2026-12-08 08:00", "2026-12-02 08:00"),
        (replace(WEEKLY, weekday=4), "2026-12-31 07:59", "2026-12-24 08:00"),
        (replace(WEEKLY, weekday=4), "2026-12-31 08:00", "2026-12-31 08:00"),
        (replace(WEEKLY, weekday=4), "2027-01-01 12:00", "2026-12-31 08:00"),
        (replace(WEEKLY, weekday=0), "2027-03-29 12:00", "2027-03-25 08:00"),
    ],
)
def test_a_digest_goes_out_on_working_days_over_holidays_and_clock_changes(
    spec: DigestSpec, now: str, slot: str
) -> None:
    days = working_calendar()
    found = find_digest(spec, london(now), days)
    assert found is not None
    assert found.at == london(slot)


BEFORE_MEETING = replace(WEEKLY, before_meeting=True)


@pytest.mark.parametrize(
    ("now", "slot", "version"),
    [
        ("2026-12-01 07:59", "2026-11-25 08:00", "week-2026-11-23"),
        ("2026-12-01 08:00", "2026-12-02 08:00", "week-2026-11-30"),
        ("2026-12-10 12:00", "2026-12-09 08:00", "week-2026-12-07"),
        ("2026-12-17 12:00", "2026-12-11 08:00", "week-2026-12-14"),
        ("2027-01-01 12:00", "2026-12-31 08:00", "week-2026-12-28"),
        ("2027-03-31 12:00", "2027-03-30 08:00", "week-2027-03-29"),
        ("2027-04-05 12:00", "2027-03-30 08:00", "week-2027-03-29"),
    ],
)
def test_a_weekly_digest_goes_out_on_the_working_day_before_the_meeting(
    now: str, slot: str, version: str
) -> None:
    """Thursdays; one moved to a Monday; the New Year; Easter; none before the series begins."""

    def find_meeting(monday: date) -> date | None:
        if monday < date(2026, 11, 30):
            return None
        thursday = monday + timedelta(days=3)
        moved = {date(2026, 12, 17): date(2026, 12, 14), date(2026, 12, 31): date(2027, 1, 4)}
        moved[date(2027, 4, 1)] = date(2027, 3, 31)
        return moved.get(thursday, thursday)

    days = working_calendar()
    found = find_digest(BEFORE_MEETING, london(now), days, find_meeting)
    assert found is not None
    if london(now) >= london(slot):
        assert (found.at, found.version) == (london(slot), version)
    else:
        assert found.version == "week-2026-11-23"


def test_a_digest_says_what_is_late_due_today_and_due_soon() -> None:
    now = london("2026-11-30 08:00")
    at = ("2026-11-27 12:00", "2026-11-30 12:00", "2026-12-03 12:00", "2026-12-04 12:00")
    dues = [replace(make_due(n, london(each)), is_pressing=False) for n, each in enumerate(at)]
    others = replace(dues[0], id=9, chain=Chain(7, 1, 1, 1))
    found = summarise(DAILY, 1, [*dues, others], now, MondayToFriday())
    assert (found.late, found.today, found.ahead) == ((dues[0],), (dues[1],), (dues[2],))
    assert found.last_day == date(2026, 12, 3)
    everybody = summarise(WEEKLY, 4, [*dues, others], now, MondayToFriday())
    assert everybody.late == (dues[0], others)
    assert summarise(DAILY, 8, dues, now, MondayToFriday()).is_empty


def test_of_the_same_day_actions_stand_before_what_is_due_on_every_day() -> None:
    now = london("2026-12-01 08:00")
    due = replace(make_due(7, london("2026-12-01 23:59")), is_pressing=False)
    kinds = (("standing", 2), ("lists", 1), ("action", 7), ("documents", 3))
    dues = [replace(due, kind=kind, id=number) for kind, number in kinds]
    found = summarise(DAILY, 1, dues, now, MondayToFriday())
    assert [due.kind for due in found.today] == ["action", "documents", "lists", "standing"]


def test_what_the_minute_tells_of_is_in_a_digest_only_when_late_since_yesterday() -> None:
    now = london("2026-11-30 12:00")
    late_today, late_before = (
        make_due(n, london(at)) for n, at in enumerate(("2026-11-30 09:00", "2026-11-29 23:59"))
    )
    found = summarise(DAILY, 1, [late_today, late_before], now, MondayToFriday())
    assert (found.late, found.today) == ((late_before,), ())


def test_a_source_that_fails_stops_no_other_ones_reminders(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(_now: datetime) -> list[Due]:
        raise KeyError("a post")

    monkeypatch.setattr(sources, "_sources", [fails, lambda _now: [make_due()]])
    skipped: list[Exception] = []
    assert sources.list_dues(START, skipped.append) == [make_due()]
    assert [type(error) for error in skipped] == [KeyError]
    with pytest.raises(KeyError):
        sources.list_dues(START)
