"""The uploads one after another, and what each of them changed."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from readiness.annexe_a import queries
from readiness.annexe_a.blueprint import in_scope
from readiness.annexe_a.changes import compare_upload, list_identifiers
from readiness.annexe_a.comparing import Which
from readiness.annexe_a.forms import read_wanted
from readiness.annexe_a.history import MOST_SHOWN, draw_chart, list_points, spell_progress
from readiness.annexe_a.pages import make_scope
from readiness.annexe_a.rulebook import spell_rule
from readiness.errors import NotFound
from readiness.files.access import current_store
from readiness.people.access import can, requires
from readiness.people.permissions import Permission
from readiness.web.pagination import page_of

WORDS = {
    Which.JOINED: "joined the list",
    Which.LEFT: "left the list",
    Which.NEW: "have a finding that is new",
    Which.FIXED: "have a finding that is gone",
    Which.STILL: "have a finding that is still there",
}


@in_scope("/history")
@requires(Permission.SEE_LISTS)
def show_history(inspection_id: int | None = None) -> ResponseReturnValue:
    """How the findings became fewer, or more, from upload to upload."""
    points = list_points(inspection_id)
    return render_template(
        "annexe_a/history.html",
        scope=make_scope(inspection_id),
        points=points[-MOST_SHOWN:],
        earlier=max(0, len(points) - MOST_SHOWN),
        chart=draw_chart(points),
        answer_words=spell_progress(points),
    )


@in_scope("/history/<int:upload_id>")
@requires(Permission.SEE_LISTS)
def show_changes(upload_id: int, inspection_id: int | None = None) -> ResponseReturnValue:
    """What an upload changed: findings new, gone and still there; rows that joined and left."""
    scope, upload = make_scope(inspection_id), queries.get_upload(inspection_id, upload_id)
    if upload.checked_at is None:
        raise NotFound("This upload was not checked, so it changed nothing.")
    return render_template(
        "annexe_a/changes.html",
        scope=scope,
        upload=upload,
        change=compare_upload(upload, current_store()),
        is_latest=upload_id == scope.latest_upload_id == scope.latest_brought_id,
        sees_rows=can(Permission.SEE_CHILD_ROWS),
        spell_rule=spell_rule,
    )


@in_scope("/history/<int:upload_id>/rows")
@requires(Permission.SEE_CHILD_ROWS)
def show_changed_rows(upload_id: int, inspection_id: int | None = None) -> ResponseReturnValue:
    """Whose rows joined or left a list, or whose findings are new, gone or still there."""
    scope, upload = make_scope(inspection_id), queries.get_upload(inspection_id, upload_id)
    wanted, asked = read_wanted(request.args), request.args.get("which", "")
    if asked not in set(Which) or wanted.number is None or upload.checked_at is None:
        raise NotFound("There is nothing to show here. Choose a number on the page of the upload.")
    store, which = current_store(), Which(asked)
    named = list_identifiers(upload, store, which, wanted.number, wanted.rule)
    return render_template(
        "annexe_a/changed_rows.html",
        scope=scope,
        upload=upload,
        wanted=wanted,
        which=which,
        words=WORDS[which],
        rule=spell_rule(wanted.rule) if wanted.rule else "",
        page=page_of(named),
    )
