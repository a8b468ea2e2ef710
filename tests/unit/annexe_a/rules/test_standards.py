"""Past its limit: each rule with a row a day past it and one on its last day."""

from datetime import date

from readiness.annexe_a.rules import names as n
from tests.support.annexe_a_rules import (
    Case,
    Lists,
    Row,
    ago,
    code_of,
    find,
    missed,
    missed_of_lists,
    untried,
)

ONGOING: Row = {n.ASSESS_END: None, n.ASSESS_NEED: None}
DUE: Row = {n.CONFERENCE: None, n.CONFERENCE_PLAN: None}
UNDECIDED: Row = {**DUE, n.UNNEEDED: None}
NEW: Row = {n.CARE_REVIEW: None, n.HEALTH: None}
WAITING: Row = {n.PLACED_ADOPTION: None, n.MATCHED: None, n.FAMILY: None}
# Fifteen working days before Tuesday 24 November 2026 is Tuesday 3 November.
LAST_DAY, PAST = date(2026, 11, 3), date(2026, 11, 2)
CASES = [
    Case("child-in-need-not-seen", 6, {n.SEEN: ago(29)}, {n.SEEN: ago(28)}),
    Case("child-on-plan-not-visited", 7, {n.PLAN_VISIT: date(2026, 11, 9)},
         {n.PLAN_VISIT: date(2026, 11, 10)}),
    Case("child-on-plan-never-visited", 7, {n.PLAN_VISIT: None, n.ALONE: None},
         {n.PLAN_VISIT: None, n.ALONE: None, n.PLAN_START: date(2026, 11, 10)}),
    Case("child-in-care-not-visited", 8, {n.CARE_VISIT: ago(43)}, {n.CARE_VISIT: ago(42)}),
    Case("child-in-care-never-visited", 8, {n.CARE_VISIT: None, n.CARE_START: ago(43)},
         {n.CARE_VISIT: None, n.CARE_START: ago(42)}),
    Case("care-leaver-not-contacted", 9, {n.LAST_CONTACT: ago(57)}, {n.LAST_CONTACT: ago(56)}),
    # 45 working days before 24 November 2026 is 22 September.
    Case("assessment-overdue", 4, {**ONGOING, n.ASSESS_START: date(2026, 9, 21)},
         {**ONGOING, n.ASSESS_START: date(2026, 9, 22)}),
    Case("assessment-took-too-long", 4,
         {n.ASSESS_START: date(2026, 9, 17), n.ASSESS_END: date(2026, 11, 20)},
         {n.ASSESS_START: date(2026, 9, 18), n.ASSESS_END: date(2026, 11, 20)}),
    Case("conference-late", 5, {n.ENQUIRY: date(2026, 11, 1), n.CONFERENCE: date(2026, 11, 23)},
         {n.ENQUIRY: LAST_DAY, n.CONFERENCE: date(2026, 11, 24)}),
    Case("enquiry-undecided", 5, {**UNDECIDED, n.ENQUIRY: PAST},
         {**UNDECIDED, n.ENQUIRY: LAST_DAY}),
    Case("first-review-conference-overdue", 7, {n.PLAN_START: ago(94)}, {n.PLAN_START: ago(93)}),
    Case("review-conference-overdue", 7, {n.PLAN_START: ago(300), n.PLAN_REVIEW: ago(187)},
         {n.PLAN_START: ago(300), n.PLAN_REVIEW: ago(186)}),
    Case("early-help-long-open", 2, {n.HELP_START: date(2025, 5, 23), n.HELP_END: None},
         {n.HELP_START: date(2025, 5, 24), n.HELP_END: None}),
    Case("first-review-overdue", 8, {**NEW, n.CARE_START: date(2026, 10, 26)},
         {**NEW, n.CARE_START: date(2026, 10, 27)}),
    Case("review-overdue", 8, {n.CARE_REVIEW: ago(187)}, {n.CARE_REVIEW: ago(186)}),
    Case("officer-contact-overdue", 8, {n.IRO: ago(187)}, {n.IRO: ago(186)}),
    Case("first-health-assessment-overdue", 8, {**NEW, n.CARE_START: date(2026, 10, 26)},
         {**NEW, n.CARE_START: date(2026, 10, 27)}),
    Case("health-assessment-overdue", 8, {n.HEALTH: date(2026, 5, 23), n.AGE: 4},
         {n.HEALTH: date(2026, 5, 23), n.AGE: 5}),
    Case("dental-check-overdue", 8, {n.DENTAL: date(2025, 11, 23)},
         {n.DENTAL: date(2025, 11, 24)}),
    Case("dental-check-never", 8, {n.DENTAL: None}, {n.DENTAL: None, n.AGE: 1}),
    Case("permanence-plan-overdue", 8, {n.PERMANENCE: None, n.CARE_START: ago(125)},
         {n.PERMANENCE: None, n.CARE_START: ago(124)}),
    Case("pathway-plan-overdue", 9, {n.PATHWAY: date(2026, 5, 23)},
         {n.PATHWAY: date(2026, 5, 24)}),
    Case("pathway-plan-overdue", 9, {n.PATHWAY: ago(300), n.IN_TOUCH: "b)"},
         {n.PATHWAY: ago(300), n.IN_TOUCH: "c)"}),
    Case("pathway-plan-never", 9, {n.PATHWAY: None}, {n.PATHWAY: None, n.IN_TOUCH: "b)"}),
    Case("pathway-plan-never", 9, {n.PATHWAY: None}, {n.PATHWAY: None, n.ELIGIBILITY: "c)"}),
    Case("decided-not-placed", 10, {**WAITING, n.DECIDED: date(2024, 11, 23)},
         {**WAITING, n.DECIDED: date(2024, 11, 24)}),
    # The good row began stage 1 on 23 January 2025 and stage 2 on 3 April.
    Case("stage-1-long", 11, {n.FIRST_END: date(2025, 4, 24)}, {n.FIRST_END: date(2025, 4, 23)}),
    Case("stage-1-long", 11, {n.FIRST_END: None, n.SECOND_START: None}, {n.FIRST_END: None}),
    Case("stage-2-long", 11, {n.FAMILY_MATCHED: None, n.SECOND_END: date(2025, 9, 4)},
         {n.FAMILY_MATCHED: None, n.SECOND_END: date(2025, 9, 3)}),
]  # fmt: skip


