"""What time it is in an inspection: the present, what its exercise clock shows, or its end.

Whatever is due, late, next or done in an inspection is judged by what stands here, and nowhere by
the clock itself: a test looks. What is kept as a record of who did what (activity, uploads,
comments) keeps the real time.
"""

from datetime import date, datetime

from readiness import clock
from readiness.clock import in_london
from readiness.extensions import db
from readiness.inspections.models import Inspection


def now_for(inspection: Inspection | None, real_now: datetime | None = None) -> datetime:
    """The moment it is in an inspection; in none of them, the present.

    One that was closed stays at its end: nothing in its archive grows later than it was.
    """
    real = real_now or clock.now()
    if inspection is None:
        return real
    if inspection.exercise_clock is not None:
        return inspection.exercise_clock.time.show(real)
    return inspection.closed_at or real


def today_for(inspection: Inspection | None, real_now: datetime | None = None) -> date:
    """The day it is in an inspection, on a London calendar."""
    return in_london(now_for(inspection, real_now)).date()


def now_in(inspection_id: int | None) -> datetime:
    """The moment it is in the inspection of this number."""
    return now_for(_find(inspection_id))


def today_in(inspection_id: int | None) -> date:
    """The day it is in the inspection of this number."""
    return today_for(_find(inspection_id))


def _find(inspection_id: int | None) -> Inspection | None:
    return None if inspection_id is None else db.session.get(Inspection, inspection_id)
