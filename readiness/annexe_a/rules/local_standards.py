"""What is past its limit on the as-at date, by the council’s own standards and the law’s times.

Working days are England’s. The limits are in `checklists/annexe_a/standards.yaml`.
"""

from collections.abc import Callable

import polars as pl

from readiness.annexe_a.frames import ROW, Context
from readiness.annexe_a.rules.declaring import (
    LOCAL,
    WARNING,
    Plan,
    Rule,
    Tables,
    ago,
    blank,
    col,
    day,
    filled,
    in_row,
    is_code,
    working_days,
)
from readiness.annexe_a.rules.leavers import is_served
from readiness.annexe_a.rules.names import (
    ADOPTED,
    AGE,
    ASSESS_END,
    ASSESS_START,
    CARE_REVIEW,
    CARE_START,
    CARE_VISIT,
    CONFERENCE,
    CONFERENCE_PLAN,
    DECIDED,
    DENTAL,
    ENQUIRY,
    FAMILY_MATCHED,
    FIRST_END,
    FIRST_START,
    HEALTH,
    HELP_END,
    HELP_START,
    ID,
    IN_TOUCH,
    IRO,
    LAST_CONTACT,
    LEFT,
    PATHWAY,
    PERMANENCE,
    PLACED_ADOPTION,
    PLAN_END,
    PLAN_REVIEW,
    PLAN_START,
    PLAN_VISIT,
    REVERSED,
    SECOND_END,
    SECOND_START,
    SEEN,
    STATUS,
    UNNEEDED,
)
from readiness.annexe_a.rules.standing import (
    counted_in_care,
    find_on_plan,
    in_assessment,
    in_need,
    on_plan,
)

LATE = "past-its-limit"
REVIEWS = "Guidance tab, List 7: Date of latest review conference, Working Together’s times"
Measure = Callable[[Context], pl.Expr]


def _days_since(name: str) -> Measure:
    return lambda context: (day(context.as_at) - col(name)).dt.total_days()


def _working_days_since(name: str) -> Measure:
    return lambda context: working_days(context, col(name), day(context.as_at))


def _working_days_between(start: str, end: str) -> Measure:
    return lambda context: working_days(context, col(start), col(end))


def _late(
    number: int,
    code: str,
    column: str,
    says: str,
    measure: Measure,
    limit: str,
    where: Measure,
    cites: str = LOCAL,
) -> Rule:
    """Rows `where` the measure is above the limit of this name; {detail} is the measure."""
    return in_row(
        number, code, column, says,
        lambda context: (measure(context) > context.standards[limit]) & where(context),
        measure, kind=LATE, cites=cites,
    ).warns()  # fmt: skip


def _late_by_months(
    number: int,
    code: str,
    column: str,
    says: str,
    span: tuple[str, str],
    limit: str,
    where: Measure,
) -> Rule:
    """As _late, for a span to its end or the as-at date; {detail} is its whole months."""

    def ends(context: Context) -> pl.Expr:
        return pl.when(blank(span[1])).then(day(context.as_at)).otherwise(col(span[1]))

    return in_row(
        number, code, column, says,
        lambda context: (
            col(span[0]).dt.offset_by(f"{context.standards[limit]}mo") < ends(context)
        ) & where(context),
        lambda context: _whole_months(col(span[0]), ends(context)),
        kind=LATE, cites=LOCAL,
    ).warns()  # fmt: skip


