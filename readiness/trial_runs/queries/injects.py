"""Finding trial runs, their injects, and who may see which."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import or_, select

from readiness.checklists.injects import InjectSpec, load_injects
from readiness.errors import NotFound
from readiness.extensions import db
from readiness.inspections.models import ExerciseClock, Inspection
from readiness.inspections.now import now_for, today_for
from readiness.inspections.present import find_out
from readiness.inspections.queries import (
    find_participant_ids,
    find_post_ownership,
    list_running_inspections,
)
from readiness.inspections.rules.exercise import Part
from readiness.people.models import Person, Post
from readiness.people.permissions import Permission, allows
from readiness.settings import current_settings
from readiness.trial_runs.models import Inject
from readiness.trial_runs.rules.injects import OPEN_STATES, SECRET_STATES, InjectState, is_due


def lock_clock(inspection: Inspection) -> ExerciseClock | None:
    """The clock of a trial run as it stands now, held until the transaction ends."""
    held = select(ExerciseClock).where(ExerciseClock.inspection_id == inspection.id)
    return db.session.scalar(
        held.with_for_update(of=ExerciseClock).execution_options(populate_existing=True)
    )


def list_prepared() -> Mapping[str, InjectSpec]:
    """What is prepared in the checklists, by key. Raises ChecklistFault."""
    folder = current_settings().checklists_path
    return load_injects(folder)


def list_injects(inspection_id: int) -> Sequence[Inject]:
    """The injects of a trial run in the order of their time."""
    chosen = select(Inject).where(Inject.inspection_id == inspection_id)
    return db.session.scalars(chosen.order_by(Inject.at, Inject.id)).all()


def get_inject(inspection_id: int, inject_id: int) -> Inject:
    """An inject of this trial run. Raises NotFound."""
    inject = db.session.get(Inject, inject_id)
    if inject is None or inject.inspection_id != inspection_id:
        raise NotFound("There is no such inject in this trial run.")
    return inject


def lock_inject(inspection_id: int, inject_id: int) -> Inject:
    """The same as it stands now, held until the transaction ends. Raises NotFound."""
    held = select(Inject).where(Inject.id == inject_id).with_for_update(of=Inject)
    db.session.scalar(held.execution_options(populate_existing=True))
    return get_inject(inspection_id, inject_id)


def get_inject_for(person: Person, inspection_id: int, inject_id: int) -> Inject:
    """An inject that this person may see: the facilitator’s, or one told to their post.

    Observers see each when its time has come. Raises NotFound for any other, so that nobody
    learns what is still to come.
    """
    inject = get_inject(inspection_id, inject_id)
    if may_judge(inject, person) or is_told_to(inject, person):
        return inject
    raise NotFound("There is no such inject in this trial run.")


def may_judge(inject: Inject, person: Person) -> bool:
    """Whether the person may see what a good answer holds: the facilitator, and observers."""
    if allows(person.role, Permission.RUN_TRIALS):
        return True
    watchers = find_participant_ids(inject.inspection_id, Part.OBSERVER)
    return has_come(inject) and person.id in watchers


def is_told_to(inject: Inject, person: Person) -> bool:
    """Whether the person was told: its time has come, and whose post it is.

    That is the holder, or the deputy while the holder is away or not in the exercise; and whoever
    has said that they have seen it.
    """
    is_theirs = person.id in {inject.post.holder_id, inject.post.deputy_id}
    if not is_theirs or not has_come(inject):
        return False
    return inject.acknowledged_by_id == person.id or find_addressee(inject) == person


def has_come(inject: Inject) -> bool:
    """Whether its addressee may know of it; its minute may have passed before the worker saw it."""
    if inject.state in SECRET_STATES:
        return is_due(inject.state, inject.at, now_for(inject.inspection))
    return True


def list_due_injects(real_now: datetime) -> list[Inject]:
    """The injects of running trial runs whose time has come and that nobody was told."""
    running = {found.id: found for found in list_running_inspections() if found.is_trial}
    if not running:
        return []
    prepared = select(Inject).where(
        Inject.inspection_id.in_(running), Inject.state == InjectState.PREPARED
    )
    nows = {number: now_for(found, real_now) for number, found in running.items()}
    found = db.session.scalars(prepared.order_by(Inject.at, Inject.id)).all()
    return [inject for inject in found if inject.at <= nows[inject.inspection_id]]


def list_told_to(person: Person, running: Iterable[Inspection]) -> list[Inject]:
    """What this person’s posts were told and have not dealt with, in what is running."""
    trials = [found.id for found in running if found.is_trial]
    if not trials:
        return []
    chosen = (
        select(Inject)
        .join(Post, Post.id == Inject.post_id)
        .where(
            Inject.inspection_id.in_(trials),
            or_(Post.holder_id == person.id, Post.deputy_id == person.id),
            Inject.state.in_((*OPEN_STATES, InjectState.PREPARED)),
        )
        .order_by(Inject.at, Inject.id)
    )
    return [inject for inject in db.session.scalars(chosen) if is_told_to(inject, person)]


def list_watched(person: Person, inspection: Inspection) -> list[Inject]:
    """The injects that have come, for somebody who observes this trial run; else nothing."""
    if not inspection.is_trial:
        return []
    if person.id not in find_participant_ids(inspection.id, Part.OBSERVER):
        return []
    return [inject for inject in list_injects(inspection.id) if has_come(inject)]


def find_addressee(inject: Inject) -> Person | None:
    """Who is told: whose post it is on that day, or the other of the two, if in the exercise."""
    out = find_out(inject.inspection, today_for(inject.inspection))
    return find_post_ownership(inject.post, out).person
