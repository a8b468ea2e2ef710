"""What the week on site leaves open when an inspection is closed."""

from collections.abc import Iterable

from readiness.actions.queries import list_open_of_trials
from readiness.fieldwork.queries.owed import count_owed
from readiness.inspections.closing import StillOpen, add_open_source
from readiness.inspections.models import Inspection
from readiness.plain_words import plural


@add_open_source
def list_open_fieldwork(inspection: Inspection) -> Iterable[StillOpen]:
    """Cases referred back that are open, answers that are owed, checks that are not done."""
    owed = count_owed(inspection.id)
    said = (
        (owed.cases, "case referred back is", "cases referred back are", "open", "list_referred"),
        (owed.answers, "answer is", "answers are", "owed to the lead inspector", "list_notes"),
        (owed.checks, "check is", "checks are", "not done on selected cases", "list_cases"),
    )
    for count, one, more, what, page in said:
        if count:
            link = (f"fieldwork.{page}", {"inspection_id": inspection.id})
            yield StillOpen(f"{plural(count, one, more)} {what}", link)
    agreed = len(list_open_of_trials([inspection.id]))
    if agreed:
        notes = ("fieldwork.list_notes", {"inspection_id": inspection.id})
        words = plural(agreed, "action of keep-in-touch meetings ends", "actions of them end")
        yield StillOpen(f"{words} with this trial run", notes)
