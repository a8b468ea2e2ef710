"""Inspections for tests, begun from the real checklists."""

from datetime import datetime

from flask import current_app

from readiness import clock
from readiness.checklists.annexe_a import load_edition
from readiness.checklists.documents import load_documents
from readiness.checklists.inspections import load_checklist
from readiness.checklists.posts import load_posts
from readiness.extensions import db
from readiness.inspections.models import Inspection, Task
from readiness.inspections.operations import start_inspection
from readiness.inspections.queries import list_tasks
from readiness.people.models import Person

CALL = datetime(2026, 11, 30, 9, 15, tzinfo=clock.LONDON)
"""A Monday."""


def make_inspection(
    actor: Person | None = None,
    *,
    key: str = "ilacs-short",
    call_at: datetime = CALL,
    is_trial: bool = False,
    on_exercise_clock: bool = False,
) -> Inspection:
    """A committed inspection with every task."""
    folder = current_app.extensions["readiness.settings"].checklists_path
    inspection = start_inspection(
        actor=actor,
        checklist=load_checklist(folder, key),
        posts=load_posts(folder).values(),
        documents=load_documents(folder).values(),
        edition=load_edition(folder),
        call_at=call_at,
        is_trial=is_trial,
        on_exercise_clock=on_exercise_clock,
    )
    db.session.commit()
    return inspection


def find_task(inspection: Inspection, step_key: str) -> Task:
    """The inspection’s task of this step."""
    return next(task for task in list_tasks(inspection.id) if task.step_key == step_key)
