"""The first page after an inspection; recording the draft, the publication and plans sent."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.errors import NotFound, Refused
from readiness.extensions import db
from readiness.inspections.forms import DateForm, MoveForm, read_shown
from readiness.inspections.operations import preview_anchor_move
from readiness.inspections.queries import get_anchor
from readiness.outcomes import closing, comment_routes, forms, judging_routes, operations, pack
from readiness.outcomes.blueprint import blueprint, get_real
from readiness.outcomes.pages import make_page
from readiness.outcomes.queries import find_outcome, get_judgements_file, list_plans_sent
from readiness.outcomes.rules import DRAFT, PUBLICATION
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.web.commits import commits

__all__ = ["blueprint", "closing", "comment_routes", "judging_routes", "pack"]

KEYS = {"draft": DRAFT, "publication": PUBLICATION}
HEADINGS = {"draft": "When did the draft report come?", "publication": "When is it published?"}
CHECKS = {"draft": operations.check_draft, "publication": operations.check_publication}
SAID = {
    "draft": "The draft report is recorded, and the time for comments runs.",
    "publication": "The publication is recorded, and what hangs from it has moved.",
}


@blueprint.get("/")
@requires(Permission.SEE_TASKS)
def show_outcome(inspection_id: int) -> ResponseReturnValue:
    """The draft and its comments, judgements, what needs to improve, and the plans."""
    inspection, now = get_real(inspection_id), clock.now()
    page = make_page(inspection, now)
    return render_template("outcomes/outcome.html", inspection=inspection, page=page, now=now)


@blueprint.get("/dates/<what>")
@requires(Permission.RECORD_OUTCOMES)
def ask_date(inspection_id: int, what: str) -> ResponseReturnValue:
    """The form for the day the draft came, or of publication; filled in, what would move."""
    _get_key(what)
    is_filled = "at-day" in request.args
    start = clock.now() if what == "draft" else _find_start(inspection_id)
    form = DateForm(request.args) if is_filled else DateForm(None, at=start)
    if not is_filled or not form.validate():
        return _show_date(inspection_id, what, form, 422 if is_filled else 200)
    try:
        CHECKS[what](inspection_id, form.at.data)
    except Refused as error:
        form.refuse(error)
        return _show_date(inspection_id, what, form, error.status)
    last = _make_last(what)
    last.at.data = form.at.data.isoformat()
    outcome = find_outcome(inspection_id)
    if what == "publication" and outcome is not None:
        last.reference.data = outcome.reference
    return _preview(inspection_id, what, last, [])


@blueprint.post("/dates/<what>")
@requires(Permission.RECORD_OUTCOMES)
@commits
def record_date(inspection_id: int, what: str) -> ResponseReturnValue:
    """Record what the preview showed; the key date moves with all that hangs from it."""
    _get_key(what)
    get_real(inspection_id)
    form = forms.PublicationForm() if what == "publication" else forms.DraftForm()
    if not form.validate():
        return _preview(inspection_id, what, form, [], 422)
    try:
        _record(inspection_id, form)
    except Refused as error:
        db.session.rollback()
        return _preview(inspection_id, what, form, [{"text": error.sentence}], error.status)
    flash(SAID[what])
    return redirect(url_for("outcomes.show_outcome", inspection_id=inspection_id))


@blueprint.get("/plans/<key>")
@requires(Permission.RECORD_OUTCOMES)
def ask_plan(inspection_id: int, key: str) -> ResponseReturnValue:
    """The form for a plan that was sent."""
    return _show_plan(inspection_id, key, forms.PlanForm(None, sent_at=clock.now()))


@blueprint.post("/plans/<key>")
@requires(Permission.RECORD_OUTCOMES)
@commits
def record_plan(inspection_id: int, key: str) -> ResponseReturnValue:
    """Record that a plan was sent."""
    get_anchor(get_real(inspection_id), key)
    form = forms.PlanForm()
    if not form.validate():
        return _show_plan(inspection_id, key, form, form.error_summary, 422)
    try:
        operations.record_plan_sent(
            actor=current_person(),
            inspection_id=inspection_id,
            key=key,
            sent_at=form.sent_at.data,
            reference=form.reference.data or "",
        )
    except Refused as error:
        db.session.rollback()
        return _show_plan(inspection_id, key, form, [{"text": error.sentence}], error.status)
    flash("It is recorded that the plan was sent.")
    return redirect(url_for("outcomes.show_outcome", inspection_id=inspection_id))


def _record(inspection_id: int, form: MoveForm) -> None:
    me, at = current_person(), read_shown(form.at.data)
    version = int(form.version.data or 0)
    if isinstance(form, forms.PublicationForm):
        operations.record_publication(
            actor=me,
            inspection_id=inspection_id,
            at=at,
            version=version,
            reference=form.reference.data or "",
        )
    else:
        operations.record_draft(actor=me, inspection_id=inspection_id, at=at, version=version)


def _get_key(what: str) -> str:
    if what not in KEYS:
        raise NotFound("There is no such date to record. Choose one on the page.")
    return KEYS[what]


def _find_start(inspection_id: int) -> datetime | None:
    found = (anchor.at for anchor in get_real(inspection_id).anchors if anchor.key == PUBLICATION)
    return next(found, None)


def _show_date(inspection_id: int, what: str, form: DateForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "outcomes/date.html",
        inspection=get_real(inspection_id),
        form=form,
        what=what,
        heading=HEADINGS[what],
    )
    return page, status


def _make_last(what: str) -> MoveForm:
    return forms.PublicationForm(None) if what == "publication" else forms.DraftForm(None)


def _preview(
    inspection_id: int,
    what: str,
    form: MoveForm,
    faults: list[dict[str, str]],
    status: int = 200,
) -> ResponseReturnValue:
    """What would move; an inspection whose checklist has no such date moves nothing."""
    inspection, at = get_real(inspection_id), read_shown(form.at.data)
    key = KEYS[what]
    has_date = any(anchor.key == key for anchor in inspection.anchors)
    page = render_template(
        "outcomes/date_preview.html",
        inspection=inspection,
        preview=preview_anchor_move(inspection_id=inspection_id, key=key, at=at)
        if has_date
        else None,
        at=at,
        form=form,
        what=what,
        faults=faults,
    )
    return page, status


def _show_plan(
    inspection_id: int,
    key: str,
    form: forms.PlanForm,
    faults: list[dict[str, str]] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    inspection = get_real(inspection_id)
    anchor = get_anchor(inspection, key)
    if key not in get_judgements_file().plans:
        raise NotFound("This key date is not about a plan.")
    page = render_template(
        "outcomes/plan.html",
        inspection=inspection,
        anchor=anchor,
        title=operations.name_plan(anchor.title),
        sent=list_plans_sent(inspection_id).get(key),
        form=form,
        faults=faults or [],
    )
    return page, status
