"""Proposed changes of a checklist as pages show them, worked out from the file as it is today."""

from dataclasses import dataclass
from typing import Any

from readiness.checklists.edits import Edit, EditKind
from readiness.checklists.inspections import Checklist, StepSpec, load_checklist
from readiness.checklists.proposals import Proposal, propose
from readiness.clock import in_london
from readiness.errors import NotFound, Unusable
from readiness.plain_words import format_day
from readiness.settings import current_settings
from readiness.trial_runs.forms.gaps import AddStepForm, StepForm
from readiness.trial_runs.models import ChecklistProposal, Gap
from readiness.trial_runs.operations import read_edit
from readiness.trial_runs.queries.gaps import find_proposal


@dataclass(frozen=True)
class ShownProposal:
    """A proposal and the file it makes; `trouble` says why it makes none today."""

    kept: ChecklistProposal
    file: Proposal | None
    trouble: str = ""

    @property
    def diff(self) -> str:
        """How the file would differ; nothing where the checklist has the change already."""
        return self.file.diff if self.file else ""


def find_shown_proposal(gap: Gap) -> ShownProposal | None:
    """The change that a gap asks for, if there is one."""
    kept = find_proposal(gap)
    if kept is None:
        return None
    try:
        return ShownProposal(
            kept, propose(current_settings().checklists_path, kept.checklist_key, read_edit(kept))
        )
    except (NotFound, Unusable) as error:
        return ShownProposal(kept, None, error.sentence)


def get_proposed_file(gap: Gap) -> Proposal:
    """The file that a gap’s proposal makes. Raises NotFound and Unusable."""
    shown = find_shown_proposal(gap)
    if shown is None:
        raise NotFound("No change of the checklist is proposed for this gap.")
    if shown.file is None:
        raise Unusable(shown.trouble)
    return shown.file


def load_checklist_of(gap: Gap) -> Checklist:
    """The checklist of the gap’s trial run as it is today. Raises Unusable for a faulty one."""
    return load_checklist(current_settings().checklists_path, gap.inspection.checklist_key)


def find_step(checklist: Checklist, key: str) -> StepSpec | None:
    """The step of this key, if the checklist has it."""
    return next((step for step in checklist.steps if step.key == key), None)


def make_edit(kind: EditKind, step: StepSpec, form: Any, gap: Gap) -> Edit:
    """The change that a form asks for: of a step that changes only the fields that differ."""
    if kind is EditKind.REMOVE:
        return Edit(kind, step.key, {})
    if kind is EditKind.ADD:
        return Edit(kind, step.key, _read_new(form, step, gap))
    written = _read_fields(form)
    before = {name: getattr(step, name) for name in written}
    return Edit(kind, step.key, {n: v for n, v in written.items() if v != before[n]})


def _read_fields(form: StepForm) -> dict[str, Any]:
    return {
        "title": form.title.data,
        "guidance": " ".join(form.guidance.data.split()),
        "post": form.post.data,
        "due": form.read_due(),
    }


def _read_new(form: AddStepForm, step: StepSpec, gap: Gap) -> dict[str, Any]:
    fields = _read_fields(form)
    if form.waits.data:
        fields["after"] = (step.key,)
    if form.gate.data:
        fields["gate"] = form.gate.data
    day = format_day(in_london(gap.inspection.call_at).date())
    return {**fields, "evidence": "false", "area": step.area, "source": f"Trial run, {day}"}
