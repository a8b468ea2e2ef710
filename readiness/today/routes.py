"""Everybody’s first page: what is running, my next tasks, what waits for me, what is new."""

from collections.abc import Sequence

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.actions.queries import list_own
from readiness.actions.rules import judge_urgency, spell_due
from readiness.activity.models import Activity
from readiness.activity.queries import list_news
from readiness.activity.showing import show_entries
from readiness.clock import in_london
from readiness.fieldwork.own import list_own_week
from readiness.inspections.now import find_away, now_for
from readiness.inspections.owners import Deliveries, Owners
from readiness.inspections.pages import make_board
from readiness.inspections.queries import list_running_inspections, list_running_lines
from readiness.inspections.rules.tasks import TaskFilter, TaskLine, choose_next
from readiness.people.access import can, current_person, requires
from readiness.people.models import Person
from readiness.people.permissions import Permission
from readiness.register.queries import find_latest_snapshot
from readiness.requests.pages import list_own_lines
from readiness.today.looking import Look, keep_look, look_again, read_look
from readiness.today.waiting import list_waiting
from readiness.trial_runs.queries.injects import list_told_to
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
    running = list_running_inspections()
    nows = {found.id: now_for(found, now) for found in running}
    lines = list_running_lines(owners.posts, find_away(running, now, {today: owners.away}))
    own = choose_next(line for line in lines if line.owner_id == me.id)
    look = look_again(read_look(me.id), now)
    news = _list_news(me, look)
    is_real = any(not found.is_trial for found in running)
    page = render_template(
        "today/show.html",
        now=now,
        nows=nows,
        boards=[
            make_board(found, TaskFilter(), nows[found.id], _choose(lines, found.id))
            for found in running
        ],
        titles={inspection.id: inspection.title for inspection in running},
        measured=None if is_real else find_latest_snapshot(),
        tasks=own[:NEXT_TASKS],
        open_tasks=len(own),
        requests=list_own_lines(me, owners, now) if running else [],
        week=list_own_week(me, running, owners, now),
        overdue=sum(task.is_overdue(nows[task.inspection_id]) for task in own),
        actions=list_own(me, limit=NEXT_ACTIONS),
        judge=lambda action: judge_urgency(action.standing, today),
        spell_due=lambda action: spell_due(action.standing, today),
        told=list_told_to(me, running),
        waiting=list_waiting(me, Deliveries(today, owners, lines), running),
        since=look.since,
        news=show_entries(news[:NEWS], is_brief=True),
        has_more_news=len(news) > NEWS,
    )
    response = make_response(page)
    keep_look(response, me.id, look)
    return response


def _list_news(me: Person, look: Look) -> Sequence[Activity]:
    """What others changed, one more than is shown; nothing for who does not see the activity."""
    if not can(Permission.SEE_ACTIVITY):
        return ()
    return list_news(me.id, look.since, limit=NEWS + 1)


def _choose(lines: Sequence[TaskLine], inspection_id: int) -> list[TaskLine]:
    return [line for line in lines if line.inspection_id == inspection_id]
