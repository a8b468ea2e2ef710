"""What changes of people check first: the version seen, and whose account it is."""

from readiness.errors import ChangedMeanwhile, NotAllowed
from readiness.people.models import Person
from readiness.people.permissions import ROLE_WORDS, Role, may_manage


def check_version(current: int, seen: int) -> None:
    """Raises ChangedMeanwhile for an older version."""
    if current != seen:
        raise ChangedMeanwhile(
            "Somebody else changed this while you had it open. "
            "Look at what changed, then make your change."
        )


def check_may_manage(actor: Person | None, role: Role) -> None:
    """Raises NotAllowed for a role that may do what the actor’s may not.

    No actor is the command line, which may give every role: see docs/decisions/0041.
    """
    if actor is not None and not may_manage(actor.role, role):
        raise NotAllowed(
            f"The role “{ROLE_WORDS[role]}” may do more than yours, so you cannot give it to "
            "anybody or change an account that has it. Ask a director."
        )
