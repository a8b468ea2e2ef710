"""Proposing a change of the checklist for a gap: the form, the difference, the files of it."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.checklists.edits import EditKind
from readiness.checklists.inspections import Checklist, StepSpec
from readiness.errors import Refused, Unusable
from readiness.extensions import db
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.people.queries import list_posts
from readiness.settings import current_settings
from readiness.trial_runs import operations
from readiness.trial_runs.blueprint import blueprint
from readiness.trial_runs.forms import gaps as forms
from readiness.trial_runs.models import Gap
from readiness.trial_runs.proposal_pages import (
    find_step,
    get_proposed_file,
    load_checklist_of,
    make_edit,
)
from readiness.trial_runs.queries.gaps import get_gap, lock_gap
from readiness.web.commits import commits
from readiness.web.forms import BaseForm

PATH = "/<int:inspection_id>/gaps/<int:gap_id>/checklist"
Faults = list[dict[str, str]]


@blueprint.get(PATH)
@requires(Permission.AGREE_ACTIONS)
def propose_change(inspection_id: int, gap_id: int) -> ResponseReturnValue:
    """First which step and what is done to it, then its form, filled with what it says today."""
    gap = get_gap(inspection_id, gap_id)
    checklist = load_checklist_of(gap)
    chosen = _read_choice(checklist)
    if chosen is None:
        return render_template(
            "trial_runs/choose.html", gap=gap, inspection=gap.inspection, checklist=checklist
        )
    return _show(gap, checklist, *chosen, _make_form(*chosen, checklist), [])


@blueprint.post(PATH)
@requires(Permission.AGREE_ACTIONS)
@commits
def keep_change(inspection_id: int, gap_id: int) -> ResponseReturnValue:
    """Keep what is proposed, once the changed file loads; the checklist itself is not touched."""
    gap = lock_gap(inspection_id, gap_id)
    checklist = load_checklist_of(gap)
    chosen = _read_choice(checklist)
    if chosen is None:
        raise Refused("Choose the step and what is done to it first.")
    form = _make_form(*chosen, checklist, is_sent=True)
    if not form.validate():
        return _show(gap, checklist, *chosen, form, form.error_summary, 422)
    try:
        operations.propose_change(
            actor=current_person(),
            gap=gap,
            folder=current_settings().checklists_path,
            edit=make_edit(*chosen, form, gap),
        )
    except (Refused, Unusable) as error:
        db.session.rollback()
        again = get_gap(inspection_id, gap_id)
        return _show(again, checklist, *chosen, form, _list_faults(error), error.status)
    flash("The change is proposed. Download it, and give it to whoever keeps the checklists.")
    here = url_for("trial_runs.show_gap", inspection_id=inspection_id, gap_id=gap_id)
    return redirect(f"{here}#checklist")


@blueprint.get(f"{PATH}.diff")
@requires(Permission.SEE_TASKS)
def download_diff(inspection_id: int, gap_id: int) -> ResponseReturnValue:
    """How the checklist would differ, as a file that `git apply` takes."""
    file = get_proposed_file(get_gap(inspection_id, gap_id))
    return _send(file.diff, f"gap-{gap_id}.diff")


@blueprint.get(f"{PATH}.yaml")
@requires(Permission.SEE_TASKS)
def download_file(inspection_id: int, gap_id: int) -> ResponseReturnValue:
    """The whole checklist with the change."""
    file = get_proposed_file(get_gap(inspection_id, gap_id))
    return _send(file.after, f"{file.key}.yaml")


def _send(text: str, name: str) -> Response:
    return Response(
        text.encode(),
        mimetype="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _read_choice(checklist: Checklist) -> tuple[EditKind, StepSpec] | None:
    """What the address or the form says is done, and to which step; None where it says nothing."""
    kind, step = request.values.get("change"), request.values.get("step", "")
    found = find_step(checklist, step)
    return (EditKind(kind), found) if kind in list(EditKind) and found is not None else None


def _make_form(
    kind: EditKind, step: StepSpec, checklist: Checklist, *, is_sent: bool = False
) -> BaseForm:
    if kind is EditKind.REMOVE:
        return forms.RemoveForm() if is_sent else forms.RemoveForm(None)
    is_new = kind is EditKind.ADD
    made = forms.AddStepForm if is_new else forms.StepForm
    start = forms.start_of_new(step) if is_new else forms.start_of(step)
    form = made() if is_sent else made(None, **start)
    form.offer(list_posts(), checklist.anchors)
    return form


def _list_faults(error: Refused | Unusable) -> Faults:
    if isinstance(error, operations.ProposalFaulty):
        return [{"text": sentence} for sentence in error.faults]
    return [{"text": error.sentence}]


def _show(  # what is chosen, the form, and how it was refused
    gap: Gap,
    checklist: Checklist,
    kind: EditKind,
    step: StepSpec,
    form: BaseForm,
    faults: Faults,
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "trial_runs/propose.html",
        gap=gap,
        inspection=gap.inspection,
        waiting=[other.title for other in checklist.steps if step.key in other.after],
        kind=kind.value,
        step=step,
        form=form,
        faults=faults,
    )
    return page, status
