"""What came after an inspection, for tests."""

from datetime import datetime, timedelta
from typing import Any

from readiness import clock
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.queries import get_inspection
from readiness.outcomes import operations
from readiness.outcomes.models import DraftComment, Improvement
from readiness.people.models import Person, Post
from tests.factories.inspections import make_inspection

HOUR = timedelta(hours=1)


VISIT = "ilacs-focused-visit"
"""It has every key date, half the tasks, and no grades."""


def make_past_inspection(actor: Person, *, key: str = "ilacs-short") -> Inspection:
    """A committed inspection that was called twelve weeks ago and still runs."""
    today = clock.today()
    monday = today - timedelta(days=today.weekday(), weeks=12)
    call = datetime.combine(monday, datetime.min.time(), tzinfo=clock.LONDON) + 9.25 * HOUR
    return make_inspection(actor, key=key, call_at=call)


def receive_draft(actor: Person, inspection: Inspection, *, hours_ago: int = 2) -> None:
    """The draft report came some hours ago; committed."""
    found = get_inspection(inspection.id)
    operations.record_draft(
        actor=actor,
        inspection_id=found.id,
        at=clock.now() - hours_ago * HOUR,
        version=found.version,
    )
    db.session.commit()


def publish(actor: Person, inspection: Inspection, *, hours: int = -1) -> None:
    """The report is published so many hours from now; a negative number makes it public."""
    found = get_inspection(inspection.id)
    operations.record_publication(
        actor=actor,
        inspection_id=found.id,
        at=clock.now() + hours * HOUR,
        version=found.version,
        reference="50200000",
    )
    db.session.commit()


def make_comment(actor: Person, inspection: Inspection, post: Post, **said: Any) -> DraftComment:
    """A committed comment on the draft, which has come."""
    words: dict[str, Any] = {
        "paragraph": "7",
        "claim": "Two teams.",
        "problem": "Three teams.",
    } | said
    comment = operations.add_comment(
        actor=actor, inspection_id=inspection.id, said=operations.Said(post=post, **words)
    )
    db.session.commit()
    return comment


def make_improvement(actor: Person, inspection: Inspection) -> Improvement:
    """A committed thing that needs to improve."""
    improvement = operations.add_improvement(
        actor=actor,
        inspection_id=inspection.id,
        text="The quality of plans.",
        element="outcome-4",
    )
    db.session.commit()
    return improvement
