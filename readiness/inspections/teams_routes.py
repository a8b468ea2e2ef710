"""The Teams channel that hears of an inspection: setting and removing its address."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.errors import Refused
from readiness.extensions import db
from readiness.inspections import operations, queries
from readiness.inspections.blueprint import blueprint
from readiness.inspections.forms import TeamsForm
from readiness.inspections.models import Inspection
from readiness.notifications.delivery.teams import check_address
from readiness.notifications.operations import remove_channel, set_channel
from readiness.notifications.queries import find_channel
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.web.commits import before_writing, commits
from readiness.web.forms import seen_version


@blueprint.get("/<int:inspection_id>/teams")
@requires(Permission.START_INSPECTIONS)
def show_teams(inspection_id: int) -> ResponseReturnValue:
    """Which channel hears of it; never its whole address."""
    inspection = queries.get_inspection(inspection_id)
    return _show(inspection, TeamsForm(None, version=_version(inspection)))


@blueprint.post("/<int:inspection_id>/teams")
@requires(Permission.START_INSPECTIONS)
@commits
def set_teams(inspection_id: int) -> ResponseReturnValue:
    """Keep an address, after asking for its server."""
    form = TeamsForm()
    operations.get_running(inspection_id)
    if form.validate():
        with before_writing():
            try:
                check_address(form.address.data)
            except ValueError as error:
                form.add_error("address", str(error))
    inspection = operations.get_running(inspection_id)
    if form.errors:
        return _show(inspection, form), 422
    try:
        set_channel(
            actor=current_person(),
            inspection_id=inspection.id,
            title=inspection.title,
            address=form.address.data,
            version=seen_version(form),
        )
        db.session.flush()
    except Refused as error:
        db.session.rollback()
        inspection = queries.get_inspection(inspection_id)
        form.refuse(error, _version(inspection))
        return _show(inspection, form), error.status
    flash("The channel hears of it from now on. The first post leaves within two minutes.")
    return redirect(url_for("inspections.show_teams", inspection_id=inspection_id))


@blueprint.post("/<int:inspection_id>/teams/remove")
@requires(Permission.START_INSPECTIONS)
@commits
def remove_teams(inspection_id: int) -> ResponseReturnValue:
    """Forget the address, of an archived inspection as well: it is a secret."""
    inspection = queries.get_inspection(inspection_id)
    version = request.form.get("version", -1, int)
    remove_channel(actor=current_person(), inspection_id=inspection.id, version=version)
    flash("The Teams address is removed. Nothing more is posted there.")
    return redirect(url_for("inspections.show_teams", inspection_id=inspection_id))


def _version(inspection: Inspection) -> int:
    channel = find_channel(inspection.id)
    return channel.version if channel is not None else 0


def _show(inspection: Inspection, form: TeamsForm) -> str:
    return render_template(
        "inspections/teams.html",
        inspection=inspection,
        channel=find_channel(inspection.id),
        form=form,
    )
