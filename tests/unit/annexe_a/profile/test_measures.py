"""Every measure against rows that were counted by hand, and what its words must say."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from readiness.annexe_a.profile.book import measures_as_markdown
from readiness.annexe_a.profile.catalogue import MEASURES, measures_by_key
from readiness.annexe_a.profile.declaring import Length, Measure
from readiness.annexe_a.profile.words import spell_counted, spell_opening, spell_out_of
from readiness.annexe_a.rules import names as n
from tests.support.annexe_a_profile import ROWS, profile_of, small_profile
from tests.support.annexe_a_rules import GOOD, Row, ago, context_of

ROOT = Path(__file__).parents[4]
Counted = Mapping[str, tuple[int, ...]]
COUNTED: Counted = {
    "contacts": (4,), "contact-children": (3,), "contacts-repeated": (1, 2),
    "contact-source": (1, 1, 1, 0, 0, 0, 0, 0, 1), "contacts-to-referral": (1, 3),
    "early-help-begun": (2,), "early-help-open": (2,), "early-help-length": (0, 1, 0, 0, 0),
    "early-help-long": (1, 1), "early-help-to-referral": (1, 1),
    "referrals": (3,), "referral-source": (1, 1, 0, 0, 0, 0, 0, 0, 1),
    "referrals-repeated": (1, 2), "referrals-no-action": (1, 2),
    "referrals-to-assessment": (1, 1), "referrals-after-help": (2, 1),
    "assessments-begun": (4,), "assessments-done": (2,), "assessments-in-time": (1, 1),
    "assessments-length": (1, 0, 0, 0, 1, 0), "assessments-open": (2,),
    "assessments-open-late": (1, 1), "assessments-open-length": (1, 0, 0, 0, 0, 1),
    "assessments-seen": (1, 1), "assessments-need": (1, 1),
    "enquiries": (5,), "enquiries-repeated": (1, 4), "enquiries-undecided": (1, 4),
    "enquiries-to-conference": (3, 1), "conferences": (2,), "conferences-in-time": (1, 1),
    "conferences-length": (0, 1, 0, 1, 0), "conferences-overdue": (1, 0),
    "conferences-to-plan": (1, 1),
    "need-open": (5,), "need": (3,), "need-status": (1, 1, 2, 1, 0),
    "need-kind": (2, 0, 0, 0, 1, 0, 0, 1, 0, 1), "need-begun": (3,), "need-ended": (1,),
    "need-ending": (1, 0, 0, 0, 0, 0, 0), "need-open-length": (2, 1, 0, 1, 1),
    "need-seen": (1, 2),
    "plans": (3,), "plans-begun": (2,), "plans-ended": (1,), "plan-abuse": (1, 1, 0, 1, 0, 0),
    "plans-again": (1, 1), "plans-long": (1, 2), "plan-length": (0, 1, 0, 0, 0),
    "plans-visited": (1, 2), "plans-alone": (1, 1), "plans-reviewed": (1, 1),
    "plans-protected": (1, 2),
    "care": (4,), "care-begun": (1,), "care-ended": (1,), "care-again": (1, 0),
    "care-asylum": (1, 3), "care-length": (1, 1, 0, 2, 0), "care-ending": (1, 0, 0, 0, 0, 0),
    "care-legal": (1, 2, 0, 1, 0, 0, 0), "care-placement": (0, 2, 0, 1, 0, 0, 1, 0, 0, 0),
    "care-provider": (1, 2, 0, 0, 1, 0, 0), "care-away": (1, 3), "care-moved": (1, 3),
    "care-settled": (1, 1), "care-permanence": (2, 1), "care-plan": (1, 0, 0, 0, 0, 1, 0, 0),
    "care-visited": (3, 1), "care-reviewed": (2, 1), "care-health": (2, 1),
    "care-dental": (1, 1), "care-missing": (2, 2), "care-absent": (1, 3),
    "interviews-offered": (1, 1), "interviews-accepted": (1, 0),
    "leavers": (3,), "leavers-kind": (1, 2, 0, 0, 0), "leavers-asylum": (1, 2),
    "leavers-in-touch": (2, 1), "leavers-suitable": (1, 2),
    "leavers-home": (1, 1, 0, 0, 0, 0, 0, 0, 1), "leavers-active": (1, 2),
    "leavers-doing": (1, 0, 0, 0, 0, 1, 1), "leavers-pathway": (2, 1),
    "leavers-adviser": (2, 1),
    "adoption": (4,), "adoption-waiting": (1,), "adopted": (1,), "adoption-reversed": (1, 3),
    "adoption-length": (0, 1, 1, 0, 0, 0), "adoption-match-length": (0, 1, 0, 1, 0),
    "adoption-fostered": (1, 3),
    "adopters": (4,), "adopters-in-process": (1,), "adopters-approved": (1,),
    "adopters-waiting": (1,), "adopters-first-length": (1, 0, 1, 0),
    "adopters-second-length": (0, 1, 0, 0), "adopters-left": (1, 3),
    "adopters-fostering": (1, 3),
}  # fmt: skip
MEDIANS = {
    "early-help-length": 50, "assessments-length": 33.5, "assessments-open-length": 35.5,
    "conferences-length": 15, "need-open-length": 100, "plan-length": 100, "care-length": 650,
    "adoption-length": 350, "adoption-match-length": 160, "adopters-first-length": 80,
    "adopters-second-length": 130,
}  # fmt: skip


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
def test_a_measure_counts_what_a_hand_does(measure: Measure) -> None:
    overall = small_profile().figures[measure.key].overall
    assert overall.cells == COUNTED[measure.key]
    assert overall.total == sum(COUNTED[measure.key])
    assert overall.median == MEDIANS.get(measure.key)
    is_length = isinstance(measure.shape, Length)
    assert is_length == (measure.key in MEDIANS)


def test_a_measure_is_broken_down_into_groups_that_add_up_to_it() -> None:
    for figure in small_profile().figures.values():
        for axis, groups in figure.by.items():
            columns = zip(*(group.cells for group in groups), strict=True)
            assert tuple(map(sum, columns)) == figure.overall.cells, (figure.key, axis)
    by = small_profile().figures["contacts"].by
    assert [group.total for group in by["age"]] == [0, 2, 0, 0, 2, 0, 0, 0], "from birth for one"
    assert [group.total for group in by["gender"]] == [2, 2, 0, 0]
    assert [group.total for group in by["ethnicity"]] == [2, 0, 0, 1, 0, 1]
    assert "disability" not in by, "List 1 does not ask for it"
    leavers = small_profile().figures["leavers-in-touch"].by["age"]
    assert [group.cells for group in leavers[1:]] == [(1, 0), (1, 0), (0, 1), (0, 0)]
    assert set(small_profile().figures["adopters"].by) == {"gender", "ethnicity", "disability"}


def test_rates_are_of_10_000_children_and_of_a_year() -> None:
    figures = small_profile().figures
    assert figures["care"].rate(50) == 800
    assert figures["contacts"].rate(50) == 1600, "four in six months are eight in a year"
    assert figures["contacts"].rate(None) is None
    assert figures["leavers"].rate(50) is None, "they are no longer children"


def test_rows_that_are_none_and_dates_that_lie_ahead_count_nowhere() -> None:
    total: Row = {**dict.fromkeys(GOOD[9]), n.ID: "Total"}
    later: Row = {n.ID: "B", n.CONTACTED: "31/12/2030"}
    profile = profile_of({1: [ROWS[1][0], later], 9: [*ROWS[9], total]})
    assert profile.figures["contacts"].overall.total == 1
    assert profile.figures["leavers"].overall.total == 3


def test_an_age_that_is_not_given_follows_from_the_date_of_birth() -> None:
    small: Row = {**ROWS[8][3], n.AGE: None}
    profile = profile_of({8: [small, {**small, n.ID: "F", n.HEALTH: ago(170)}]})
    assert profile.figures["care-health"].overall.cells == (1, 1), "six months under 5"
    assert profile.figures["care"].by["age"][2].total == 2


@pytest.mark.parametrize(
    ("number", "key"), [(6, "need"), (7, "plans"), (8, "care"), (9, "leavers"), (10, "adoption")]
)
def test_a_child_who_is_there_twice_counts_once(number: int, key: str) -> None:
    rows: list[Row] = [{n.ID: "A"}, {n.ID: "A"}, {n.ID: "B"}]
    assert profile_of({number: rows}).figures[key].overall.total == 2


def test_a_series_of_short_breaks_is_not_counted_as_care() -> None:
    breaks: Row = {n.LEGAL: "V4: Short term breaks, agreements recorded"}
    figures = profile_of({8: [{n.ID: "A"}, {n.ID: "B", **breaks}]}).figures
    assert figures["care"].overall.total == figures["care-legal"].overall.total == 1


def test_a_pathway_plan_and_an_adviser_are_counted_for_those_whom_the_law_gives_them() -> None:
    owed: Row = {n.PATHWAY: None, n.ADVISER: None}
    qualifies: Row = {**owed, n.ELIGIBILITY: "c) Qualifying care leaver"}
    rows: list[Row] = [{**owed, n.ID: "A"}, {**qualifies, n.ID: "B"},
                       {**owed, n.ID: "C", n.IN_TOUCH: "c) Died"}]  # fmt: skip
    figures = profile_of({9: rows}).figures
    assert figures["leavers-pathway"].overall.cells == (0, 1)
    assert figures["leavers-adviser"].overall.cells == (0, 1)
    assert figures["leavers"].overall.total == 3


def test_no_conference_is_counted_as_due_where_there_was_a_plan_already() -> None:
    due: Row = {n.ID: "A", n.CONFERENCE: None, n.CONFERENCE_PLAN: None}
    enquiries: list[Row] = [due, {**due, n.ID: "B"}, {n.ID: "B"}]
    figures = profile_of({5: enquiries, 7: [{n.ID: "B", n.PLAN_START: ago(40)}]}).figures
    assert figures["conferences-overdue"].overall.cells == (1, 0)
    assert figures["enquiries-to-conference"].overall.cells == (2, 0)


def test_the_opening_says_of_whom_it_speaks_whatever_lists_are_there() -> None:
    assert spell_opening(small_profile()).startswith("4 children in care, 3 with a protection plan")
    plans = spell_opening(profile_of({7: ROWS[7], 9: ROWS[9]}))
    assert plans.startswith("3 children with a protection plan and 3 care leavers, as at")
    assert spell_opening(profile_of({9: ROWS[9]})).startswith("3 care leavers, as at")


def test_what_cannot_be_counted_is_left_out_with_its_reason() -> None:
    profile = profile_of({1: ROWS[1], 3: ROWS[3]})
    assert "contacts-to-referral" in profile.figures
    why = profile.left_out
    assert why["care"] == "List 8 is not here"
    assert why["referrals-to-assessment"] == "it needs Lists 3 and 4 with identifiers and dates"


def test_a_measure_has_a_title_a_definition_and_a_key_of_its_own() -> None:
    standards = context_of().standards
    assert len(measures_by_key()) == len(MEASURES) > 60
    assert len({(one.number, one.title) for one in MEASURES}) == len(MEASURES)
    for one in MEASURES:
        words = spell_counted(one, standards) + spell_out_of(one, standards)
        assert "{" not in words, one.key
        assert "'" not in words + one.title + "".join(one.labels), one.key
        assert bool(one.out_of) == (len(one.labels) > 1), one.key


def test_the_page_of_documentation_is_up_to_date() -> None:
    written = (ROOT / "docs" / "annexe-a-profile.md").read_text(encoding="utf-8")
    assert written == measures_as_markdown(context_of().standards) + "\n"
