"""What people do on a gap’s page: for each button its form, its right and its operation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from readiness.people.models import Person
from readiness.people.permissions import Permission
from readiness.people.queries import get_person, get_post, list_posts
from readiness.trial_runs import operations
from readiness.trial_runs.forms import gaps as forms
from readiness.trial_runs.models import Gap
from readiness.trial_runs.queries.gaps import find_task, list_steps
from readiness.trial_runs.rules.gaps import GapKind, Severity
from readiness.web.forms import BaseForm, seen_version

Do = Callable[[Person, Gap, Any], object]


@dataclass(frozen=True)
class Deed:
    """One thing to do with a gap, which is held while it is done."""

    path: str
    form: type[BaseForm]
    do: Do
    said: str
    permission: Permission


def read_seen(inspection_id: int, form: forms.GapForm) -> operations.Seen:
    """What a form says of a gap. Raises NotFound for a step of another trial run."""
    post_id = forms.read_number(form.owner_post.data)
    return operations.Seen(
        kind=GapKind(form.kind.data),
        severity=Severity(form.severity.data),
        what=form.what.data,
        task=find_task(inspection_id, forms.read_number(form.step.data)),
        owner_post=get_post(post_id) if post_id is not None else None,
    )


def _change(me: Person, gap: Gap, form: Any) -> None:
    seen = read_seen(gap.inspection_id, form)
    operations.change_gap(actor=me, gap=gap, version=seen_version(form), seen=seen)


def _agree(me: Person, gap: Gap, form: Any) -> None:
    operations.agree_gap_action(
        actor=me,
        gap=gap,
        title=form.title.data,
        detail=form.detail.data or "",
        owner=get_person(int(form.owner.data)),
        due_on=form.due_on.data,
    )


def _accept(me: Person, gap: Gap, form: Any) -> None:
    reason = form.accept_reason.data
    operations.accept_gap(actor=me, gap=gap, version=seen_version(form), reason=reason)


def _reopen(me: Person, gap: Gap, form: Any) -> None:
    reason = form.reopen_reason.data
    operations.reopen_gap(actor=me, gap=gap, version=seen_version(form), reason=reason)


DEEDS = {
    "change_gap": Deed(
        "change", forms.ChangeGapForm, _change, "The change is saved.", Permission.RECORD_GAPS
    ),
    "agree_action": Deed(
        "action",
        forms.GapActionForm,
        _agree,
        "The action is agreed. It is on its owner’s list.",
        Permission.AGREE_ACTIONS,
    ),
    "accept_gap": Deed(
        "accept", forms.AcceptForm, _accept, "The gap is accepted.", Permission.AGREE_ACTIONS
    ),
    "reopen_gap": Deed(
        "reopen", forms.ReopenForm, _reopen, "The gap is open again.", Permission.RECORD_GAPS
    ),
}
"""By the name of their route."""


def make_form(name: str, gap: Gap, *, is_sent: bool = False) -> BaseForm:
    """The form of a deed: as it was sent, or as the page of a gap opens with it."""
    kind = DEEDS[name].form
    form = kind() if is_sent else kind(None, version=gap.version, **_start(name, gap))
    if isinstance(form, forms.GapForm):
        form.offer(list_steps(gap.inspection_id), list_posts())
    if isinstance(form, forms.GapActionForm):
        form.offer_owners()
    return form


def _start(name: str, gap: Gap) -> dict[str, str]:
    if name == "agree_action":
        holder, _deputy = gap.owner_post.present
        return {"owner": str(holder) if holder else ""}
    if name != "change_gap":
        return {}
    return {
        "what": gap.what,
        "kind": gap.kind.value,
        "severity": gap.severity.value,
        "step": str(gap.task_id) if gap.task_id else "",
        "owner_post": str(gap.owner_post_id),
    }
