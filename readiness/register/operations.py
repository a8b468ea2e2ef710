"""Confirming how a standing arrangement is, and keeping what a night measured."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from readiness import clock
from readiness.activity.operations import record
from readiness.clock import in_london
from readiness.errors import ChangedMeanwhile, NotAllowed, Refused
from readiness.extensions import db
from readiness.inspections.rules.words import spell_second
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.register.gathering import Register, read_register
from readiness.register.models import Confirmation, ReadinessSnapshot, StandingArrangement
from readiness.register.queries import find_arrangement, find_snapshot, list_confirmations
from readiness.register.rules.items import Thing, count_items
from readiness.register.rules.judging import STATUS_WORDS, Status
from readiness.register.rules.mondays import find_next_call

SAY_WHAT = "Say what is wrong, so that somebody can help."
SAYABLE = (Status.READY, Status.NEEDS_ATTENTION, Status.NOT_READY)
"""What a person may say of an arrangement."""


@dataclass(frozen=True)
class KeptFile:
    """A file whose content is in the file store already; `size` in bytes."""

    name: str
    sha256: str
    size: int


def may_confirm(actor: Person | None, register: Register, thing: Thing) -> bool:
    """Whether the actor may say how an arrangement is: its post’s holder or deputy.

    Those who work on every task may as well; the history names who did.
    """
    if actor is None:
        return True
    post = register.known.posts.get(thing.owner.post_key)
    is_of_post = post is not None and actor.id in {post.holder_id, post.deputy_id}
    return (is_of_post and allows(actor.role, Permission.WORK_OWN_TASKS)) or allows(
        actor.role, Permission.WORK_ALL_TASKS
    )


def may_open_file(actor: Person, register: Register, thing: Thing, found: Confirmation) -> bool:
    """Whether the actor may read what was added as evidence: nobody knows what is in it."""
    return (
        allows(actor.role, Permission.SEE_CHILD_ROWS)
        or may_confirm(actor, register, thing)
        or found.by_id == actor.id
    )


def record_download(*, actor: Person, register: Register, key: str, found: Confirmation) -> None:
    """Note who takes a file out. Raises NotAllowed where it is not theirs to read."""
    thing = register.get_thing(key)
    if not may_open_file(actor, register, thing, found):
        raise NotAllowed(f"This file is for the {thing.owner.post_title}. Ask them what you need.")
    record(
        actor=actor,
        event="register:arrangement:downloaded",
        subject=found.arrangement,
        changes={"sha256": (None, found.sha256)},
    )


def confirm(  # one argument for each fact of a confirmation
    *,
    actor: Person | None,
    register: Register,
    key: str,
    status: Status,
    version: int | None,
    note: str = "",
    file: KeptFile | None = None,
) -> Confirmation:
    """Say how a standing arrangement is. It holds for the arrangement’s interval.

    `version` is that of the arrangement’s row that was seen, 0 where there was none. Raises
    NotFound, NotAllowed, Refused for what Readiness finds out itself and for trouble without a
    reason, and ChangedMeanwhile where somebody confirmed it meanwhile.
    """
    thing = register.get_thing(key)
    said = note.strip()
    _check(actor, register, thing, status, said)
    arrangement = _hold(thing, version)
    stood = thing.judge(register.known.today).status  # an older word may have run out
    confirmation = Confirmation(
        arrangement_id=arrangement.id,
        status=status,
        note=said,
        by_id=actor.id if actor else None,
        at=arrangement.confirmed_at,
        sha256=file.sha256 if file else None,
        name=file.name if file else "",
        size=file.size if file else None,
    )
    db.session.add(confirmation)
    _record(actor, arrangement, stood, confirmation)
    return confirmation


def keep_snapshot(*, now: datetime) -> ReadinessSnapshot | None:
    """Measure the register and keep it for the London day; None where the day has one already."""
    day = in_london(now).date()
    if find_snapshot(day) is not None:
        return None
    register = read_register(now)
    counts = count_items(register.items)
    call_day = find_next_call(now, register.known.calendar)
    rehearsal = register.rehearse(call_day).rehearsal
    snapshot = ReadinessSnapshot(
        day=day,
        things=counts.things,
        ready=counts.ready,
        needs_attention=counts.needs_attention,
        not_ready=counts.not_ready,
        not_confirmed=counts.not_confirmed,
        out_of_date=counts.out_of_date,
        call_day=call_day,
        steps=rehearsal.prepared,
        steps_met=rehearsal.met,
        gates=len(rehearsal.gates),
        gates_missed=len(rehearsal.gates_missed),
        days_late=rehearsal.days_late,
        measured_at=clock.now(),
    )
    return snapshot if _insert(snapshot) else None


def _check(
    actor: Person | None, register: Register, thing: Thing, status: Status, note: str
) -> None:
    if not thing.is_confirmed:
        raise Refused(
            f"Readiness finds out by itself how “{thing.title}” stands: nobody confirms it."
        )
    if not may_confirm(actor, register, thing):
        raise NotAllowed(
            f"“{thing.title}” is confirmed by the {thing.owner.post_title} or the deputy. Ask them."
        )
    if status not in SAYABLE:
        raise Refused("Say whether it is ready, needs attention, or is not ready.")
    if status is not Status.READY and not note:
        raise Refused(SAY_WHAT, "note")


def _hold(thing: Thing, version: int | None) -> StandingArrangement:
    """The arrangement’s row, made where it is not there, marked as confirmed now."""
    found = find_arrangement(thing.key)
    if found is None:
        found = StandingArrangement(key=thing.key, title=thing.title, confirmed_at=clock.now())
        if version != 0 or not _insert(found):
            raise _changed(thing)
        return found
    if found.version != version:
        raise _changed(thing)
    found.title, found.confirmed_at = thing.title, clock.now()
    return found


def _record(
    actor: Person | None,
    arrangement: StandingArrangement,
    stood: Status,
    made: Confirmation,
) -> None:
    is_ready = made.status is Status.READY
    record(
        actor=actor,
        event="register:arrangement:confirmed" if is_ready else "register:arrangement:reported",
        subject=arrangement,
        changes={
            "status": (stood, made.status),
            "note": (None, made.note or None),
            "sha256": (None, made.sha256),
        },
    )


def _changed(thing: Thing) -> ChangedMeanwhile:
    newest = next(iter(list_confirmations(thing.key, limit=1)), None)
    if newest is None:
        return ChangedMeanwhile(f"Open “{thing.title}” again, then confirm it.")
    who = newest.by.name if newest.by else "Readiness"
    return ChangedMeanwhile(
        f"{who} said at {spell_second(newest.at)} how “{thing.title}” is: "
        f"{STATUS_WORDS[newest.status].lower()}. Look at it again, then say how it is."
    )


def _insert(row: StandingArrangement | ReadinessSnapshot) -> bool:
    """Add a row; False where another transaction added the same one first."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return False
    return True
