"""Everybody’s first page: what is running, my next tasks, what waits for me, what is new."""

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.actions.queries import list_own
from readiness.actions.rules import judge_urgency, spell_due
from readiness.activity.queries import list_news
from readiness.activity.showing import show_entries
from readiness.clock import in_london
from readiness.fieldwork.own import list_own_week
from readiness.inspections.owners import Deliveries, Owners
from readiness.inspections.pages import make_board
from readiness.inspections.queries import list_running_inspections, list_running_lines
from readiness.inspections.rules.tasks import TaskFilter, choose_next
from readiness.people.access import can, current_person, requires
from readiness.people.permissions import Permission
from readiness.register.queries import find_latest_snapshot
from readiness.requests.pages import list_own_lines
from readiness.today.looking import keep_look, look_again, read_look
from readiness.today.waiting import list_waiting
from readiness.web.navigation import NavigationItem, add_navigation

blueprint = Blueprint("today", __name__)
add_navigation(blueprint, NavigationItem("Today", "today.show", Permission.SEE_READINESS, order=10))

NEXT_TASKS = 10
NEXT_ACTIONS = 5
NEWS = 8


@blueprint.get("/")
@requires(Permission.SEE_READINESS)
def show() -> ResponseReturnValue:
    """What is running with its countdown; my next tasks and actions; the last changes."""
    me, now = current_person(), clock.now()
    today = in_london(now).date()
    owners = Owners.load(today)
    lines = list_running_lines(owners.posts, owners.away)
    own = choose_next(line for line in lines if line.owner_id == me.id)
    look = look_again(read_look(me.id), now)
    sees_activity = can(Permission.SEE_ACTIVITY)
    news = list_news(me.id, look.since, limit=NEWS + 1) if sees_activity else ()
    running = list_running_inspections()
    is_real = any(not found.is_trial for found in running)
    page = render_template(
        "today/show.html",
        now=now,
        boards=[
            make_board(found, TaskFilter(), now, [t for t in lines if t.inspection_id == found.id])
            for found in running
        ],
        titles={inspection.id: inspection.title for inspection in running},
        measured=None if is_real else find_latest_snapshot(),
        tasks=own[:NEXT_TASKS],
        open_tasks=len(own),
        overdue=sum(task.is_overdue(now) for task in own),
        requests=list_own_lines(me, owners, now) if running else [],
        actions=list_own(me, limit=NEXT_ACTIONS),
        judge=lambda action: judge_urgency(action.standing, today),
        spell_due=lambda action: spell_due(action.standing, today),
        week=list_own_week(me, running, owners, now),
        waiting=list_waiting(me, Deliveries(today, owners, lines), running),
        since=look.since,
        news=show_entries(news[:NEWS], is_brief=True),
        has_more_news=len(news) > NEWS,
    )
    response = make_response(page)
    keep_look(response, me.id, look)
    return response
