"""The page of one task and what people do there."""

from collections.abc import Callable
from typing import Any

from flask import Response, current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.activity.queries import list_subject_activity
from readiness.activity.vocabulary import find_event
from readiness.errors import ChangedMeanwhile, Refused, Unusable
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.files.operations import keep_file
from readiness.inspections import forms, operations, queries
from readiness.inspections.blueprint import blueprint
from readiness.inspections.models import Task
from readiness.office.gate import FileKind
from readiness.people.access import can, current_person, requires
from readiness.people.permissions import Permission
from readiness.people.queries import get_person, list_active_people
from readiness.web.commits import commits
from readiness.web.forms import BaseForm
from readiness.web.pages import is_htmx, safe_next
from readiness.web.uploads import receive_file

PATH = "/<int:inspection_id>/tasks/<int:task_id>"
Act = Callable[[Task], object]


@blueprint.get(PATH)
@requires(Permission.SEE_TASKS)
def show_task(inspection_id: int, task_id: int) -> ResponseReturnValue:
    """What to do, by when and why, whose it is, and what has happened to it."""
    return _show(inspection_id, task_id)


@blueprint.post(f"{PATH}/tick")
@requires(Permission.WORK_OWN_TASKS)
@commits
def tick(inspection_id: int, task_id: int) -> ResponseReturnValue:
    """Tick a task off, from its page or with one click from a list."""
    form, me = forms.TickForm(), current_person()
    return _work(
        inspection_id,
        task_id,
        form,
        lambda task: operations.tick_task(
            actor=me, task=task, version=_seen(form), note=form.note.data or ""
        ),
    )


@blueprint.post(f"{PATH}/begin")
@requires(Permission.WORK_OWN_TASKS)
@commits
def begin(inspection_id: int, task_id: int) -> ResponseReturnValue:
    """Mark it as in progress."""
    form, me = forms.VersionForm(), current_person()
    return _work(
        inspection_id,
        task_id,
        form,
        lambda task: operations.begin_task(actor=me, task=task, version=_seen(form)),
    )


@blueprint.post(f"{PATH}/put-back")
@requires(Permission.WORK_OWN_TASKS)
@commits
def put_back(inspection_id: int, task_id: int) -> ResponseReturnValue:
    """Back to “to do”."""
    form, me = forms.VersionForm(), current_person()
    return _work(
        inspection_id,
        task_id,
        form,
        lambda task: operations.put_back_task(actor=me, task=task, version=_seen(form)),
    )


@blueprint.post(f"{PATH}/block")
@requires(Permission.WORK_OWN_TASKS)
@commits
def block(inspection_id: int, task_id: int) -> ResponseReturnValue:
    """Blocked, with the reason."""
    form, me = forms.BlockForm(), current_person()
    return _work(
        inspection_id,
        task_id,
        form,
        lambda task: operations.block_task(
            actor=me, task=task, version=_seen(form), reason=form.reason.data
        ),
    )


@blueprint.post(f"{PATH}/not-needed")
@requires(Permission.WORK_OWN_TASKS)
@commits
def drop(inspection_id: int, task_id: int) -> ResponseReturnValue:
    """Not needed, with the justification."""
    form, me = forms.DropForm(), current_person()
    return _work(
        inspection_id,
        task_id,
        form,
        lambda task: operations.drop_task(
            actor=me, task=task, version=_seen(form), reason=form.justification.data
        ),
    )


@blueprint.post(f"{PATH}/reopen")
@requires(Permission.WORK_OWN_TASKS)
@commits
def reopen(inspection_id: int, task_id: int) -> ResponseReturnValue:
    """Open a closed task again."""
    form, me = forms.ReopenForm(), current_person()
    return _work(
        inspection_id,
        task_id,
        form,
        lambda task: operations.reopen_task(
            actor=me, task=task, version=_seen(form), reason=form.reason.data
        ),
    )


@blueprint.post(f"{PATH}/hand-over")
@requires(Permission.WORK_OWN_TASKS)
@commits
def hand_over(inspection_id: int, task_id: int) -> ResponseReturnValue:
    """Hand it to somebody else."""
    form, me = forms.HandOverForm(), current_person()
    form.to.choices = _takers(queries.get_task(inspection_id, task_id))
    return _work(
        inspection_id,
        task_id,
        form,
        lambda task: operations.hand_over_task(
            actor=me,
            task=task,
            version=_seen(form),
            to=get_person(int(form.to.data)),
            reason=form.handed_because.data or "",
        ),
    )


@blueprint.post(f"{PATH}/comment")
@requires(Permission.WORK_OWN_TASKS)
@commits
def comment(inspection_id: int, task_id: int) -> ResponseReturnValue:
    """Say something."""
    form, me = forms.CommentForm(), current_person()
    return _work(
        inspection_id,
        task_id,
        form,
        lambda task: operations.add_comment(actor=me, task=task, text=form.text.data),
    )


@blueprint.post(f"{PATH}/evidence")
@requires(Permission.WORK_OWN_TASKS)
@commits
def add_evidence(inspection_id: int, task_id: int) -> ResponseReturnValue:
    """Attach a file."""
    form = forms.EvidenceForm()
    return _work(inspection_id, task_id, form, lambda task: _receive(task, form))


