"""Cases that inspectors select: added up to their number, changed, withdrawn, checked off."""

from dataclasses import dataclass

from sqlalchemy import func, select

from readiness import clock
from readiness.activity.operations import record_change
from readiness.checklists.fieldwork import CaseCheckSpec
from readiness.errors import ChangedMeanwhile, NotAllowed, Refused, require_words
from readiness.extensions import db
from readiness.fieldwork.models import CaseCheck, SelectedCase
from readiness.fieldwork.operations.checks import (
    check_sees_children,
)
from readiness.fieldwork.queries.cases import count_selected, find_most
from readiness.fieldwork.queries.timetable import get_spec
from readiness.fieldwork.rules.cases import find_same_day_due, read_identifier
from readiness.inspections.now import now_in
from readiness.inspections.operations.checks import check_seen, hold_running
from readiness.inspections.queries import get_calendar, list_posts_by_key
from readiness.people.models import Person, Post
from readiness.people.permissions import Permission, allows
from readiness.plain_words import format_moment, plural


@dataclass(frozen=True)
class CaseDetails:
    """Who works on a case and whose service it is; `identifier` None leaves it as it is."""

    identifier: str | None
    worker: str
    manager: str
    post: Post


def may_keep_cases(actor: Person) -> bool:
    """Whether the actor may change and withdraw selected cases."""
    return allows(actor.role, Permission.RUN_FIELDWORK) or allows(
        actor.role, Permission.SEE_CHILD_ROWS
    )


def may_tick(actor: Person, case: SelectedCase, check: CaseCheck) -> bool:
    """Whether the actor may tick a check off: its post, the case’s, or who runs everything."""
    if allows(actor.role, Permission.WORK_ALL_TASKS):
        return True
    posts = (check.post, case.post)
    people = {number for post in posts for number in (post.holder_id, post.deputy_id)}
    return allows(actor.role, Permission.WORK_OWN_TASKS) and actor.id in people


def select_case(*, actor: Person | None, inspection_id: int, details: CaseDetails) -> SelectedCase:
    """Add a case that inspectors chose, with everything that is done for it.

    Raises NotAllowed without the right to child-level rows, NotFound, and Refused where as many
    are selected as the inspection’s checklist says, or this one is already.
    """
    check_sees_children(actor)
    hold_running(inspection_id)
    _check_room(inspection_id)
    spec, now = get_spec(), now_in(inspection_id)
    case = SelectedCase(
        inspection_id=inspection_id,
        number=_next_number(inspection_id),
        identifier=_check_new(inspection_id, details.identifier or ""),
        added_by_id=actor.id if actor else None,
        added_at=now,
        late_due_at=find_same_day_due(now, spec.closes, get_calendar()),
        checks=[],
    )
    _fill(actor, case, details)
    posts = list_posts_by_key()
    case.checks = [
        _make_check(check, place, posts.get(check.post or "", details.post))
        for place, check in enumerate(spec.checks)
    ]
    db.session.add(case)
    service = (None, details.post.title)
    record_change(actor, "fieldwork:case:selected", case, inspection_id, service=service)
    return case


def change_case(*, actor: Person, case: SelectedCase, version: int, details: CaseDetails) -> None:
    """Change who works on a case; its identifier too, with the right to child-level rows.

    Its checks follow the case’s post, but for those that the checklist gives to a post of their
    own. Raises NotAllowed, Refused and ChangedMeanwhile.
    """
    _check_may_keep(actor, case, version)
    if details.identifier is not None and details.identifier.strip() != case.identifier:
        check_sees_children(actor)
        case.identifier = _check_new(case.inspection_id, details.identifier)
    before = case.post
    fixed = {spec.key for spec in get_spec().checks if spec.post is not None}
    for check in case.checks:
        if check.post_id == before.id and check.key not in fixed:
            check.post = details.post
    _fill(actor, case, details)
    service = (before.title, details.post.title)
    record_change(actor, "fieldwork:case:changed", case, case.inspection_id, service=service)


def withdraw_case(*, actor: Person, case: SelectedCase, version: int, reason: str) -> None:
    """Take a case out because inspectors chose another. Raises as change_case does."""
    _check_may_keep(actor, case, version)
    case.withdrawn_because = require_words(reason, "Say why it is withdrawn.")
    case.withdrawn_at = case.changed_at = clock.now()
    case.changed_by = actor
    record_change(actor, "fieldwork:case:withdrawn", case, case.inspection_id)


