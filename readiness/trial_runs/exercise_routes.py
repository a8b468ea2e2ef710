"""The facilitator’s page of a trial run, the page of an inject, and a route for every button."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness.errors import NotAllowed, Refused, Unusable
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.now import now_for
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.people.queries import list_active_people
from readiness.trial_runs.blueprint import blueprint
from readiness.trial_runs.exercise_deeds import DEEDS, INJECT_DEEDS, Deed
from readiness.trial_runs.exercise_pages import Exercise, choose_offers, make_exercise
from readiness.trial_runs.forms import exercise as forms
from readiness.trial_runs.models import Inject
from readiness.trial_runs.queries import injects as queries
from readiness.trial_runs.queries.runs import get_trial
from readiness.trial_runs.rules.injects import STATE_WORDS, spell_timing
from readiness.web.commits import commits
from readiness.web.forms import BaseForm

HERE = "/<int:inspection_id>/exercise"
INJECT = f"{HERE}/injects/<int:inject_id>"
Faults = list[dict[str, str]]


@blueprint.get(HERE)
@requires(Permission.RUN_TRIALS)
def show_exercise(inspection_id: int) -> ResponseReturnValue:
    """The clock with its controls, what is due next, who is in it, and the injects."""
    return _show(inspection_id, {}, [])


@blueprint.app_template_global()
def injects_to_watch(inspection: Inspection) -> list[Inject]:
    """What the board of a trial run links for its observers."""
    return queries.list_watched(current_person(), inspection)


@blueprint.get(INJECT)
@requires(Permission.SEE_TASKS)
def show_inject(inspection_id: int, inject_id: int) -> ResponseReturnValue:
    """An inject for those it was told to, and for the facilitator."""
    return _show_inject(inspection_id, inject_id, {}, [])


def _add_route(name: str, deed: Deed) -> None:
    """A POST route for one deed of the facilitator: “trial_runs.run_clock” at …/clock/run."""

    @requires(deed.permission)
    @commits
    def do(inspection_id: int) -> ResponseReturnValue:
        return _do(name, deed, inspection_id)

    blueprint.add_url_rule(f"{HERE}/{deed.path}", name, do, methods=["POST"])


def _add_inject_route(name: str, deed: Deed) -> None:
    @requires(deed.permission)
    @commits
    def do(inspection_id: int, inject_id: int) -> ResponseReturnValue:
        return _do_inject(name, deed, inspection_id, inject_id)

    blueprint.add_url_rule(f"{INJECT}/{deed.path}", name, do, methods=["POST"])


for _name, _deed in DEEDS.items():
    _add_route(_name, _deed)
for _name, _deed in INJECT_DEEDS.items():
    _add_inject_route(_name, _deed)


def _do(name: str, deed: Deed, inspection_id: int) -> ResponseReturnValue:
    """Do it and say so; where it is refused, show the page as it is with the sentence."""
    trial = get_trial(inspection_id)
    form = _offer(deed.form(), trial_id=inspection_id)
    if not form.validate():
        return _show(inspection_id, {name: form}, form.error_summary, 422)
    try:
        deed.do(current_person(), trial, form)
        db.session.flush()
    except (Refused, Unusable) as error:
        db.session.rollback()
        clock = get_trial(inspection_id).exercise_clock
        form.refuse(error, clock.version if clock else None)
        return _show(inspection_id, {name: form}, form.error_summary, error.status)
    flash(deed.said)
    return redirect(url_for("trial_runs.show_exercise", inspection_id=inspection_id))


def _do_inject(name: str, deed: Deed, inspection_id: int, inject_id: int) -> ResponseReturnValue:
    me = current_person()
    queries.get_inject_for(me, inspection_id, inject_id)
    inject, form = queries.lock_inject(inspection_id, inject_id), deed.form()
    if not form.validate():
        return _show_inject(inspection_id, inject_id, {name: form}, form.error_summary, 422)
    try:
        deed.do(me, inject, form)
        db.session.flush()
    except (Refused, NotAllowed) as error:
        db.session.rollback()
        form.refuse(error, queries.get_inject_for(me, inspection_id, inject_id).version)
        faults = form.error_summary
        return _show_inject(inspection_id, inject_id, {name: form}, faults, error.status)
    flash(deed.said)
    where = url_for("trial_runs.show_inject", inspection_id=inspection_id, inject_id=inject_id)
    return redirect(where)


def _offer(form: BaseForm, *, trial_id: int) -> BaseForm:
    if isinstance(form, forms.ParticipantForm):
        form.offer(list_active_people())
    if isinstance(form, forms.AddInjectForm):
        form.offer(choose_offers(get_trial(trial_id)))
    return form


def _show(
    inspection_id: int, sent: dict[str, BaseForm], faults: Faults, status: int = 200
) -> ResponseReturnValue:
    """The page; `sent` is the form that was refused, with what was written in it."""
    exercise = make_exercise(get_trial(inspection_id))
    page = render_template(
        "trial_runs/exercise.html",
        exercise=exercise,
        inspection=exercise.inspection,
        now=exercise.now,
        forms={name: sent.get(name) or _open(name, exercise) for name in DEEDS},
        refused=next(iter(sent), ""),
        faults=faults,
        state_words=STATE_WORDS,
        spell_timing=spell_timing,
    )
    return page, status


def _open(name: str, exercise: Exercise) -> BaseForm:
    """The form of a deed as the page opens with it."""
    clock = exercise.inspection.exercise_clock
    start: dict[str, Any] = {"version": clock.version if clock else None}
    if name == "run_clock" and clock is not None and not clock.is_paused:
        start["speed"] = str(clock.speed)
    form: BaseForm = DEEDS[name].form(None, **start)
    return _offer(form, trial_id=exercise.inspection.id)


def _show_inject(
    inspection_id: int,
    inject_id: int,
    sent: dict[str, BaseForm],
    faults: Faults,
    status: int = 200,
) -> ResponseReturnValue:
    me = current_person()
    inject = queries.get_inject_for(me, inspection_id, inject_id)
    page = render_template(
        "trial_runs/inject.html",
        inject=inject,
        inspection=inject.inspection,
        now=now_for(inject.inspection),
        has_come=queries.has_come(inject),
        is_mine=queries.is_told_to(inject, me),
        may_judge=queries.may_judge(inject, me),
        addressee=queries.find_addressee(inject),
        forms={
            name: sent.get(name) or deed.form(None, version=inject.version, move_to=inject.at)
            for name, deed in INJECT_DEEDS.items()
        },
        refused=next(iter(sent), ""),
        faults=faults,
        state_words=STATE_WORDS,
        timing=spell_timing(inject, now_for(inject.inspection)),
    )
    return page, status
