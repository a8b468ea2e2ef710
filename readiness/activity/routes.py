"""The activity page: what happened, filtered by the address, and the same as a file."""

from datetime import date

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.activity.models import Activity
from readiness.activity.queries import (
    Wanted,
    is_of_trial,
    iterate_activity,
    list_activity,
    list_started,
)
from readiness.activity.rules import describe_changes
from readiness.activity.showing import show_entries
from readiness.activity.vocabulary import find_event, list_areas
from readiness.office.csv import write_csv
from readiness.people.access import can, requires
from readiness.people.permissions import Permission
from readiness.people.queries import list_people
from readiness.web.navigation import NavigationItem, add_navigation

blueprint = Blueprint("activity", __name__)
add_navigation(
    blueprint,
    NavigationItem("Activity", "activity.list_entries", Permission.SEE_ACTIVITY, order=90),
)

PAGE = 50
FILTERS = ("inspection", "area", "who", "from", "to")
AREA_NEEDS = {
    "inspections": Permission.SEE_TASKS,
    "annexe_a": Permission.SEE_LISTS,
    "library": Permission.SEE_DOCUMENTS,
    "bundles": Permission.SEE_BUNDLES,
    "outcomes": Permission.SEE_DRAFT_REPORTS,
    "actions": Permission.SEE_ACTIONS,
    "requests": Permission.SEE_REQUESTS,
    "meetings": Permission.SEE_MEETINGS,
    "trial_runs": Permission.SEE_TASKS,
    "register": Permission.SEE_READINESS,
    "fieldwork": Permission.SEE_TASKS,
    "people": Permission.SEE_PEOPLE,
    "notifications": Permission.MANAGE_EMAILS,
}
"""Who is told that something happened is not told what was written, unless they may open it."""

HEADINGS = ("When", "Who", "What", "On", "Changes")
TRIAL_MARK = "TRIAL RUN"
"""What the name of a file begins with that is made from a trial run, and a column of it."""


@blueprint.get("/activity")
@requires(Permission.SEE_ACTIVITY)
def list_entries() -> ResponseReturnValue:
    """A page of entries, newest first."""
    wanted = _wanted()
    found = list_activity(wanted, limit=PAGE + 1)
    shown = found[:PAGE]
    return render_template(
        "activity/list.html",
        entries=show_entries(shown, may_read=_may_read),
        older=shown[-1].id if len(found) > PAGE else None,
        areas=list_areas(),
        people=[(person.id, person.name) for person in list_people()],
        inspections=list_started(),
        wanted=wanted,
        is_trial=is_of_trial(wanted.inspection_id),
        filters={name: request.args[name] for name in FILTERS if request.args.get(name)},
        now=clock.now(),
    )


@blueprint.get("/activity.csv")
@requires(Permission.SEE_ACTIVITY)
def export_entries() -> ResponseReturnValue:
    """Every entry that fits, not only a page of them, as a file that Excel opens."""
    wanted = _wanted()
    # A column of its own stays with the rows wherever they are copied to.
    mark = (TRIAL_MARK,) if is_of_trial(wanted.inspection_id) else ()
    rows = ((*_row(entry), *mark) for entry in iterate_activity(wanted))
    body = write_csv((*HEADINGS, *mark), rows)
    name = " ".join((*mark, f"activity-{clock.today():%Y-%m-%d}.csv"))
    return Response(
        body,
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _row(entry: Activity) -> tuple[str, ...]:
    return (
        clock.in_london(entry.at).strftime("%d/%m/%Y %H:%M:%S"),
        entry.actor.name if entry.actor else "Readiness",
        find_event(entry.event).words,
        entry.subject_title,
        "; ".join(describe_changes(entry.changes)) if _may_read(entry) else "",
    )


def _may_read(entry: Activity) -> bool:
    """Whether this person may see notes, names of files and counts of what it is about."""
    return can(AREA_NEEDS[entry.event.partition(":")[0]])


def _wanted() -> Wanted:
    """What the address asks for; parts that make no sense are left out."""
    area = request.args.get("area", "")
    return Wanted(
        actor_id=_number("who"),
        area=area if area in list_areas() else None,
        first_day=request.args.get("from", type=date.fromisoformat),
        last_day=request.args.get("to", type=date.fromisoformat),
        inspection_id=_number("inspection"),
        before_id=_number("before"),
        with_secrets=can(Permission.RUN_TRIALS),
    )


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
