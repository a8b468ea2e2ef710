"""Everybody’s first page: what is running, my next tasks, what waits for me, what is new."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.actions.queries import list_own
from readiness.actions.rules import judge_urgency, spell_due
from readiness.activity.models import Activity
from readiness.activity.queries import list_news
from readiness.activity.showing import show_entries
from readiness.checklists.faults import ChecklistFault
from readiness.clock import in_london
from readiness.fieldwork.own import OwnItem, list_own_week
from readiness.inspections.models import Inspection
from readiness.inspections.now import now_for
from readiness.inspections.owners import Deliveries, Owners
from readiness.inspections.pages import make_board
from readiness.inspections.present import Parts, find_away, find_parts, list_own_running
from readiness.inspections.queries import list_running_inspections, list_running_lines
from readiness.inspections.rules.tasks import TaskFilter, TaskLine, choose_next
from readiness.notifications.sources import find_trial_days
from readiness.people.access import can, current_person, requires
from readiness.people.models import Person
from readiness.people.permissions import Permission
from readiness.register.pages import make_glance
from readiness.requests.pages import RequestLine, list_own_lines
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
    parts = find_parts(running)
    out = find_away(running, now, {today: owners.away.away}, parts)
    lines = list_running_lines(owners.posts, out)
    mine = list_own_running(me, running, parts)
    requests, week = _list_of_each(me, mine, {o.id: replace(owners, away=out[o.id]) for o in mine})
    own = choose_next(line for line in lines if line.owner_id == me.id)
    look = look_again(read_look(me.id), now)
    news = _list_news(me, look)
    whole = _choose_whole(me, running, parts)
    page = render_template(
        "today/show.html",
        now=now,
        nows=nows,
        boards=[make_board(o, TaskFilter(), nows[o.id], _choose(lines, o.id)) for o in whole],
        others=[found for found in running if found not in whole],
        titles={inspection.id: inspection.title for inspection in running},
        **_show_readiness(me, now, running),
        **_show_tasks(own, nows),
        requests=requests,
        week=week,
        **_show_actions(me, today),
        told=list_told_to(me, mine),
        waiting=list_waiting(me, Deliveries(today, owners, lines, out), mine),
        since=look.since,
        news=show_entries(news[:NEWS], is_brief=True),
        has_more_news=len(news) > NEWS,
    )
    response = make_response(page)
    keep_look(response, me.id, look)
    return response


def _list_of_each(
    me: Person, mine: Sequence[Inspection], owners: Mapping[int, Owners]
) -> tuple[list[RequestLine], list[OwnItem]]:
    """The requests and the week on site of this person, each inspection by its own time."""
    given = [(found, owners[found.id], now_for(found)) for found in mine]
    asked = [line for one in given for line in list_own_lines(me, *one)]
    week = [item for one in given for item in list_own_week(me, *one)]
    return sorted(asked, key=lambda line: line.row.due_at), week


def _show_tasks(own: Sequence[TaskLine], nows: Mapping[int, datetime]) -> dict[str, Any]:
    late = sum(task.is_overdue(nows[task.inspection_id]) for task in own)
    return {"tasks": own[:NEXT_TASKS], "open_tasks": len(own), "overdue": late}


def _show_actions(me: Person, today: date) -> dict[str, Any]:
    found = list_own(me, limit=NEXT_ACTIONS)
    days = find_trial_days(action.trial_id for action in found)
    return {
        "actions": found,
        "judge": lambda action: judge_urgency(action.standing, today),
        "spell_due": lambda action: spell_due(action.standing, today, days),
    }


def _show_readiness(me: Person, now: datetime, running: Sequence[Inspection]) -> dict[str, Any]:
    """How ready we are, while no real inspection runs; a fault of the checklists is only told."""
    try:
        return {"glance": None if _is_real(running) else make_glance(now, me)}
    except ChecklistFault as fault:
        return {"glance": None, "fault": fault.sentence}


def _is_real(running: Sequence[Inspection]) -> bool:
    return any(not found.is_trial for found in running)


def _choose_whole(me: Person, running: Sequence[Inspection], parts: Parts) -> Sequence[Inspection]:
    """What has its countdown and counts here; the rest is a line with a link.

    A real inspection comes before all trial runs; without one, a trial run is whole to those in
    it and those who run it.
    """
    if _is_real(running):
        return [found for found in running if not found.is_trial]
    return list_own_running(me, running, parts, is_shown=True)


def _list_news(me: Person, look: Look) -> Sequence[Activity]:
    """What others changed, one more than is shown; nothing for who does not see the activity."""
    if not can(Permission.SEE_ACTIVITY):
        return ()
    secrets = can(Permission.RUN_TRIALS)
    return list_news(me.id, look.since, limit=NEWS + 1, with_secrets=secrets)


def _choose(lines: Sequence[TaskLine], inspection_id: int) -> list[TaskLine]:
    return [line for line in lines if line.inspection_id == inspection_id]
