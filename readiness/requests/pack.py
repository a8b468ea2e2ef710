"""The section of requests in the pack of a meeting: what inspectors wait for, by number alone."""

from readiness.inspections.now import now_for
from readiness.people.queries import list_posts
from readiness.plain_words import format_moment, plural
from readiness.requests.models import InspectorRequest
from readiness.requests.queries import get_spec, has_open, list_open
from readiness.requests.rules import spell_late
from readiness.sections import Period, Section, offer_section

KEY, TITLE = "requests", "What inspectors asked for"
HEADINGS = ("Request", "Owner", "Due")


def make_section(period: Period) -> Section:
    """The open requests of real inspections that run, soonest due first."""
    found, spec = [row for row in list_open() if not row.inspection.is_trial], get_spec()
    titles = {post.id: post.title for post in list_posts()}
    late = [spell_late(row.standing, now_for(row.inspection, period.now)) for row in found]
    overdue = sum(bool(words) for words in late)
    waits = plural(len(found), "request waits", "requests wait")
    return Section(
        key=KEY,
        title=TITLE,
        answer=f"{waits} for an answer{f', {overdue} overdue' if overdue else ''}.",
        headings=HEADINGS,
        rows=tuple(
            (
                f"{row.inspection.title}, {row.activity_title}: {spec.name_area(row.area).lower()}",
                titles.get(row.post_id or 0, "Nobody yet"),
                words or format_moment(row.due_at),
            )
            for row, words in zip(found, late, strict=True)
        ),
        links=tuple(_link(row) for row in found),
        figures=(("Requests open", len(found)), ("Requests overdue", overdue)),
    )


def _link(row: InspectorRequest) -> tuple[str, dict[str, int]]:
    values = {"inspection_id": row.inspection_id, "number": row.number}
    return "requests.show_request", values


offer_section(KEY, 60, TITLE, make_section, has=has_open())
