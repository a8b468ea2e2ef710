"""Who may do what with a request, and what every change of one checks first."""

from readiness import clock
from readiness.errors import ChangedMeanwhile, NotAllowed
from readiness.inspections.rules.words import spell_second
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.requests.desk import Desk
from readiness.requests.models import InspectorRequest
from readiness.requests.rules import STATE_WORDS, RequestState, may_follow


def may_work_on(actor: Person, asked: InspectorRequest, desk: Desk) -> bool:
    """Whether the actor may answer it: its owner today, who logged it, or who runs everything."""
    if may_run(actor, asked):
        return True
    post = desk.find_post(asked)
    owner = desk.owners.find(post.key).person if post is not None else None
    return (
        allows(actor.role, Permission.WORK_OWN_TASKS) and owner is not None and owner.id == actor.id
    )


def may_run(actor: Person, asked: InspectorRequest) -> bool:
    """Whether the actor may say what inspectors made of an answer, and put the entry right.

    Who logged it heard what was asked; who runs everything keeps the log. Not its owner, whose
    answer it is.
    """
    if allows(actor.role, Permission.WORK_ALL_TASKS):
        return True
    return allows(actor.role, Permission.WORK_OWN_TASKS) and asked.created_by_id == actor.id


def check_may_work(actor: Person, asked: InspectorRequest) -> None:
    """Raises NotAllowed for somebody else’s request."""
    desk = Desk.load(asked.inspection_id)
    if not may_work_on(actor, asked, desk):
        post = desk.find_post(asked)
        whose = post.title if post is not None else "inspection coordinator"
        raise NotAllowed(
            f"{asked.activity_title} is with the {whose}. Ask them, or the inspection coordinator."
        )


def check_may_run(actor: Person, asked: InspectorRequest) -> None:
    """Raises NotAllowed for whoever neither logged it nor runs everything."""
    if not may_run(actor, asked):
        raise NotAllowed(
            f"{asked.activity_title} is accepted, flagged and put right by whoever logged it or "
            "by the inspection coordinator."
        )


def check_version(asked: InspectorRequest, version: int) -> None:
    """Raises ChangedMeanwhile, saying how it stands now, unless `version` is the current one."""
    if asked.version == version:
        return
    who = asked.changed_by.name if asked.changed_by else "Somebody"
    raise ChangedMeanwhile(
        f"{who} changed {asked.activity_title.lower()} at {spell_second(asked.changed_at)}, "
        f"after you opened it. It is now: {STATE_WORDS[asked.state]}. Look at it again, then "
        "make your change."
    )


def set_state(actor: Person, asked: InspectorRequest, state: RequestState) -> None:
    """Change the state. Raises ChangedMeanwhile where it may not follow."""
    if not may_follow(asked.state, state):
        raise ChangedMeanwhile(
            f"{asked.activity_title} is {STATE_WORDS[asked.state].lower()}, so it cannot "
            f"become {STATE_WORDS[state].lower()}. Look at it again."
        )
    asked.state = state
    mark_changed(actor, asked)


def mark_changed(actor: Person | None, asked: InspectorRequest) -> None:
    """Note who changed the request last, and when."""
    asked.changed_by, asked.changed_at = actor, clock.now()
