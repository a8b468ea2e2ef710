"""The activity page: what happened, filtered by the address, and the same as a file."""

from datetime import date

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.activity.models import Activity
from readiness.activity.queries import Wanted, list_activity
from readiness.activity.vocabulary import find_event
from readiness.office.csv import write_csv
from readiness.people.access import requires
from readiness.people.permissions import Permission
from readiness.people.queries import list_people
from readiness.web.navigation import NavigationItem, add_navigation

blueprint = Blueprint("activity", __name__)
add_navigation(
    blueprint,
    NavigationItem("Activity", "activity.list_entries", Permission.SEE_ACTIVITY, order=90),
)

PAGE = 50
MOST_EXPORTED = 100_000
AREAS = {
    "inspections": "Inspections and tasks",
    "library": "Documents",
    "bundles": "Bundles",
    "annexe_a": "Annexe A",
    "people": "People and sign-ins",
}


@blueprint.get("/activity")
@requires(Permission.SEE_ACTIVITY)
def list_entries() -> ResponseReturnValue:
    """A page of entries, newest first."""
    wanted, number = _wanted(), max(request.args.get("page", 1, type=int), 1)
    found = list_activity(wanted, limit=PAGE + 1, offset=(number - 1) * PAGE)
    return render_template(
        "activity/list.html",
        entries=found[:PAGE],
        has_next=len(found) > PAGE,
        page=number,
        areas=AREAS,
        choices=[(person.id, person.name) for person in list_people()],
        wanted=wanted,
        words=lambda entry: find_event(entry.event).words,
        link=_link,
    )


@blueprint.get("/activity.csv")
@requires(Permission.SEE_ACTIVITY)
def export_entries() -> ResponseReturnValue:
    """The same entries as a file that Excel opens."""
    entries = list_activity(_wanted(), limit=MOST_EXPORTED)
    headings = ("When", "Who", "What", "On", "Changes")
    body = write_csv(headings, (_row(entry) for entry in entries))
    name = f"activity-{clock.today():%Y-%m-%d}.csv"
    return Response(
        body,
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _row(entry: Activity) -> tuple[str, ...]:
    changes = "; ".join(f"{field}: {old} → {new}" for field, (old, new) in entry.changes.items())
    return (
        clock.in_london(entry.at).strftime("%d/%m/%Y %H:%M:%S"),
        entry.actor.name if entry.actor else "Readiness",
        find_event(entry.event).words,
        entry.subject_title,
        changes,
    )


def _wanted() -> Wanted:
    area = request.args.get("area", "")
    return Wanted(
        actor_id=request.args.get("who", type=int),
        area=area if area in AREAS else None,
        first_day=request.args.get("from", type=date.fromisoformat),
        last_day=request.args.get("to", type=date.fromisoformat),
        inspection_id=request.args.get("inspection", type=int),
    )


def _link(page: int) -> dict[str, object]:
    return {**{k: v for k, v in request.args.items() if k != "page" and v}, "page": page}
