"""A request on its way: given to an owner, answered, accepted by inspectors, or flagged."""

from datetime import datetime

from readiness.activity.operations import record_change
from readiness.errors import ChangedMeanwhile, Refused, require_words
from readiness.extensions import db
from readiness.inspections.now import now_for
from readiness.inspections.operations.checks import get_running
from readiness.inspections.rules.words import spell_second
from readiness.library.models import DocumentVersion
from readiness.people.models import Person, Post
from readiness.requests.desk import Desk
from readiness.requests.models import InspectorRequest, RequestTurn
from readiness.requests.operations.checks import (
    check_may_run,
    check_may_work,
    check_version,
    mark_changed,
    set_state,
)
from readiness.requests.rules import RequestState, TurnKind


def give_request(*, actor: Person, asked: InspectorRequest, version: int, post: Post) -> None:
    """Give a request to a post, or pass it on.

    Raises NotAllowed for somebody else’s, ChangedMeanwhile for an older version or one answered.
    """
    check_may_work(actor, asked)
    _give(actor, asked, version, post)


def take_request(*, actor: Person, asked: InspectorRequest, version: int) -> None:
    """Take what has no owner yet, for the first post that is the actor’s today.

    Raises Refused for somebody without a post; ChangedMeanwhile where another was quicker.
    """
    if asked.post is not None:
        raise ChangedMeanwhile(
            f"{asked.activity_title} is with the {asked.post.title} already: "
            f"{_who(asked)} gave it to them at {spell_second(asked.changed_at)}."
        )
    owners = Desk.load(asked.inspection_id).owners
    own = owners.list_keys(actor.id)
    if not own:
        raise Refused("You hold no post today, so you cannot take a request. Give it to a post.")
    _give(actor, asked, version, owners.posts[own[0]])


def answer_request(
    *,
    actor: Person,
    asked: InspectorRequest,
    version: int,
    text: str = "",
    document_version: DocumentVersion | None = None,
) -> None:
    """Note that it was answered: with a document, in words, or in person.

    Raises ChangedMeanwhile saying who answered it and when, or who changed it; NotAllowed.
    """
    if asked.state in (RequestState.ANSWERED, RequestState.ACCEPTED) and asked.answered_at:
        who = asked.answered_by.name if asked.answered_by else "Somebody"
        raise ChangedMeanwhile(
            f"Answered by {who} at {spell_second(asked.answered_at)}: "
            f"{asked.activity_title.lower()} needs no second answer."
        )
    check_may_work(actor, asked)
    now = now_for(get_running(asked.inspection_id))
    check_version(asked, version)
    before = asked.state
    set_state(actor, asked, RequestState.ANSWERED)
    asked.answer, asked.document_version = text.strip(), document_version
    asked.answered_by, asked.answered_at = actor, now
    _add_turn(actor, asked, TurnKind.ANSWERED, now, asked.answer, document_version)
    document = document_version.document.title if document_version else None
    record_change(
        actor,
        "requests:request:answered",
        asked,
        asked.inspection_id,
        state=(before, asked.state),
        document=(None, document),
    )


def accept_request(*, actor: Person, asked: InspectorRequest, version: int) -> None:
    """Note that inspectors are content with the answer. Raises as flag_request does."""
    check_may_run(actor, asked)
    now = now_for(get_running(asked.inspection_id))
    check_version(asked, version)
    before = asked.state
    set_state(actor, asked, RequestState.ACCEPTED)
    _add_turn(actor, asked, TurnKind.ACCEPTED, now)
    record_change(
        actor, "requests:request:accepted", asked, asked.inspection_id, state=(before, asked.state)
    )


def flag_request(*, actor: Person, asked: InspectorRequest, version: int, reason: str) -> None:
    """Note why an answer will not do: the request is its owner’s again.

    Raises NotAllowed for whoever neither logged it nor runs everything, ChangedMeanwhile for an
    older version, Refused without a reason.
    """
    check_may_run(actor, asked)
    now = now_for(get_running(asked.inspection_id))
    check_version(asked, version)
    said = require_words(reason, "Say what is wrong with the answer.")
    before = asked.state
    set_state(actor, asked, RequestState.FLAGGED)
    asked.flag_reason = said
    _add_turn(actor, asked, TurnKind.FLAGGED, now, said)
    record_change(
        actor, "requests:request:flagged", asked, asked.inspection_id, state=(before, asked.state)
    )


def _give(actor: Person, asked: InspectorRequest, version: int, post: Post) -> None:
    get_running(asked.inspection_id)
    check_version(asked, version)
    if not asked.is_open:
        raise ChangedMeanwhile(
            f"{asked.activity_title} is answered already. Flag it first if it is open again."
        )
    before, asked.post = asked.post, post
    if asked.state is RequestState.NEEDED:
        asked.state = RequestState.WITH_OWNER
    mark_changed(actor, asked)
    owner = (before.title if before else None, post.title)
    record_change(actor, "requests:request:given", asked, asked.inspection_id, owner=owner)


def _add_turn(
    actor: Person,
    asked: InspectorRequest,
    kind: TurnKind,
    at: datetime,
    text: str = "",
    document_version: DocumentVersion | None = None,
) -> None:
    db.session.add(
        RequestTurn(
            request_id=asked.id,
            kind=kind,
            text=text,
            document_version=document_version,
            by=actor,
            at=at,
        )
    )


def _who(asked: InspectorRequest) -> str:
    return asked.changed_by.name if asked.changed_by else "somebody"
