"""What every change of the week on site checks first."""

from readiness.errors import NotAllowed
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows


def check_may_run(actor: Person | None) -> None:
    """Raises NotAllowed for who does not run the week; no actor is Readiness itself."""
    if actor is not None and not allows(actor.role, Permission.RUN_FIELDWORK):
        raise NotAllowed(
            "The timetable and the keep-in-touch notes are kept by the inspection coordinator and "
            "the directors. Ask one of them."
        )


def check_sees_children(actor: Person | None) -> None:
    """Raises NotAllowed for who may not see child-level rows, identifiers included."""
    if actor is not None and not allows(actor.role, Permission.SEE_CHILD_ROWS):
        raise NotAllowed(
            "Identifiers of children are seen and written by the quality lead, the data lead and "
            "the directors. Ask one of them."
        )
