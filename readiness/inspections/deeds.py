"""What people do on a task’s page: for each button its form, its right and its operation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from readiness import clock
from readiness.files.operations import register_file
from readiness.inspections import forms, operations
from readiness.inspections.models import Task
from readiness.inspections.present import find_players_in
from readiness.office.gate import FileKind, spoken_size
from readiness.people.access import can
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.people.queries import get_person, list_active_people
from readiness.settings import current_settings
from readiness.web.forms import BaseForm, VersionForm, seen_version
from readiness.web.uploads import KeptFile, keep_received

Do = Callable[[Person, Task, Any], object]


@dataclass(frozen=True)
class Deed:
    """One thing to do: `do` is given who, the locked task and the form that was sent.

    `said` tells on the next page that it was done.
    """

    path: str
    form: type[BaseForm]
    do: Do
    said: str
    permission: Permission = Permission.WORK_OWN_TASKS


def _tick(me: Person, task: Task, form: Any) -> None:
    note = form.note.data or ""
    if form.kept is not None:
        _add_evidence(me, task, form)
    operations.tick_task(actor=me, task=task, version=seen_version(form), note=note)


def _begin(me: Person, task: Task, form: Any) -> None:
    operations.begin_task(actor=me, task=task, version=seen_version(form))


def _put_back(me: Person, task: Task, form: Any) -> None:
    operations.put_back_task(actor=me, task=task, version=seen_version(form))


def _block(me: Person, task: Task, form: Any) -> None:
    operations.block_task(actor=me, task=task, version=seen_version(form), reason=form.reason.data)


def _drop(me: Person, task: Task, form: Any) -> None:
    said = form.justification.data
    operations.drop_task(actor=me, task=task, version=seen_version(form), reason=said)


def _reopen(me: Person, task: Task, form: Any) -> None:
    operations.reopen_task(actor=me, task=task, version=seen_version(form), reason=form.reason.data)


def _hand_over(me: Person, task: Task, form: Any) -> None:
    to, because = get_person(int(form.to.data)), form.handed_because.data or ""
    operations.hand_over_task(
        actor=me, task=task, version=seen_version(form), to=to, reason=because
    )


def _comment(me: Person, task: Task, form: Any) -> None:
    operations.add_comment(actor=me, task=task, text=form.text.data)


def _add_evidence(me: Person, task: Task, form: Any) -> None:
    kept: KeptFile = form.kept
    operations.add_evidence(
        actor=me,
        task=task,
        name=kept.name,
        sha256=register_file(kept.stored, now=clock.now()).sha256,
        size=kept.size,
        kind=kept.kind.value,
    )


def _pin(me: Person, task: Task, form: Any) -> None:
    operations.pin_due(actor=me, task=task, version=seen_version(form), due_at=form.at.data)


def _unpin(me: Person, task: Task, form: Any) -> None:
    operations.unpin_due(actor=me, task=task, version=seen_version(form))


DEEDS = {
    "tick": Deed("tick", forms.TickForm, _tick, "Ticked off:"),
    "begin": Deed("begin", VersionForm, _begin, "In progress:"),
    "put_back": Deed("put-back", VersionForm, _put_back, "To do again:"),
    "block": Deed("block", forms.BlockForm, _block, "Marked as blocked:"),
    "drop": Deed("not-needed", forms.DropForm, _drop, "Marked as not needed:"),
    "reopen": Deed("reopen", forms.ReopenForm, _reopen, "Open again:"),
    "hand_over": Deed("hand-over", forms.HandOverForm, _hand_over, "Handed over:"),
    "comment": Deed("comment", forms.CommentForm, _comment, "Comment added:"),
    "add_evidence": Deed("evidence", forms.TickForm, _add_evidence, "File added:"),
    "pin": Deed("due", forms.PinForm, _pin, "Due time fixed:", Permission.MOVE_ANCHORS),
    "unpin": Deed(
        "due/follow",
        VersionForm,
        _unpin,
        "The due time follows the key dates again:",
        Permission.MOVE_ANCHORS,
    ),
}
"""By the name of their route."""


def make_form(name: str, task: Task, *, is_sent: bool = False) -> BaseForm:
    """The form of a deed: as it was sent, or as a page opens with it."""
    kind = DEEDS[name].form
    form = kind() if is_sent else kind(None, version=task.version, at=task.due_at)
    if isinstance(form, forms.TickForm):
        is_needed = task.evidence_required and not task.evidence
        form.ask_file(spoken_size(current_settings().largest_document), is_needed=is_needed)
        if task.delivers:
            form.ask_how()
    if isinstance(form, forms.HandOverForm):
        form.offer((person.id, person.name) for person in _takers(task))
    return form


def brings_file(name: str, form: BaseForm) -> bool:
    """Whether a file came with this form, or should have."""
    chosen = isinstance(form, forms.TickForm) and form.evidence.data
    return name == "add_evidence" or bool(chosen)


def receive_evidence(form: Any) -> None:
    """Let the file of the form through the gate into the store, as `form.kept`.

    Raises Unusable with a sentence about the file; Refused when the disk is full.
    """
    form.kept = keep_received(
        form.evidence.data, kinds=frozenset(FileKind), limit=current_settings().largest_document
    )


def _takers(task: Task) -> list[Person]:
    """Who may take the task over: holder and deputy, or anybody for a coordinator.

    Whose role does not work on tasks, and who does not play in a trial run, cannot.
    """
    owner = task.handed_to or task.post.holder
    found = task.post.seats
    people = list_active_people() if can(Permission.WORK_ALL_TASKS) else found
    players = find_players_in(task.inspection_id)
    return [
        person
        for person in people
        if person is not None
        and person is not owner
        and allows(person.role, Permission.WORK_OWN_TASKS)
        and (players is None or person.id in players)
    ]
