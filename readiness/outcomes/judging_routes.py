"""Pages of the judgements, and of what needs to improve with its actions."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.actions.links import register_origin_address
from readiness.actions.rules import Source, judge_urgency, spell_due
from readiness.errors import Refused
from readiness.extensions import db
from readiness.outcomes import forms, operations
from readiness.outcomes.blueprint import blueprint, get_real
from readiness.outcomes.pages import sees_report
from readiness.outcomes.queries import (
    find_edition,
    find_improvement,
    find_outcome,
    get_improvement,
    get_judgements_file,
    list_actions_of,
    list_improvements,
    list_judgements,
    lock_improvement,
    measure_progress,
    read_dates,
)
from readiness.outcomes.rules import is_public, spell_embargo, spell_progress
from readiness.people.access import can, current_person, requires
from readiness.people.permissions import Permission
from readiness.people.queries import get_person
from readiness.web.commits import commits
from readiness.web.forms import BaseForm

IMPROVEMENT = "/improvements/<int:improvement_id>"
RECORD = Permission.RECORD_OUTCOMES
Faults = list[dict[str, str]]


def find_address(improvement_id: int) -> str | None:
    """Where the improvement that an action came from is shown."""
    found = find_improvement(improvement_id)
    if found is None:
        return None
    page = url_for("outcomes.list_improvements", inspection_id=found.inspection_id)
    return f"{page}#improvement-{found.id}"


register_origin_address(Source.IMPROVEMENT, find_address)


@blueprint.get("/judgements")
@requires(Permission.SEE_TASKS)
def show_judgements(inspection_id: int) -> ResponseReturnValue:
    """The grades, or until when they are under embargo; a form for who records them."""
    return _show_judgements(inspection_id, None, [])


@blueprint.post("/judgements")
@requires(RECORD)
@commits
def record_judgements(inspection_id: int) -> ResponseReturnValue:
    """Record a grade for each."""
    get_real(inspection_id)
    edition = find_edition(inspection_id)
    if edition is None:
        raise Refused("This kind of inspection gives no grades.")
    form = forms.make_grades_form(edition, {}, None, is_sent=True)
    if not form.validate():
        return _show_judgements(inspection_id, form, form.error_summary, 422)
    try:
        operations.record_judgements(
            actor=current_person(),
            inspection_id=inspection_id,
            version=int(form["version"].data or 0),
            grades=forms.read_grades(form),
        )
    except Refused as error:
        db.session.rollback()
        outcome = find_outcome(inspection_id)
        form.refuse(error, outcome.version if outcome else 0)
        return _show_judgements(inspection_id, form, form.error_summary, error.status)
    flash("The judgements are recorded.")
    return redirect(url_for("outcomes.show_judgements", inspection_id=inspection_id))


@blueprint.get("/improvements", endpoint="list_improvements")
@requires(Permission.SEE_TASKS)
def list_improvements_page(inspection_id: int) -> ResponseReturnValue:
    """Each thing that needs to improve, its outcome or enabler, and how far its actions are."""
    return _show_improvements(inspection_id, None)


@blueprint.post("/improvements")
@requires(RECORD)
@commits
def add_improvement(inspection_id: int) -> ResponseReturnValue:
    """Write one down."""
    get_real(inspection_id)
    form = _improvement_form(is_sent=True)
    if not form.validate():
        return _show_improvements(inspection_id, form, form.error_summary, 422)
    try:
        operations.add_improvement(
            actor=current_person(),
            inspection_id=inspection_id,
            text=form.text.data,
            element=form.element.data or "",
        )
    except Refused as error:
        db.session.rollback()
        form.refuse(error)
        return _show_improvements(inspection_id, form, form.error_summary, error.status)
    flash("It is written down.")
    return redirect(url_for("outcomes.list_improvements", inspection_id=inspection_id))


@blueprint.get(IMPROVEMENT)
@requires(RECORD)
def show_improvement(inspection_id: int, improvement_id: int) -> ResponseReturnValue:
    """One of them, to be changed, and to agree an action for."""
    return _show_improvement(inspection_id, improvement_id, {}, [])


@blueprint.post(f"{IMPROVEMENT}/change")
@requires(RECORD)
@commits
def change_improvement(inspection_id: int, improvement_id: int) -> ResponseReturnValue:
    """Change what was written down."""
    get_real(inspection_id)
    improvement = lock_improvement(inspection_id, improvement_id)
    form = _improvement_form(is_sent=True)
    sent: dict[str, BaseForm] = {"change": form}
    if not form.validate():
        return _show_improvement(inspection_id, improvement_id, sent, form.error_summary, 422)
    try:
        operations.change_improvement(
            actor=current_person(),
            improvement=improvement,
            version=int(form.version.data or 0),
            text=form.text.data,
            element=form.element.data or "",
        )
    except Refused as error:
        db.session.rollback()
        form.refuse(error, get_improvement(inspection_id, improvement_id).version)
        told = form.error_summary
        return _show_improvement(inspection_id, improvement_id, sent, told, error.status)
    flash("The change is saved.")
    return redirect(url_for("outcomes.list_improvements", inspection_id=inspection_id))


@blueprint.post(f"{IMPROVEMENT}/take-out")
@requires(RECORD)
@commits
def remove_improvement(inspection_id: int, improvement_id: int) -> ResponseReturnValue:
    """Take one out of which no action came."""
    get_real(inspection_id)
    improvement = lock_improvement(inspection_id, improvement_id)
    version = request.form.get("version", 0, int)
    operations.remove_improvement(actor=current_person(), improvement=improvement, version=version)
    flash("It is taken out.")
    return redirect(url_for("outcomes.list_improvements", inspection_id=inspection_id))


@blueprint.post(f"{IMPROVEMENT}/actions")
@requires(RECORD)
@commits
def plan_action(inspection_id: int, improvement_id: int) -> ResponseReturnValue:
    """Agree an action for it."""
    get_real(inspection_id)
    improvement, form = lock_improvement(inspection_id, improvement_id), forms.PlanActionForm()
    form.offer_owners()
    sent: dict[str, BaseForm] = {"plan": form}
    if not form.validate():
        return _show_improvement(inspection_id, improvement_id, sent, form.error_summary, 422)
    try:
        action = operations.plan_action(
            actor=current_person(),
            improvement=improvement,
            title=form.title.data,
            detail=form.detail.data or "",
            owner=get_person(int(form.owner.data)),
            due_on=form.due_on.data,
        )
    except Refused as error:
        db.session.rollback()
        form.refuse(error)
        told = form.error_summary
        return _show_improvement(inspection_id, improvement_id, sent, told, error.status)
    flash("The action is agreed. It is on its owner’s list.")
    return redirect(url_for("actions.show_action", action_id=action.id))


def _show_judgements(
    inspection_id: int, form: BaseForm | None, faults: Faults, status: int = 200
) -> ResponseReturnValue:
    inspection, now = get_real(inspection_id), clock.now()
    outcome, edition = find_outcome(inspection_id), find_edition(inspection_id)
    known = list_judgements(inspection_id)
    if form is None and edition is not None and can(RECORD) and inspection.is_running:
        version = outcome.version if outcome else 0
        form = forms.make_grades_form(edition, known, version, is_sent=False)
    dates = read_dates(inspection, outcome)
    page = render_template(
        "outcomes/judgements.html",
        inspection=inspection,
        sees=sees_report(outcome, now),
        is_public=is_public(dates.published, now),
        embargo=spell_embargo(dates),
        outcome=outcome,
        edition=edition,
        judgements=known.values(),
        grading=form,
        faults=faults,
        now=now,
    )
    return page, status


def _show_improvements(
    inspection_id: int,
    form: forms.ImprovementForm | None,
    faults: Faults | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    inspection, now, today = get_real(inspection_id), clock.now(), clock.today()
    outcome = find_outcome(inspection_id)
    dates, sees = read_dates(inspection, outcome), sees_report(outcome, now)
    improvements = list_improvements(inspection_id) if sees else ()
    page = render_template(
        "outcomes/improvements.html",
        inspection=inspection,
        sees=sees,
        is_public=is_public(dates.published, now),
        embargo=spell_embargo(dates),
        words=spell_progress(measure_progress(inspection_id)) if sees else "",
        improvements=improvements,
        actions=list_actions_of(improvements),
        judge=lambda action: judge_urgency(action.standing, today),
        spell_due=lambda action: spell_due(action.standing, today),
        file=get_judgements_file(),
        adding=form or _improvement_form(is_sent=False),
        faults=faults or [],
        now=now,
    )
    return page, status


def _show_improvement(
    inspection_id: int,
    improvement_id: int,
    sent: dict[str, BaseForm],
    faults: Faults,
    status: int = 200,
) -> ResponseReturnValue:
    inspection = get_real(inspection_id)
    improvement = get_improvement(inspection_id, improvement_id)
    outcome = find_outcome(inspection_id)
    dates = read_dates(inspection, outcome)
    changing = _improvement_form(
        is_sent=False,
        version=improvement.version,
        text=improvement.text,
        element=improvement.element_key,
    )
    planning = sent.get("plan") or forms.PlanActionForm(None)
    if "plan" not in sent:
        planning.offer_owners()
    page = render_template(
        "outcomes/improvement.html",
        inspection=inspection,
        improvement=improvement,
        actions=list_actions_of([improvement])[improvement.id],
        changing=sent.get("change") or changing,
        planning=planning,
        is_public=is_public(dates.published, clock.now()),
        embargo=spell_embargo(dates),
        refused=next(iter(sent), ""),
        faults=faults,
    )
    return page, status


def _improvement_form(*, is_sent: bool, **start: object) -> forms.ImprovementForm:
    form = forms.ImprovementForm() if is_sent else forms.ImprovementForm(None, **start)
    form.offer(get_judgements_file().elements.values())
    return form
