"""The page of one task, and a route for everything people do there."""

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from readiness.activity.queries import list_subject_activity
from readiness.activity.showing import show_entries
from readiness.errors import Refused, Unusable
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.inspections import operations, queries
from readiness.inspections.blueprint import blueprint
from readiness.inspections.deeds import DEEDS, Deed, brings_file, make_form, receive_evidence
from readiness.inspections.forms import TickForm
from readiness.inspections.models import Task
from readiness.inspections.now import now_for, today_for
from readiness.inspections.present import find_out
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.web.chosen_files import tell_gone
from readiness.web.commits import commits
from readiness.web.forms import BaseForm
from readiness.web.pages import TOLD_ANEW, is_htmx, safe_next

PATH = "/<int:inspection_id>/tasks/<int:task_id>"
Faults = list[dict[str, str]]


@blueprint.get(PATH)
@requires(Permission.SEE_TASKS)
def show_task(inspection_id: int, task_id: int) -> ResponseReturnValue:
    """What to do, by when and why, whose it is, and what has happened to it."""
    return _show(inspection_id, task_id, {}, []), 200


@blueprint.post(f"{PATH}/evidence/<int:evidence_id>")
@requires(Permission.WORK_OWN_TASKS)
@commits
def download_evidence(inspection_id: int, task_id: int, evidence_id: int) -> ResponseReturnValue:
    """The file as it was added, always as a download; the activity says who took it."""
    task = queries.get_task(inspection_id, task_id)
    evidence = queries.get_evidence(task, evidence_id)
    operations.note_evidence_download(actor=current_person(), task=task, evidence=evidence)
    answer: Response = send_file(
        current_store().open(evidence.sha256),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=evidence.name,
        max_age=0,
    )
    return answer


def _add_route(name: str, deed: Deed) -> None:
    """A POST route for one deed: “inspections.tick” at …/tick."""

    @requires(deed.permission)
    @commits
    def do(inspection_id: int, task_id: int) -> ResponseReturnValue:
        return _do(name, deed, inspection_id, task_id)

    blueprint.add_url_rule(f"{PATH}/{deed.path}", name, do, methods=["POST"])


for _name, _deed in DEEDS.items():
    _add_route(_name, _deed)


def _do(name: str, deed: Deed, inspection_id: int, task_id: int) -> ResponseReturnValue:
    """Do it and go on; where it is refused, show the task as it is with the sentence."""
    task = queries.lock_task(inspection_id, task_id)
    form, me = make_form(name, task, is_sent=True), current_person()
    if not form.validate():
        return _show(inspection_id, task_id, {name: form}, form.error_summary), 422
    try:
        if brings_file(name, form):
            task = _receive(task, form)
        deed.do(me, task, form)
        db.session.flush()
    except (Refused, Unusable) as error:
        if is_htmx():
            raise
        db.session.rollback()
        version = queries.get_task(inspection_id, task_id).version
        faults = _place_fault(form, error, version)
        return _show(inspection_id, task_id, {name: form}, faults), error.status
    return _go_on(name, deed, task, form)


def _place_fault(form: BaseForm, error: Refused | Unusable, version: int) -> Faults:
    """The sentence for the top of the page; what is wrong with a field also stands at its box."""
    if isinstance(form, TickForm) and isinstance(error, Unusable | operations.FileMissing):
        form.add_error("evidence", error.sentence)
    else:
        form.refuse(error, version)
    return form.error_summary


def _go_on(name: str, deed: Deed, task: Task, form: BaseForm) -> ResponseReturnValue:
    inspection_id, task_id = task.inspection_id, task.id
    if is_htmx() and request.headers.get("HX-Target", "").startswith("task-"):
        return _show_row(task)
    flash(f"{deed.said} {task.title}")
    if name == "add_evidence" and isinstance(form, TickForm) and form.note.data and task.is_open:
        # A note was begun beside the file. It is nobody’s yet, so it can only stay on the page.
        form.version.data = task.version
        return _show(inspection_id, task_id, {"tick": form}, [])
    usual = url_for("inspections.show_task", inspection_id=inspection_id, task_id=task_id)
    return redirect(safe_next(usual))


def _receive(task: Task, form: BaseForm) -> Task:
    """Take the file in, where it may be added at all, while others may write; lock again."""
    operations.check_may_work(current_person(), task)
    inspection_id, task_id = task.inspection_id, task.id
    db.session.rollback()
    receive_evidence(form)
    return queries.lock_task(inspection_id, task_id)


def _show_row(task: Task) -> ResponseReturnValue:
    inspection = queries.get_inspection(task.inspection_id)
    titles = {inspection.id: inspection.title}
    row = render_template(
        "inspections/row.html",
        task=queries.get_line(task, today_for(inspection)),
        now=now_for(inspection),
        back=safe_next("").partition("#")[0],
        titles=titles if "is_own" in request.form else None,
    )
    return row, TOLD_ANEW


def _show(inspection_id: int, task_id: int, sent: dict[str, BaseForm], faults: Faults) -> str:
    """The page; `sent` is the form that was refused, with what was written in it."""
    # A file alone is added with the form that also ticks.
    if "add_evidence" in sent:
        sent["tick"] = sent["add_evidence"]
    task = queries.get_task(inspection_id, task_id)
    inspection = queries.get_inspection(inspection_id)
    away = find_out(inspection, today_for(inspection))
    may_work = operations.may_work_on(current_person(), task, away)
    return render_template(
        "inspections/task.html",
        task=task,
        inspection=inspection,
        ownership=queries.find_ownership(task, away),
        waits=queries.find_open_before(task),
        may_work=may_work,
        may_open=operations.may_open_evidence(current_person(), task, away),
        me=current_person(),
        history=show_entries(list_subject_activity("task", task.id), subject="this task"),
        refused=next(reversed(sent), ""),
        forms={name: sent.get(name) or make_form(name, task) for name in DEEDS},
        faults=tell_gone(faults, can_choose=may_work and inspection.is_running),
        now=now_for(inspection),
    )
