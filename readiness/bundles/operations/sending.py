"""The zip of a bundle: built, downloaded, sent."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from readiness import clock
from readiness.activity.operations import record_change
from readiness.bundles.models import Bundle
from readiness.bundles.operations.checks import (
    check_not_sent,
    check_version,
    mark_changed,
)
from readiness.bundles.operations.releasing import BUILD
from readiness.bundles.rules import BundleState
from readiness.errors import NotAllowed, Refused
from readiness.files.models import StoredFile
from readiness.inspections.models import Task
from readiness.inspections.operations import add_evidence, mark_delivered
from readiness.inspections.operations.checks import check_allowed, get_running
from readiness.inspections.rules.words import spell_second
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.work.operations import owe_work


@dataclass(frozen=True)
class Receipt:
    """A file that shows something arrived; its content is in the file store already."""

    name: str
    sha256: str
    size: int
    kind: str


def ask_build(*, actor: Person | None, bundle: Bundle) -> None:
    """Owe the zip of a frozen bundle again, after a build that failed. Raises Refused."""
    get_running(bundle.inspection_id)
    if bundle.state is not BundleState.FROZEN:
        raise Refused("This bundle does not wait for its zip. Look at it again.")
    owe_build(bundle)
    record_change(actor, "bundles:bundle:queued", bundle, bundle.inspection_id)


def owe_build(bundle: Bundle) -> None:
    """Owe the zip of a frozen bundle, unless somebody has it in hand already."""
    owe_work(BUILD, bundle.id)


def record_built(bundle: Bundle, stored: StoredFile) -> None:
    """The zip is there. A bundle that is frozen no more (withdrawn, built) stays as it is.

    So does one whose inspection was archived meanwhile.
    """
    if bundle.state is not BundleState.FROZEN or not bundle.inspection.is_running:
        return
    bundle.state, bundle.built_at = BundleState.BUILT, clock.now()
    bundle.file_sha256, bundle.file_size = stored.sha256, stored.size
    record_change(
        None, "bundles:bundle:built", bundle, bundle.inspection_id, sha256=(None, stored.sha256)
    )


def record_download(*, actor: Person, bundle: Bundle) -> None:
    """Note who takes the zip out. Raises NotAllowed, and Refused before the zip is there."""
    if not may_download(actor, bundle):
        raise NotAllowed(
            "This bundle holds rows of single children. Those who see such rows and those who "
            "send bundles may download it: ask the inspection coordinator."
        )
    if bundle.file_sha256 is None:
        raise Refused("The zip of this bundle is not there yet. Look at its page.")
    record_change(
        actor,
        "bundles:bundle:downloaded",
        bundle,
        bundle.inspection_id,
        sha256=(None, bundle.file_sha256),
    )


def mark_sent(
    *,
    actor: Person,
    bundle: Bundle,
    version: int,
    sent_at: datetime,
    note: str,
    receipt: Receipt | None = None,
    task: Task | None = None,
) -> None:
    """Say that the zip went to Ofsted: final. A receipt is kept as evidence on `task`.

    Raises ChangedMeanwhile saying who marked it already; Refused for a trial run, before the
    zip is there, without a note, for a moment before the release or in the future, and for a
    receipt without a task to keep it on.
    """
    check_allowed(actor, Permission.MARK_SENT, "mark bundles as sent")
    get_running(bundle.inspection_id)
    _check_may_send(bundle, version)
    said = _check_note(note)
    _check_sent_at(bundle, sent_at)
    _check_receipt(receipt, task)
    # Tasks first, the activity’s chain last, as everywhere: so none waits in a circle.
    mark_delivered(
        actor=actor,
        delivers=f"bundle:{bundle.gate}",
        note=f"Bundle {bundle.number} sent. {said}",
        inspection_id=bundle.inspection_id,
    )
    if receipt is not None and task is not None:
        add_evidence(actor=actor, task=task, **asdict(receipt))
    bundle.state, bundle.sent_by, bundle.sent_at = BundleState.SENT, actor, sent_at
    bundle.sent_note = said
    mark_changed(actor, bundle)
    told = {"sent_at": (None, sent_at), "sha256": (None, bundle.file_sha256), "note": (None, said)}
    record_change(actor, "bundles:bundle:sent", bundle, bundle.inspection_id, **told)


def _check_may_send(bundle: Bundle, version: int) -> None:
    if bundle.is_trial:
        raise Refused("This is a trial run: its bundle never goes to Ofsted.")
    check_not_sent(bundle)
    check_version(bundle, version)
    if bundle.state is not BundleState.BUILT:
        raise Refused("Only a bundle whose zip is there can be marked as sent. Look at it again.")


def _check_note(note: str) -> str:
    said = note.strip()
    if not said:
        raise Refused("Say how Ofsted confirmed the receipt, such as the reference of the upload.")
    return said


def _check_receipt(receipt: Receipt | None, task: Task | None) -> None:
    if receipt is not None and task is None:
        raise Refused(
            "This inspection has no task for this bundle, so no file can be kept with it. Leave "
            "the file out and write what the receipt says."
        )


def _check_sent_at(bundle: Bundle, sent_at: datetime) -> None:
    if sent_at > clock.now() + timedelta(minutes=1):
        raise Refused("That moment has not come yet. Enter when the bundle was sent.")
    released = bundle.frozen_at
    if released is not None and sent_at < released.replace(second=0, microsecond=0):
        raise Refused(
            f"It was released at {spell_second(released)}, so it was sent after that. "
            "Enter when the bundle was sent."
        )


def may_download(person: Person, bundle: Bundle) -> bool:
    """Whether this person may take the zip out; its items are loaded.

    With lists or child-level documents in it only those may who see child-level rows, or who
    must upload it to Ofsted.
    """
    if not allows(person.role, Permission.DOWNLOAD_BUNDLES):
        return False
    if not any(item.is_child_level for item in bundle.items):
        return True
    return any(
        allows(person.role, permission)
        for permission in (Permission.SEE_CHILD_ROWS, Permission.MARK_SENT)
    )