def tick_check(*, actor: Person, case: SelectedCase, check: CaseCheck, version: int) -> None:
    """Say that something was done for a case. Raises NotAllowed, Refused and ChangedMeanwhile."""
    _check_may_tick(actor, case, check)
    if check.done_at is not None:
        who = check.done_by.name if check.done_by else "Somebody"
        raise ChangedMeanwhile(
            f"{who} ticked “{check.title}” of {case.activity_title} off already, on "
            f"{format_moment(check.done_at)}."
        )
    check_seen(f"“{check.title}”", version, check.version)
    check.done_at, check.done_by = now_in(case.inspection_id), actor
    told = (None, check.title)
    record_change(actor, "fieldwork:check:ticked", case, case.inspection_id, check=told)


def reopen_check(*, actor: Person, case: SelectedCase, check: CaseCheck, version: int) -> None:
    """Take a tick back. Raises as tick_check does."""
    _check_may_tick(actor, case, check)
    check_seen(f"“{check.title}”", version, check.version)
    check.done_at, check.done_by = None, None
    told = (None, check.title)
    record_change(actor, "fieldwork:check:reopened", case, case.inspection_id, check=told)


def _fill(actor: Person | None, case: SelectedCase, details: CaseDetails) -> None:
    case.worker = require_words(details.worker, "Say who works on the case.")
    case.manager = require_words(details.manager, "Say who the manager is.")
    case.post = details.post
    case.changed_by, case.changed_at = actor, clock.now()


def _make_check(spec: CaseCheckSpec, place: int, post: Post) -> CaseCheck:
    return CaseCheck(
        position=place,
        key=spec.key,
        title=spec.title,
        counted=spec.counted,
        post=post,
        anchor=spec.anchor,
        working_days=spec.working_days,
        at=spec.at,
    )


def _check_room(inspection_id: int) -> None:
    """Raises Refused where no more may be selected; the inspection is held."""
    most, selected = find_most(inspection_id), count_selected(inspection_id)
    if most == 0:
        raise Refused("In this kind of inspection no case is selected.")
    if selected >= most:
        raise Refused(
            f"Inspectors may choose up to {plural(most, 'case')}, and {selected} "
            f"{'is' if selected == 1 else 'are'} selected. Withdraw one first if they chose "
            "another instead."
        )


def _check_new(inspection_id: int, typed: str) -> str:
    """The identifier, where it is not selected yet. Never repeats it. Raises Refused."""
    identifier = read_identifier(typed)
    same = select(SelectedCase.number).where(
        SelectedCase.inspection_id == inspection_id,
        SelectedCase.withdrawn_at.is_(None),
        func.lower(SelectedCase.identifier) == identifier.lower(),
    )
    number = db.session.scalar(same.limit(1))
    if number is not None:
        raise Refused(f"That is selected case {number} already.", "identifier")
    return identifier


def _next_number(inspection_id: int) -> int:
    last = select(func.max(SelectedCase.number)).where(SelectedCase.inspection_id == inspection_id)
    return (db.session.scalar(last) or 0) + 1


def _check_may_keep(actor: Person, case: SelectedCase, version: int) -> None:
    if not may_keep_cases(actor):
        raise NotAllowed(
            "Selected cases are kept by the quality lead, the inspection coordinator and the "
            "directors. Ask one of them."
        )
    hold_running(case.inspection_id)
    check_seen(case.activity_title, version, case.version, case.changed_by, case.changed_at)
    _check_there(case)


def _check_may_tick(actor: Person, case: SelectedCase, check: CaseCheck) -> None:
    if not may_tick(actor, case, check):
        raise NotAllowed(
            f"“{check.title}” is ticked off by the {check.post.title} or the {case.post.title}. "
            "Ask them."
        )
    hold_running(case.inspection_id)
    _check_there(case)


def _check_there(case: SelectedCase) -> None:
    if case.withdrawn_at is not None:
        raise ChangedMeanwhile(f"This case was withdrawn on {format_moment(case.withdrawn_at)}.")
