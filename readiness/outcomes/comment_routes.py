"""The factual-accuracy log: the comments on the draft, one comment, and both as files."""

from flask import Response, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.activity.queries import list_subject_activity
from readiness.activity.showing import show_entries
from readiness.errors import Refused, Unusable
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.library.queries import list_offered_versions
from readiness.office.names import MEDIA_TYPES
from readiness.outcomes import exports, forms, operations
from readiness.outcomes.blueprint import blueprint, get_real
from readiness.outcomes.deeds import DEEDS, Deed, make_form, read_said
from readiness.outcomes.queries import (
    find_outcome,
    get_comment,
    get_comment_file,
    list_comments,
    read_dates,
)
from readiness.outcomes.rules import COMMENTS, spell_comments
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.people.queries import list_posts
from readiness.settings import current_settings
from readiness.web.chosen_files import tell_gone
from readiness.web.commits import commits
from readiness.web.forms import BaseForm

SEE = Permission.SEE_DRAFT_REPORTS
COMMENT = "/comments/<int:comment_id>"
Faults = list[dict[str, str]]


@blueprint.get("/comments", endpoint="list_comments")
@requires(SEE)
def list_comments_page(inspection_id: int) -> ResponseReturnValue:
    """Every comment with its evidence, its owner and Ofsted’s answer, and until when."""
    inspection = get_real(inspection_id)
    comments = list_comments(inspection_id)
    return render_template(
        "outcomes/comments.html",
        inspection=inspection,
        comments=comments,
        words=spell_comments([comment.response for comment in comments]),
        dates=read_dates(inspection, find_outcome(inspection_id)),
        due=next((anchor for anchor in inspection.anchors if anchor.key == COMMENTS), None),
        spell_evidence=exports.spell_evidence,
        now=clock.now(),
    )


@blueprint.get("/comments.csv")
@requires(SEE)
def export_csv(inspection_id: int) -> ResponseReturnValue:
    """The comments as a file that Excel opens."""
    inspection = get_real(inspection_id)
    body = exports.write_comments_csv(inspection, list_comments(inspection_id))
    return _send(body, "text/csv", exports.name_file(inspection, clock.now(), "csv"))


@blueprint.get("/comments.docx")
@requires(SEE)
def export_word(inspection_id: int) -> ResponseReturnValue:
    """The comments as a Word table, to be sent to Ofsted."""
    inspection, now = get_real(inspection_id), clock.now()
    body = exports.write_comments(
        inspection,
        list_comments(inspection_id),
        read_dates(inspection, find_outcome(inspection_id)),
        council=current_settings().council_name,
        made_at=now,
    )
    return _send(body, MEDIA_TYPES["docx"], exports.name_file(inspection, now, "docx"))


@blueprint.get("/comments/new")
@requires(SEE)
def new_comment(inspection_id: int) -> ResponseReturnValue:
    """The form for a comment."""
    form = forms.CommentForm(None, version=0)
    form.offer(list_posts(), list_offered_versions())
    return _show_new(inspection_id, form)


@blueprint.post("/comments/new")
@requires(SEE)
@commits
def add_comment(inspection_id: int) -> ResponseReturnValue:
    """Write a comment."""
    get_real(inspection_id)
    form = forms.CommentForm()
    form.offer(list_posts(), list_offered_versions())
    if not form.validate():
        return _show_new(inspection_id, form, 422)
    try:
        comment = operations.add_comment(
            actor=current_person(), inspection_id=inspection_id, said=read_said(form)
        )
    except Refused as error:
        db.session.rollback()
        form.refuse(error)
        return _show_new(inspection_id, form, error.status)
    flash("The comment is written down. Add what shows it.")
    return redirect(_page_of(inspection_id, comment.id))


@blueprint.get(COMMENT)
@requires(SEE)
def show_comment(inspection_id: int, comment_id: int) -> ResponseReturnValue:
    """A comment: what is wrong, what shows it, what Ofsted said, and what happened to it."""
    return _show(inspection_id, comment_id, {}, [])


@blueprint.post(f"{COMMENT}/files/<int:file_id>")
@requires(SEE)
@commits
def download_file(inspection_id: int, comment_id: int, file_id: int) -> ResponseReturnValue:
    """A file as it was added, always as a download; who took it is noted."""
    get_real(inspection_id)
    comment = get_comment(inspection_id, comment_id)
    found = get_comment_file(comment, file_id)
    operations.record_download(actor=current_person(), comment=comment, found=found)
    answer: Response = send_file(
        current_store().open(found.sha256),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=found.name,
    )
    return answer


def _add_route(name: str, deed: Deed) -> None:
    @requires(deed.permission)
    @commits
    def do(inspection_id: int, comment_id: int) -> ResponseReturnValue:
        return _do(name, deed, inspection_id, comment_id)

    blueprint.add_url_rule(f"{COMMENT}/{deed.path}", name, do, methods=["POST"])


for _name, _deed in DEEDS.items():
    _add_route(_name, _deed)


def _do(name: str, deed: Deed, inspection_id: int, comment_id: int) -> ResponseReturnValue:
    """Do it and say so; where it is refused, show the comment as it is with the sentence."""
    get_real(inspection_id)
    form = make_form(name, get_comment(inspection_id, comment_id), is_sent=True)
    if not form.validate():
        return _show(inspection_id, comment_id, {name: form}, form.error_summary, 422)
    try:
        deed.do(current_person(), inspection_id, comment_id, form)
        db.session.flush()
    except (Refused, Unusable) as error:
        db.session.rollback()
        form.refuse(error, get_comment(inspection_id, comment_id).version)
        return _show(inspection_id, comment_id, {name: form}, form.error_summary, error.status)
    flash(deed.said)
    if name == "drop_comment":
        return redirect(url_for("outcomes.list_comments", inspection_id=inspection_id))
    return redirect(_page_of(inspection_id, comment_id))


def _show_new(
    inspection_id: int, form: forms.CommentForm, status: int = 200
) -> ResponseReturnValue:
    inspection = get_real(inspection_id)
    return render_template("outcomes/new_comment.html", inspection=inspection, form=form), status


def _show(
    inspection_id: int,
    comment_id: int,
    sent: dict[str, BaseForm],
    faults: Faults,
    status: int = 200,
) -> ResponseReturnValue:
    inspection, me = get_real(inspection_id), current_person()
    comment = get_comment(inspection_id, comment_id)
    is_open = inspection.is_running and not comment.dropped_because
    may_change = is_open and operations.may_change(me, comment)
    page = render_template(
        "outcomes/comment.html",
        inspection=inspection,
        comment=comment,
        may_change=may_change,
        is_open=is_open,
        may_open=lambda found: operations.may_open_file(me, comment, found),
        history=show_entries(
            list_subject_activity("draft_comment", comment.id), subject="this comment"
        ),
        refused=next(iter(sent), ""),
        forms={name: sent.get(name) or make_form(name, comment) for name in DEEDS},
        faults=tell_gone(faults, can_choose=may_change),
        now=clock.now(),
    )
    return page, status


def _page_of(inspection_id: int, comment_id: int) -> str:
    return url_for("outcomes.show_comment", inspection_id=inspection_id, comment_id=comment_id)


def _send(body: bytes, mimetype: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, mimetype=mimetype, headers=headers)
