"""Pages of the timetable: by day with what clashes, on paper, in Word, and one entry."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.errors import ChangedMeanwhile, Refused, Unusable
from readiness.extensions import db
from readiness.fieldwork import (
    board,
    calendars,
    case_routes,
    closing,
    exports,
    forms,
    operations,
    pack,
    point_routes,
    talk_routes,
)
from readiness.fieldwork.blueprint import blueprint
from readiness.fieldwork.models import TimetableEntry
from readiness.fieldwork.operations import EntryDetails
from readiness.fieldwork.pages import london_times, make_timetable
from readiness.fieldwork.queries import timetable as queries
from readiness.fieldwork.rules.timetable import KIND_WORDS, EntryKind
from readiness.inspections.models import Inspection
from readiness.inspections.now import now_in
from readiness.inspections.operations import get_running
from readiness.inspections.queries import get_inspection
from readiness.office.names import MEDIA_TYPES
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.people.queries import get_person, list_active_people, list_posts
from readiness.settings import current_settings
from readiness.web.commits import commits

__all__ = [
    "blueprint",
    "board",
    "calendars",
    "case_routes",
    "closing",
    "pack",
    "point_routes",
    "talk_routes",
]

ENTRY = "/timetable/<int:entry_id>"


@blueprint.get("/timetable")
@requires(Permission.SEE_TASKS)
def show_timetable(inspection_id: int) -> ResponseReturnValue:
    """The timetable by day; what clashes and who is away stand at the entry, and are counted."""
    return _show(inspection_id, "fieldwork/timetable.html")


@blueprint.get("/timetable/print")
@requires(Permission.SEE_TASKS)
def print_timetable(inspection_id: int) -> ResponseReturnValue:
    """The same for paper."""
    return _show(inspection_id, "fieldwork/print.html")


@blueprint.get("/timetable.docx")
@requires(Permission.SEE_TASKS)
def download_timetable(inspection_id: int) -> ResponseReturnValue:
    """What the filter shows, in Word."""
    now, inspection = now_in(inspection_id), get_inspection(inspection_id)
    council = current_settings().council_name
    made = make_timetable(inspection, forms.read_filter(request.args))
    body = exports.write_timetable(inspection, made, council=council, made_at=now)
    name = exports.name_timetable(inspection, now)
    disposition = f'attachment; filename="{name}"'
    return Response(
        body, mimetype=MEDIA_TYPES["docx"], headers={"Content-Disposition": disposition}
    )


@blueprint.get("/timetable/new")
@requires(Permission.RUN_FIELDWORK)
def new_entry(inspection_id: int) -> ResponseReturnValue:
    """The form for an entry, on the day of the filter."""
    inspection = get_inspection(inspection_id)
    form = _offer(forms.EntryForm(None, day=forms.read_filter(request.args).day, version=0))
    return _form_page(inspection, form)


@blueprint.post("/timetable/new")
@requires(Permission.RUN_FIELDWORK)
@commits
def add_entry(inspection_id: int) -> ResponseReturnValue:
    """Put an entry on the timetable."""
    get_running(inspection_id)
    inspection, form = get_inspection(inspection_id), _offer(forms.EntryForm())
    if not form.validate():
        return _form_page(inspection, form, status=422)
    try:
        entry = operations.add_entry(
            actor=current_person(), inspection_id=inspection_id, details=_read(form)
        )
    except Refused as error:
        db.session.rollback()
        form.refuse(error)
        return _form_page(get_inspection(inspection_id), form, status=error.status)
    flash("It is on the timetable.")
    return _back_to(entry)


@blueprint.get(ENTRY)
@requires(Permission.RUN_FIELDWORK)
def show_entry(inspection_id: int, entry_id: int) -> ResponseReturnValue:
    """The form for an entry as it stands."""
    entry = queries.get_entry(inspection_id, entry_id)
    return _form_page(get_inspection(inspection_id), _offer(_fill(entry), entry), entry)


@blueprint.post(ENTRY)
@requires(Permission.RUN_FIELDWORK)
@commits
def change_entry(inspection_id: int, entry_id: int) -> ResponseReturnValue:
    """Change an entry; where somebody else did meanwhile, both are seen."""
    get_running(inspection_id)
    entry = queries.lock_entry(inspection_id, entry_id)
    form = _offer(forms.EntryForm(), entry)
    if not form.validate():
        return _form_page(get_inspection(inspection_id), form, entry, status=422)
    try:
        operations.change_entry(
            actor=current_person(),
            entry=entry,
            version=form.version.data or 0,
            details=_read(form, entry),
        )
        db.session.flush()
    except (Refused, Unusable) as error:
        db.session.rollback()
        entry = queries.get_entry(inspection_id, entry_id)
        form.refuse(error, entry.version)
        return _form_page(get_inspection(inspection_id), form, entry, status=error.status)
    flash("The change is saved.")
    return _back_to(entry)


@blueprint.post(f"{ENTRY}/remove")
@requires(Permission.RUN_FIELDWORK)
@commits
def remove_entry(inspection_id: int, entry_id: int) -> ResponseReturnValue:
    """Take an entry off the timetable."""
    entry = queries.lock_entry(inspection_id, entry_id)
    version = request.form.get("version", 0, int)
    operations.remove_entry(actor=current_person(), entry=entry, version=version)
    flash("It is off the timetable.")
    return redirect(url_for("fieldwork.show_timetable", inspection_id=inspection_id))


def _show(inspection_id: int, template: str) -> str:
    inspection, wanted = get_inspection(inspection_id), forms.read_filter(request.args)
    return render_template(
        template,
        inspection=inspection,
        timetable=make_timetable(inspection, wanted),
        wanted=wanted,
        kind_words=KIND_WORDS,
        now=now_in(inspection_id),
    )


def _form_page(
    inspection: Inspection,
    form: forms.EntryForm,
    entry: TimetableEntry | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "fieldwork/entry.html",
        inspection=inspection,
        form=form,
        entry=entry,
        kind_words=KIND_WORDS,
        is_outdated=status == ChangedMeanwhile.status,
    )
    return page, status


def _back_to(entry: TimetableEntry) -> ResponseReturnValue:
    page = url_for("fieldwork.show_timetable", inspection_id=entry.inspection_id)
    return redirect(f"{page}#entry-{entry.id}")


def _offer(form: forms.EntryForm, entry: TimetableEntry | None = None) -> forms.EntryForm:
    """Fill in the choices; a note-taker who may no longer sign in stays one."""
    people = list(list_active_people())
    if entry is not None and entry.note_taker is not None and entry.note_taker not in people:
        people.append(entry.note_taker)
    form.offer(people, list_posts())
    return form


def _fill(entry: TimetableEntry) -> forms.EntryForm:
    """The form with an entry in it."""
    starts, ends = london_times(entry)
    names = [row.person.name for row in entry.attendees if row.person is not None]
    start: dict[str, Any] = {
        "kind": entry.kind.value,
        "title": entry.title,
        "day": clock.in_london(entry.starts_at).date(),
        "starts": starts,
        "ends": ends,
        "room": entry.room,
        "inspector": entry.inspector,
        "note_taker": str(entry.note_taker_id or ""),
        "others": "\n".join([*names, *entry.guest_names]),
        "posts": [str(row.post_id) for row in entry.attendees if row.post_id is not None],
        "version": entry.version,
    }
    return forms.EntryForm(None, **start)


def _read(form: forms.EntryForm, entry: TimetableEntry | None = None) -> EntryDetails:
    there = [row.person for row in (entry.attendees if entry else ()) if row.person is not None]
    people, guests = forms.split_people(form.others.data or "", list_active_people(), there)
    chosen = set(form.posts.data or ())
    taker = form.note_taker.data
    return EntryDetails(
        kind=EntryKind(form.kind.data),
        title=form.title.data,
        starts_at=form.read("starts"),
        ends_at=form.read("ends"),
        room=form.room.data or "",
        inspector=form.inspector.data or "",
        note_taker=get_person(int(taker)) if taker else None,
        people=people,
        posts=[post for post in list_posts() if str(post.id) in chosen],
        guests=guests,
    )
