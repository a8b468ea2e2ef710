"""Who has been told of an inspection, and whom the plan still names."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.errors import Refused
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.now import now_in
from readiness.inspections.operations import get_running
from readiness.inspections.queries import get_inspection
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.requests import operations, queries
from readiness.requests.blueprint import INSPECTION, blueprint
from readiness.requests.forms import ELSE, BriefingForm
from readiness.requests.pages import make_told
from readiness.web.commits import commits

TOLD = f"{INSPECTION}/told"


@blueprint.get(TOLD)
@requires(Permission.SEE_REQUESTS)
def list_told(inspection_id: int) -> ResponseReturnValue:
    """Whom the plan names, who was told, and the form for everybody else."""
    inspection = get_inspection(inspection_id)
    form = BriefingForm(
        None,
        told_at=now_in(inspection_id),
        told_by=current_person().name,
        audience=request.args.get("audience", ELSE),
    )
    return _show(inspection, form)


@blueprint.post(f"{TOLD}/<key>")
@requires(Permission.WORK_OWN_TASKS)
@commits
def tick_told(inspection_id: int, key: str) -> ResponseReturnValue:
    """Note with one click that somebody the plan names has been told, now and by oneself."""
    get_running(inspection_id)
    try:
        briefing = operations.record_briefing(
            actor=current_person(), inspection_id=inspection_id, key=key
        )
    except Refused as error:
        db.session.rollback()
        flash(error.sentence, "warning")
        return redirect(url_for("requests.list_told", inspection_id=inspection_id))
    flash(f"Told: {briefing.title}")
    return redirect(url_for("requests.list_told", inspection_id=inspection_id))


@blueprint.post(TOLD)
@requires(Permission.WORK_OWN_TASKS)
@commits
def record_told(inspection_id: int) -> ResponseReturnValue:
    """Note who was told, when, by whom and how it went."""
    inspection, form = get_running(inspection_id), BriefingForm()
    form.offer(make_told(inspection).choices)
    if not form.validate():
        return _show(inspection, form), 422
    try:
        briefing = operations.record_briefing(
            actor=current_person(),
            inspection_id=inspection_id,
            key=None if form.audience.data == ELSE else form.audience.data,
            title=form.title.data or "",
            what=form.what.data or "",
            told_at=form.told_at.data,
            told_by=form.told_by.data,
            note=form.note.data or "",
        )
    except Refused as error:
        db.session.rollback()
        form.refuse(error)
        return _show(get_inspection(inspection_id), form), error.status
    flash(f"Told: {briefing.title}")
    return redirect(url_for("requests.list_told", inspection_id=inspection_id))


@blueprint.post(f"{TOLD}/<int:briefing_id>/take-back")
@requires(Permission.WORK_OWN_TASKS)
@commits
def take_back_told(inspection_id: int, briefing_id: int) -> ResponseReturnValue:
    """Take a note back that was a mistake."""
    briefing = queries.get_briefing(inspection_id, briefing_id)
    said = briefing.title
    operations.take_back_briefing(actor=current_person(), briefing=briefing)
    flash(f"Not told after all: {said}")
    return redirect(url_for("requests.list_told", inspection_id=inspection_id))


def _show(inspection: Inspection, form: BriefingForm) -> str:
    told = make_told(inspection)
    form.offer(told.choices)
    return render_template(
        "requests/told.html", inspection=inspection, told=told, form=form, now=now_in(inspection.id)
    )
