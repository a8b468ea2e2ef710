"""The section of what comes next in the pack of a meeting: key dates, and who is away."""

from datetime import date, timedelta

from readiness.clock import in_london
from readiness.inspections.models import AnchorDate
from readiness.inspections.queries import list_closures, list_running_inspections
from readiness.people.queries import list_names_away
from readiness.plain_words import format_day, format_moment, plural
from readiness.sections import Link, Period, Section, offer_section

KEY, TITLE = "next", "What comes next"
HEADINGS = ("What", "When")
AHEAD = timedelta(weeks=4)


def make_section(period: Period) -> Section:
    """Key dates of what is running, closure days, and who is away in the next four weeks.

    Those of a trial run bear its title and are counted apart; on an exercise clock they are in
    no calendar of the council’s and left out.
    """
    today = in_london(period.now).date()
    last = today + AHEAD
    rows: list[tuple[str, ...]] = []
    links: list[Link | None] = []
    real, rehearsed = _list_dates(today, last)
    for anchor in (*real, *rehearsed):
        inspection = anchor.inspection
        rows.append((f"{inspection.title}: {anchor.title}", format_moment(anchor.at)))
        links.append(("inspections.board", {"inspection_id": inspection.id}))
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
        f"{plural(len(real), 'key date') if real else 'no key date of an inspection'}, "
        f"{f'{len(rehearsed)} of a trial run, ' if rehearsed else ''}"
        f"{plural(len(away), 'person is', 'people are')} away.",
        headings=HEADINGS,
        rows=tuple(rows),
        links=tuple(links),
    )


def _list_dates(first: date, last: date) -> tuple[list[AnchorDate], list[AnchorDate]]:
    """The key dates of these days: of real inspections, and of trial runs by the real clock."""
    running = [one for one in list_running_inspections() if one.exercise_clock is None]
    found = [anchor for one in running for anchor in one.anchors]
    ahead = [anchor for anchor in found if first <= in_london(anchor.at).date() <= last]
    rehearsed = [anchor for anchor in ahead if anchor.inspection.is_trial]
    return [anchor for anchor in ahead if not anchor.inspection.is_trial], rehearsed


offer_section(KEY, 90, TITLE, make_section)
