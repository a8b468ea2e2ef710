"""Closing an inspection, and what is archived: until when it is kept, and opening it again."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.errors import NotFound, Refused
from readiness.extensions import db
from readiness.inspections import operations, queries
from readiness.inspections.archives import (
    find_archive,
    get_archive_rules,
    list_archives,
    list_reopened,
)
from readiness.inspections.blueprint import blueprint
from readiness.inspections.closing import list_still_open
from readiness.inspections.forms import CloseForm, KeepForm, ReopenArchiveForm
from readiness.inspections.models import Archive, Inspection
from readiness.inspections.rules.archive import is_past
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.web.commits import commits
from readiness.web.forms import BaseForm

Forms = dict[str, Any]

blueprint.app_template_global("archive_of")(find_archive)


@blueprint.get("/<int:inspection_id>/close")
@requires(Permission.START_INSPECTIONS)
def ask_close(inspection_id: int) -> ResponseReturnValue:
    """What is still open, before it is closed."""
    inspection = queries.get_inspection(inspection_id)
    return _ask(inspection, CloseForm(None, version=inspection.version))


@blueprint.post("/<int:inspection_id>/close")
@requires(Permission.START_INSPECTIONS)
@commits
def close(inspection_id: int) -> ResponseReturnValue:
    """Close and archive it: another may start."""
    form = CloseForm()
    try:
        inspection = operations.close_inspection(
            actor=current_person(),
            inspection_id=inspection_id,
            version=int(form.version.data or 0),
            is_confirmed=form.confirmed.data,
        )
    except operations.StillOpenQuestioned as error:
        form.add_error("confirmed", error.sentence)
        return _ask(queries.get_inspection(inspection_id), form, error.status)
    flash(f"{inspection.title} is closed and archived.")
    return redirect(url_for("inspections.show_archive", inspection_id=inspection_id))


@blueprint.get("/archive")
@requires(Permission.SEE_TASKS)
def list_archived() -> ResponseReturnValue:
    """Everything that is archived, and until when each is kept."""
    today = clock.today()
    found = list_archives()
    return render_template(
        "inspections/archives.html",
        archives=found,
        past=[archive for archive in found if is_past(archive.keep_until, today)],
        rules=get_archive_rules(),
    )


@blueprint.get("/<int:inspection_id>/archive")
@requires(Permission.SEE_TASKS)
def show_archive(inspection_id: int) -> ResponseReturnValue:
    """Who archived it and when, until when it is kept and why, and its whole activity."""
    return _show(inspection_id, {})


@blueprint.post("/<int:inspection_id>/archive/keep")
@requires(Permission.MANAGE_ARCHIVES)
@commits
def keep_archive(inspection_id: int) -> ResponseReturnValue:
    """Keep it until another day."""
    form = KeepForm()
    return _do(
        inspection_id,
        {"keep": form},
        lambda version: operations.change_keep_until(
            actor=current_person(),
            inspection_id=inspection_id,
            version=version,
            keep_until=form.keep_until.data,
            reason=form.keep_because.data,
        ),
        said="It is kept until that day.",
        then="inspections.show_archive",
    )


@blueprint.post("/<int:inspection_id>/archive/reopen")
@requires(Permission.MANAGE_ARCHIVES)
@commits
def reopen_archive(inspection_id: int) -> ResponseReturnValue:
    """Open it again, so that it can be changed."""
    form = ReopenArchiveForm()
    return _do(
        inspection_id,
        {"reopen": form},
        lambda version: operations.reopen_inspection(
            actor=current_person(),
            inspection_id=inspection_id,
            version=version,
            reason=form.reopen_because.data,
        ),
        said="It is open again. Close it when you have finished.",
        then="inspections.board",
    )


def _do(
    inspection_id: int, sent: Forms, do: Callable[[int], object], *, said: str, then: str
) -> ResponseReturnValue:
    """Do it and say so; where it is refused, show the archive with the sentence."""
    _get(inspection_id)
    form: BaseForm = next(iter(sent.values()))
    if not form.validate():
        return _show(inspection_id, sent, form.error_summary, 422)
    try:
        do(int(form["version"].data or 0))
    except Refused as error:
        db.session.rollback()
        form.refuse(error, _get(inspection_id).version)
        return _show(inspection_id, sent, form.error_summary, error.status)
    flash(said)
    return redirect(url_for(then, inspection_id=inspection_id))


def _get(inspection_id: int) -> Archive:
    archive = find_archive(queries.get_inspection(inspection_id))
    if archive is None:
        raise NotFound("This inspection is not archived: it is still running.")
    return archive


def _ask(inspection: Inspection, form: CloseForm, status: int = 200) -> ResponseReturnValue:
    earlier = list_reopened(inspection.id)
    page = render_template(
        "inspections/close.html",
        inspection=inspection,
        still_open=list_still_open(inspection),
        earlier=earlier,
        is_past=bool(earlier) and is_past(earlier[0].keep_until, clock.today()),
        rules=get_archive_rules(),
        form=form,
    )
    return page, status


def _show(
    inspection_id: int,
    sent: Forms,
    faults: list[dict[str, str]] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    archive = _get(inspection_id)
    keeping = KeepForm(None, version=archive.version, keep_until=archive.keep_until)
    page = render_template(
        "inspections/archive.html",
        inspection=archive.inspection,
        archive=archive,
        earlier=list_reopened(inspection_id),
        rules=get_archive_rules(),
        is_past=is_past(archive.keep_until, clock.today()),
        keeping=sent.get("keep") or keeping,
        reopening=sent.get("reopen") or ReopenArchiveForm(None, version=archive.version),
        refused=next(iter(sent), ""),
        faults=faults or [],
    )
    return page, status
