"""Pages of the readiness register: what is ready, one thing, and “if the call came today”."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, send_file
from flask import url_for as url
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.activity.queries import list_subject_activity
from readiness.activity.showing import show_entries
from readiness.errors import Refused, Unusable
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.files.operations import keep_file
from readiness.office.gate import FileKind, spoken_size
from readiness.people.access import current_person, requires
from readiness.people.models import Person
from readiness.people.permissions import Permission
from readiness.register import forms, operations, pack, pages, queries
from readiness.register.gathering import Register, read_register, read_section_of
from readiness.register.models import StandingArrangement
from readiness.register.operations import KeptFile
from readiness.register.rules.items import Item
from readiness.register.rules.judging import Status
from readiness.register.rules.mondays import find_fault, find_next_call, read_day
from readiness.register.rules.rehearsal import spell_room, spell_verdict
from readiness.settings import current_settings
from readiness.web.commits import commits
from readiness.web.navigation import NavigationItem, add_navigation
from readiness.web.pages import safe_next
from readiness.web.uploads import receive_file

__all__ = ["blueprint", "pack"]
blueprint = Blueprint("register", __name__, url_prefix="/readiness")
add_navigation(
    blueprint,
    NavigationItem("Readiness", "register.show_register", Permission.SEE_READINESS, order=50),
)

CONFIRMATIONS_SHOWN = 20
Faults = list[dict[str, str]]


@blueprint.get("/")
@requires(Permission.SEE_READINESS)
def show_register() -> ResponseReturnValue:
    """What is ready, what needs attention and whose it is."""
    wanted = forms.read_filter(request.args)
    page = pages.make_register(read_register(clock.now()), wanted, current_person())
    return render_template("register/list.html", page=page)


@blueprint.get("/call")
@requires(Permission.SEE_READINESS)
def show_call() -> ResponseReturnValue:
    """The short inspection as it would go if the call came on the next Monday, or on another."""
    now = clock.now()
    register = read_register(now)
    next_call = find_next_call(now, register.known.calendar)
    typed = request.args.get("monday", "")
    day = read_day(typed) if typed else next_call
    fault = find_fault(day, next_call)
    shown = next_call if fault or day is None else day
    page = render_template(
        "register/call.html",
        page=pages.make_call(register, shown, next_call),
        next_call=next_call,
        room=spell_room,
        verdict=spell_verdict,
        faults=[{"text": fault, "href": "#filter-monday"}] if fault else [],
    )
    return page, 422 if fault else 200


@blueprint.get("/things/<key>")
@requires(Permission.SEE_READINESS)
def show_thing(key: str) -> ResponseReturnValue:
    """One thing: how it stands and why, its evidence, what rests on it, what has happened to it."""
    return _show(read_section_of(key, clock.now()), key)


@blueprint.post("/things/<key>/confirm")
@requires(Permission.WORK_OWN_TASKS)
@commits
def confirm(key: str) -> ResponseReturnValue:
    """Say how a standing arrangement is."""
    form, me = forms.ConfirmForm(), current_person()
    read_section_of(key, clock.now()).get_thing(key)
    if not form.validate():
        return _show(read_section_of(key, clock.now()), key, form, form.error_summary, 422)
    try:
        _confirm(key, form, me)
        db.session.flush()
    except (Refused, Unusable) as error:
        db.session.rollback()
        arrangement = queries.find_arrangement(key)
        form.refuse(error, arrangement.version if arrangement else 0)
        register = read_section_of(key, clock.now())
        return _show(register, key, form, form.error_summary, error.status)
    flash("It is noted how this is.")
    return redirect(safe_next(url("register.show_thing", key=key)))


@blueprint.post("/things/<key>/files/<int:confirmation_id>")
@requires(Permission.SEE_READINESS)
@commits
def download_file(key: str, confirmation_id: int) -> ResponseReturnValue:
    """A file that shows how an arrangement was, always as a download; who took it is noted."""
    register, me = read_section_of(key, clock.now()), current_person()
    found = queries.get_confirmation(key, confirmation_id)
    operations.record_download(actor=me, register=register, key=key, found=found)
    return send_file(
        current_store().open(found.sha256 or ""),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=found.name,
    )


def _confirm(key: str, form: forms.ConfirmForm, me: Person) -> None:
    file = _receive(form.file.data)
    operations.confirm(
        actor=me,
        register=read_section_of(key, clock.now()),
        key=key,
        status=Status(form.status.data),
        version=form.version.data,
        note=form.note.data or "",
        file=file,
    )


def _receive(field: Any) -> KeptFile | None:
    if field is None or not field.filename:
        return None
    # Nothing has been written yet: others may write while the file is being looked at.
    db.session.rollback()
    with (
        receive_file(
            field, kinds=frozenset(FileKind), limit=current_settings().largest_document
        ) as received,
        received.path.open("rb") as stream,
    ):
        stored = keep_file(stream, store=current_store(), now=clock.now())
    return KeptFile(received.name, stored.sha256, received.size)


def _show(
    register: Register,
    key: str,
    sent: forms.ConfirmForm | None = None,
    faults: Faults | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    thing, me = register.get_thing(key), current_person()
    item = Item(thing, thing.judge(register.known.today))
    arrangement = queries.find_arrangement(key)
    steps = {step.key: step.title for step in register.known.checklist.steps}
    page = render_template(
        "register/thing.html",
        item=item,
        thing=thing,
        page=pages.find_page(item),
        steps=[steps[step] for step in thing.steps if step in steps],
        may_confirm=thing.is_confirmed and operations.may_confirm(me, register, thing),
        confirmations=queries.list_confirmations(key, limit=CONFIRMATIONS_SHOWN),
        may_open=lambda found: operations.may_open_file(me, register, thing, found),
        history=_history(arrangement.id) if arrangement else (),
        confirming=sent or _empty_form(arrangement),
        faults=faults or [],
        limit=spoken_size(current_settings().largest_document),
        now=clock.now(),
    )
    return page, status


def _empty_form(arrangement: StandingArrangement | None) -> forms.ConfirmForm:
    return forms.ConfirmForm(None, version=arrangement.version if arrangement else 0)


def _history(arrangement_id: int) -> Any:
    entries = list_subject_activity("standing_arrangement", arrangement_id)
    return show_entries(entries, subject="this")
