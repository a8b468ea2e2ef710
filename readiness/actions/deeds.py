"""What people do on an action’s page: for each button its form, its right and its operation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from readiness import clock
from readiness.actions import forms, operations
from readiness.actions.models import Action
from readiness.actions.queries import get_action, lock_action
from readiness.extensions import db
from readiness.files.operations import register_file
from readiness.office.gate import FileKind
from readiness.people.models import Person
from readiness.people.permissions import Permission
from readiness.people.queries import get_person
from readiness.settings import current_settings
from readiness.web.forms import BaseForm, seen_version
from readiness.web.uploads import keep_received

Do = Callable[[Person, int, Any], object]


@dataclass(frozen=True)
class Deed:
    """One thing to do: `do` is given who, the action’s id and the form that was sent.

    `said` tells on the next page that it was done.
    """

    path: str
    form: type[BaseForm]
    do: Do
    said: str
    permission: Permission = Permission.WORK_OWN_TASKS


def _change(me: Person, action_id: int, form: Any) -> None:
    operations.change_action(
        actor=me,
        action=lock_action(action_id),
        version=seen_version(form),
        title=form.title.data,
        detail=form.detail.data or "",
        owner=get_person(int(form.owner.data)),
        due_on=form.due_on.data,
        reason=form.change_reason.data or "",
    )


def _report(me: Person, action_id: int, form: Any) -> None:
    action, outcome = lock_action(action_id), form.outcome.data
    operations.report_done(actor=me, action=action, version=seen_version(form), outcome=outcome)


def _confirm(me: Person, action_id: int, form: Any) -> None:
    operations.confirm_done(actor=me, action=lock_action(action_id), version=seen_version(form))


def _drop(me: Person, action_id: int, form: Any) -> None:
    action, said = lock_action(action_id), form.drop_reason.data
    operations.drop_action(actor=me, action=action, version=seen_version(form), reason=said)


def _reopen(me: Person, action_id: int, form: Any) -> None:
    action, said = lock_action(action_id), form.reopen_reason.data
    operations.reopen_action(actor=me, action=action, version=seen_version(form), reason=said)


def _note(me: Person, action_id: int, form: Any) -> None:
    operations.add_note(actor=me, action=lock_action(action_id), text=form.text.data)


def _add_evidence(me: Person, action_id: int, form: Any) -> None:
    operations.check_may_work(me, get_action(action_id))
    # Nothing has been written yet: others may write while the file is being looked at.
    db.session.rollback()
    limit = current_settings().largest_document
    kept = keep_received(form.file.data, kinds=frozenset(FileKind), limit=limit)
    operations.add_evidence(
        actor=me,
        action=lock_action(action_id),
        name=kept.name,
        sha256=register_file(kept.stored, now=clock.now()).sha256,
        size=kept.size,
        kind=kept.kind.value,
    )


DEEDS = {
    "change": Deed(
        "change", forms.ChangeForm, _change, "The change is saved.", Permission.AGREE_ACTIONS
    ),
    "report": Deed("done", forms.ReportForm, _report, "Reported as done."),
    "confirm": Deed(
        "confirm",
        forms.ConfirmForm,
        _confirm,
        "Confirmed: the action is closed.",
        Permission.AGREE_ACTIONS,
    ),
    "drop": Deed(
        "not-needed", forms.DropForm, _drop, "Marked as not needed.", Permission.AGREE_ACTIONS
    ),
    "reopen": Deed("reopen", forms.ReopenForm, _reopen, "The action is open again."),
    "note": Deed("notes", forms.NoteForm, _note, "The note is added."),
    "add_evidence": Deed("evidence", forms.EvidenceForm, _add_evidence, "The file is added."),
}
"""By the name of their route."""


def make_form(name: str, action: Action | None = None) -> BaseForm:
    """The form of a deed: as it was sent, or as the page of an action opens with it."""
    kind = DEEDS[name].form
    if action is None:
        form = kind()
    else:
        start = {"title": action.title, "detail": action.detail, "due_on": action.due_on}
        form = kind(None, version=action.version, owner=str(action.owner_id), **start)
    if isinstance(form, forms.AgreeForm):
        form.offer_owners(action.trial_id if action else None)
    return form
