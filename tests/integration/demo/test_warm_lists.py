"""The lists of the invented council between inspections."""

from datetime import date

import pytest
from sqlalchemy import select

from readiness.activity.models import Activity
from readiness.annexe_a.explanation_queries import count_explanations, find_explained
from readiness.annexe_a.history import list_points
from readiness.annexe_a.models import ListVersion
from readiness.annexe_a.queries import list_current_versions
from readiness.demo.load import Loaded
from readiness.demo.warm_lists import NOT_CORRECTED, SIGNED
from readiness.extensions import db


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


def test_the_burn_down_has_three_points_and_an_explanation_is_about_to_run_out(
    lists: dict[int, ListVersion],
) -> None:
    errors = [point.errors for point in list_points(None)]
    assert len(errors) == 3
    assert errors == sorted(errors, reverse=True)
    assert count_explanations(None) == (1, 1)
    assert len(find_explained(None)) == 1


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
