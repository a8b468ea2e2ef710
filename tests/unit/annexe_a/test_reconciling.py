"""Lists beside the scorecard: what differs, what cannot be said, and the sentence of it all."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from readiness.annexe_a.reading import read_lists
from readiness.annexe_a.reconciling import (
    Children,
    Line,
    ListAt,
    Reconciled,
    State,
    choose_month,
    reconcile,
    spell_gap,
)
from readiness.annexe_a.reported import Figure
from readiness.annexe_a.rules.names import (
    ASSESS_END,
    ASSESS_START,
    ID,
    PLAN_START,
    PLAN_VISIT,
)
from readiness.checklists.folder import checklists_folder
from readiness.checklists.reconciliation import Reconciliation, Span, load_reconciliation
from readiness.office.sheets import Cell
from tests.support.annexe_a import DAY, EDITION, sheet_of

OCTOBER = date(2026, 10, 1)
ALL = load_reconciliation(checklists_folder())


def known(*refs: str, **changes: Any) -> Reconciliation:
    chosen = [one for one in ALL.figures if one.ref in refs]
    return Reconciliation(tuple(replace(one, **changes) for one in chosen), ())


def plans(*children: str, **row: Cell) -> dict[int, ListAt]:
    start: dict[str, Cell] = {PLAN_START: DAY - timedelta(days=99), PLAN_VISIT: DAY}
    rows = [start | row | {ID: child} for child in children]
    return lists(7, *rows)


def lists(number: int, *rows: dict[str, Cell]) -> dict[int, ListAt]:
    frame = read_lists([sheet_of(number, *rows)], EDITION).frames[number]
    return {number: ListAt(frame, DAY)}


def hold(
    here: dict[int, ListAt], *figures: Figure, of: Reconciliation, month: date = OCTOBER
) -> Reconciled:
    return reconcile(here, {one.ref: one for one in figures}, month, of)


def test_a_count_agrees_differs_or_is_within_its_tolerance() -> None:
    here, wide = plans("C1", "C2"), known("1.3", tolerance=1)
    assert [hold(here, Figure("1.3", count), of=wide).lines[0].state for count in (2, 3, 4, 0)] == [
        State.AGREES,
        State.WITHIN_TOLERANCE,
        State.DIFFERS,
        State.DIFFERS,
    ]
    assert hold(here, Figure("1.3", 4), of=wide).lines[0].difference == -2


def test_a_share_is_two_numbers_and_each_is_held_by_itself() -> None:
    found = hold(plans("C1", "C2"), Figure("4.7.2", 1, 2), of=known("4.7.2"))
    assert [(one.part, one.listed, one.reported) for one in found.lines] == [
        ("numerator", 2, 1),
        ("denominator", 2, 2),
    ]
    assert found.sentence == "1 of 2 figures for October 2026 differs from the lists."


def test_the_same_number_of_other_children_is_told_apart() -> None:
    reported = Figure("1.3", 2, None, frozenset({"C2", "C9"}))
    found = hold(plans("C1", "C2"), reported, of=known("1.3"))
    line = found.lines[0]
    assert line.children == Children(frozenset({"C1"}), frozenset({"C9"}))
    assert (line.only_listed, line.only_reported) == (1, 1)
    assert found.in_counts.lines[0].children is None
    assert line.state is State.CHILDREN_DIFFER
    assert found.sentence == (
        "1 of 1 figure for October 2026 agrees with the lists. The children behind one figure that "
        "agrees are not the same ones."
    )


def test_children_are_not_compared_where_nobody_named_them() -> None:
    line = hold(plans("C1"), Figure("1.3", 1), of=known("1.3")).lines[0]
    assert (line.children, line.differing) == (None, 0)


def test_what_is_not_reported_and_what_list_is_not_here_count_for_nothing() -> None:
    found = hold(plans("C1"), Figure("1.4", 1), of=known("1.3", "1.4"))
    assert [line.state for line in found.lines] == [State.NOT_REPORTED, State.NOT_COMPARABLE]
    assert found.lines[1].because == "List 8 is not here."
    assert found.sentence == "0 figures for October 2026 can be held against the lists."


@pytest.mark.parametrize(
    ("span", "month", "because"),
    [
        (Span.MONTH, OCTOBER, ""),
        (Span.MONTH, date(2026, 5, 1), "The figure counts from Friday 1 May 2026, the list from"),
        (
            Span.MONTH,
            date(2026, 11, 1),
            "The figure counts to Monday 30 November 2026, the list to",
        ),
        (
            Span.YEAR_TO_DATE,
            OCTOBER,
            "The figure counts from Wednesday 1 April 2026, the list from",
        ),
        (Span.YEAR_TO_DATE, date(2026, 2, 1), "The figure counts from Tuesday 1 April 2025"),
        (Span.SIX_MONTHS, OCTOBER, ""),
    ],
)
def test_events_are_held_only_where_the_list_reaches_over_their_time(
    span: Span, month: date, because: str
) -> None:
    here = lists(4, {ID: "C1", ASSESS_START: date(2026, 10, 1), ASSESS_END: date(2026, 10, 9)})
    of = known("2.10a", span=span)
    line = hold(here, Figure("2.10a", 1, 1), of=of, month=month).lines[0]
    assert line.because.startswith(because)
    assert line.state is (State.NOT_COMPARABLE if because else State.AGREES)


def test_the_sentence_begins_with_a_figure() -> None:
    agreed, differing = ALL.figures[0], ALL.figures[1]
    same = Line(agreed, "count", 5, 5)
    assert Reconciled(OCTOBER, (same, same)).sentence == (
        "2 of 2 figures for October 2026 agree with the lists."
    )
    two = Reconciled(
        OCTOBER, (same, Line(differing, "count", 5, 9), Line(differing, "count", 5, 2))
    )
    assert two.sentence == "2 of 3 figures for October 2026 differ from the lists."
    assert two.pressing_first[0].spec is differing
    assert Reconciled(None, ()).sentence.startswith("0 figures are reported")


def test_the_month_is_the_latest_that_had_begun_when_the_lists_were_taken() -> None:
    months = [date(2026, month, 1) for month in (9, 10, 12)]
    assert choose_month(months, date(2026, 11, 25)) == OCTOBER
    assert choose_month(months, date(2026, 1, 1)) == date(2026, 9, 1)
    assert choose_month([], DAY) is None


def test_the_days_between_the_lists_and_the_end_of_the_month_are_said() -> None:
    assert spell_gap(OCTOBER, date(2026, 11, 25)) == "25 days after the end of the month"
    assert spell_gap(OCTOBER, date(2026, 10, 30)) == "1 day before the end of the month"
    assert spell_gap(OCTOBER, date(2026, 10, 31)) == ""


@pytest.mark.parametrize(
    ("as_at", "where"),
    [
        (date(2026, 12, 31), ""),
        (date(2027, 1, 1), "more than two months before the day of the lists"),
        (date(2026, 8, 1), ""),
        (date(2026, 7, 31), "more than two months after the day of the lists"),
        (None, ""),
    ],
)
def test_figures_of_a_time_far_from_the_lists_are_compared_with_a_caution(
    as_at: date | None, where: str
) -> None:
    [spec] = known("1.3").figures
    said = Reconciled(OCTOBER, (Line(spec, "count", 3, 5),), as_at).sentence
    assert said.startswith("1 of 1 figure for October 2026 differs from the lists.")
    assert (
        said.endswith(f"{where}, so differences may be no errors.") if where else "than" not in said
    )
