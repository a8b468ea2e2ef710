"""Identifiers, due times and sentences of cases, and of what lead inspectors say."""

from datetime import datetime, time, timedelta

import pytest

from readiness.errors import Refused
from readiness.fieldwork.rules.cases import (
    CheckLine,
    DueRule,
    check_moment,
    count_checks,
    find_check_due,
    find_same_day_due,
    read_identifier,
    spell_count,
    spell_due,
    spell_referred,
    spell_selected,
)
from readiness.fieldwork.rules.talk import PointKind, PointStanding, spell_answer
from readiness.inspections.rules.working_days import Calendar
from readiness.london import LONDON

CALENDAR = Calendar(frozenset())
CLOSES = time(17)
RULE = DueRule("arrival", -1, time(12))
HOUR = timedelta(hours=1)


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """In December 2026, of which the 7th is a Monday."""
    return datetime(2026, 12, day, hour, minute, tzinfo=LONDON)


NOW = at(9, 12)


@pytest.mark.parametrize("typed", ["C100200", " 123456 ", "AB/12-3.4_5", "7"])
def test_a_number_of_the_case_system_is_taken(typed: str) -> None:
    assert read_identifier(typed) == typed.strip()


@pytest.mark.parametrize("typed", ["", "Jo", "Jo Smith", "Jo 12", "1" * 31, "=1+1", "<b>1</b>"])
def test_what_may_be_a_name_is_refused_and_not_repeated(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        read_identifier(typed)
    assert not typed or typed not in refused.value.sentence


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (at(8, 11), at(8, 17)),
        (at(8, 16, 59), at(8, 17)),
        (at(8, 17), at(9, 17)),
        (at(8, 0, 5), at(8, 17)),
        (at(11, 18), at(14, 17)),
        (at(12, 10), at(14, 17)),
    ],
)
def test_a_case_is_due_on_the_day_it_came_or_on_the_next_that_is_worked(
    received: datetime, due: datetime
) -> None:
    assert find_same_day_due(received, CLOSES, CALENDAR) == due


def test_a_check_follows_its_anchor_and_a_late_selection_gets_its_own_day() -> None:
    def due(anchors: dict[str, datetime], added: datetime) -> datetime:
        late = find_same_day_due(added, CLOSES, CALENDAR)
        return find_check_due(RULE, anchors, added, late, CALENDAR)

    assert due({"arrival": at(14)}, at(10)) == at(11, 12)
    assert due({"arrival": at(15)}, at(10)) == at(14, 12)
    assert due({"arrival": at(14)}, at(11, 12)) == at(11, 17)
    assert due({}, at(10)) == at(10, 17)


def line(number: int, key: str, *, done: bool, due: datetime = NOW + HOUR) -> CheckLine:
    counted = {"told": "workers are told", "audit": "audits are back"}[key]
    return CheckLine(number, number, key, key.title(), counted, due, done)


def test_the_count_says_what_is_back_and_what_is_late() -> None:
    lines = [line(n, "audit", done=n > 3, due=NOW - HOUR if n == 1 else NOW) for n in range(1, 13)]
    (count,) = count_checks(lines, NOW)
    assert (count.done, count.total, count.late) == (9, 12, 1)
    assert spell_count(count) == "9 of 12 audits are back; 1 is late."
    early = [line(1, "told", done=False, due=NOW - HOUR), *lines]
    counts = count_checks(early, NOW)
    assert spell_selected(counts, 12, 12) == (
        "9 of 12 audits are back; 1 is late. 1 other check is late."
    )
    assert spell_selected((), 0, 6) == "No case is selected yet. Inspectors may choose up to 6."
    assert spell_selected((), 0, 0) == "In this kind of inspection no case is selected."
    assert spell_selected((), 2, 6) == "2 cases are selected of 6 at most."


@pytest.mark.parametrize(
    ("dues", "total", "said"),
    [
        ([], 0, "No case has been referred back."),
        ([], 1, "1 case has been referred back, and it is closed."),
        ([], 2, "2 cases have been referred back, and all are closed."),
        ([NOW + HOUR], 2, "2 cases have been referred back: 1 is open, the next due in 1 hour."),
        ([NOW - HOUR], 1, "1 case has been referred back: 1 is open, and overdue."),
        ([NOW - HOUR] * 2, 2, "2 cases have been referred back: 2 are open, all overdue."),
        (
            [NOW - HOUR, NOW],
            3,
            "3 cases have been referred back: 2 are open, 1 of them overdue.",
        ),
    ],
)
def test_the_sentence_of_cases_referred_back(dues: list[datetime], total: int, said: str) -> None:
    assert spell_referred(dues, total, NOW) == said


def test_overdue_is_said_in_words() -> None:
    assert spell_due(NOW - timedelta(minutes=40), NOW) == "40 minutes overdue"
    assert spell_due(NOW + HOUR, NOW) == "in 1 hour"


def test_the_lead_inspector_is_told_after_the_case_came_and_not_in_the_future() -> None:
    check_moment(NOW - HOUR, None, NOW)
    check_moment(NOW - HOUR, NOW, NOW)
    check_moment(NOW, NOW - timedelta(seconds=30), NOW)
    for told in (NOW - 2 * HOUR, NOW + HOUR):
        with pytest.raises(Refused):
            check_moment(NOW - HOUR, told, NOW)


def point(kind: PointKind, due: datetime | None = None, *, done: bool = False) -> PointStanding:
    return PointStanding(kind, kind is not PointKind.STRENGTH, due, done)


def test_the_sentence_of_keep_in_touch_notes() -> None:
    concern, theme = PointKind.CONCERN, PointKind.THEME
    said = spell_answer(2, [point(concern, NOW - HOUR), point(theme), point(theme, done=True)], NOW)
    assert said == "2 meetings noted, 1 concern raised: 2 answers are owed, 1 of them late."
    assert spell_answer(1, [point(PointKind.STRENGTH)], NOW) == (
        "1 meeting noted, 0 concerns raised: no answer is owed."
    )
    assert spell_answer(0, [], NOW) == "No keep-in-touch meeting has been noted yet."
