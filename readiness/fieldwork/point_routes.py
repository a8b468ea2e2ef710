"""The page of one point of a keep-in-touch note: changing what it says, and withdrawing it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness.errors import ChangedMeanwhile, Refused
from readiness.extensions import db
from readiness.fieldwork import forms, operations
from readiness.fieldwork.blueprint import blueprint
from readiness.fieldwork.models import KeepInTouchPoint
from readiness.fieldwork.queries import talk as queries
from readiness.fieldwork.rules.talk import POINT_WORDS
from readiness.fieldwork.talk_routes import POINT, read_details
from readiness.inspections.operations import get_running
from readiness.inspections.queries import get_inspection
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.web.commits import commits


@blueprint.get(POINT)
@requires(Permission.RUN_FIELDWORK)
def show_point(inspection_id: int, note_id: int, point_id: int) -> ResponseReturnValue:
    """The form of a point as it stands."""
    note = queries.get_note(inspection_id, note_id)
    return _show(inspection_id, queries.get_point(note, point_id))


@blueprint.post(POINT)
@requires(Permission.RUN_FIELDWORK)
@commits
def change_point(inspection_id: int, note_id: int, point_id: int) -> ResponseReturnValue:
    """Change what was said, the evidence and its time."""
    get_running(inspection_id)
    note, form = queries.lock_note(inspection_id, note_id), forms.ChangePointForm()
    point = queries.get_point(note, point_id)
    if not form.validate():
        return _show(inspection_id, point, form, status=422)
    try:
        operations.change_point(
            actor=current_person(),
            note=note,
            point=point,
            version=form.version.data or 0,
            details=read_details(form),
        )
    except Refused as error:
        db.session.rollback()
        point = queries.get_point(queries.get_note(inspection_id, note_id), point_id)
        form.refuse(error, point.version)
        return _show(inspection_id, point, form, status=error.status)
    flash("The point is changed.")
    return _go_back(inspection_id, note_id)


@blueprint.post(f"{POINT}/withdraw")
@requires(Permission.RUN_FIELDWORK)
@commits
def withdraw_point(inspection_id: int, note_id: int, point_id: int) -> ResponseReturnValue:
    """Withdraw it with a reason."""
    get_running(inspection_id)
    note, form = queries.lock_note(inspection_id, note_id), forms.WithdrawPointForm()
    point = queries.get_point(note, point_id)
    if not form.validate():
        return _show(inspection_id, point, withdrawing=form, status=422)
    try:
        operations.withdraw_point(
            actor=current_person(),
            note=note,
            point=point,
            version=form.version.data or 0,
            reason=form.reason.data,
        )
        db.session.flush()
    except Refused as error:
        db.session.rollback()
        point = queries.get_point(queries.get_note(inspection_id, note_id), point_id)
        form.refuse(error, point.version)
        return _show(inspection_id, point, withdrawing=form, status=error.status)
    flash("The point is withdrawn.")
    return _go_back(inspection_id, note_id)


def _show(
    inspection_id: int,
    point: KeepInTouchPoint,
    form: forms.ChangePointForm | None = None,
    withdrawing: forms.WithdrawPointForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    withdrawn = withdrawing or forms.WithdrawPointForm(None, version=point.version)
    filled = form or forms.ChangePointForm(
        None,
        kind=point.kind.value,
        point=point.text,
        evidence=point.evidence,
        due_at=point.due_at,
        version=point.version,
    )
    page = render_template(
        "fieldwork/point.html",
        inspection=get_inspection(inspection_id),
        point=point,
        form=filled,
        withdrawing=withdrawn,
        point_words=POINT_WORDS,
        has_errors=bool(withdrawn.errors),
        is_outdated=filled.errors and status == ChangedMeanwhile.status,
        back=_page_of(inspection_id, point.note_id),
    )
    return page, status


def _go_back(inspection_id: int, note_id: int) -> ResponseReturnValue:
    return redirect(_page_of(inspection_id, note_id))


def _page_of(inspection_id: int, note_id: int) -> str:
    page = url_for("fieldwork.show_note", inspection_id=inspection_id, note_id=note_id)
    return f"{page}#points"