def _whole_months(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    # Months and days come as eight bits: widened before they are counted with.
    months = [12 * when.dt.year() + when.dt.month().cast(pl.Int32) for when in (start, end)]
    return months[1] - months[0] - (end.dt.day() < start.dt.day()).cast(pl.Int32)


def _done(name: str) -> Measure:
    return lambda context: filled(name)


def _health_due(context: Context) -> pl.Expr:
    young = ago(context, months=context.standards["care.health_months_under_5"])
    usual = ago(context, months=context.standards["care.health_months"])
    return col(HEALTH) < pl.when(col(AGE) < 5).then(young).otherwise(usual)


def find_overdue_conferences(tables: Tables, context: Context) -> pl.DataFrame:
    """Enquiries that need a conference past its time, but for children with a plan already.

    For them Ofsted asks for “b) No” too, and there is no initial conference to hold.
    """
    rows = tables.get(5, UNNEEDED, CONFERENCE, CONFERENCE_PLAN, ENQUIRY)
    if tables.there(5, ID) and tables.there(7, ID, PLAN_START, PLAN_END):
        children = rows.hstack([tables.get(5, ID)[ID]])
        rows = rows.filter(~find_on_plan(children, tables.get(7, ID, PLAN_START, PLAN_END)))
    passed = _working_days_since(ENQUIRY)(context)
    waits = is_code(UNNEEDED, "b)") & blank(CONFERENCE) & blank(CONFERENCE_PLAN)
    late = waits & (passed > context.standards["conferences.initial_working_days"])
    return rows.filter(late).select(ROW, passed.alias("detail"))


VISITS = (
    _late(
        6, "child-in-need-not-seen", SEEN, "The child was last seen {detail} days ago. Visit.",
        _days_since(SEEN), "visits.child_in_need",
        lambda context: in_need(context) & is_code(STATUS, "c)", "d)"),
    ),
    _late(
        7, "child-on-plan-not-visited", PLAN_VISIT,
        "The last visit was {detail} working days ago. Visit.",
        _working_days_since(PLAN_VISIT), "visits.child_protection_working_days", on_plan,
    ),
    _late(
        7, "child-on-plan-never-visited", PLAN_VISIT,
        "The plan began {detail} working days ago and no visit is recorded. Visit.",
        _working_days_since(PLAN_START), "visits.child_protection_working_days",
        lambda context: on_plan(context) & blank(PLAN_VISIT),
    ),
    _late(
        8, "child-in-care-not-visited", CARE_VISIT, "The last visit was {detail} days ago. Visit.",
        _days_since(CARE_VISIT), "visits.child_in_care", counted_in_care,
    ),
    _late(
        8, "child-in-care-never-visited", CARE_VISIT,
        "Care began {detail} days ago and no visit is recorded. Visit.",
        _days_since(CARE_START), "visits.child_in_care",
        lambda context: counted_in_care(context) & blank(CARE_VISIT),
    ),
    _late(
        9, "care-leaver-not-contacted", LAST_CONTACT,
        "The latest contact was {detail} days ago, though the council is in touch. Get in touch.",
        _days_since(LAST_CONTACT), "visits.care_leaver_contact",
        lambda context: is_code(IN_TOUCH, "a)"),
    ),
)  # fmt: skip

TIMES = (
    _late(
        4, "assessment-overdue", ASSESS_START,
        "The assessment has been open for {detail} working days. Complete it.",
        _working_days_since(ASSESS_START), "assessments.completed_working_days", in_assessment,
    ),
    _late(
        4, "assessment-took-too-long", ASSESS_END,
        "The assessment took {detail} working days. Be ready to say why.",
        _working_days_between(ASSESS_START, ASSESS_END), "assessments.completed_working_days",
        _done(ASSESS_END),
    ),
    _late(
        5, "conference-late", CONFERENCE,
        "The conference was held {detail} working days after the strategy discussion. Say why.",
        _working_days_between(ENQUIRY, CONFERENCE), "conferences.initial_working_days",
        _done(CONFERENCE),
    ),
    Rule(
        "conference-overdue", (5,), CONFERENCE,
        "A conference is needed and {detail} working days have passed. Hold it.",
        Plan(find_overdue_conferences), WARNING, LATE, LOCAL,
    ),
    _late(
        5, "enquiry-undecided", UNNEEDED,
        "The enquiry has been undecided for {detail} working days. Decide it.",
        _working_days_since(ENQUIRY), "conferences.initial_working_days",
        lambda context: blank(UNNEEDED) & blank(CONFERENCE),
    ),
    _late(
        7, "first-review-conference-overdue", PLAN_REVIEW,
        "The plan began {detail} days ago and no review conference is recorded. Hold it.",
        _days_since(PLAN_START), "conferences.first_review",
        lambda context: on_plan(context) & blank(PLAN_REVIEW), REVIEWS,
    ),
    _late(
        7, "review-conference-overdue", PLAN_REVIEW,
        "The last review conference was {detail} days ago. Hold the next.",
        _days_since(PLAN_REVIEW), "conferences.later_review", on_plan, REVIEWS,
    ),
    _late_by_months(
        2, "early-help-long-open", HELP_START,
        "The early help has been open for over {detail} months. Is it still being given?",
        (HELP_START, HELP_END), "early_help.open_months", lambda context: blank(HELP_END),
    ),
)  # fmt: skip

CARE = (
    _late(
        8, "first-review-overdue", CARE_REVIEW,
        "Care began {detail} working days ago and no review is recorded. Hold it.",
        _working_days_since(CARE_START), "care.first_review_working_days",
        lambda context: counted_in_care(context) & blank(CARE_REVIEW),
    ),
    _late(
        8, "review-overdue", CARE_REVIEW, "The last review was {detail} days ago. Hold the next.",
        _days_since(CARE_REVIEW), "care.later_review", counted_in_care,
    ),
    _late(
        8, "officer-contact-overdue", IRO,
        "The reviewing officer’s last contact was {detail} days ago. Arrange one.",
        _days_since(IRO), "care.officer_contact", counted_in_care,
    ),
    _late(
        8, "first-health-assessment-overdue", HEALTH,
        "Care began {detail} working days ago and no health assessment is recorded. Arrange it.",
        _working_days_since(CARE_START), "care.first_health_working_days",
        lambda context: counted_in_care(context) & blank(HEALTH),
    ),
    in_row(
        8, "health-assessment-overdue", HEALTH,
        "The last health assessment was {detail} days ago: six months under 5, else a year.",
        lambda context: _health_due(context) & counted_in_care(context), _days_since(HEALTH),
        kind=LATE, cites=LOCAL,
    ).warns(),
    in_row(
        8, "dental-check-overdue", DENTAL,
        "The last dental check was {detail} days ago. Arrange one.",
        lambda context: (col(DENTAL) < ago(context, months=context.standards["care.dental_months"]))
        & counted_in_care(context),
        _days_since(DENTAL), kind=LATE, cites=LOCAL,
    ).warns(),
    in_row(
        8, "dental-check-never", DENTAL,
        "A year in care, and no dental check is recorded. Arrange one, or record it.",
        lambda context: blank(DENTAL) & counted_in_care(context)
        & (col(AGE) >= context.standards["care.dental_from_age"])
        & (col(CARE_START) < ago(context, months=context.standards["care.dental_months"])),
        kind=LATE, cites=LOCAL,
    ).warns(),
    _late(
        8, "permanence-plan-overdue", PERMANENCE,
        "Care began {detail} days ago and no permanence plan is agreed. Agree one.",
        _days_since(CARE_START), "care.permanence_plan",
        lambda context: counted_in_care(context) & blank(PERMANENCE),
    ),
    in_row(
        9, "pathway-plan-overdue", PATHWAY,
        "The pathway plan was last reviewed {detail} days ago. Review it.",
        lambda context: is_served(context) & (
            col(PATHWAY)
            < ago(context, months=context.standards["leaving_care.pathway_plan_months"])
        ),
        _days_since(PATHWAY), kind=LATE, cites=LOCAL,
    ).warns(),
    in_row(
        9, "pathway-plan-never", PATHWAY,
        "The council is in touch, but no review of a pathway plan is recorded. Give its date.",
        lambda context: blank(PATHWAY) & is_code(IN_TOUCH, "a)") & is_served(context),
        kind=LATE, cites=LOCAL,
    ).warns(),
)  # fmt: skip


ADOPTION = (
    _late_by_months(
        10, "decided-not-placed", DECIDED,
        "Adoption was decided over {detail} months ago and the child is not placed. Still so?",
        (DECIDED, PLACED_ADOPTION), "adoption.decided_not_placed_months",
        lambda context: blank(PLACED_ADOPTION) & blank(ADOPTED) & blank(REVERSED),
    ),
    _late_by_months(
        11, "stage-1-long", FIRST_END, "Stage 1 took over {detail} months. Be ready to say why.",
        (FIRST_START, FIRST_END), "adoption.first_stage_months",
        # Without its end, and with stage 2 begun, the end is what is asked for.
        lambda context: blank(LEFT) & (filled(FIRST_END) | blank(SECOND_START)),
    ),
    _late_by_months(
        11, "stage-2-long", SECOND_END, "Stage 2 took over {detail} months. Be ready to say why.",
        (SECOND_START, SECOND_END), "adoption.second_stage_months",
        lambda context: blank(LEFT) & blank(FAMILY_MATCHED),
    ),
)  # fmt: skip
RULES = (*VISITS, *TIMES, *CARE, *ADOPTION)
