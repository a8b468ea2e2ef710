"""The council’s closure days: seeing, adding and removing them."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.errors import Refused
from readiness.extensions import db
from readiness.inspections import operations, queries
from readiness.inspections.blueprint import blueprint
from readiness.inspections.forms import ClosureForm
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.plain_words import format_day
from readiness.web.commits import commits

KEPT = "Inspections that are running keep their dates until you move them."


@blueprint.get("/closures")
@requires(Permission.SEE_TASKS)
def list_closures() -> ResponseReturnValue:
    """The closure days, and how running inspections take them in."""
    return _show(ClosureForm(None))


@blueprint.post("/closures")
@requires(Permission.MOVE_ANCHORS)
@commits
def add_closure() -> ResponseReturnValue:
    """Note a day."""
    form = ClosureForm()
    if not form.validate():
        return _show(form), 422
    try:
        closure = operations.add_closure(
            actor=current_person(), day=form.day.data, name=form.name.data
        )
    except Refused as error:
        db.session.rollback()
        form.refuse(error)
        return _show(form), error.status
    flash(f"{format_day(closure.day)} is now a closure day. {KEPT}")
    return redirect(url_for("inspections.list_closures"))


@blueprint.post("/closures/<int:closure_id>/remove")
@requires(Permission.MOVE_ANCHORS)
@commits
def remove_closure(closure_id: int) -> ResponseReturnValue:
    """Take a day back."""
    closure = queries.get_closure(closure_id)
    said = format_day(closure.day)
    operations.remove_closure(actor=current_person(), closure=closure)
    flash(f"{said} is no longer a closure day. {KEPT}")
    return redirect(url_for("inspections.list_closures"))


def _show(form: ClosureForm) -> str:
    return render_template(
        "inspections/closures.html",
        closures=queries.list_closures(),
        running=queries.list_running_inspections(),
        form=form,
        today=clock.today(),
    )
