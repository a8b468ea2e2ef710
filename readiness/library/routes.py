"""Pages of the documents: the list, one document, its versions and their approval."""

from collections.abc import Callable
from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.activity.queries import list_subject_activity
from readiness.activity.vocabulary import find_event
from readiness.errors import Refused, Unusable
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.files.operations import keep_file
from readiness.inspections.links import register_delivery_link
from readiness.inspections.models import Inspection
from readiness.inspections.now import now_for, today_for
from readiness.inspections.present import list_own_running
from readiness.inspections.queries import list_running_inspections
from readiness.library import forms, operations, pack, queries
from readiness.library.lines import DocumentLine
from readiness.library.models import DocumentVersion
from readiness.library.pages import make_library
from readiness.office.gate import FileKind, spoken_size
from readiness.office.lengths import measure_length
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.people.queries import list_posts
from readiness.settings import current_settings
from readiness.web.commits import commits
from readiness.web.forms import BaseForm
from readiness.web.navigation import NavigationItem, add_navigation
from readiness.web.pagination import Page, asked_page
from readiness.web.uploads import receive_file

__all__ = ["blueprint", "pack"]

blueprint = Blueprint("library", __name__, url_prefix="/documents")
add_navigation(
    blueprint,
    NavigationItem("Documents", "library.list_documents", Permission.SEE_DOCUMENTS, order=40),
)

VERSIONS_SHOWN = 20

register_delivery_link(
    "document", lambda _inspection_id, key: url_for("library.show_document", key=key)
)


@blueprint.get("/")
@requires(Permission.SEE_DOCUMENTS)
def list_documents() -> ResponseReturnValue:
    """What is asked for, by when, whose it is, and how it stands."""
    running = _find_shown()
    now = now_for(running)
    library = make_library(
        wanted=forms.read_filter(request.args),
        inspection=running,
        person=current_person(),
        now=now,
    )
    return render_template("library/list.html", library=library, now=now)


@blueprint.get("/new")
@requires(Permission.ADD_DOCUMENTS)
def new_document() -> ResponseReturnValue:
    """The form for a document of our own."""
    return render_template("library/new.html", form=_own_form())


@blueprint.post("/new")
@requires(Permission.ADD_DOCUMENTS)
@commits
def add_document() -> ResponseReturnValue:
    """Add a document of our own."""
    form = _own_form()
    if not form.validate():
        return render_template("library/new.html", form=form), 422
    try:
        document = operations.add_document(
            actor=current_person(),
            title=form.title.data,
            post_key=form.post.data,
            child_level=form.child_level.data,
        )
    except Refused as error:
        db.session.rollback()
        form.refuse(error)
        return render_template("library/new.html", form=form), error.status
    flash("The document is on the list. Now add its first version.")
    return redirect(url_for("library.show_document", key=document.key))


@blueprint.get("/<key>")
@requires(Permission.SEE_DOCUMENTS)
def show_document(key: str) -> ResponseReturnValue:
    """What it must show, its versions, who approved which, and what has happened to it."""
    return _show(key)


@blueprint.post("/<key>/versions")
@requires(Permission.ADD_DOCUMENTS)
@commits
def add_version(key: str) -> ResponseReturnValue:
    """Add a file as the next version."""
    form = forms.AddVersionForm()
    return _change(key, form, lambda: _receive(key, form))


@blueprint.get("/<key>/versions/<int:number>")
@requires(Permission.SEE_DOCUMENTS)
def download_version(key: str, number: int) -> ResponseReturnValue:
    """A version as it was added, always as a download; rows of children are taken by POST."""
    line, version = queries.get_document_line(key), queries.get_version(key, number)
    operations.check_may_open(current_person(), line, version)
    if line.child_level:
        raise Refused(
            "This document has rows about single children, so it is recorded who takes it. "
            "Go to the page of the document and use its download button."
        )
    return _send(version)


@blueprint.post("/<key>/versions/<int:number>")
@requires(Permission.SEE_DOCUMENTS)
@commits
def take_version(key: str, number: int) -> ResponseReturnValue:
    """A version with rows of single children; the activity says who took it."""
    line, version = queries.get_document_line(key), queries.get_version(key, number)
    operations.note_download(actor=current_person(), line=line, version=version)
    return _send(version)


@blueprint.post("/<key>/versions/<int:number>/approve")
@requires(Permission.APPROVE_DOCUMENTS)
@commits
def approve_version(key: str, number: int) -> ResponseReturnValue:
    """Approve the content that the page showed."""
    form, me = forms.ApproveForm(), current_person()

    def approve() -> str:
        version = queries.get_version(key, number)
        operations.approve_version(actor=me, version=version, sha256=form.sha256.data or "")
        return f"Version {number} is approved."

    return _change(key, form, approve)


