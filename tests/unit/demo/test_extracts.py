"""The invented council's lists: the slides' figures, and each list clean by itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.checklists.annexe_a import ColumnKind, ListSpec, load_edition
from readiness.demo.children import Row, age_on, months_before
from readiness.demo.extracts import (
    ALLOCATED,
    ALLOCATED_ELSEWHERE,
    BENCHMARK_SIZES,
    generate_lists,
)
from readiness.errors import Refused
from tests.support.annexe_a import benchmark_lists
from tests.support.soak import in_full, soak

EDITION = load_edition(Path(__file__).parents[3] / "checklists")
AS_AT = date(2026, 11, 24)
Lists = Mapping[int, Sequence[Row]]
LABELS = {
    (spec.number, column.name): {code.label for code in column.codes}
    for spec in EDITION.lists
    for column in spec.columns
}
# The first date may not come after the second, where both are there.
ORDERS = {
    2: [("Assessment start date", "Assessment completion date")],
    4: [("Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation")],
    5: [
        (
            "Strategy discussion initiating Section 47 Enquiry Start Date",
            "Date of Initial Child Protection Conference",
        )
    ],
    6: [
        ("Date of Birth", "CIN Start Date"),
        ("CIN Start Date", "Date Child Was Last Seen"),
        ("CIN Start Date", "CIN Closure Date"),
        ("Date Child Was Last Seen", "CIN Closure Date"),
    ],
    7: [
        ("Child Protection Plan Start Date", "Date of the Last Statutory Visit"),
        ("Child Protection Plan Start Date", "Date of latest review conference"),
        ("Child Protection Plan Start Date", "Child Protection Plan End Date"),
        ("Date of the Last Statutory Visit", "Child Protection Plan End Date"),
    ],
    8: [
        ("Date of Birth", "Date Started to be Looked After"),
        ("Date Started to be Looked After", "Start date of current legal status"),
        ("Date Started to be Looked After", "Date of Latest Statutory Review"),
        ("Date Started to be Looked After", "Date of Last Social Work Visit"),
        ("Date Started to be Looked After", "Date of Last IRO Visit / Contact to the Child"),
        ("Date Started to be Looked After", "Start Date of Most Recent Placement"),
        ("Date Started to be Looked After", "Date Ceased to be Looked After"),
        ("Start date of current legal status", "Date Ceased to be Looked After"),
        ("Date of Last Social Work Visit", "Date Ceased to be Looked After"),
        ("Date of Birth", "Date of Last Health Assessment"),
        ("Date of Birth", "Date of Last Dental Check"),
    ],
    10: [
        (
            "Date the Child Entered Care",
            "Date of Decision that Child Should be Placed for Adoption",
        ),
        ("Date of Decision that Child Should be Placed for Adoption", "Date of Placement Order"),
        ("Date of Placement Order", "Date of Matching Child and Prospective Adopters"),
        ("Date of Matching Child and Prospective Adopters", "Date Placed for Adoption"),
        ("Date Placed for Adoption", "Date of Adoption Order"),
        (
            "Date of Placement Order",
            "Date of Decision that Child Should No Longer be Placed for Adoption",
        ),
    ],
    11: [
        ("Date enquiry received", "Date Stage 1 started"),
        ("Date Stage 1 started", "Date Stage 1 ended"),
        ("Date Stage 1 ended", "Date Stage 2 started"),
        ("Date Stage 2 started", "Date Stage 2 ended"),
        ("Date Stage 2 ended", "Date adopter matched with child(ren)"),
        ("Date adopter matched with child(ren)", "Date child/children placed with adopter(s)"),
        ("Date child/children placed with adopter(s)", "Date of Adoption Order"),
        ("Date Stage 1 started", "Date of leaving adoption process"),
    ],
}  # fmt: skip


@cache
def lists() -> Lists:
    return generate_lists(AS_AT)


def titles(number: int) -> list[str]:
    return [column.name for column in EDITION.list(number).columns]


def records(number: int, rows: Sequence[Row]) -> list[dict[str, object]]:
    return [dict(zip(titles(number), row, strict=True)) for row in rows]


def find_faults(made: Lists, as_at: date) -> list[str]:
    """What a careful reader of each list by itself would object to."""
    faults = []
    for spec in EDITION.lists:
        rows = records(spec.number, made[spec.number])
        keys = Counter(tuple(row[name] for name in spec.key) for row in rows)
        faults += [f"{spec.title}: {key} twice" for key, count in keys.items() if count > 1]
        for row in rows:
            faults += [f"{spec.title}: {what} in {row}" for what in _cells(spec, row, as_at)]
            faults += [f"{spec.title}: {what} in {row}" for what in _dates(spec, row, as_at)]
    return faults


def _cells(spec: ListSpec, row: dict[str, object], as_at: date) -> list[str]:
    faults = []
    for column in spec.columns:
        value = row[column.name]
        if value is None:
            faults += [f"blank {column.name}"] if column.required else []
        elif column.kind is ColumnKind.CODE:
            known = value in LABELS[spec.number, column.name]
            faults += [] if known else [f"code {value}"]
        elif column.kind is ColumnKind.WHOLE:
            assert isinstance(value, int)
            assert column.minimum is not None
            faults += [] if value >= column.minimum else [f"{column.name} {value}"]
        elif column.kind is ColumnKind.DATE:
            assert isinstance(value, date)
            unborn = column.name == "Date of Birth" and row["Age of Child (Years)"] == -1
            faults += [] if value <= as_at or unborn else [f"future {column.name}"]
        else:
            assert isinstance(value, str)
    return faults


def _dates(spec: ListSpec, row: dict[str, object], as_at: date) -> list[str]:
    faults = []
    for first, second in ORDERS.get(spec.number, []):
        before, after = row[first], row[second]
        if first == "Date of Birth" and row["Age of Child (Years)"] == -1:
            continue  # the expected date of an unborn child lies after everything
        if isinstance(before, date) and isinstance(after, date) and before > after:
            faults.append(f"{first} {before} after {second} {after}")
    if "Age of Child (Years)" in row and row["Age of Child (Years)"] is not None:
        born = row["Date of Birth"]
        assert isinstance(born, date)
        if age_on(born, as_at) != row["Age of Child (Years)"]:
            faults.append("age does not match the date of birth")
    if spec.months and not _in_window(spec, row, as_at):
        faults.append("outside the window")
    return faults


def _in_window(spec: ListSpec, row: dict[str, object], as_at: date) -> bool:
    first = months_before(as_at, spec.months)
    for name in spec.window_on:
        value = row[name]
        if isinstance(value, date) and first <= value <= as_at:
            return True
    return bool(spec.starts) and all(row[name] is None for name in spec.ends)


def test_at_scale_1_there_are_3500_rows_in_eleven_lists() -> None:
    assert list(lists()) == list(range(1, 12))
    assert sum(map(len, lists().values())) == 3500


def test_the_figures_are_those_of_the_planning_slides() -> None:
    status = Counter(str(row["Case Status"])[0] for row in records(6, lists()[6]))
    assert status["c"] + status["d"] == 790
    assert status["b"] == 274
    assert status["a"] == 291
    plans = records(7, lists()[7])
    assert sum(row["Child Protection Plan End Date"] is None for row in plans) == 274
    care = records(8, lists()[8])
    assert sum(row["Date Ceased to be Looked After"] is None for row in care) == 291
    assert len(lists()[9]) == 268
    assert 790 + 274 + 291 + 268 + ALLOCATED_ELSEWHERE == ALLOCATED == 2336


def test_the_care_leavers_have_the_highlight_figures() -> None:
    rows = records(9, lists()[9])
    assert sum(row["LA in Touch"] == "a) Yes" for row in rows) == 256
    assert sum(row["Suitability of Accommodation"] == "a) Suitable" for row in rows) == 243
    assert sum(str(row["Activity Status"])[:1] in ("F", "P") for row in rows) == 185


def test_the_lists_are_clean() -> None:
    assert find_faults(lists(), AS_AT) == []


@pytest.mark.parametrize(
    "as_at", [date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1), date(2026, 8, 31)]
)
def test_the_lists_are_clean_where_the_months_are_uneven(as_at: date) -> None:
    assert find_faults(generate_lists(as_at, scale=0.3), as_at) == []


@soak
@given(
    as_at=st.dates(date(2023, 1, 1), date(2030, 12, 31)) | st.just(date(2028, 2, 29)),
    seed=st.integers(0, 10_000),
    scale=st.sampled_from([0.01, 0.05, 0.1, 0.2]),
)
@settings(max_examples=in_full(600, else_=20), deadline=None)
def test_the_lists_are_clean_on_any_day(as_at: date, seed: int, scale: float) -> None:
    assert find_faults(generate_lists(as_at, seed=seed, scale=scale), as_at) == []


def test_the_same_day_and_seed_give_the_same_rows_and_another_seed_others() -> None:
    assert generate_lists(AS_AT, scale=0.1) == generate_lists(AS_AT, scale=0.1)
    assert generate_lists(AS_AT, scale=0.1) != generate_lists(AS_AT, scale=0.1, seed=7)
    assert generate_lists(AS_AT, scale=0.1) != generate_lists(date(2026, 11, 25), scale=0.1)


def test_the_benchmark_sizes_are_met_row_for_row_and_clean() -> None:
    made = benchmark_lists()
    assert {number: len(rows) for number, rows in made.items()} == BENCHMARK_SIZES
    assert sum(BENCHMARK_SIZES.values()) == 20_550
    assert find_faults(made, AS_AT) == []


def test_sizes_that_cannot_fit_together_are_refused() -> None:
    with pytest.raises(Refused, match="List 6 must hold the children of lists 7 and 8"):
        generate_lists(AS_AT, sizes={**BENCHMARK_SIZES, 6: 100})
    with pytest.raises(Refused, match=r"need .* rows for the open assessments"):
        generate_lists(AS_AT, sizes={**BENCHMARK_SIZES, 4: 10})
    with pytest.raises(Refused, match="List 10 can have"):
        generate_lists(AS_AT, sizes={**BENCHMARK_SIZES, 10: 500})


def test_most_dates_are_working_days() -> None:
    days = [
        cell
        for number, rows in lists().items()
        for row in rows
        for name, cell in zip(titles(number), row, strict=True)
        if isinstance(cell, date) and name != "Date of Birth"
    ]
    assert sum(day.weekday() < 5 for day in days) / len(days) > 0.95


def test_nobody_is_named_and_every_identifier_is_a_number() -> None:
    for number, rows in lists().items():
        for row in records(number, rows):
            name = "Individual adopter identifier" if number == 11 else "Child Unique ID"
            assert str(row[name])[0] in "CA"
            assert str(row[name])[1:].isdigit()
            worker = str(row.get("Allocated Worker", "Worker 0"))
            assert worker.startswith("Worker ")
