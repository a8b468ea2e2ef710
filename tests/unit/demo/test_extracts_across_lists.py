"""The invented council's lists agree with each other about every child."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from readiness.checklists.annexe_a import load_edition
from readiness.demo.children import Row
from tests.support.annexe_a import DAY, benchmark_lists, council_lists

EDITION = load_edition(Path(__file__).parents[3] / "checklists")
AS_AT = DAY
Record = dict[str, object]
CHILD = "Child Unique ID"


@pytest.fixture(scope="module", params=["scale 1", "scale 0.05", "benchmark"])
def tables(request: pytest.FixtureRequest) -> dict[int, list[Record]]:
    made: Mapping[int, Sequence[Row]]
    if request.param == "benchmark":
        made = benchmark_lists()
    else:
        made = council_lists(scale=float(request.param.removeprefix("scale ")))
    return {
        number: [
            dict(zip((c.name for c in EDITION.list(number).columns), row, strict=True))
            for row in rows
        ]
        for number, rows in made.items()
    }


def children(rows: list[Record], keep: Callable[[Record], bool] = lambda row: True) -> set[object]:
    return {row[CHILD] for row in rows if keep(row)}


def test_a_child_is_the_same_person_on_every_list(tables: dict[int, list[Record]]) -> None:
    known: dict[object, dict[str, object]] = defaultdict(dict)
    facts = ("Gender", "Ethnicity", "Date of Birth", "Does the Child have a Disability")
    for number in range(1, 11):
        for row in tables[number]:
            for fact in facts:
                if fact in row:
                    assert known[row[CHILD]].setdefault(fact, row[fact]) == row[fact]


def test_the_statuses_of_list_6_are_those_of_lists_7_and_8(
    tables: dict[int, list[Record]],
) -> None:
    def with_status(letter: str) -> set[object]:
        return children(tables[6], lambda row: str(row["Case Status"]).startswith(letter))

    on_plan = children(tables[7], lambda row: row["Child Protection Plan End Date"] is None)
    in_care = children(tables[8], lambda row: row["Date Ceased to be Looked After"] is None)
    assert with_status("b") == on_plan
    assert with_status("a") == in_care
    assert children(tables[7]) | children(tables[8]) <= children(tables[6])
    assert children(tables[8]) - in_care <= with_status("e")


def test_a_child_under_assessment_has_an_open_assessment_and_a_referral(
    tables: dict[int, list[Record]],
) -> None:
    waiting = children(tables[6], lambda row: str(row["Case Status"]).startswith("d"))
    still_open = children(
        tables[4], lambda row: row["Continuous Assessment Date of Authorisation"] is None
    )
    assert waiting == still_open
    assert waiting
    referred = {(row[CHILD], row["Date of referral"]) for row in tables[3]}
    for row in tables[6]:
        if row[CHILD] in waiting:
            assert (row[CHILD], row["CIN Start Date"]) in referred


def test_team_and_worker_agree_between_lists_6_7_and_8(tables: dict[int, list[Record]]) -> None:
    desks = {row[CHILD]: (row["Allocated Team"], row["Allocated Worker"]) for row in tables[6]}
    for row in tables[7] + tables[8]:
        assert desks[row[CHILD]] == (row["Allocated Team"], row["Allocated Worker"])


def test_a_worker_is_in_one_team(tables: dict[int, list[Record]]) -> None:
    teams: dict[object, set[object]] = defaultdict(set)
    for number in (3, 4, 5, 6, 7, 8, 9):
        for row in tables[number]:
            teams[row["Allocated Worker"]].add(row["Allocated Team"])
    assert all(len(names) == 1 for names in teams.values())


def test_an_episode_is_closed_with_a_date_and_a_reason_or_neither(
    tables: dict[int, list[Record]],
) -> None:
    pairs = [
        (6, "CIN Closure Date", "Reason for Closure"),
        (8, "Date Ceased to be Looked After", "Reason Ceased to be Looked After"),
        (
            10,
            "Date of Decision that Child Should No Longer be Placed for Adoption",
            "Reason Why Child No Longer Placed for Adoption",
        ),
        (11, "Date of leaving adoption process", "Reason for leaving adoption process"),
    ]
    for number, day, reason in pairs:
        for row in tables[number]:
            assert (row[day] is None) == (row[reason] is None)
    for row in tables[6]:
        assert (row["CIN Closure Date"] is None) == (row["Case Status"] != "e) Closed episode")


def test_twelve_month_counts_are_the_same_on_all_rows_of_a_child_and_count_the_earlier_ones(
    tables: dict[int, list[Record]],
) -> None:
    counts = [
        (3, "Number of Referrals in Last 12 Months"),
        (5, "Number of Section 47 Enquiries in the last 12 months"),
        (5, "Number of ICPCs in the last 12 months"),
    ]
    for number, name in counts:
        said: dict[object, set[object]] = defaultdict(set)
        rows: dict[object, int] = defaultdict(int)
        for row in tables[number]:
            said[row[CHILD]].add(row[name])
            rows[row[CHILD]] += 1
        assert all(len(values) == 1 for values in said.values())
        if "ICPC" not in name:
            assert all(min(map(int, map(str, said[child]))) >= rows[child] - 1 for child in rows)


def test_a_conference_that_made_a_plan_is_the_start_of_an_open_plan(
    tables: dict[int, list[Record]],
) -> None:
    started = {(row[CHILD], row["Child Protection Plan Start Date"]) for row in tables[7]}
    made = [
        row
        for row in tables[5]
        if row["Did the Initial Child Protection Conference Result in a Child Protection Plan"]
        == "a) Yes"
    ]
    assert made
    for row in made:
        assert (row[CHILD], row["Date of Initial Child Protection Conference"]) in started


def test_children_for_adoption_are_in_care_or_left_it_adopted(
    tables: dict[int, list[Record]],
) -> None:
    care = {row[CHILD]: row for row in tables[8]}
    for row in tables[10]:
        period = care[row[CHILD]]
        assert row["Date the Child Entered Care"] == period["Date Started to be Looked After"]
        assert row["Date of Adoption Order"] == period["Date Ceased to be Looked After"]
        placed = row["Date Placed for Adoption"]
        if placed is not None:
            assert period["Placement Type"] == "j) A6: Placed for adoption - order - not foster"
            assert period["Start Date of Most Recent Placement"] == placed
        adopted = row["Date of Adoption Order"] is not None
        assert adopted == str(period["Reason Ceased to be Looked After"]).startswith("b) E12")
    adopted_children = children(
        tables[8], lambda row: str(row["Reason Ceased to be Looked After"]).startswith("b) E12")
    )
    assert adopted_children <= children(tables[10])


def test_the_families_of_list_10_are_on_list_11_with_the_same_dates(
    tables: dict[int, list[Record]],
) -> None:
    families = {row["Family identifier"]: row for row in tables[11]}
    for row in tables[10]:
        if row["Family identifier"] is None:
            continue
        family = families[row["Family identifier"]]
        assert (
            row["Date of Matching Child and Prospective Adopters"]
            == family["Date adopter matched with child(ren)"]
        )
        assert row["Date of Adoption Order"] == family["Date of Adoption Order"]


def test_care_leavers_are_16_to_25_and_not_in_care(tables: dict[int, list[Record]]) -> None:
    in_care = children(tables[8], lambda row: row["Date Ceased to be Looked After"] is None)
    assert not in_care & children(tables[9])
    for row in tables[9]:
        age = row["Age of Child (Years)"]
        assert isinstance(age, int)
        assert 16 <= age <= 25
        relevant = row["Eligibility Category"] == "a) Relevant child"
        assert relevant == (age < 18)
        away = row["LA in Touch"] != "a) Yes"
        for name in ("Type of Accommodation", "Suitability of Accommodation", "Activity Status"):
            assert (row[name] is None) == away


def test_children_in_care_are_under_18(tables: dict[int, list[Record]]) -> None:
    for row in tables[8]:
        if row["Date Ceased to be Looked After"] is None:
            age = row["Age of Child (Years)"]
            assert isinstance(age, int)
            assert 0 <= age < 18


def test_a_return_interview_is_recorded_only_after_a_missing_episode(
    tables: dict[int, list[Record]],
) -> None:
    missing = "Number of Episodes the Child has been 'Missing' from their Placement in the last 12"
    offered = "Was the child offered a Return Interview after their last missing episode (Y/N)?"
    for row in tables[8]:
        assert (row[offered] is None) == (row[f"{missing} months"] == 0)


def test_a_recent_move_means_more_than_one_placement(tables: dict[int, list[Record]]) -> None:
    for row in tables[8]:
        placed, started = (
            row["Start Date of Most Recent Placement"],
            row["Date Started to be Looked After"],
        )
        assert isinstance(placed, date)
        assert isinstance(started, date)
        moved = placed > started and placed > AS_AT - timedelta(days=360)
        if moved:
            assert row["Number of Placements in the Last 12 months"] != 1
