"""What changes of people check first: the version seen, and whose account it is."""

from readiness.errors import ChangedMeanwhile, NotAllowed
from readiness.people.models import Person
from readiness.people.permissions import ROLE_WORDS, Permission, Role, allows, may_manage


def check_version(current: int, seen: int) -> None:
    """Raises ChangedMeanwhile for an older version."""
    if current != seen:
        raise ChangedMeanwhile(
            "Somebody else changed this while you had it open. "
            "Look at what changed, then make your change."
        )


def check_still_manages(actor: Person) -> None:
    """Raises NotAllowed where another request took the actor’s account or role away meanwhile."""
    if not actor.is_active or not allows(actor.role, Permission.MANAGE_PEOPLE):
        raise NotAllowed("Your own account was changed at the same moment. Sign in again.")


def check_may_manage(actor: Person | None, role: Role) -> None:
    """Raises NotAllowed for a role that may do what the actor’s may not.

    No actor is the command line, which may give every role: see docs/decisions/0041.
    """
    if actor is not None and not may_manage(actor.role, role):
        raise NotAllowed(
            f"The role “{ROLE_WORDS[role]}” may do more than yours, so you cannot give it to "
            "anybody or change an account that has it. Ask a director."
        )
