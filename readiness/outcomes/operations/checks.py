"""What every change of an outcome checks first: rights, an open real inspection, the version."""

from readiness import clock
from readiness.errors import NotAllowed, Refused
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.operations.checks import check_seen, get_running
from readiness.outcomes.models import DraftComment, DraftCommentFile, Improvement, Outcome
from readiness.outcomes.queries import lock_outcome
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows


def get_open(inspection_id: int) -> Inspection:
    """The inspection, if what came of it may still be written down.

    Raises Refused for one that is archived, and for a trial run; NotFound.
    """
    inspection = get_running(inspection_id)
    if inspection.is_trial:
        raise Refused("This is a trial run: Ofsted writes no report about it.")
    return inspection


def get_outcome(inspection_id: int) -> Outcome:
    """What is recorded of the report, held; begun where it is not there yet."""
    inspection = get_open(inspection_id)
    outcome = lock_outcome(inspection_id)
    if outcome is None:
        outcome = Outcome(inspection=inspection)
        db.session.add(outcome)
        db.session.flush()
    return outcome


def check_may_record(actor: Person) -> None:
    """Raises NotAllowed for whoever does not record what Ofsted decides."""
    if not allows(actor.role, Permission.RECORD_OUTCOMES):
        raise NotAllowed(
            "What Ofsted writes is recorded by the inspection coordinator and the directors."
        )


def check_may_comment(actor: Person) -> None:
    """Raises NotAllowed for whoever may not read the draft report."""
    if not allows(actor.role, Permission.SEE_DRAFT_REPORTS):
        raise NotAllowed("The draft report is embargoed: your role may not read it.")


def may_change(actor: Person, comment: DraftComment) -> bool:
    """Whether the actor may change a comment: its author, its owner, who records outcomes."""
    if not allows(actor.role, Permission.SEE_DRAFT_REPORTS):
        return False
    own = {comment.created_by_id, comment.post.holder_id, comment.post.deputy_id}
    return actor.id in own or allows(actor.role, Permission.RECORD_OUTCOMES)


def check_may_change(actor: Person, comment: DraftComment) -> None:
    """Raises NotAllowed for somebody else’s comment; Refused in an archived inspection."""
    check_may_comment(actor)
    if not may_change(actor, comment):
        raise NotAllowed(
            f"Comment {comment.number} belongs to the {comment.post.title}. Ask them, or the "
            "inspection coordinator."
        )
    get_open(comment.inspection_id)


def may_open_file(actor: Person, comment: DraftComment, found: DraftCommentFile) -> bool:
    """Whether the actor may read a file: nobody knows whether children are in it."""
    if not allows(actor.role, Permission.SEE_DRAFT_REPORTS):
        return False
    return (
        found.added_by_id == actor.id
        or may_change(actor, comment)
        or allows(actor.role, Permission.SEE_CHILD_ROWS)
    )


def check_version(row: DraftComment | Improvement, version: int) -> None:
    """Raises ChangedMeanwhile, saying who and when, unless `version` is the current one."""
    check_seen("this", version, row.version, row.changed_by, row.changed_at)


def mark_changed(actor: Person | None, row: DraftComment | Improvement) -> None:
    """Note who changed it last, and when."""
    row.changed_by, row.changed_at = actor, clock.now()
