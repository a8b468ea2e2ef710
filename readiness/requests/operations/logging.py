"""Writing down what inspectors asked for, and putting an entry right."""

from datetime import datetime

from readiness import clock
from readiness.activity.operations import record_change
from readiness.errors import Refused, require_words
from readiness.extensions import db
from readiness.inspections.now import now_in
from readiness.inspections.operations.checks import check_allowed, get_running
from readiness.inspections.queries import get_calendar
from readiness.people.models import Person, Post
from readiness.people.permissions import Permission
from readiness.plain_words import format_moment
from readiness.requests.models import InspectorRequest
from readiness.requests.operations.checks import (
    check_may_run,
    check_version,
    mark_changed,
)
from readiness.requests.queries import find_next_number, get_spec
from readiness.requests.rules import RequestState, compute_due

ASK = "Write what was asked."
WHO = "Say who asked."


def find_usual_due(asked_at: datetime) -> datetime:
    """When a request asked at this moment is due, unless another time is given."""
    spec = get_spec()
    return compute_due(asked_at, spec.working_days, spec.at, get_calendar())


def log_request(
    *,
    actor: Person | None,
    inspection_id: int,
    asked_by: str,
    question: str,
    area: str,
    post: Post | None,
    due_at: datetime | None = None,
) -> InspectorRequest:
    """Log a request under the next number; without a post it is needed, and its keeper’s.

    Raises NotAllowed, and Refused for a closed inspection, missing words, an unknown area and a
    due time that has passed.
    """
    check_allowed(actor, Permission.WORK_OWN_TASKS, "log requests")
    get_running(inspection_id)
    now = now_in(inspection_id)
    due = due_at or find_usual_due(now)
    if due < now:
        raise Refused("The due time has passed already. Choose a later one.", "due_at")
    asked = InspectorRequest(
        inspection_id=inspection_id,
        number=find_next_number(inspection_id),
        asked_by=require_words(asked_by, WHO, "asked_by"),
        asked_at=now,
        question=require_words(question, ASK, "question"),
        area=_check_area(area),
        post=post,
        due_at=due,
        state=RequestState.NEEDED if post is None else RequestState.WITH_OWNER,
        created_by=actor,
        changed_by=actor,
        changed_at=clock.now(),
    )
    db.session.add(asked)
    told = {"owner": (None, post.title if post else None), "due_at": (None, due)}
    record_change(actor, "requests:request:added", asked, inspection_id, **told)
    return asked


def change_request(
    *,
    actor: Person,
    asked: InspectorRequest,
    version: int,
    asked_by: str,
    asked_at: datetime,
    question: str,
    area: str,
    due_at: datetime,
) -> None:
    """Put an entry right. Raises NotAllowed, ChangedMeanwhile for an older version, Refused."""
    check_may_run(actor, asked)
    get_running(asked.inspection_id)
    check_version(asked, version)
    _check_times(asked, asked_at, due_at)
    changes = {
        "asked_at": (asked.asked_at, asked_at),
        "due_at": (asked.due_at, due_at),
        # One that the file no longer has stays while it is kept.
        "area": (asked.area, area if area == asked.area else _check_area(area)),
    }
    asked.asked_by = require_words(asked_by, WHO, "asked_by")
    asked.question = require_words(question, ASK, "question")
    asked.asked_at, asked.due_at, asked.area = asked_at, due_at, area
    mark_changed(actor, asked)
    record_change(actor, "requests:request:changed", asked, asked.inspection_id, **changes)


def _check_area(area: str) -> str:
    if area not in get_spec().areas:
        raise Refused("Choose what it is about.", "area")
    return area


def _check_times(asked: InspectorRequest, asked_at: datetime, due_at: datetime) -> None:
    """Raises Refused unless it was asked by now, before it is due and before it was answered."""
    check = "Check the day and the time."
    if asked_at > now_in(asked.inspection_id):
        raise Refused(f"It cannot have been asked later than now. {check}", "asked_at")
    if asked.answered_at is not None and asked_at > asked.answered_at:
        when = format_moment(asked.answered_at)
        raise Refused(f"It was answered on {when}, so it was asked before. {check}", "asked_at")
    if due_at <= asked_at:
        raise Refused(f"It must be due after it was asked. {check}", "due_at")
