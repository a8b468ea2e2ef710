"""What every change of the week on site checks first."""

from datetime import datetime

from readiness.errors import ChangedMeanwhile, NotAllowed
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.plain_words import format_moment


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


def check_seen(what: str, seen: int, now: int, by: Person | None, at: datetime | None) -> None:
    """Raises ChangedMeanwhile, saying who changed it, unless the version seen is the current."""
    if seen == now:
        return
    when = f" on {format_moment(at)}" if at else ""
    raise ChangedMeanwhile(
        f"{by.name if by else 'Somebody'} changed {what}{when}, after you opened it. Look at it "
        "again, then make your change."
    )
