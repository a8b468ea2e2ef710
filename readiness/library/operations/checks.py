"""Who may add, open and approve documents, and what a version must be."""

from datetime import date

from readiness import clock
from readiness.errors import NotAllowed, Refused
from readiness.library.lines import DocumentLine
from readiness.library.models import DocumentVersion
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows


def check_as_at(as_at: date) -> None:
    """Raises Refused for a day to come."""
    if as_at > clock.today():
        raise Refused(
            "The “data as at” day is in the future. Enter the day its data speaks of.", "as_at"
        )


def may_add(actor: Person | None, line: DocumentLine) -> bool:
    """Whether the actor may add a version, which takes the place of the current one.

    Those who approve documents, whose document it is today, and anybody to one of our own.
    """
    if actor is None:
        return True
    return allows(actor.role, Permission.ADD_DOCUMENTS) and (
        allows(actor.role, Permission.APPROVE_DOCUMENTS) or line.owner == actor or line.spec is None
    )


def check_may_add(actor: Person | None, line: DocumentLine) -> None:
    """Raises NotAllowed, saying who may."""
    if not may_add(actor, line):
        raise NotAllowed(
            f"New versions of “{line.title}” are added by {_whose(line)}. Send them your file."
        )


def may_open(actor: Person | None, line: DocumentLine, version: DocumentVersion) -> bool:
    """Whether the actor may read a version: child-level ones only who must.

    Those are roles that see child-level rows, whose document it is today, and whoever added it.
    """
    if actor is None or not line.child_level:
        return True
    return (
        allows(actor.role, Permission.SEE_CHILD_ROWS)
        or line.owner == actor
        or version.added_by_id == actor.id
    )


def check_may_open(actor: Person, line: DocumentLine, version: DocumentVersion) -> None:
    """Raises NotAllowed for a version that holds rows of children and is not theirs to read."""
    if not may_open(actor, line, version):
        raise NotAllowed(
            f"“{line.title}” has rows about single children or families, so few may open it. "
            f"Ask {_whose(line)} what you need to know."
        )


def may_approve(actor: Person | None, line: DocumentLine) -> bool:
    """Whether the actor may approve the current version, or take an approval back.

    Only what they may read, and only their own documents unless they work on every task.
    """
    if actor is None:
        return True
    if not allows(actor.role, Permission.APPROVE_DOCUMENTS):
        return False
    if line.version is not None and not may_open(actor, line, line.version):
        return False
    return line.owner == actor or allows(actor.role, Permission.WORK_ALL_TASKS)


def check_may_approve(actor: Person | None, line: DocumentLine) -> None:
    """Raises NotAllowed, saying who may."""
    if not may_approve(actor, line):
        raise NotAllowed(f"“{line.title}” is approved by {say_approver(line)}. Ask them.")


def say_approver(line: DocumentLine) -> str:
    """Who approves a document, in words: its owner, or who may where the owner’s role does not."""
    if line.owner is not None and allows(line.owner.role, Permission.APPROVE_DOCUMENTS):
        return _whose(line)
    return "a director" if line.child_level else "the inspection coordinator or a director"


def check_may(actor: Person | None, permission: Permission, what: str) -> None:
    """Raises NotAllowed unless the actor has the permission; no actor is the command line."""
    if actor is not None and not allows(actor.role, permission):
        raise NotAllowed(f"Your role may not {what}. Ask the inspection coordinator.")


def name_person(person: Person | None) -> str:
    """Who did it; nobody is Readiness itself."""
    return person.name if person is not None else "Readiness"


def _whose(line: DocumentLine) -> str:
    if line.owner is not None:
        return f"{line.owner.name} ({line.post_title})"
    return f"the {line.post_title}" if line.post else "the inspection coordinator"
