"""The section of what comes after an inspection: what of the report and its plans is still open.

Counts alone: what Ofsted wrote is under embargo.
"""

from datetime import datetime

from readiness.outcomes.closing import Reached, list_open
from readiness.outcomes.queries import (
    has_running_outcomes,
    list_running_outcomes,
    read_dates,
)
from readiness.outcomes.rules import spell_answer
from readiness.sections import Link, Period, Section, offer_section

KEY, TITLE = "outcomes", "After the inspection"
HEADINGS = ("What is open", "Inspection")


def make_section(period: Period) -> Section:
    """What would be left open of each report, were its inspection closed now."""
    reached = [Reached.load(one.inspection, one) for one in list_running_outcomes()]
    rows: list[tuple[str, ...]] = []
    links: list[Link | None] = []
    for one in reached:
        for found in list_open(one):
            rows.append((found.words, one.inspection.title))
            links.append(found.link)
    return Section(
        key=KEY,
        title=TITLE,
        answer=" ".join(_spell(one, period.now) for one in reached),
        headings=HEADINGS,
        rows=tuple(rows),
        links=tuple(links),
        figures=(("Open after the inspection", len(rows)),),
    )


def _spell(reached: Reached, now: datetime) -> str:
    dates = read_dates(reached.inspection, reached.outcome)
    return spell_answer(dates, reached.responses, reached.progress, now)


offer_section(KEY, 64, TITLE, make_section, has=has_running_outcomes())
