"""Worklists: asked for by team, made in the worker, downloaded."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.annexe_a import operations, queries
from readiness.annexe_a.blueprint import in_scope
from readiness.annexe_a.downloads import name_download, send_content
from readiness.annexe_a.finding_pages import load_marked
from readiness.annexe_a.findings import EXPLAINED, NOBODY
from readiness.annexe_a.models import Worklist
from readiness.annexe_a.pages import Scope, make_scope
from readiness.annexe_a.worklists import list_teams
from readiness.errors import NotFound, Refused
from readiness.files.access import current_store
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.web.commits import before_writing, commits
from readiness.web.pages import is_htmx
from readiness.work.operations import owe_work
from readiness.work.queries import find_latest_owed

MOST_SHOWN = 20


@in_scope("/worklists")
@requires(Permission.SEE_CHILD_ROWS)
def show_worklists(inspection_id: int | None = None) -> ResponseReturnValue:
    """The teams with findings, and the worklists that were made."""
    scope = make_scope(inspection_id)
    found = load_marked(scope)
    teams = list_teams(found)
    return render_template(
        "annexe_a/worklists.html",
        scope=scope,
        teams=teams,
        explained=int(found[EXPLAINED].sum()),
        names={team.key or NOBODY: team.name for team in teams},
        nobody=NOBODY,
        made=queries.list_worklists(inspection_id, limit=MOST_SHOWN),
        latest=scope.latest_upload_id or 0,
    )


@in_scope("/worklists", "POST")
@requires(Permission.SEE_CHILD_ROWS)
@commits
def ask_worklist(inspection_id: int | None = None) -> ResponseReturnValue:
    """Owe the worklist of a team, or of all of them, unless it is there already."""
    me, team = current_person(), request.form.get("team", "")
    with before_writing():
        operations.check_open(inspection_id)
        if team and team not in _name_teams(make_scope(inspection_id)):
            raise NotFound("This team has no findings here. Choose one on the page of worklists.")
    worklist = operations.ask_worklist(actor=me, inspection_id=inspection_id, team_key=team)
    if worklist.file_sha256 is None:
        owe_work(operations.WORKLIST, worklist.id)
    return redirect(
        url_for("annexe_a.show_worklist", inspection_id=inspection_id, worklist_id=worklist.id)
    )


@in_scope("/worklists/<int:worklist_id>")
@requires(Permission.SEE_CHILD_ROWS)
def show_worklist(worklist_id: int, inspection_id: int | None = None) -> ResponseReturnValue:
    """How far it is, then its download; to htmx the bar alone."""
    worklist = queries.get_worklist(inspection_id, worklist_id)
    owed = find_latest_owed(operations.WORKLIST, worklist_id)
    is_running = worklist.file_sha256 is None and (owed is None or owed.is_open)
    if is_htmx() and not is_running:
        answer = make_response("")
        answer.headers["HX-Refresh"] = "true"
        return answer
    address = url_for(
        "annexe_a.show_worklist", inspection_id=inspection_id, worklist_id=worklist_id
    )
    if is_htmx():
        return render_template("annexe_a/worklist_bar.html", owed=owed, address=address)
    scope = make_scope(inspection_id)
    return render_template(
        "annexe_a/worklist.html",
        scope=scope,
        worklist=worklist,
        name=_name_teams(scope).get(worklist.team_key, "") if worklist.team_key else "",
        owed=owed,
        is_running=is_running,
        address=address,
    )


@in_scope("/worklists/<int:worklist_id>/download", "POST")
@requires(Permission.SEE_CHILD_ROWS)
@commits
def download_worklist(worklist_id: int, inspection_id: int | None = None) -> ResponseReturnValue:
    """The file; the activity says who took it."""
    worklist = queries.get_worklist(inspection_id, worklist_id)
    if worklist.file_sha256 is None:
        raise Refused("This worklist is not made yet. Wait for it on its page.")
    with current_store().open(worklist.file_sha256) as stream:
        content = stream.read()
    operations.note_worklist_download(actor=current_person(), worklist=worklist)
    kind = "xlsx" if worklist.team_key else "zip"
    name = _name_file(make_scope(inspection_id), worklist, kind)
    return send_content(content, name, kind)


def _name_teams(scope: Scope) -> dict[str, str]:
    """The names of the teams that have findings, by what an address calls them."""
    return {team.key or NOBODY: team.name for team in list_teams(load_marked(scope))}


def _name_file(scope: Scope, worklist: Worklist, kind: str) -> str:
    team = _name_teams(scope).get(worklist.team_key, "") if worklist.team_key else "all teams"
    day = clock.in_london(worklist.made_at or worklist.asked_at).date().isoformat()
    return name_download(scope, f"Annexe A worklist {team[:60]} {day}", kind)
