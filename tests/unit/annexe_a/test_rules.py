"""Every rule with a row that passes and one that does not."""

from datetime import date

import pytest

from readiness.office.sheets import Cell
from tests.support.annexe_a import DAY, check_rows

BIRTH, AGE = "Date of Birth", "Age of Child (Years)"
Row = dict[str, Cell]


@pytest.mark.parametrize(
    ("number", "row", "found"),
    [
        (1, {BIRTH: "24/11/2010", AGE: 16}, None),
        (1, {BIRTH: "25/11/2010", AGE: 15}, None),
        (1, {BIRTH: "25/11/2010", AGE: 16}, (AGE, "age-wrong", "error")),
        (1, {BIRTH: "01/03/2027", AGE: -1}, None),
        (1, {BIRTH: "01/03/2027", AGE: 0}, (AGE, "age-wrong", "error")),
        (1, {AGE: -1}, None),
        (1, {AGE: -2}, (AGE, "below-minimum", "error")),
        (1, {BIRTH: "01/03/2029", AGE: -1}, (BIRTH, "date-in-future", "error")),
        (8, {BIRTH: "01/03/2027"}, (BIRTH, "date-in-future", "error")),
        (8, {AGE: -1}, (AGE, "below-minimum", "error")),
        (1, {BIRTH: "not known"}, (BIRTH, "date-unreadable", "error")),
        (1, {AGE: "ten"}, (AGE, "whole-unreadable", "error")),
        (1, {AGE: "10.0"}, None),
        (1, {"Gender": "blue"}, ("Gender", "code-unknown", "error")),
        (1, {"Ethnicity": "WBRI – White British"}, None),
        (1, {"Ethnicity": "WBRI - White Irish"}, ("Ethnicity", "code-unknown", "error")),
        (8, {"Number of Placements in the Last 12 months": 1}, None),
        (
            8,
            {"Number of Placements in the Last 12 months": 0},
            ("Number of Placements in the Last 12 months", "below-minimum", "error"),
        ),
        (8, {"Date of Last Dental Check": DAY}, None),
        (
            8,
            {"Date of Last Dental Check": date(2026, 11, 25)},
            ("Date of Last Dental Check", "date-in-future", "error"),
        ),
        (6, {"Allocated Team": "x" * 32_767}, None),
        (6, {"Allocated Team": "x" * 32_768}, ("Allocated Team", "text-too-long", "error")),
    ],
)
def test_a_cell_is_found_when_it_is_wrong_and_only_then(
    number: int, row: Row, found: tuple[str, str, str] | None
) -> None:
    assert check_rows(number, row) == ({found} if found else set())


@pytest.mark.parametrize(
    ("number", "start", "end"),
    [
        (2, "Assessment start date", "Assessment completion date"),
        (
            5,
            "Strategy discussion initiating Section 47 Enquiry Start Date",
            "Date of Initial Child Protection Conference",
        ),
        (7, "Child Protection Plan Start Date", "Child Protection Plan End Date"),
        (8, "Start Date of Most Recent Placement", "Date Ceased to be Looked After"),
        (10, "Date Placed for Adoption", "Date of Adoption Order"),
        (11, "Date Stage 1 ended", "Date Stage 2 started"),
    ],
)
def test_what_ends_before_it_starts_is_found_and_the_same_day_is_not(
    number: int, start: str, end: str
) -> None:
    wrong = (end, "dates-out-of-order", "error")
    assert wrong in check_rows(number, {start: date(2026, 10, 2), end: date(2026, 10, 1)})
    assert wrong not in check_rows(number, {start: date(2026, 10, 1), end: date(2026, 10, 1)})


@pytest.mark.parametrize(
    ("number", "when", "why", "code"),
    [
        (6, "CIN Closure Date", "Reason for Closure", "RC1"),
        (8, "Date Ceased to be Looked After", "Reason Ceased to be Looked After", "E11"),
        (
            10,
            "Date of Decision that Child Should No Longer be Placed for Adoption",
            "Reason Why Child No Longer Placed for Adoption",
            "RD1",
        ),
        (11, "Date of leaving adoption process", "Reason for leaving adoption process", "1"),
    ],
)
def test_an_end_date_and_its_reason_come_together(
    number: int, when: str, why: str, code: str
) -> None:
    day = date(2026, 10, 1)
    assert (why, "not-together", "error") in check_rows(number, {when: day})
    assert (when, "not-together", "error") in check_rows(number, {why: code})
    assert check_rows(number, {when: day, why: code}) == set()


@pytest.mark.parametrize(
    ("number", "row", "outside"),
    [
        (1, {"Date of Contact": date(2026, 5, 24)}, False),
        (1, {"Date of Contact": date(2026, 5, 23)}, True),
        (1, {"Date of Contact": date(2026, 11, 25)}, False),
        (1, {"Date of Contact": "in May"}, False),
        (4, {"Continuous Assessment Start Date": date(2025, 1, 1)}, False),
        (
            4,
            {
                "Continuous Assessment Start Date": date(2025, 1, 1),
                "Continuous Assessment Date of Authorisation": date(2025, 3, 1),
            },
            True,
        ),
        (6, {"CIN Start Date": date(2020, 1, 1)}, False),
        (
            10,
            {
                "Date of Decision that Child Should be Placed for Adoption": date(2024, 1, 1),
                "Date of Adoption Order": date(2025, 10, 1),
            },
            True,
        ),
        (10, {"Date of Adoption Order": date(2025, 12, 1)}, False),
    ],
)
def test_a_row_outside_the_period_is_found_unless_it_is_open(
    number: int, row: Row, outside: bool
) -> None:
    assert ("outside-window" in {rule for _, rule, _ in check_rows(number, row)}) is outside


def test_a_child_may_be_once_on_lists_of_children() -> None:
    once, other = {"Child Unique ID": "1", "Allocated Team": "A"}, {"Child Unique ID": " 1"}
    assert ("Child Unique ID", "duplicate", "error") in check_rows(6, once, other)
    assert check_rows(6, once, {"Child Unique ID": "2"}) == set()


def test_two_events_on_one_day_are_a_question_and_the_same_row_twice_an_error() -> None:
    day = date(2026, 11, 2)
    first: Row = {"Child Unique ID": "1", "Date of referral": day, "Allocated Team": "A"}
    assert check_rows(3, first, first | {"Allocated Team": "B"}) == {
        ("Child Unique ID", "duplicate", "warning")
    }
    assert check_rows(3, first, first) == {("Child Unique ID", "duplicate", "error")}
    assert check_rows(3, first, first | {"Date of referral": date(2026, 11, 3)}) == set()
