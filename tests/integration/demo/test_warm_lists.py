"""The lists of the invented council between inspections."""

from datetime import date

import pytest
from sqlalchemy import select

from readiness import clock
from readiness.activity.models import Activity
from readiness.annexe_a.explanation_queries import count_explanations, find_explained
from readiness.annexe_a.history import list_points
from readiness.annexe_a.models import ListVersion
from readiness.annexe_a.queries import list_current_versions
from readiness.demo.dates import moment
from readiness.demo.load import Loaded
from readiness.demo.met import list_meeting_days
from readiness.demo.warm_lists import NOT_CORRECTED, SIGNED
from readiness.extensions import db
from readiness.sections import Period, make_sections


@pytest.fixture
def lists(loaded: Loaded) -> dict[int, ListVersion]:
    assert loaded.lists == 11
    return list_current_versions(None)


def test_all_eleven_are_there_as_at_last_wednesday(lists: dict[int, ListVersion]) -> None:
    assert sorted(lists) == list(range(1, 12))
    assert {version.upload.as_at for version in lists.values()} == {date(2026, 11, 18)}


def test_only_the_two_that_were_not_corrected_have_errors(lists: dict[int, ListVersion]) -> None:
    wrong = {number for number, version in lists.items() if version.errors}
    assert wrong == set(NOT_CORRECTED)


def test_the_burn_down_falls_on_its_day_and_an_explanation_is_about_to_run_out(
    lists: dict[int, ListVersion],
) -> None:
    errors = [point.errors for point in list_points(None)]
    two_weeks_before, *day = errors
    assert len(day) == 3
    assert day == sorted(day, reverse=True)
    assert two_weeks_before > day[-1]
    assert count_explanations(None) == (1, 1)
    assert len(find_explained(None)) == 1


def test_the_next_meeting_sees_how_many_errors_there_were_at_the_last(
    lists: dict[int, ListVersion],
) -> None:
    last = moment(list_meeting_days(date(2026, 11, 24))[-1], 10)
    with clock.at(moment(date(2026, 11, 24), 9)):
        now = clock.now()
        found = next(s for s in make_sections(Period(last, now, now)) if s.key == "annexe-a")
    assert "At the last meeting there were 31 errors" in found.answer
    assert {row[0].partition(",")[0] for row in found.rows if row[4] != "–"} == {
        "List 6", "List 7", "List 8", "List 9",
    }  # fmt: skip


def test_some_of_the_right_ones_are_signed_by_their_owners(lists: dict[int, ListVersion]) -> None:
    signed = {
        number: version.standing_signature.signed_by
        for number, version in lists.items()
        if version.standing_signature
    }
    assert set(signed) == set(SIGNED)
    assert not set(signed) & set(NOT_CORRECTED)
    assert signed[9] is not None
    assert signed[9].email == "hos-care-leavers@demo.example"


def test_no_identifier_of_a_child_is_in_the_activity(lists: dict[int, ListVersion]) -> None:
    told = [
        f"{entry.subject_title} {entry.changes}" for entry in db.session.scalars(select(Activity))
    ]
    assert len(told) > 380
    assert not [words for words in told if "C100" in words]
