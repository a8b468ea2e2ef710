"""Pages of keep-in-touch notes: all of an inspection, and one day’s with its points and actions."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness.actions.links import register_origin_address
from readiness.actions.queries import list_from
from readiness.actions.rules import Source
from readiness.errors import Refused, Unusable
from readiness.extensions import db
from readiness.fieldwork import forms, operations
from readiness.fieldwork.blueprint import blueprint
from readiness.fieldwork.models import KeepInTouch
from readiness.fieldwork.operations import PointDetails
from readiness.fieldwork.queries import talk as queries
from readiness.fieldwork.rules.talk import POINT_WORDS, PointKind, spell_answer, spell_points
from readiness.inspections.now import now_in, today_in
from readiness.inspections.operations import get_running
from readiness.inspections.queries import get_inspection
from readiness.people.access import can, current_person, requires
from readiness.people.models import Person
from readiness.people.permissions import Permission
from readiness.people.queries import get_person
from readiness.web.commits import commits
from readiness.web.forms import BaseForm, VersionForm

NOTE = "/keep-in-touch/<int:note_id>"
POINT = f"{NOTE}/points/<int:point_id>"
Do = Callable[[Person, KeepInTouch, Any], object]
Faults = list[dict[str, str]]


@blueprint.get("/keep-in-touch")
@requires(Permission.SEE_MEETINGS)
def list_notes(inspection_id: int) -> ResponseReturnValue:
    """The meetings with the lead inspector, the latest first, and what is still to be answered."""
    return _list(inspection_id, forms.NoteForm(None, day=today_in(inspection_id)))


@blueprint.post("/keep-in-touch")
@requires(Permission.RUN_FIELDWORK)
@commits
def add_note(inspection_id: int) -> ResponseReturnValue:
    """Write the note of a day."""
    get_running(inspection_id)
    form = forms.NoteForm()
    if not form.validate():
        return _list(inspection_id, form, status=422)
    try:
        note = operations.add_note(
            actor=current_person(),
            inspection_id=inspection_id,
            day=form.day.data,
            present=form.present.data,
            said=form.said.data or "",
        )
    except Refused as error:
        db.session.rollback()
        form.refuse(error)
        return _list(inspection_id, form, status=error.status)
    flash("The note is saved. Add its points and actions.")
    return _go_to(inspection_id, note.id)


@blueprint.get(NOTE)
@requires(Permission.SEE_MEETINGS)
def show_note(inspection_id: int, note_id: int) -> ResponseReturnValue:
    """One day’s note: who was there, what was said, points, and actions that came of it."""
    return _show(inspection_id, note_id, {}, [])


@blueprint.post(f"{POINT}/answered")
@requires(Permission.RUN_FIELDWORK)
@commits
def answer_point(inspection_id: int, note_id: int, point_id: int) -> ResponseReturnValue:
    """Note that the evidence for a point was given."""
    return _turn(operations.answer_point, inspection_id, note_id, point_id)


@blueprint.post(f"{POINT}/open")
@requires(Permission.RUN_FIELDWORK)
@commits
def reopen_point(inspection_id: int, note_id: int, point_id: int) -> ResponseReturnValue:
    """Take that back."""
    return _turn(operations.reopen_point, inspection_id, note_id, point_id)


def _turn(
    act: Callable[..., None], inspection_id: int, note_id: int, point_id: int
) -> ResponseReturnValue:
    note = queries.lock_note(inspection_id, note_id)
    point, version = queries.get_point(note, point_id), VersionForm().version.data
    act(actor=current_person(), note=note, point=point, version=version or 0)
    flash("It is noted.")
    return _go_to(inspection_id, note_id)


def _change(me: Person, note: KeepInTouch, form: Any) -> None:
    operations.change_note(
        actor=me,
        note=note,
        version=form.version.data or 0,
        present=form.present.data,
        said=form.said.data or "",
    )


def read_details(form: Any) -> PointDetails:
    """What a form says of a point."""
    return PointDetails(
        kind=PointKind(form.kind.data),
        text=form.point.data,
        evidence=form.evidence.data or "",
        due_at=form.due_at.data,
    )


def _add_point(me: Person, note: KeepInTouch, form: Any) -> None:
    operations.add_point(actor=me, note=note, details=read_details(form))


def _agree(me: Person, note: KeepInTouch, form: Any) -> None:
    operations.agree_action(
        actor=me,
        note=note,
        title=form.title.data,
        detail=form.detail.data or "",
        owner=get_person(int(form.owner.data)),
        due_on=form.due_on.data,
    )


DEEDS: dict[str, tuple[str, type[BaseForm], Do, str]] = {
    "change_note": ("change", forms.ChangeNoteForm, _change, "The note is saved."),
    "add_point": ("points", forms.PointForm, _add_point, "The point is added."),
    "agree_action": (
        "actions",
        forms.KeepInTouchActionForm,
        _agree,
        "The action is agreed. It is on its owner’s list.",
    ),
}
"""What people do on a note’s page, by route: path, form, what is done, what is then said."""


def _add_route(name: str, path: str) -> None:
    @requires(Permission.RUN_FIELDWORK)
    @commits
    def do(inspection_id: int, note_id: int) -> ResponseReturnValue:
        return _do(name, inspection_id, note_id)

    blueprint.add_url_rule(f"{NOTE}/{path}", name, do, methods=["POST"])


for _name, _deed in DEEDS.items():
    _add_route(_name, _deed[0])


def _do(name: str, inspection_id: int, note_id: int) -> ResponseReturnValue:
    get_running(inspection_id)
    note = queries.lock_note(inspection_id, note_id)
    _path, kind, act, said = DEEDS[name]
    form = _offer(kind(), inspection_id)
    if not form.validate():
        return _show(inspection_id, note_id, {name: form}, form.error_summary, 422)
    try:
        act(current_person(), note, form)
        db.session.flush()
    except (Refused, Unusable) as error:
        db.session.rollback()
        form.refuse(error, queries.get_note(inspection_id, note_id).version)
        return _show(inspection_id, note_id, {name: form}, form.error_summary, error.status)
    flash(said)
    return _go_to(inspection_id, note_id)


def _make_form(name: str, note: KeepInTouch) -> BaseForm:
    start: dict[str, Any] = {}
    if name == "change_note":
        start = {"present": note.present, "said": note.said, "version": note.version}
    return _offer(DEEDS[name][1](None, **start), note.inspection_id)


def _offer(form: BaseForm, inspection_id: int) -> BaseForm:
    if isinstance(form, forms.KeepInTouchActionForm):
        form.offer_owners(inspection_id if get_inspection(inspection_id).is_trial else None)
    return form


def _list(inspection_id: int, form: forms.NoteForm, status: int = 200) -> ResponseReturnValue:
    now, inspection = now_in(inspection_id), get_inspection(inspection_id)
    notes = queries.list_notes(inspection_id)
    points = [queries.read_point(point) for note in notes for point in note.standing]
    page = render_template(
        "fieldwork/keep_in_touch.html",
        inspection=inspection,
        notes=notes,
        answer_words=spell_answer(len(notes), points, now),
        read=queries.read_point,
        form=form,
        now=now,
    )
    return page, status


def _show(
    inspection_id: int, note_id: int, sent: dict[str, BaseForm], faults: Faults, status: int = 200
) -> ResponseReturnValue:
    now, inspection = now_in(inspection_id), get_inspection(inspection_id)
    note = queries.get_note(inspection_id, note_id)
    page = render_template(
        "fieldwork/note.html",
        inspection=inspection,
        note=note,
        answer_words=spell_points([queries.read_point(point) for point in note.standing], now),
        read=queries.read_point,
        agreed=list_from(Source.KEEP_IN_TOUCH, note.id),
        point_words=POINT_WORDS,
        forms={name: sent.get(name) or _make_form(name, note) for name in DEEDS},
        refused=next(iter(sent), ""),
        faults=faults,
        now=now,
    )
    return page, status


def _go_to(inspection_id: int, note_id: int) -> ResponseReturnValue:
    return redirect(url_for("fieldwork.show_note", inspection_id=inspection_id, note_id=note_id))


def _find_address(note_id: int) -> str | None:
    """Where the note of an action is, for those who may read it."""
    note = db.session.get(KeepInTouch, note_id) if can(Permission.SEE_MEETINGS) else None
    if note is None:
        return None
    return url_for("fieldwork.show_note", inspection_id=note.inspection_id, note_id=note_id)


register_origin_address(Source.KEEP_IN_TOUCH, _find_address)
