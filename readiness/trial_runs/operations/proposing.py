"""Proposing a change of the checklist for a gap. The checklist itself is never written to."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select

from readiness import clock
from readiness.activity.operations import record_change
from readiness.checklists.edits import Edit, EditKind
from readiness.checklists.proposals import find_faults, propose
from readiness.errors import NotAllowed, Refused
from readiness.extensions import db
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.trial_runs.models import ChecklistProposal, Gap
from readiness.trial_runs.rules.proposals import pack_fields, unpack_fields

KIND_WORDS = {
    EditKind.CHANGE: "change the step",
    EditKind.ADD: "add a step after it",
    EditKind.REMOVE: "take the step out",
}


class ProposalFaulty(Refused):
    """The changed checklist could not be loaded; `faults` say file, line and field."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("The checklist would not load with this change.")
        self.faults = faults


def propose_change(*, actor: Person, gap: Gap, folder: Path, edit: Edit) -> ChecklistProposal:
    """Keep the change that a gap asks for, in place of an earlier one.

    Raises NotAllowed, Refused where nothing would change, ProposalFaulty with every fault the
    loader finds, and Unusable where the checklist lacks the step.
    """
    if not allows(actor.role, Permission.AGREE_ACTIONS):
        raise NotAllowed("Your role may not propose changes. Ask your head of service.")
    key = gap.inspection.checklist_key
    proposal = propose(folder, key, edit)
    if not proposal.diff:
        raise Refused("Nothing would change. Change at least one field.")
    faults = find_faults(folder, proposal)
    if faults:
        raise ProposalFaulty(faults)
    kept = _find(gap) or ChecklistProposal(gap_id=gap.id)
    kept.checklist_key, kept.kind, kept.step = key, edit.kind, edit.step
    kept.fields = pack_fields(edit.fields)
    kept.proposed_by, kept.proposed_at = actor, clock.now()
    db.session.add(kept)
    record_change(
        actor,
        "trial_runs:gap:proposed",
        gap,
        gap.inspection_id,
        step=(None, edit.step),
        change=(None, KIND_WORDS[edit.kind]),
    )
    return kept


def read_edit(kept: ChecklistProposal) -> Edit:
    """The change as it was proposed."""
    fields: Mapping[str, Any] = unpack_fields(kept.fields)
    return Edit(kept.kind, kept.step, fields)


def _find(gap: Gap) -> ChecklistProposal | None:
    chosen = select(ChecklistProposal).where(ChecklistProposal.gap_id == gap.id)
    return db.session.scalar(chosen)
