"""Findings on a page and as a file, and the workbook: where child-level data is shown."""

import io
from collections.abc import Callable
from pathlib import Path

import polars as pl
from flask import Response, current_app, render_template, request, send_file
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.annexe_a import exports, operations
from readiness.annexe_a.blueprint import in_scope
from readiness.annexe_a.doubts import find_doubt
from readiness.annexe_a.findings import (
    WantedFindings,
    choose_findings,
    count_by_rule,
    load_findings,
    take_page,
)
from readiness.annexe_a.forms import read_wanted
from readiness.annexe_a.models import Upload
from readiness.annexe_a.pages import Scope, make_scope
from readiness.annexe_a.queries import get_upload
from readiness.annexe_a.rulebook import spell_rule
from readiness.annexe_a.rules.ages import spell_doubt
from readiness.annexe_a.workbook import Layout
from readiness.errors import NotFound, Unusable
from readiness.extensions import db
from readiness.files.access import current_store, plain_folder
from readiness.files.rooms import private_room
from readiness.office.names import safe_name
from readiness.people.access import can, current_person, requires
from readiness.people.permissions import Permission
from readiness.web.commits import commits
from readiness.web.pagination import USUAL_SIZE, Page, asked_page

TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TRIAL = "TRIAL RUN"


@in_scope("/findings")
@requires(Permission.SEE_LISTS)
def show_findings(inspection_id: int | None = None) -> ResponseReturnValue:
    """What is wrong, by rule; and row by row for those who may see child-level data."""
    scope, wanted = make_scope(inspection_id), read_wanted(request.args)
    found = _load(scope, wanted.number)
    sees_rows = can(Permission.SEE_CHILD_ROWS)
    chosen = choose_findings(found, wanted) if sees_rows else found.clear()
    number = asked_page(chosen.height)
    rows = take_page(chosen, (number - 1) * USUAL_SIZE, USUAL_SIZE)
    return render_template(
        "annexe_a/findings.html",
        scope=scope,
        wanted=wanted,
        counts=count_by_rule(found, by_list=not sees_rows),
        page=Page(rows, number, USUAL_SIZE, chosen.height),
        lists=[(line.spec.number, line.title) for line in scope.lines],
        rules=[(key, spell_rule(key)) for key in found["code"].unique().sort()],
        columns=[(name, name) for name in found["column"].unique().sort() if name],
        errors=found.filter(pl.col("severity") == "error").height,
        total=found.height,
        sees_rows=sees_rows,
        doubt=find_doubt(scope.versions, current_store(), clock.today()),
        spell_doubt=spell_doubt,
    )


@in_scope("/findings/download", "POST")
@requires(Permission.SEE_CHILD_ROWS)
@commits
def download_findings(inspection_id: int | None = None) -> ResponseReturnValue:
    """The findings that the filter shows, as csv or a workbook; the activity says who took them."""
    scope, wanted = make_scope(inspection_id), read_wanted(request.form)
    upload_id = _latest(scope).id
    chosen = choose_findings(_load(scope, wanted.number), wanted)
    kind = "xlsx" if request.form.get("kind") == "xlsx" else "csv"
    name, is_trial = _name_findings(scope, wanted, kind), scope.is_trial
    _let_others_write()
    content = _make_findings(chosen, kind, TRIAL if is_trial else "")
    operations.note_findings_download(
        actor=current_person(),
        upload=get_upload(inspection_id, upload_id),
        kind=kind,
        findings=chosen.height,
    )
    return send(content, name, TYPES[kind])


@in_scope("/workbook", "POST")
@requires(Permission.SEE_CHILD_ROWS)
@commits
def download_workbook(inspection_id: int | None = None) -> ResponseReturnValue:
    """The Annexe A workbook of the current lists; the activity says who took it."""
    scope, layout = make_scope(inspection_id), _layout()
    upload_id, contents = _latest(scope).id, exports.load_contents(inspection_id)
    council = current_app.extensions["readiness.settings"].council_name
    name = exports.name_workbook(council, contents.as_at, layout=layout, is_trial=scope.is_trial)
    watermark = TRIAL if scope.is_trial else ""
    _let_others_write()
    content = _made(lambda path: exports.write_contents(path, contents, layout, council, watermark))
    operations.note_workbook_download(
        actor=current_person(), upload=get_upload(inspection_id, upload_id), layout=layout.value
    )
    return send(content, name, TYPES["xlsx"])


def _let_others_write() -> None:
    """End the transaction: making a large file takes seconds, and SQLite has one write lock."""
    db.session.rollback()


def _make_findings(chosen: pl.DataFrame, kind: str, watermark: str) -> bytes:
    if kind == "csv":
        return exports.findings_to_csv(chosen, watermark)
    made_at = clock.in_london(clock.now())
    return _made(lambda path: exports.write_findings_workbook(path, chosen, made_at, watermark))


def _load(scope: Scope, number: int | None) -> pl.DataFrame:
    versions = [v for v in scope.versions if number is None or v.list_number == number]
    return load_findings(versions, current_store())


def _latest(scope: Scope) -> Upload:
    """The latest upload of the current lists. Raises NotFound where there is none."""
    if not scope.versions:
        raise NotFound("No list has been uploaded here yet, so there is nothing to download.")
    return max(scope.versions, key=lambda version: version.upload_id).upload


def _layout() -> Layout:
    try:
        return Layout(request.form.get("layout", Layout.OFSTED))
    except ValueError:
        raise Unusable("There is no such layout. Choose Ofsted’s or the plain one.") from None


def _made(write: Callable[[Path], None]) -> bytes:
    """What a program writes to a path, as bytes; the plain copy is gone at once."""
    with private_room(plain_folder("making")) as room:
        path = room / "made"
        write(path)
        return path.read_bytes()


def _name_findings(scope: Scope, wanted: WantedFindings, kind: str) -> str:
    prefix = f"{TRIAL} " if scope.is_trial else ""
    number = f" list {wanted.number}" if wanted.number else ""
    day = clock.in_london(scope.now).date().isoformat()
    return safe_name(f"{prefix}Annexe A findings{number} {day}.{kind}")


def send(content: bytes, name: str, kind: str) -> Response:
    """A made file as an answer, to be kept under this name."""
    answer: Response = send_file(
        io.BytesIO(content), mimetype=kind, as_attachment=True, download_name=name, max_age=0
    )
    return answer
