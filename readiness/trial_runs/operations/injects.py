"""Injects: prepared, given when their time has come, seen, and dealt with. Words only.

Nothing else happens by itself: “the data lead is ill” takes nobody’s task away.
"""

from datetime import datetime

from readiness import clock
from readiness.activity.operations import record_change
from readiness.checklists.injects import InjectSpec
from readiness.errors import ChangedMeanwhile, NotAllowed, Refused
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.now import now_for
from readiness.inspections.operations.checks import check_allowed, get_running
from readiness.inspections.queries import hold_all_running, list_posts_by_key
from readiness.inspections.rules.words import spell_second
from readiness.notifications.operations import announce
from readiness.people.models import Person
from readiness.people.permissions import Permission
from readiness.plain_words import format_moment
from readiness.trial_runs.messages import make_subject, write_inject
from readiness.trial_runs.models import Inject
from readiness.trial_runs.queries.injects import find_addressee, is_told_to, list_due_injects
from readiness.trial_runs.rules.injects import OPEN_STATES, STATE_WORDS, InjectState


def add_inject(
    *, actor: Person | None, inspection: Inspection, spec: InjectSpec, at: datetime
) -> Inject:
    """Put a prepared surprise into a trial run, for a moment of its clock that is still to come.

    Raises Refused for a moment that has passed, and where its post is not one of the council’s.
    """
    _check_facilitator(actor, inspection)
    post = list_posts_by_key().get(spec.post)
    if post is None:
        raise Refused(
            f"The post “{spec.post}” is not there yet. Start a trial run that names it.", "key"
        )
    _check_ahead(inspection, at, "at")
    inject = Inject(
        inspection=inspection,
        key=spec.key,
        title=spec.title,
        words=spec.words,
        expects=spec.expects,
        post=post,
        at=at,
        state=InjectState.PREPARED,
        changed_by=actor,
        changed_at=clock.now(),
    )
    db.session.add(inject)
    db.session.flush()
    record_change(actor, "trial_runs:inject:added", inject, inject.inspection_id, at=(None, at))
    return inject


def move_inject(*, actor: Person, inject: Inject, version: int, at: datetime) -> None:
    """Choose another moment for an inject that was not given yet."""
    _check_prepared(actor, inject, version)
    _check_ahead(inject.inspection, at, "move_to")
    before, inject.at = inject.at, at
    _mark(actor, inject)
    record_change(actor, "trial_runs:inject:moved", inject, inject.inspection_id, at=(before, at))


def give_inject(*, actor: Person, inject: Inject, version: int) -> None:
    """Give it now, before its time."""
    _check_prepared(actor, inject, version)
    _give(actor, inject, now_for(inject.inspection))


def skip_inject(*, actor: Person, inject: Inject, version: int) -> None:
    """Leave it out: nobody is told."""
    _check_prepared(actor, inject, version)
    inject.state = InjectState.SKIPPED
    _mark(actor, inject)
    record_change(actor, "trial_runs:inject:skipped", inject, inject.inspection_id)


def acknowledge_inject(*, actor: Person, inject: Inject, version: int) -> None:
    """Say that one has seen it; from here its timing counts."""
    _check_told(actor, inject, version)
    if inject.state is not InjectState.GIVEN:
        raise ChangedMeanwhile(f"This is marked as “{STATE_WORDS[inject.state]}” already.")
    now = now_for(inject.inspection)
    inject.state = InjectState.ACKNOWLEDGED
    inject.acknowledged_by, inject.acknowledged_at = actor, now
    _mark(actor, inject)
    record_change(
        actor, "trial_runs:inject:acknowledged", inject, inject.inspection_id, at=(None, now)
    )


def answer_inject(*, actor: Person, inject: Inject, version: int, answer: str) -> None:
    """Write what was done about it. Raises Refused without words."""
    _check_told(actor, inject, version)
    said = answer.strip()
    if not said:
        raise Refused("Write what was done: whom you told, and what you changed.")
    now = now_for(inject.inspection)
    if inject.acknowledged_at is None:
        inject.acknowledged_by, inject.acknowledged_at = actor, now
    inject.state, inject.answer = InjectState.ANSWERED, said
    inject.answered_by, inject.answered_at = actor, now
    _mark(actor, inject)
    record_change(actor, "trial_runs:inject:answered", inject, inject.inspection_id, at=(None, now))


def give_due_injects(*, now: datetime) -> int:
    """Give every inject whose time has come by its trial run’s clock; how many there were.

    `now` is the real moment. Once given, an inject is never given again, however often and by
    however many workers this is asked.
    """
    hold_all_running()
    due = list_due_injects(now)
    for inject in due:
        _give(None, inject, max(inject.at, now_for(inject.inspection, now)))
    return len(due)


def _give(actor: Person | None, inject: Inject, at: datetime) -> None:
    inject.state, inject.given_at = InjectState.GIVEN, at
    _mark(actor, inject)
    addressee = find_addressee(inject)
    if addressee is not None:
        announce(
            people=[addressee],
            key=f"inject:{inject.id}",
            subject=make_subject(inject),
            sections=write_inject(inject),
            now=clock.now(),
            trial_id=inject.inspection_id,
        )
    record_change(actor, "trial_runs:inject:given", inject, inject.inspection_id, at=(None, at))


def _check_facilitator(actor: Person | None, inspection: Inspection) -> None:
    check_allowed(actor, Permission.RUN_TRIALS, "run trial runs")
    get_running(inspection.id)


def _check_prepared(actor: Person, inject: Inject, version: int) -> None:
    _check_facilitator(actor, inject.inspection)
    _check_version(inject, version)
    if inject.state is not InjectState.PREPARED:
        raise ChangedMeanwhile(f"This inject is “{STATE_WORDS[inject.state]}” already.")


def _check_told(actor: Person, inject: Inject, version: int) -> None:
    """Raises NotAllowed for somebody it was not told to; its time may have come just now."""
    get_running(inject.inspection_id)
    if not is_told_to(inject, actor):
        raise NotAllowed(
            f"This was told to the {inject.post.title}: the holder answers it, or the deputy "
            "while the holder is away."
        )
    _check_version(inject, version)
    if inject.state is InjectState.PREPARED:
        _give(None, inject, max(inject.at, now_for(inject.inspection)))
    if inject.state not in OPEN_STATES:
        raise ChangedMeanwhile(f"This is marked as “{STATE_WORDS[inject.state]}” already.")


def _check_version(inject: Inject, version: int) -> None:
    if inject.version == version:
        return
    who = inject.changed_by.name if inject.changed_by else "Readiness"
    raise ChangedMeanwhile(
        f"{who} changed this at {spell_second(inject.changed_at)}, after you opened it: it is "
        f"now “{STATE_WORDS[inject.state]}”. Look at it again."
    )


def _check_ahead(inspection: Inspection, at: datetime, about: str) -> None:
    now = now_for(inspection)
    if at < now:
        raise Refused(
            f"It is {format_moment(now)} in this trial run: choose a moment that is still to come.",
            about,
        )


def _mark(actor: Person | None, inject: Inject) -> None:
    inject.changed_by, inject.changed_at = actor, clock.now()