def test_every_limit_is_passed_by_the_row_a_day_later_alone() -> None:
    assert missed("standards", CASES) == []
    assert untried("standards", CASES, *map(code_of, PLANNED)) == set()


PLANNED: dict[str, tuple[Lists, Lists]] = {
    "conference-overdue": ({5: [{**DUE, n.ENQUIRY: PAST}]}, {5: [{**DUE, n.ENQUIRY: LAST_DAY}]}),
    "conference-overdue, with a result": (
        {5: [{**DUE, n.ENQUIRY: PAST}]},
        {5: [{**DUE, n.ENQUIRY: PAST, n.CONFERENCE_PLAN: "b)"}]}),
    "conference-overdue, with a plan": (
        {5: [{**DUE, n.ENQUIRY: PAST}], 7: [{n.PLAN_START: ago(20), n.PLAN_REVIEW: None}]},
        {5: [{**DUE, n.ENQUIRY: PAST}], 7: [{n.PLAN_START: PAST}]}),
    "conference-overdue, after a plan": (
        {5: [{**DUE, n.ENQUIRY: PAST}], 7: [{n.PLAN_START: ago(90), n.PLAN_END: ago(23)}]},
        {5: [{**DUE, n.ENQUIRY: PAST}], 7: [{n.PLAN_START: ago(90), n.PLAN_END: ago(21)}]}),
}  # fmt: skip


def test_a_conference_is_asked_for_when_it_is_past_and_not_where_there_was_a_plan() -> None:
    assert missed_of_lists("standards", PLANNED) == []


def test_a_series_of_short_breaks_is_not_held_to_the_times_of_care() -> None:
    late = {n.CARE_VISIT: ago(99), n.CARE_REVIEW: ago(300), n.HEALTH: None, n.DENTAL: None}
    assert len(find("standards", {8: [late]})) >= 3
    for legal in ("V3", "V4"):
        assert find("standards", {8: [{**late, n.LEGAL: legal}]}) == []


def test_months_past_a_limit_are_counted_whole() -> None:
    open_help: Row = {n.HELP_START: date(2025, 3, 25), n.HELP_END: None}
    (found,) = find("standards", {2: [open_help]})
    assert "open for over 19 months" in found.message


def test_a_bank_holiday_is_no_working_day() -> None:
    # The summer bank holiday of 2026 is Monday 31 August.
    rows = [{n.ENQUIRY: date(2026, 8, 24), n.CONFERENCE: date(2026, 9, 15)}]
    assert find("standards", {5: rows}) == []
    rows = [{n.ENQUIRY: date(2026, 8, 24), n.CONFERENCE: date(2026, 9, 16)}]
    (found,) = find("standards", {5: rows})
    assert "held 16 working days after" in found.message
    assert found.severity == "warning"
