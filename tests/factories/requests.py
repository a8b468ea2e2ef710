"""Requests of inspectors for tests."""

from datetime import datetime, timedelta

from readiness import clock
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.people.models import Person, Post
from readiness.requests.models import InspectorRequest
from readiness.requests.operations import log_request


def make_request(
    inspection: Inspection,
    *,
    actor: Person | None = None,
    post: Post | None = None,
    question: str = "The caseloads of the front door",
    area: str = "data",
    hours: float = 8,
) -> InspectorRequest:
    """A committed request, due so many hours from now; a negative number makes it late."""
    request = log_request(
        actor=actor,
        inspection_id=inspection.id,
        asked_by="Lead inspector",
        question=question,
        area=area,
        post=post,
        due_at=in_hours(max(hours, 0.1)),
    )
    if hours < 0:
        db.session.flush()
        request.due_at = in_hours(hours)
    db.session.commit()
    return request


def in_hours(hours: float) -> datetime:
    """A moment that many hours from now."""
    return clock.now() + timedelta(hours=hours)