@blueprint.post("/<key>/versions/<int:number>/confirm")
@requires(Permission.APPROVE_DOCUMENTS)
@commits
def confirm_approval(key: str, number: int) -> ResponseReturnValue:
    """Say that an earlier approval still stands in the inspection that is running."""
    form, me = forms.ConfirmForm(), current_person()

    def confirm() -> str:
        version = queries.get_version(key, number)
        operations.confirm_approval(actor=me, version=version, sha256=form.sha256.data or "")
        return f"Version {number} still stands: its task is ticked."

    return _change(key, form, confirm)


@blueprint.post("/<key>/versions/<int:number>/withdraw")
@requires(Permission.APPROVE_DOCUMENTS)
@commits
def withdraw_approval(key: str, number: int) -> ResponseReturnValue:
    """Take an approval back."""
    form, me = forms.WithdrawForm(), current_person()

    def withdraw() -> str:
        version = queries.get_version(key, number)
        operations.withdraw_approval(actor=me, version=version, reason=form.reason.data)
        return f"The approval of version {number} is withdrawn."

    return _change(key, form, withdraw)


def _send(version: DocumentVersion) -> Response:
    answer: Response = send_file(
        current_store().open(version.sha256),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=version.name,
        max_age=0,
    )
    return answer


def _own_form() -> forms.AddDocumentForm:
    form = forms.AddDocumentForm()
    form.post.choices = [("", "Choose a post"), *((p.key, p.title) for p in list_posts())]
    return form


def _change(key: str, form: BaseForm, act: Callable[[], str]) -> ResponseReturnValue:
    """Do it and say so; where it is refused, show the document as it is with the sentence."""
    queries.get_document_line(key)
    if not form.validate():
        return _show(key, form, form.error_summary, 422)
    try:
        done = act()
        db.session.flush()
    except (Refused, Unusable) as error:
        db.session.rollback()
        form.refuse(error)
        return _show(key, form, form.error_summary, error.status)
    flash(done)
    return redirect(url_for("library.show_document", key=key))


def _receive(key: str, form: forms.AddVersionForm) -> str:
    me, limit = current_person(), current_settings().largest_document
    # Nothing has been written yet: others may write while the file is being looked at.
    db.session.rollback()
    with receive_file(form.file.data, kinds=frozenset(FileKind), limit=limit) as received:
        length = measure_length(received.path, received.kind)
        with received.path.open("rb") as stream:
            stored = keep_file(stream, store=current_store(), now=clock.now())
    version = operations.add_version(
        actor=me,
        key=key,
        title=queries.get_document_line(key).title,
        sha256=stored.sha256,
        name=received.name,
        size=received.size,
        kind=received.kind.value,
        length=length,
        as_at=form.as_at.data,
        note=form.note.data or "",
    )
    return f"Version {version.number} is added. It has to be approved."


def _show(
    key: str,
    sent: BaseForm | None = None,
    faults: list[dict[str, str]] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    running = _find_shown()
    line, me = queries.get_document_line(key, running, today_for(running)), current_person()
    document = line.document
    page = render_template(
        "library/document.html",
        line=line,
        inspection=running,
        versions=_versions(line),
        may_open=lambda version: operations.may_open(me, line, version),
        may_approve=operations.may_approve(me, line),
        approver=operations.say_approver(line),
        history=list_subject_activity("document", document.id) if document else (),
        tell=lambda entry, who: find_event(entry.event).tell(who, "this document"),
        forms=_forms(line, sent),
        faults=faults or [],
        limit=spoken_size(current_settings().largest_document),
        may_add=operations.may_add(me, line),
        now=now_for(running),
    )
    return page, status


def _find_shown() -> Inspection | None:
    """What is running, to this person: a trial run is nobody’s who is not in it."""
    own = list_own_running(current_person(), list_running_inspections(), is_shown=True)
    return next(iter(own), None)


def _versions(line: DocumentLine) -> Page[Any]:
    """A page of them, newest first; they are numbered from 1 without a gap."""
    if line.document is None or line.version is None:
        return Page((), 1, VERSIONS_SHOWN, 0)
    total = line.version.number
    number = asked_page(total, VERSIONS_SHOWN)
    start = (number - 1) * VERSIONS_SHOWN
    items = queries.list_versions(line.document, limit=VERSIONS_SHOWN, offset=start)
    return Page(items, number, VERSIONS_SHOWN, total)


def _forms(line: DocumentLine, sent: BaseForm | None) -> dict[str, Any]:
    """The forms of the page by name; the one that was sent keeps what was written in it."""
    empty = {
        "add": forms.AddVersionForm(None),
        "approve": forms.ApproveForm(None, sha256=line.version.sha256 if line.version else ""),
        "confirm": forms.ConfirmForm(None, sha256=line.version.sha256 if line.version else ""),
        "withdraw": forms.WithdrawForm(None),
    }
    return {
        name: sent if name != "approve" and type(sent) is type(form) else form
        for name, form in empty.items()
    }
