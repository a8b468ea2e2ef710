"""Pages of the lists: a scope’s eleven lists, one list, signing and commenting."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.annexe_a import (
    explaining_routes,
    finding_routes,
    forms,
    history_routes,
    mapping_routes,
    operations,
    pack,
    profile_routes,
    queries,
    reported_routes,
    upload_routes,
    worklist_routes,
)
from readiness.annexe_a.blueprint import blueprint, in_scope
from readiness.annexe_a.finding_pages import count_explained, load_marked
from readiness.annexe_a.findings import EXPLAINED, count_by_rule
from readiness.annexe_a.models import ListComment
from readiness.annexe_a.pages import DATA_DUE, ListLine, Scope, make_scope
from readiness.annexe_a.sendings import find_sent_at
from readiness.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from readiness.extensions import db
from readiness.inspections.links import register_delivery_link
from readiness.people.access import can, current_person, requires
from readiness.people.permissions import Permission
from readiness.web.commits import commits
from readiness.web.forms import BaseForm

__all__ = [
    "blueprint",
    "explaining_routes",
    "finding_routes",
    "history_routes",
    "mapping_routes",
    "pack",
    "profile_routes",
    "reported_routes",
    "upload_routes",
    "worklist_routes",
]

register_delivery_link(
    "list",
    lambda inspection_id, key: url_for(
        "annexe_a.show_list", inspection_id=inspection_id, number=int(key)
    ),
)


@blueprint.get("/")
@requires(Permission.SEE_LISTS)
def show_lists() -> ResponseReturnValue:
    """The lists of the inspection that is running, or those kept between inspections."""
    return _show_scope(queries.find_running_id())


@in_scope("")
@requires(Permission.SEE_LISTS)
def show_scope(inspection_id: int | None = None) -> ResponseReturnValue:
    """How ready the lists of one scope are, and each of them."""
    return _show_scope(inspection_id)


@in_scope("/lists/<int:number>")
@requires(Permission.SEE_LISTS)
def show_list(number: int, inspection_id: int | None = None) -> ResponseReturnValue:
    """One list: its counts, its signature, the council’s comments."""
    return _show_list(inspection_id, number)


@in_scope("/lists/<int:number>/sign", "POST")
@requires(Permission.SIGN_LISTS)
@commits
def sign(number: int, inspection_id: int | None = None) -> ResponseReturnValue:
    """Sign the version the form was shown with."""
    form = forms.SignForm()
    return _act(
        inspection_id,
        number,
        form,
        lambda: operations.sign_list(
            actor=current_person(),
            inspection_id=inspection_id,
            number=number,
            content_hash=form.content_hash.data or "",
            note=form.note.data or "",
            seen_errors=form.seen_errors.data or "",
        ),
        f"List {number} is signed.",
    )


@in_scope("/lists/<int:number>/withdraw", "POST")
@requires(Permission.SIGN_LISTS)
@commits
def withdraw(number: int, inspection_id: int | None = None) -> ResponseReturnValue:
    """Take the signature back."""
    form = forms.WithdrawForm()
    return _act(
        inspection_id,
        number,
        form,
        lambda: operations.withdraw_signature(
            actor=current_person(),
            inspection_id=inspection_id,
            number=number,
            content_hash=form.content_hash.data or "",
            reason=form.reason.data or "",
        ),
        f"List {number} is not signed any more.",
    )


@in_scope("/lists/<int:number>/comment", "POST")
@requires(Permission.SIGN_LISTS)
@commits
def comment(number: int, inspection_id: int | None = None) -> ResponseReturnValue:
    """Write Ofsted a comment, change it, or empty it to take it away."""
    form = forms.CommentForm()
    form.column.choices = _columns(_find_line(make_scope(inspection_id), number))
    return _act(
        inspection_id,
        number,
        form,
        lambda: operations.write_comment(
            actor=current_person(),
            inspection_id=inspection_id,
            number=number,
            column=form.column.data or "",
            text=form.text.data or "",
            version=form.version.data,
        ),
        "The comment is saved.",
    )


def _act(
    inspection_id: int | None, number: int, form: BaseForm, act: Any, said: str
) -> ResponseReturnValue:
    """Do it and say so; where it is refused, show the list as it is with the sentence."""
    if not form.validate():
        return _show_list(inspection_id, number, form, form.error_summary, 422)
    try:
        act()
        db.session.flush()
    except (Refused, NotAllowed) as error:
        db.session.rollback()
        form.refuse(error)
        return _show_list(inspection_id, number, form, form.error_summary, error.status)
    flash(said)
    return redirect(url_for("annexe_a.show_list", inspection_id=inspection_id, number=number))


def _show_scope(inspection_id: int | None) -> ResponseReturnValue:
    scope = make_scope(inspection_id)
    return render_template(
        "annexe_a/scope.html",
        scope=scope,
        sent_at=find_sent_at(scope.id, DATA_DUE) if scope.id and scope.was_sent else None,
        others=queries.list_other_inspections(inspection_id),
        uploads=queries.list_uploads(inspection_id) if can(Permission.UPLOAD_EXTRACTS) else (),
        explained=count_explained(scope),
        has_bundles="bundles.list_bundles" in current_app.view_functions,
        me=current_person(),
        now=scope.now,
    )


def _show_list(
    inspection_id: int | None,
    number: int,
    sent: BaseForm | None = None,
    faults: list[dict[str, str]] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    scope = make_scope(inspection_id)
    line = _find_line(scope, number)
    comments = [c for c in queries.list_comments(inspection_id) if c.list_number == number]
    if isinstance(sent, forms.CommentForm) and status == ChangedMeanwhile.status:
        # The comment that stands is on the page: whoever sends theirs again has seen it.
        there = (c.version for c in comments if c.column == (sent.column.data or ""))
        sent.version.data = next(there, None)
    signs = scope.is_open and operations.may_sign(current_person(), inspection_id, number)
    found = load_marked(scope, number)
    page = render_template(
        "annexe_a/list.html",
        scope=scope,
        line=line,
        counts=count_by_rule(found),
        explained=int(found[EXPLAINED].sum()),
        may_sign=signs,
        may_comment=signs or (scope.is_open and can(Permission.UPLOAD_EXTRACTS)),
        comments=comments,
        earlier=queries.list_versions(inspection_id, number)[1:],
        forms=_forms(line, comments, sent),
        faults=faults or [],
        now=scope.now,
    )
    return page, status


def _find_line(scope: Scope, number: int) -> ListLine:
    line = scope.line(number)
    if line is None:
        raise NotFound("Annexe A has eleven lists, 1 to 11. Choose one on the page of the lists.")
    return line


def _columns(line: ListLine) -> list[tuple[str, str]]:
    return [("", "The whole list"), *((c.name, c.name) for c in line.spec.columns)]


def _forms(
    line: ListLine, comments: Sequence[ListComment], sent: BaseForm | None
) -> dict[str, Any]:
    """The forms of the page by name; the one that was sent keeps what was written in it.

    `?comment=` asks to change the comment on that column.
    """
    column = request.args.get("comment", "")
    written = next((comment for comment in comments if comment.column == column), None)
    seen = line.version.content_hash if line.version else ""
    sign_form = forms.SignForm(None, content_hash=seen)
    comment_form = forms.CommentForm(
        None,
        column=column,
        text=written.text if written else "",
        version=written.version if written else None,
    )
    comment_form.column.choices = _columns(line)
    empty = {
        "sign": sign_form,
        "withdraw": forms.WithdrawForm(None, content_hash=seen),
        "comment": comment_form,
    }
    shown = {name: sent if type(sent) is type(form) else form for name, form in empty.items()}
    if line.version and line.version.errors:
        shown["sign"]["note"].label.text = "Note"  # no longer optional
    return shown
