"""Pages of gaps: the list with its filters, recording one, one gap with what is done about it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.actions.links import register_origin_address
from readiness.actions.rules import Source
from readiness.activity.queries import list_subject_activity
from readiness.activity.showing import show_entries
from readiness.errors import Refused, Unusable
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.people.queries import list_posts
from readiness.trial_runs import operations
from readiness.trial_runs.blueprint import blueprint
from readiness.trial_runs.forms import gaps as forms
from readiness.trial_runs.gap_deeds import DEEDS, Deed, make_form, read_seen
from readiness.trial_runs.proposal_pages import find_shown_proposal
from readiness.trial_runs.queries import gaps as queries
from readiness.trial_runs.queries.runs import get_trial
from readiness.trial_runs.rules.gaps import (
    KIND_WORDS,
    SEVERITY_WORDS,
    STATE_WORDS,
    GapFilter,
    spell_gaps,
)
from readiness.web.commits import commits
from readiness.web.forms import BaseForm
from readiness.web.pages import safe_next

GAPS = "/<int:inspection_id>/gaps"
GAP = f"{GAPS}/<int:gap_id>"
WELL = "/<int:inspection_id>/went-well"
Faults = list[dict[str, str]]


@blueprint.get("/gaps")
@requires(Permission.SEE_TASKS)
def list_gaps() -> ResponseReturnValue:
    """What trial runs found and is not closed; filters are in the address."""
    wanted = forms.read_filter(request.args)
    every = queries.list_gaps(GapFilter(inspection_id=wanted.inspection_id, all_states=True))
    return render_template(
        "trial_runs/gaps.html",
        lines=queries.list_gaps(wanted),
        every=every,
        answer_words=spell_gaps((line.gap.severity, line.state) for line in every),
        wanted=wanted,
        any_state=forms.ANY_STATE,
        trials=queries.list_trials(),
        posts=[(post.id, post.title) for post in list_posts()],
        kind_words=KIND_WORDS,
        severity_words=SEVERITY_WORDS,
        state_words=STATE_WORDS,
        today=clock.today(),
    )


@blueprint.get(f"{GAPS}/new")
@requires(Permission.RECORD_GAPS)
def new_gap(inspection_id: int) -> ResponseReturnValue:
    """The form for a gap, with the step it was opened from already chosen."""
    trial = get_trial(inspection_id)
    return _show_new(trial, forms.GapForm(None, step=_read_step(trial)))


@blueprint.post(f"{GAPS}/new")
@requires(Permission.RECORD_GAPS)
@commits
def add_gap(inspection_id: int) -> ResponseReturnValue:
    """Record a gap, and go back to where it was seen."""
    trial, form = get_trial(inspection_id), forms.GapForm()
    form.offer(queries.list_steps(trial.id), list_posts())
    if not form.validate():
        return _show_new(trial, form, 422)
    seen = read_seen(trial.id, form)
    gap = operations.record_gap(actor=current_person(), inspection=trial, seen=seen)
    flash("The gap is recorded.")
    usual = url_for("trial_runs.show_gap", inspection_id=trial.id, gap_id=gap.id)
    return redirect(safe_next(usual))


@blueprint.get(WELL)
@requires(Permission.RECORD_GAPS)
def new_went_well(inspection_id: int) -> ResponseReturnValue:
    """The form for what went well, with the step it was opened from."""
    trial = get_trial(inspection_id)
    return _show_well(trial, forms.WentWellForm(None, well_step=_read_step(trial)))


@blueprint.post(WELL)
@requires(Permission.RECORD_GAPS)
@commits
def add_went_well(inspection_id: int) -> ResponseReturnValue:
    """Write down what went well."""
    trial, form = get_trial(inspection_id), forms.WentWellForm()
    if not form.validate():
        return _show_well(trial, form, 422)
    operations.note_went_well(
        actor=current_person(),
        inspection=trial,
        text=form.well_text.data,
        task=queries.find_task(trial.id, forms.read_number(form.well_step.data)),
    )
    flash("What went well is saved.")
    usual = url_for("trial_runs.show_learned", inspection_id=trial.id)
    return redirect(safe_next(usual))


@blueprint.get(GAP)
@requires(Permission.SEE_TASKS)
def show_gap(inspection_id: int, gap_id: int) -> ResponseReturnValue:
    """What was missing, how it is being closed, and what has happened to it."""
    return _show(inspection_id, gap_id, {}, [])


def _add_route(name: str, deed: Deed) -> None:
    """A POST route for one deed: “trial_runs.accept_gap” at …/accept."""

    @requires(deed.permission)
    @commits
    def do(inspection_id: int, gap_id: int) -> ResponseReturnValue:
        return _do(name, deed, inspection_id, gap_id)

    blueprint.add_url_rule(f"{GAP}/{deed.path}", name, do, methods=["POST"])


for _name, _deed in DEEDS.items():
    _add_route(_name, _deed)


def _do(name: str, deed: Deed, inspection_id: int, gap_id: int) -> ResponseReturnValue:
    """Do it and say so; where it is refused, show the gap as it is with the sentence."""
    gap = queries.lock_gap(inspection_id, gap_id)
    form = make_form(name, gap, is_sent=True)
    if not form.validate():
        return _show(inspection_id, gap_id, {name: form}, form.error_summary, 422)
    try:
        deed.do(current_person(), gap, form)
        db.session.flush()
    except (Refused, Unusable) as error:
        db.session.rollback()
        form.refuse(error, queries.get_gap(inspection_id, gap_id).version)
        return _show(inspection_id, gap_id, {name: form}, form.error_summary, error.status)
    flash(deed.said)
    return redirect(url_for("trial_runs.show_gap", inspection_id=inspection_id, gap_id=gap_id))


def _show(
    inspection_id: int,
    gap_id: int,
    sent: dict[str, BaseForm],
    faults: Faults,
    status: int = 200,
) -> ResponseReturnValue:
    """The page; `sent` is the form that was refused, with what was written in it."""
    gap, me = queries.get_gap(inspection_id, gap_id), current_person()
    page = render_template(
        "trial_runs/gap.html",
        gap=gap,
        inspection=gap.inspection,
        line=queries.get_line(gap),
        kind_words=KIND_WORDS,
        severity_words=SEVERITY_WORDS,
        may_change=operations.may_change_gap(me, gap),
        may_accept=operations.may_accept_gap(me, gap),
        proposal=find_shown_proposal(gap),
        history=show_entries(list_subject_activity("gap", gap.id), subject="this gap"),
        refused=next(iter(sent), ""),
        forms={name: sent.get(name) or make_form(name, gap) for name in DEEDS},
        faults=faults,
        today=clock.today(),
        now=clock.now(),
    )
    return page, status


def _read_step(trial: Inspection) -> str:
    task_id = forms.read_number(request.args.get("step"))
    return str(task_id) if queries.find_task(trial.id, task_id) else ""


def _show_new(trial: Inspection, form: forms.GapForm, status: int = 200) -> ResponseReturnValue:
    form.offer(queries.list_steps(trial.id), list_posts())
    page = render_template("trial_runs/new.html", inspection=trial, form=form, back=safe_next(""))
    return page, status


def _show_well(
    trial: Inspection, form: forms.WentWellForm, status: int = 200
) -> ResponseReturnValue:
    page = render_template("trial_runs/well.html", inspection=trial, form=form, back=safe_next(""))
    return page, status


def _find_address(gap_id: int) -> str | None:
    trial_id = queries.find_trial_of(gap_id)
    if trial_id is None:
        return None
    return url_for("trial_runs.show_gap", inspection_id=trial_id, gap_id=gap_id)


register_origin_address(Source.TRIAL_RUN, _find_address)
