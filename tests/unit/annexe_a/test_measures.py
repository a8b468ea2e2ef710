"""What each measure counts of a list, to the day and the working day of its limit."""

from datetime import date, timedelta

import pytest

from readiness.annexe_a.checking import make_context
from readiness.annexe_a.measures import MEASURES, Counted, count_measure, missing_columns
from readiness.annexe_a.reading import read_lists
from readiness.annexe_a.rules import names as n
from readiness.annexe_a.rules.declaring import make_table
from readiness.office.sheets import Cell, Sheet
from tests.support.annexe_a import DAY, EDITION, sheet_of

CONTEXT = make_context(DAY)
Row = dict[str, Cell]


def days(number: int) -> date:
    return DAY - timedelta(days=number)


def count(name: str, *rows: Row, span: tuple[date, date] | None = None) -> Counted:
    measure = MEASURES[name]
    named = [{n.ID: f"C{place}", **row} for place, row in enumerate(rows)]
    frame = read_lists([sheet_of(measure.list, *named)], EDITION).frames[measure.list]
    return count_measure(measure, make_table(frame), CONTEXT, span)


def need(**changes: Cell) -> Row:
    row: Row = {n.NEED_START: days(300), n.STATUS: "c) Child in need plan", n.SEEN: days(5)}
    names = {"status": n.STATUS, "seen": n.SEEN, "ended": n.NEED_END, "id": n.ID}
    return row | {names[key]: value for key, value in changes.items()}


def plan(**changes: Cell) -> Row:
    row: Row = {n.PLAN_START: days(300), n.PLAN_VISIT: days(1)}
    names = {"visit": n.PLAN_VISIT, "ended": n.PLAN_END}
    return row | {names[key]: value for key, value in changes.items()}


def care(**changes: Cell) -> Row:
    row: Row = {n.CARE_START: days(300), n.CARE_VISIT: days(1), n.LEGAL: "C2: FCO"}
    names = {"visit": n.CARE_VISIT, "ended": n.CARE_END, "legal": n.LEGAL}
    return row | {names[key]: value for key, value in changes.items()}


def test_in_need_are_open_cases_with_a_plan_of_need_or_an_assessment() -> None:
    found = count(
        "children_in_need",
        need(),
        need(status="d) Open assessment"),
        need(status="a) Looked after child"),
        need(status="b) Child Protection plan"),
        need(ended=days(3)),
    )
    assert (found.count, found.of, found.children) == (2, None, frozenset({"C0", "C1"}))


def test_a_child_who_is_there_twice_is_counted_once_and_one_without_identifier_too() -> None:
    found = count("children_in_need", need(id="C7"), need(id="C7"), need(id=None))
    assert (found.count, found.children) == (2, frozenset({"C7"}))


def test_those_with_a_plan_of_need_are_a_share_of_all_in_need() -> None:
    found = count("need_planned", need(), need(status="d) Open assessment"))
    assert (found.count, found.of) == (1, 2)


def test_a_visit_to_a_child_in_need_counts_for_four_weeks_and_never_ahead() -> None:
    seen = [need(seen=days(28)), need(seen=days(29)), need(seen=days(-1)), need(seen=None)]
    found = count("need_visited", *seen)
    assert (found.count, found.of, found.children) == (1, 4, frozenset({"C0"}))


def test_a_visit_under_a_protection_plan_counts_for_ten_working_days() -> None:
    # DAY is a Tuesday: ten working days back is the Tuesday two weeks before.
    visits = [plan(visit=days(14)), plan(visit=days(15)), plan(visit=days(-1)), plan(visit=None)]
    found = count("plan_visited", *visits, plan(ended=days(2)))
    assert (found.count, found.of) == (1, 4)
    assert count("protection_plans", *visits, plan(ended=days(2))).count == 4


def test_a_visit_in_care_counts_for_six_weeks_and_short_breaks_are_not_care() -> None:
    rows = [care(visit=days(42)), care(visit=days(43)), care(ended=days(9))]
    rows.append(care(legal="V4: Short term breaks, agreements recorded"))
    assert count("children_in_care", *rows).children == {"C0", "C1"}
    assert (count("care_visited", *rows).count, count("care_visited", *rows).of) == (1, 2)


def test_care_leavers_are_all_of_the_list_and_what_is_blank_is_no_yes() -> None:
    rows: list[Row] = [
        {
            n.IN_TOUCH: "a) Yes",
            n.SUITABLE: "a) Suitable",
            n.ACTIVITY: "F1: Full time in higher education",
        },
        {
            n.IN_TOUCH: "a) Yes",
            n.SUITABLE: "b) Unsuitable",
            n.ACTIVITY: "G5: Not in education, employment or training - other",
        },
        {n.IN_TOUCH: "b) No"},
    ]
    assert count("care_leavers", *rows).count == 3
    shares = ("leavers_in_touch", "leavers_active", "leavers_suitably_housed")
    assert [(count(n, *rows).count, count(n, *rows).of) for n in shares] == [(2, 3), (1, 3), (1, 3)]


def test_assessments_are_counted_by_the_day_of_their_end_within_the_time_asked_for() -> None:
    october = (date(2026, 10, 1), date(2026, 10, 31))
    rows: list[Row] = [
        {n.ASSESS_START: date(2026, 8, 3), n.ASSESS_END: date(2026, 10, 6)},  # 45 working days
        {n.ASSESS_START: date(2026, 8, 3), n.ASSESS_END: date(2026, 10, 7)},
        {n.ASSESS_START: date(2026, 8, 3), n.ASSESS_END: date(2026, 9, 30)},
        {n.ASSESS_START: date(2026, 10, 1)},
    ]
    found = count("assessments_in_time", *rows, span=october)
    assert (found.count, found.of, found.children) == (1, 2, frozenset())
    assert count("assessments_in_time", *rows).of == 3


def test_conferences_are_in_time_fifteen_working_days_after_the_strategy_discussion() -> None:
    rows: list[Row] = [
        {n.ENQUIRY: date(2026, 10, 5), n.CONFERENCE: date(2026, 10, 26)},
        {n.ENQUIRY: date(2026, 10, 5), n.CONFERENCE: date(2026, 10, 27)},
        {n.ENQUIRY: date(2026, 10, 5)},
        {n.ENQUIRY: date(2026, 10, 5), n.CONFERENCE: date(2026, 9, 7)},
    ]
    found = count("conferences_in_time", *rows)
    assert (found.count, found.of) == (1, 3), "one is dated before its enquiry"


@pytest.mark.parametrize("name", list(MEASURES))
def test_a_measure_says_which_column_it_misses_and_finds_nobody_in_an_empty_list(name: str) -> None:
    measure = MEASURES[name]
    assert count(name).count == 0
    bare = Sheet.from_rows(
        f"List_{measure.list}", [["Gender", "Ethnicity"], ["a) Male", "a) WBRI"]]
    )
    table = make_table(read_lists([bare], EDITION).frames[measure.list])
    assert missing_columns(measure, table, CONTEXT)[0] == n.ID
