"""Pages of cases referred back and of selected cases. No address holds an identifier."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.errors import ChangedMeanwhile, NotFound, Refused
from readiness.extensions import db
from readiness.fieldwork import forms, operations
from readiness.fieldwork.blueprint import blueprint
from readiness.fieldwork.models import SelectedCase
from readiness.fieldwork.operations import Answer, CaseDetails, Referral, may_see_referred
from readiness.fieldwork.pages import make_cases
from readiness.fieldwork.queries import cases as queries
from readiness.fieldwork.queries.timetable import get_spec
from readiness.fieldwork.rules.cases import spell_due, spell_referred
from readiness.inspections.now import now_in
from readiness.inspections.operations import get_running
from readiness.inspections.present import find_players_in
from readiness.inspections.queries import get_inspection
from readiness.people.access import can, current_person, requires
from readiness.people.models import Person
from readiness.people.permissions import Permission
from readiness.people.queries import get_person, get_post, list_active_people, list_posts
from readiness.plain_words import format_time
from readiness.web.commits import commits

REFERRED = "/referred/<int:case_id>"
CASE = "/cases/<int:case_id>"


@blueprint.get("/referred")
@requires(Permission.SEE_TASKS)
def list_referred(inspection_id: int) -> ResponseReturnValue:
    """How many cases inspectors referred back; the cases for those who may see them."""
    return _list_referred(inspection_id, forms.ReferForm(None, received_at=now_in(inspection_id)))


@blueprint.post("/referred")
@requires(Permission.SEE_CHILD_ROWS)
@commits
def log_referral(inspection_id: int) -> ResponseReturnValue:
    """Log a case that inspectors refer back."""
    get_running(inspection_id)
    form = _offer_concerns(forms.ReferForm(), inspection_id)
    if not form.validate():
        return _list_referred(inspection_id, form, 422)
    referral = Referral(
        identifier=form.identifier.data,
        concern=form.concern.data,
        received_at=form.received_at.data,
        owner=get_person(int(form.owner.data)),
        immediate_action=form.immediate_action.data or "",
    )
    try:
        operations.log_referral(
            actor=current_person(), inspection_id=inspection_id, referral=referral
        )
    except Refused as error:
        db.session.rollback()
        form.refuse(error)
        return _list_referred(inspection_id, form, error.status)
    flash("The case is logged. Tell its owner the number yourself.")
    return redirect(url_for("fieldwork.list_referred", inspection_id=inspection_id))


@blueprint.get(REFERRED)
@requires(Permission.WORK_OWN_TASKS)
def show_referral(inspection_id: int, case_id: int) -> ResponseReturnValue:
    """One case referred back, for its owner and those who see child-level rows."""
    case = queries.get_referred(inspection_id, case_id)
    start = {
        "owner": str(case.owner_id),
        "immediate_action": case.immediate_action,
        "outcome": case.outcome,
        "told_at": case.told_at,
        "version": case.version,
    }
    return _show_referral(inspection_id, case_id, forms.AnswerForm(None, **start))


@blueprint.post(REFERRED)
@requires(Permission.WORK_OWN_TASKS)
@commits
def answer_referral(inspection_id: int, case_id: int) -> ResponseReturnValue:
    """Write down what was done, and when the lead inspector was told."""
    get_running(inspection_id)
    case, me = queries.lock_referred(inspection_id, case_id), current_person()
    _check_may_see(me, case)
    form = forms.AnswerForm()
    forms.offer_owners(form, _list_able(inspection_id, case.owner_id))
    if not form.validate():
        return _show_referral(inspection_id, case_id, form, 422)
    answer = Answer(
        owner=get_person(int(form.owner.data)),
        immediate_action=form.immediate_action.data or "",
        outcome=form.outcome.data or "",
        told_at=form.told_at.data,
    )
    try:
        operations.answer_referral(
            actor=me, case=case, version=form.version.data or 0, answer=answer
        )
        db.session.flush()
    except Refused as error:
        db.session.rollback()
        form.refuse(error, queries.get_referred(inspection_id, case_id).version)
        return _show_referral(inspection_id, case_id, form, error.status)
    flash("It is noted.")
    return redirect(url_for("fieldwork.list_referred", inspection_id=inspection_id))


@blueprint.get("/cases")
@requires(Permission.SEE_TASKS)
def list_cases(inspection_id: int) -> ResponseReturnValue:
    """The selected cases and how far each check is; observers see counts alone."""
    return _list_cases(inspection_id, forms.CaseForm(None, version=0))


@blueprint.post("/cases")
@requires(Permission.SEE_CHILD_ROWS)
@commits
def select_case(inspection_id: int) -> ResponseReturnValue:
    """Add a case that inspectors selected."""
    get_running(inspection_id)
    form = forms.CaseForm()
    form.offer(list_posts())
    if not form.validate():
        return _list_cases(inspection_id, form, 422)
    try:
        case = operations.select_case(
            actor=current_person(), inspection_id=inspection_id, details=_read_case(form)
        )
    except Refused as error:
        db.session.rollback()
        form.refuse(error)
        return _list_cases(inspection_id, form, error.status)
    flash(f"Added as selected case {case.number}.")
    return redirect(url_for("fieldwork.list_cases", inspection_id=inspection_id))


@blueprint.get(CASE)
@requires(Permission.WORK_OWN_TASKS)
def show_case(inspection_id: int, case_id: int) -> ResponseReturnValue:
    """Who works on a selected case, to be changed, and its end."""
    case = queries.get_selected(inspection_id, case_id)
    return _show_case(case, _fill_case(case), forms.WithdrawForm(None, version=case.version))


@blueprint.post(CASE)
@requires(Permission.WORK_OWN_TASKS)
@commits
def change_case(inspection_id: int, case_id: int) -> ResponseReturnValue:
    """Change who works on a selected case."""
    get_running(inspection_id)
    case, form = queries.lock_selected(inspection_id, case_id), _keep_rights(forms.CaseForm())
    form.offer(list_posts())
    withdrawing = forms.WithdrawForm(None, version=case.version)
    if not form.validate():
        return _show_case(case, form, withdrawing, 422)
    try:
        operations.change_case(
            actor=current_person(),
            case=case,
            version=form.version.data or 0,
            details=_read_case(form),
        )
        db.session.flush()
    except Refused as error:
        db.session.rollback()
        case = queries.get_selected(inspection_id, case_id)
        form.refuse(error, case.version)
        return _show_case(case, form, withdrawing, error.status)
    flash("The change is saved.")
    return redirect(url_for("fieldwork.list_cases", inspection_id=inspection_id))


@blueprint.post(f"{CASE}/withdraw")
@requires(Permission.WORK_OWN_TASKS)
@commits
def withdraw_case(inspection_id: int, case_id: int) -> ResponseReturnValue:
    """Take a case out."""
    case, form = queries.lock_selected(inspection_id, case_id), forms.WithdrawForm()
    if not form.validate():
        return _show_case(case, _fill_case(case), form, 422)
    try:
        operations.withdraw_case(
            actor=current_person(),
            case=case,
            version=form.version.data or 0,
            reason=form.reason.data,
        )
        db.session.flush()
    except Refused as error:
        db.session.rollback()
        case = queries.get_selected(inspection_id, case_id)
        form.refuse(error, case.version)
        return _show_case(case, _fill_case(case), form, error.status)
    flash("The case is withdrawn.")
    return redirect(url_for("fieldwork.list_cases", inspection_id=inspection_id))


@blueprint.post(f"{CASE}/checks/<key>/<turn>")
@requires(Permission.WORK_OWN_TASKS)
@commits
def turn_check(inspection_id: int, case_id: int, key: str, turn: str) -> ResponseReturnValue:
    """Tick a check off (“tick”), or take the tick back (“open”)."""
    acts = {"tick": operations.tick_check, "open": operations.reopen_check}
    if turn not in acts:
        raise NotFound("There is no such page.")
    case = queries.lock_selected(inspection_id, case_id)
    acts[turn](
        actor=current_person(),
        case=case,
        check=queries.get_check(case, key),
        version=request.form.get("version", 0, int),
    )
    page = url_for("fieldwork.list_cases", inspection_id=inspection_id)
    return redirect(f"{page}#case-{case.number}")


def _list_referred(
    inspection_id: int, form: forms.ReferForm, status: int = 200
) -> ResponseReturnValue:
    now, me, inspection = now_in(inspection_id), current_person(), get_inspection(inspection_id)
    found = queries.list_referred(inspection_id)
    dues = [case.due_at for case in found if case.is_open]
    page = render_template(
        "fieldwork/referred.html",
        inspection=inspection,
        answer_words=spell_referred(dues, len(found), now),
        cases=[case for case in found if may_see_referred(me, case)],
        hidden=sum(not may_see_referred(me, case) for case in found),
        spell_due=lambda case: spell_due(case.due_at, now),
        form=_offer_concerns(form, inspection_id),
        closes=format_time(get_spec().closes),
        now=now,
    )
    return page, status


def _show_referral(
    inspection_id: int, case_id: int, form: forms.AnswerForm, status: int = 200
) -> ResponseReturnValue:
    case, now = queries.get_referred(inspection_id, case_id), now_in(inspection_id)
    _check_may_see(current_person(), case)
    forms.offer_owners(form, _list_able(inspection_id, case.owner_id))
    page = render_template(
        "fieldwork/referral.html",
        inspection=get_inspection(inspection_id),
        case=case,
        due_words=spell_due(case.due_at, now),
        form=form,
        is_outdated=status == ChangedMeanwhile.status,
        now=now,
    )
    return page, status


def _list_cases(inspection_id: int, form: forms.CaseForm, status: int = 200) -> ResponseReturnValue:
    now, inspection = now_in(inspection_id), get_inspection(inspection_id)
    form.offer(list_posts())
    page = render_template(
        "fieldwork/cases.html",
        inspection=inspection,
        page=make_cases(inspection, current_person(), now),
        form=form,
        now=now,
    )
    return page, status


def _show_case(
    case: SelectedCase, form: forms.CaseForm, withdrawing: forms.WithdrawForm, status: int = 200
) -> ResponseReturnValue:
    if not operations.may_keep_cases(current_person()):
        raise NotFound("There is no such case for you to change. Look at the list of cases.")
    form.offer(list_posts())
    page = render_template(
        "fieldwork/case.html",
        inspection=get_inspection(case.inspection_id),
        case=case,
        form=form,
        withdrawing=withdrawing,
        has_errors=bool(withdrawing.errors),
        is_outdated=form.errors and status == ChangedMeanwhile.status,
        now=now_in(case.inspection_id),
    )
    return page, status


def _fill_case(case: SelectedCase) -> forms.CaseForm:
    start: dict[str, Any] = {
        "identifier": case.identifier,
        "worker": case.worker,
        "manager": case.manager,
        "post": str(case.post_id),
        "version": case.version,
    }
    return _keep_rights(forms.CaseForm(None, **start))


def _keep_rights(form: forms.CaseForm) -> forms.CaseForm:
    """Without the identifier for those who may not see it."""
    if not can(Permission.SEE_CHILD_ROWS):
        del form.identifier
    return form


def _read_case(form: forms.CaseForm) -> CaseDetails:
    return CaseDetails(
        identifier=form.identifier.data if "identifier" in form else None,
        worker=form.worker.data,
        manager=form.manager.data,
        post=get_post(int(form.post.data)),
    )


def _offer_concerns(form: forms.ReferForm, inspection_id: int) -> forms.ReferForm:
    concerns = [(spec.key, spec.title) for spec in get_spec().concerns.values()]
    form.concern.choices = [("", "Choose one"), *concerns]
    forms.offer_owners(form, _list_able(inspection_id))
    return form


def _list_able(inspection_id: int, owner_id: int | None = None) -> list[Person]:
    """Who may have a case: everybody, in a trial run who takes part; and whoever has it now."""
    people, players = list_active_people(), find_players_in(inspection_id)
    return [one for one in people if players is None or one.id in players | {owner_id}]


def _check_may_see(me: Any, case: Any) -> None:
    if not may_see_referred(me, case):
        raise NotFound("There is no such case. Choose one from the list of cases referred back.")
