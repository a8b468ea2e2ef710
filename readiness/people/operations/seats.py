"""Whose post and whose time away somebody may change.

A post opens what is its own, rows of children among it. So nobody gives a post to themself, or
makes themself stand in for anybody, unless their role sees rows of children anyway; and nobody
changes posts and people beyond their own role. Source: docs/decisions/0041.
"""

from collections.abc import Iterable

from readiness.errors import NotAllowed, Refused
from readiness.people.models import Person, Post
from readiness.people.permissions import Permission, allows, may_manage
from readiness.people.queries import get_role_of_post, list_posts_of, list_stood_in_for


def may_fill(actor: Person, post: Post) -> bool:
    """Whether the actor may change the holder or the deputy of a post."""
    return may_manage(actor.role, get_role_of_post(post)) and not (
        is_holder_fixed(actor, post) and _is_beyond(actor, post.deputy)
    )


def is_holder_fixed(actor: Person, post: Post) -> bool:
    """Whether the holder is not the actor’s to change: beyond their role, or they would stand in.

    Who is the deputy could else take the holder away and have the post.
    """
    is_deputy = post.deputy_id == actor.id and not _sees_rows(actor)
    return is_deputy or _is_beyond(actor, post.holder)


def list_candidates(
    actor: Person, post: Post, people: Iterable[Person]
) -> tuple[list[Person | None], list[Person | None]]:
    """Whom the actor may choose as holder and as deputy of a post; None is nobody.

    Where they may not change it, only who it is now.
    """
    others = [person for person in people if _may_give(actor, person)]
    return (
        [post.holder] if is_holder_fixed(actor, post) else _with(post.holder, others),
        [post.deputy] if _is_beyond(actor, post.deputy) else _with(post.deputy, others),
    )


def check_may_fill(actor: Person, post: Post) -> None:
    """Raises NotAllowed for a post that is not the actor’s to fill."""
    if not may_fill(actor, post):
        raise NotAllowed(
            f"The post “{post.title}” may do more than your role, so you cannot say who holds it. "
            "Ask a director."
        )


def check_may_seat(actor: Person, post: Post, holder: Person | None, deputy: Person | None) -> None:
    """Raises NotAllowed where the actor may not put these people into the post."""
    if (holder, deputy) == (post.holder, post.deputy):
        return
    check_may_fill(actor, post)
    pairs = ((post.holder, holder), (post.deputy, deputy))
    for person in {person for old, new in pairs if old is not new for person in (old, new)}:
        if _is_beyond(actor, person):
            raise NotAllowed(
                "You can fill posts only with people whose role may do no more than yours, and "
                "replace only those. Ask a director."
            )
    keeps = post.holder is not None and post.holder is holder and holder.id == actor.id
    seated = {person.id for person in (holder, deputy) if person is not None}
    if actor.id in seated and not keeps and not _sees_rows(actor):
        raise NotAllowed("Nobody gives a post to themselves. Ask a director.")


def list_sendable(actor: Person, people: Iterable[Person]) -> list[Person]:
    """Those of these people whose time away the actor may record: themself and those they manage.

    Not those for whom they would stand in themself.
    """
    closed = frozenset() if _sees_rows(actor) else list_stood_in_for(actor)
    return [
        person
        for person in people
        if person.id == actor.id or (person.id not in closed and not _is_beyond(actor, person))
    ]


def check_may_send_away(actor: Person, person: Person) -> None:
    """Raises NotAllowed for time away that is not the actor’s to record."""
    if list_sendable(actor, [person]):
        return
    if not allows(actor.role, Permission.MANAGE_PEOPLE):
        raise NotAllowed("You may record time away for yourself only. Ask the coordinator.")
    raise NotAllowed(
        f"You cannot record time away for {person.name}: either their role may do more than "
        "yours, or you would stand in for them. Ask them or a director."
    )


def check_may_close(actor: Person, person: Person) -> None:
    """Raises Refused for the account of somebody the actor stands in for: their work would come
    to the actor, as with time away."""
    if not _sees_rows(actor) and person.id in list_stood_in_for(actor):
        raise Refused(
            f"You stand in for {person.name}, so their documents would become yours. Ask a "
            "director to close the account, or for somebody else to stand in.",
            "is_active",
        )


def may_set_password(actor: Person, person: Person) -> bool:
    """Whether the actor may choose the password of somebody whose account they may change.

    Whoever knows it can be them: of somebody with a post only who sees rows of children anyway.
    """
    return _sees_rows(actor) or not list_posts_of(person)


def check_may_set_password(actor: Person, person: Person) -> None:
    """Raises NotAllowed for the password of somebody whose post opens more than the actor may."""
    if not may_set_password(actor, person):
        raise NotAllowed(
            f"{person.name} holds a post or stands in for one, and a post opens documents and "
            "files of its own. So only a director can set their password."
        )


def may_call_back(actor: Person, person: Person) -> bool:
    """Whether the actor may take back somebody’s time away: it gives the actor nothing."""
    return actor.id == person.id or may_manage(actor.role, person.role)


def _may_give(actor: Person, person: Person) -> bool:
    return not _is_beyond(actor, person) and (actor.id != person.id or _sees_rows(actor))


def _is_beyond(actor: Person, person: Person | None) -> bool:
    return person is not None and not may_manage(actor.role, person.role)


def _sees_rows(actor: Person) -> bool:
    return allows(actor.role, Permission.SEE_CHILD_ROWS)


def _with(current: Person | None, others: list[Person]) -> list[Person | None]:
    added = [] if current is None or current in others else [current]
    return [None, *added, *others]
