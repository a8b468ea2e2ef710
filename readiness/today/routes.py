"""Everybody’s first page: what is running, my next tasks, what changed."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.activity.queries import Wanted, list_activity
from readiness.activity.vocabulary import find_event
from readiness.inspections.pages import make_board
from readiness.inspections.queries import list_own_tasks, list_running_inspections
from readiness.inspections.rules.tasks import TaskFilter
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
    """What is running with its countdown, or how to start; my next tasks; the last changes."""
    now = clock.now()
    own = list_own_tasks(current_person(), now=now)
    sees_activity = can(Permission.SEE_ACTIVITY)
    return render_template(
        "today/show.html",
        now=now,
        boards=[make_board(running, TaskFilter(), now) for running in list_running_inspections()],
        tasks=own[:NEXT_TASKS],
        open_tasks=len(own),
        overdue=sum(task.is_overdue(now) for task in own),
        entries=list_activity(Wanted(), limit=LAST_CHANGES) if sees_activity else (),
        words=lambda entry: find_event(entry.event).words,
    )
