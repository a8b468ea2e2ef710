"""Everybody’s first page: what is running, my next tasks, what changed."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.activity.queries import Wanted, list_activity
from readiness.activity.vocabulary import find_event
from readiness.inspections.queries import find_running_inspection, list_own_tasks
from readiness.people.access import can, current_person, requires
from readiness.people.permissions import Permission
from readiness.web.navigation import NavigationItem, add_navigation

blueprint = Blueprint("today", __name__)
add_navigation(blueprint, NavigationItem("Today", "today.show", Permission.SEE_READINESS, order=10))

NEXT_TASKS = 10
LAST_CHANGES = 8


@blueprint.get("/")
@requires(Permission.SEE_READINESS)
def show() -> ResponseReturnValue:
    """The running inspection with its countdown, or how to start one; then my tasks."""
    now, person = clock.now(), current_person()
    return render_template(
        "today/show.html",
        now=now,
        inspection=find_running_inspection(),
        tasks=list_own_tasks(person, now=now, limit=NEXT_TASKS),
        entries=list_activity(Wanted(), limit=LAST_CHANGES) if can(Permission.SEE_ACTIVITY) else (),
        words=lambda entry: find_event(entry.event).words,
    )