@blueprint.post(f"{PATH}/due")
@requires(Permission.MOVE_ANCHORS)
@commits
def pin(inspection_id: int, task_id: int) -> ResponseReturnValue:
    """Fix the due time by hand."""
    form, me = forms.PinForm(), current_person()
    return _work(
        inspection_id,
        task_id,
        form,
        lambda task: operations.pin_due(
            actor=me, task=task, version=_seen(form), due_at=form.at.data
        ),
    )


@blueprint.post(f"{PATH}/due/follow")
@requires(Permission.MOVE_ANCHORS)
@commits
def unpin(inspection_id: int, task_id: int) -> ResponseReturnValue:
    """Let the due time follow the key dates again."""
    form, me = forms.VersionForm(), current_person()
    return _work(
        inspection_id,
        task_id,
        form,
        lambda task: operations.unpin_due(actor=me, task=task, version=_seen(form)),
    )


@blueprint.get(f"{PATH}/evidence/<int:evidence_id>")
@requires(Permission.WORK_OWN_TASKS)
def download_evidence(inspection_id: int, task_id: int, evidence_id: int) -> ResponseReturnValue:
    """The file as it was added, always as a download."""
    task = queries.get_task(inspection_id, task_id)
    evidence = queries.get_evidence(task, evidence_id)
    answer: Response = send_file(
        current_store().open(evidence.sha256),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=evidence.name,
    )
    return answer


def _work(inspection_id: int, task_id: int, form: BaseForm, act: Act) -> ResponseReturnValue:
    """Do it and go on; where it is refused, show the task as it is with the sentence."""
    if not form.validate():
        return _show(inspection_id, task_id, form, form.error_summary, 422)
    try:
        act(queries.lock_task(inspection_id, task_id))
        db.session.flush()
    except (Refused, Unusable) as error:
        if is_htmx():
            raise
        db.session.rollback()
        return _show(inspection_id, task_id, form, [{"text": error.sentence}], error.status)
    if is_htmx() and request.headers.get("HX-Target", "").startswith("task-"):
        return _show_row(inspection_id, task_id)
    usual = url_for("inspections.show_task", inspection_id=inspection_id, task_id=task_id)
    return redirect(safe_next(usual))


def _show_row(inspection_id: int, task_id: int) -> str:
    now = clock.now()
    lines = queries.list_lines(inspection_id, clock.today())
    line = next(line for line in lines if line.id == task_id)
    return render_template("inspections/row.html", task=line, now=now, back=safe_next(""))


def _show(
    inspection_id: int,
    task_id: int,
    sent: BaseForm | None = None,
    faults: list[dict[str, str]] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    task = queries.get_task(inspection_id, task_id)
    away = queries.list_away_ids(clock.today())
    page = render_template(
        "inspections/task.html",
        task=task,
        inspection=queries.get_inspection(inspection_id),
        ownership=queries.find_ownership(task, away),
        waits=queries.find_open_before(task),
        may_work=operations.may_work_on(current_person(), task, away),
        history=list_subject_activity("task", task.id),
        words=lambda entry: find_event(entry.event).words,
        forms=_forms(task, sent),
        faults=faults or [],
        now=clock.now(),
    )
    return page, status


def _forms(task: Task, sent: BaseForm | None) -> dict[str, Any]:
    """The forms of the page by name; the one that was sent keeps what was written in it."""
    hand_over_form = forms.HandOverForm(None, version=task.version)
    hand_over_form.to.choices = _takers(task)
    empty = {
        "tick": forms.TickForm(None, version=task.version),
        "block": forms.BlockForm(None, version=task.version),
        "drop": forms.DropForm(None, version=task.version),
        "reopen": forms.ReopenForm(None, version=task.version),
        "hand_over": hand_over_form,
        "comment": forms.CommentForm(None),
        "evidence": forms.EvidenceForm(None),
        "pin": forms.PinForm(None, version=task.version, at=task.due_at),
    }
    return {name: sent if type(sent) is type(form) else form for name, form in empty.items()}


def _takers(task: Task) -> list[tuple[str, str]]:
    """Who may take the task over: holder and deputy, or anybody for a coordinator."""
    people = [task.post.holder, task.post.deputy]
    if can(Permission.WORK_ALL_TASKS):
        people = [*list_active_people()]
    return [(str(person.id), person.name) for person in people if person is not None]


def _receive(task: Task, form: forms.EvidenceForm) -> None:
    limit = current_app.extensions["readiness.settings"].largest_document
    with (
        receive_file(form.file.data, kinds=frozenset(FileKind), limit=limit) as received,
        received.path.open("rb") as stream,
    ):
        stored = keep_file(stream, store=current_store(), now=clock.now())
    operations.add_evidence(
        actor=current_person(),
        task=task,
        name=received.name,
        sha256=stored.sha256,
        size=received.size,
        kind=received.kind.value,
    )


def _seen(form: Any) -> int:
    """The version the form was opened with. Raises ChangedMeanwhile where it was lost."""
    if form.version.data is None:
        raise ChangedMeanwhile("Open the task again, then make your change.")
    return int(form.version.data)
