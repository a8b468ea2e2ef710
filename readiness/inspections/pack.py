"""The section of what comes next in the pack of a meeting: key dates, and who is away."""

from datetime import timedelta

from readiness.clock import in_london
from readiness.inspections.queries import list_closures, list_running_inspections
from readiness.people.queries import list_names_away
from readiness.plain_words import format_day, format_moment, plural
from readiness.sections import Link, Period, Section, offer_section

KEY, TITLE = "next", "What comes next"
HEADINGS = ("What", "When")
AHEAD = timedelta(weeks=4)


def make_section(period: Period) -> Section:
    """Key dates of what is running, closure days, and who is away in the next four weeks."""
    today = in_london(period.now).date()
    last = today + AHEAD
    rows: list[tuple[str, ...]] = []
    links: list[Link | None] = []
    for inspection in list_running_inspections():
        for anchor in inspection.anchors:
            if today <= in_london(anchor.at).date() <= last:
                rows.append((f"{inspection.title}: {anchor.title}", format_moment(anchor.at)))
                links.append(("inspections.board", {"inspection_id": inspection.id}))
    milestones = len(rows)
    for closure in list_closures():
        if today <= closure.day <= last:
            rows.append((f"Council closed: {closure.name}", format_day(closure.day)))
            links.append(("inspections.list_closures", {}))
    away = list_names_away(today, last)
    for name, first_day, last_day in away:
        rows.append((f"{name} is away", f"{format_day(first_day)} to {format_day(last_day)}"))
        links.append(None)
    return Section(
        key=KEY,
        title=TITLE,
        answer="In the next four weeks: "
        f"{plural(milestones, 'key date') if milestones else 'no key date of an inspection'}, "
        f"{plural(len(away), 'person is', 'people are')} away.",
        headings=HEADINGS,
        rows=tuple(rows),
        links=tuple(links),
    )


offer_section(KEY, 90, TITLE, make_section)
