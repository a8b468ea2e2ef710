"""Pages of actions: the list with its filters and its file, one action, agreeing a new one."""

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.actions import forms, operations, pack, queries
from readiness.actions.deeds import DEEDS, Deed, make_form
from readiness.actions.exports import write_actions
from readiness.actions.links import find_origin_address
from readiness.actions.rules import (
    AGE_WORDS,
    SOURCE_WORDS,
    STATE_WORDS,
    Origin,
    Source,
    judge_urgency,
    spell_age,
    spell_answer,
    spell_due,
)
from readiness.activity.queries import list_subject_activity
from readiness.activity.showing import show_entries
from readiness.errors import Refused, Unusable
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.notifications.sources import find_trial_days, list_ended
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.people.queries import get_person
from readiness.web.chosen_files import tell_gone
from readiness.web.commits import commits
from readiness.web.forms import BaseForm
from readiness.web.navigation import NavigationItem, add_navigation
from readiness.web.pages import safe_next
from readiness.web.pagination import USUAL_SIZE, Page, asked_page

__all__ = ["blueprint", "pack"]

blueprint = Blueprint("actions", __name__, url_prefix="/actions")
add_navigation(
    blueprint, NavigationItem("Actions", "actions.list_actions", Permission.SEE_ACTIONS, order=55)
)


@blueprint.get("/")
@requires(Permission.SEE_ACTIONS)
def list_actions() -> ResponseReturnValue:
    """What is agreed and not done yet, the latest first; filters are in the address."""
    wanted, today = forms.read_filter(request.args), clock.today()
    total = queries.count_actions(wanted, today)
    number = asked_page(total)
    found = queries.list_actions(wanted, today, limit=USUAL_SIZE, offset=(number - 1) * USUAL_SIZE)
    standings = queries.list_standings()
    days = find_trial_days(action.trial_id for action in found)
    return render_template(
        "actions/list.html",
        page=Page(found, number, USUAL_SIZE, total),
        wanted=wanted,
        answer_words=spell_answer(standings, today),
        standings=[(standing, judge_urgency(standing, today)) for standing in standings],
        own=len(queries.list_standings(current_person().id)),
        owners=queries.list_owners(),
        source_words=SOURCE_WORDS,
        state_words=STATE_WORDS,
        age_words=AGE_WORDS,
        spell_age=lambda action: spell_age(action.agreed_on, today),
        spell_due=lambda action: spell_due(action.standing, today, days),
        judge=lambda action: judge_urgency(action.standing, today),
    )


@blueprint.get("/actions.csv")
@requires(Permission.SEE_ACTIONS)
def export_actions() -> ResponseReturnValue:
    """Every action that fits, as a file that Excel opens."""
    wanted, today = forms.read_filter(request.args), clock.today()
    found, name = queries.list_actions(wanted, today), f"actions-{today:%Y-%m-%d}.csv"
    return Response(
        write_actions(found, today, find_trial_days(action.trial_id for action in found)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.get("/new")
@requires(Permission.AGREE_ACTIONS)
def new_action() -> ResponseReturnValue:
    """The form for an action."""
    return render_template("actions/new.html", form=_add_form())


@blueprint.post("/new")
@requires(Permission.AGREE_ACTIONS)
@commits
def add_action() -> ResponseReturnValue:
    """Agree an action."""
    form = _add_form()
    if not form.validate():
        return render_template("actions/new.html", form=form), 422
    try:
        action = operations.add_action(
            actor=current_person(),
            title=form.title.data,
            detail=form.detail.data or "",
            owner=get_person(int(form.owner.data)),
            due_on=form.due_on.data,
            origin=Origin(Source(form.source.data), words=form.source_words.data or ""),
            needs_confirmation=form.needs_confirmation.data,
        )
    except Refused as error:
        db.session.rollback()
        form.refuse(error)
        return render_template("actions/new.html", form=form), error.status
    flash("The action is agreed. It is on its owner’s list.")
    return redirect(url_for("actions.show_action", action_id=action.id))


@blueprint.get("/<int:action_id>")
@requires(Permission.SEE_ACTIONS)
def show_action(action_id: int) -> ResponseReturnValue:
    """What is to be done, by whom and by when, how it goes, and what has happened to it."""
    return _show(action_id, {}, [])


@blueprint.post("/<int:action_id>/evidence/<int:evidence_id>")
@requires(Permission.SEE_ACTIONS)
@commits
def download_evidence(action_id: int, evidence_id: int) -> ResponseReturnValue:
    """A file as it was added, always as a download; who took it is noted."""
    action = queries.get_action(action_id)
    evidence = queries.get_evidence(action, evidence_id)
    operations.record_download(actor=current_person(), action=action, evidence=evidence)
    answer: Response = send_file(
        current_store().open(evidence.sha256),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=evidence.name,
    )
    return answer


def _add_route(name: str, deed: Deed) -> None:
    """A POST route for one deed: “actions.report” at …/done."""

    @requires(deed.permission)
    @commits
    def do(action_id: int) -> ResponseReturnValue:
        return _do(name, deed, action_id)

    blueprint.add_url_rule(f"/<int:action_id>/{deed.path}", name, do, methods=["POST"])


for _name, _deed in DEEDS.items():
    _add_route(_name, _deed)


def _do(name: str, deed: Deed, action_id: int) -> ResponseReturnValue:
    """Do it and say so; where it is refused, show the action as it is with the sentence."""
    queries.get_action(action_id)
    form = make_form(name)
    if not form.validate():
        return _show(action_id, {name: form}, form.error_summary, 422)
    try:
        deed.do(current_person(), action_id, form)
        db.session.flush()
    except (Refused, Unusable) as error:
        db.session.rollback()
        form.refuse(error, queries.get_action(action_id).version)
        return _show(action_id, {name: form}, form.error_summary, error.status)
    flash(deed.said)
    return redirect(safe_next(url_for("actions.show_action", action_id=action_id)))


def _add_form() -> forms.AddForm:
    form = forms.AddForm()
    form.offer()
    return form


def _show(
    action_id: int,
    sent: dict[str, BaseForm],
    faults: list[dict[str, str]],
    status: int = 200,
) -> ResponseReturnValue:
    """The page; `sent` is the form that was refused, with what was written in it."""
    action, me, today = queries.get_action(action_id), current_person(), clock.today()
    may_work = operations.may_work(me, action)
    page = render_template(
        "actions/action.html",
        action=action,
        urgency=judge_urgency(action.standing, today),
        due_words=spell_due(action.standing, today, find_trial_days([action.trial_id])),
        source_words=SOURCE_WORDS,
        origin=find_origin_address(action),
        is_over=bool(list_ended([action.trial_id])),
        may_work=may_work,
        may_change=operations.may_change(me, action),
        may_confirm=operations.may_confirm(me, action),
        may_open=lambda found: operations.may_open_evidence(me, action, found),
        history=show_entries(list_subject_activity("action", action.id), subject="this action"),
        refused=next(iter(sent), ""),
        forms={name: sent.get(name) or make_form(name, action) for name in DEEDS},
        faults=tell_gone(faults, can_choose=may_work and not action.is_ended),
        now=clock.now(),
    )
    return page, status
