"""What a trial run begins with, and how it ends: its clock, and the people who are in it.

Setting the clock and changing who is in it is the work of a facilitator (trial_runs).
"""

from collections.abc import Iterable
from datetime import datetime

from readiness import clock
from readiness.errors import Refused
from readiness.extensions import db
from readiness.inspections.models import ExerciseClock, Inspection, Task, TrialParticipant
from readiness.inspections.now import now_for
from readiness.inspections.queries import list_posts_by_key
from readiness.people.models import Person


def refuse_exercise(on_exercise_clock: bool) -> None:
    """Raises Refused where a real inspection is to move on an exercise clock."""
    if on_exercise_clock:
        raise Refused("Only a trial run moves on an exercise clock. Start a trial run instead.")


def make_clock(actor: Person | None, at: datetime) -> ExerciseClock:
    """A clock that shows this moment and waits for the facilitator."""
    return ExerciseClock(
        is_trial=True,
        real_at=clock.now(),
        exercise_at=at,
        speed=1,
        is_paused=True,
        changed_by=actor,
    )


def stop_clock(actor: Person | None, inspection: Inspection) -> None:
    """A trial run that is over stays at the moment at which it ended."""
    found = inspection.exercise_clock
    if found is not None and not found.is_paused:
        found.exercise_at, found.real_at = now_for(inspection), clock.now()
        found.is_paused, found.changed_by = True, actor


def add_players(actor: Person | None, inspection: Inspection, tasks: Iterable[Task]) -> None:
    """In a trial run are who holds a post of its steps or stands in there, and who starts it."""
    if not inspection.is_trial:
        return
    ids = {task.post_id for task in tasks}
    posts = [post for post in list_posts_by_key().values() if post.id in ids]
    found = {person_id for post in posts for person_id in post.present}
    found.add(actor.id if actor is not None else None)
    db.session.add_all(
        TrialParticipant(inspection_id=inspection.id, person_id=person_id)
        for person_id in sorted(person_id for person_id in found if person_id is not None)
    )
