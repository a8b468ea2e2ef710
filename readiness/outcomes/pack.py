"""The section of what comes after an inspection: what of the report and its plans is still open.

Counts alone: what Ofsted wrote is under embargo.
"""

from datetime import datetime

from readiness.inspections.queries import get_inspection
from readiness.outcomes.closing import list_open_outcome
from readiness.outcomes.models import Outcome
from readiness.outcomes.queries import (
    has_running_outcomes,
    list_comments,
    list_running_outcomes,
    measure_progress,
    read_dates,
)
from readiness.outcomes.rules import spell_answer
from readiness.sections import Link, Period, Section, offer_section

KEY, TITLE = "outcomes", "After the inspection"
HEADINGS = ("What is open", "Inspection")


def make_section(period: Period) -> Section:
    """What would be left open of each report, were its inspection closed now."""
    outcomes = list_running_outcomes()
    rows: list[tuple[str, ...]] = []
    links: list[Link | None] = []
    for outcome in outcomes:
        for found in list_open_outcome(get_inspection(outcome.inspection_id)):
            rows.append((found.words, outcome.inspection.title))
            links.append(found.link)
    return Section(
        key=KEY,
        title=TITLE,
        answer=" ".join(_spell(outcome, period.now) for outcome in outcomes),
        headings=HEADINGS,
        rows=tuple(rows),
        links=tuple(links),
        figures=(("Open after the inspection", len(rows)),),
    )


def _spell(outcome: Outcome, now: datetime) -> str:
    inspection = get_inspection(outcome.inspection_id)
    responses = [comment.response for comment in list_comments(inspection.id)]
    return spell_answer(
        read_dates(inspection, outcome), responses, measure_progress(inspection.id), now
    )


offer_section(KEY, 64, TITLE, make_section, has=has_running_outcomes())
