"""Uploading extracts, and the page that follows their check."""

from datetime import date

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.annexe_a import operations, queries
from readiness.annexe_a.blueprint import in_scope
from readiness.annexe_a.doubts import find_doubt, find_other_edition, list_unread_sheets
from readiness.annexe_a.editions import find_edition, list_edition_names
from readiness.annexe_a.forms import UploadForm
from readiness.annexe_a.models import Upload
from readiness.annexe_a.pages import make_scope
from readiness.annexe_a.rules.ages import spell_doubt
from readiness.errors import Refused, Unusable
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.files.operations import register_file
from readiness.files.store import Stored
from readiness.office.gate import FileKind, spoken_size
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.settings import current_settings
from readiness.web.commits import commits
from readiness.web.pages import is_htmx
from readiness.web.uploads import ReceivedFile, receive_files
from readiness.work.operations import owe_work
from readiness.work.queries import find_latest_owed

KINDS = frozenset({FileKind.XLSX, FileKind.CSV})


@in_scope("/upload")
@requires(Permission.UPLOAD_EXTRACTS)
def choose_files(inspection_id: int | None = None) -> ResponseReturnValue:
    """The form: files, as-at date, edition; an address may bring the date."""
    as_at = _read_day(request.args.get("as_at", "")) or clock.today()
    edition = find_edition(inspection_id=inspection_id).name
    form = _fill(UploadForm(None, as_at=as_at, edition=edition))
    return _show_form(inspection_id, form, 200)


@in_scope("/upload", "POST")
@requires(Permission.UPLOAD_EXTRACTS)
@commits
def upload(inspection_id: int | None = None) -> ResponseReturnValue:
    """Take the files, and owe their check."""
    form = _fill(UploadForm())
    if not form.validate():
        return _show_form(inspection_id, form, 422)
    try:
        received = _receive(inspection_id, form)
    except (Refused, Unusable) as error:
        db.session.rollback()
        form.add_error("files", error.sentence)
        return _show_form(inspection_id, form, error.status)
    owe_work(operations.CHECK, received.id)
    address = url_for("annexe_a.show_upload", inspection_id=inspection_id, upload_id=received.id)
    return redirect(address)


@in_scope("/uploads/<int:upload_id>")
@requires(Permission.UPLOAD_EXTRACTS)
def show_upload(upload_id: int, inspection_id: int | None = None) -> ResponseReturnValue:
    """How far the check is, then what it found or why it refused; to htmx the bar alone."""
    found = queries.get_upload(inspection_id, upload_id)
    owed = find_latest_owed(operations.CHECK, upload_id)
    is_running = not found.is_ended and (owed is None or owed.is_open)
    if is_htmx() and not is_running:
        answer = make_response("")
        answer.headers["HX-Refresh"] = "true"
        return answer
    return render_template(
        "annexe_a/bar.html" if is_htmx() else "annexe_a/upload.html",
        upload=found,
        owed=owed,
        is_running=is_running,
        address=url_for("annexe_a.show_upload", inspection_id=inspection_id, upload_id=upload_id),
        scope=None if is_htmx() else make_scope(inspection_id),
        doubt=None if is_htmx() else find_doubt(found.lists, current_store(), clock.today()),
        spell_doubt=spell_doubt,
        other_edition="" if is_htmx() else find_other_edition(found.lists, current_store()),
        unread=() if is_htmx() else list_unread_sheets(found.lists, current_store()),
        now=clock.now(),
    )


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _fill(form: UploadForm) -> UploadForm:
    form.edition.choices = [(name, f"Edition of {name}") for name in list_edition_names()]
    return form


def _show_form(inspection_id: int | None, form: UploadForm, status: int) -> ResponseReturnValue:
    scope = make_scope(inspection_id)
    page = render_template(
        "annexe_a/choose.html",
        form=form,
        scope=scope,
        limit=spoken_size(current_settings().largest_extract),
    )
    return page, status


def _receive(inspection_id: int | None, form: UploadForm) -> Upload:
    me = current_person()
    # Nothing has been written yet: others may write while the files are looked at and kept.
    db.session.rollback()
    with receive_files(
        form.files.data, kinds=KINDS, limit=current_settings().largest_extract
    ) as received:
        kept = [(one, _put(one)) for one in received]
    files = [_register(one, stored) for one, stored in kept]
    return operations.receive_upload(
        actor=me,
        inspection_id=inspection_id,
        as_at=form.as_at.data,
        edition=form.edition.data,
        files=files,
    )


def _put(received: ReceivedFile) -> Stored:
    with received.path.open("rb") as stream:
        return current_store().put(stream)


def _register(received: ReceivedFile, stored: Stored) -> operations.KeptExtract:
    register_file(stored, now=clock.now())
    return operations.KeptExtract(received.name, stored.sha256, received.size)
