"""The factual-accuracy log: comments on the draft report, what shows them, Ofsted’s answers."""

from dataclasses import dataclass

from readiness import clock
from readiness.activity.operations import record_change
from readiness.errors import NotAllowed, NotFound, Refused, require_words
from readiness.extensions import db
from readiness.library.models import DocumentVersion
from readiness.outcomes.models import DraftComment, DraftCommentFile
from readiness.outcomes.operations.checks import (
    check_may_change,
    check_may_comment,
    check_may_record,
    check_version,
    get_open,
    get_outcome,
    mark_changed,
    may_open_file,
)
from readiness.outcomes.queries import next_number
from readiness.outcomes.rules import Response
from readiness.people.models import Person, Post


@dataclass(frozen=True)
class Said:
    """What a comment says. `document_version_id` is a version in the library, if one shows it."""

    paragraph: str
    claim: str
    problem: str
    post: Post
    evidence_text: str = ""
    document_version_id: int | None = None


def add_comment(*, actor: Person, inspection_id: int, said: Said) -> DraftComment:
    """Write that something in the draft report is not right. Everybody may who may read it.

    Raises NotAllowed; Refused before the draft came, and where a part is left empty.
    """
    check_may_comment(actor)
    outcome = get_outcome(inspection_id)
    if outcome.draft_received_at is None:
        raise Refused("Record when the draft report came first: the time for comments runs then.")
    comment = DraftComment(
        inspection_id=inspection_id,
        number=next_number(DraftComment, inspection_id),
        created_by=actor,
        created_at=clock.now(),
        changed_at=clock.now(),
    )
    _write(actor, comment, said)
    db.session.add(comment)
    record_change(
        actor,
        "outcomes:comment:added",
        comment,
        inspection_id,
        paragraph=(None, comment.paragraph),
    )
    return comment


def change_comment(*, actor: Person, comment: DraftComment, version: int, said: Said) -> None:
    """Change what a comment says. Raises NotAllowed, ChangedMeanwhile, Refused."""
    check_may_change(actor, comment)
    check_version(comment, version)
    before = _read(comment)
    _write(actor, comment, said)
    after = _read(comment)
    record_change(
        actor,
        "outcomes:comment:changed",
        comment,
        comment.inspection_id,
        **{field: (before[field], after[field]) for field in before},
    )


def drop_comment(*, actor: Person, comment: DraftComment, version: int, reason: str) -> None:
    """Take a comment out of what goes to Ofsted, saying why; it stays in the activity."""
    check_may_change(actor, comment)
    check_version(comment, version)
    comment.dropped_because = require_words(reason, "Say why the comment is taken out.")
    mark_changed(actor, comment)
    record_change(
        actor,
        "outcomes:comment:dropped",
        comment,
        comment.inspection_id,
        reason=(None, comment.dropped_because),
    )


def answer_comment(
    *, actor: Person, comment: DraftComment, version: int, response: Response, words: str = ""
) -> None:
    """Record what Ofsted said to a comment. Raises NotAllowed, ChangedMeanwhile; Refused without
    Ofsted’s words where it was not wholly accepted.
    """
    check_may_record(actor)
    get_open(comment.inspection_id)
    check_version(comment, version)
    said = words.strip()
    if response is not Response.ACCEPTED and not said:
        raise Refused("Write down what Ofsted said, so that it is known why.", "response_words")
    old = (comment.response, comment.response_words)
    comment.response, comment.response_words = response, said
    comment.responded_at = clock.now()
    mark_changed(actor, comment)
    record_change(
        actor,
        "outcomes:comment:answered",
        comment,
        comment.inspection_id,
        response=(old[0], response),
        words=(old[1] or None, said or None),
    )


def add_evidence(
    *, actor: Person, comment: DraftComment, name: str, sha256: str, size: int, kind: str
) -> DraftCommentFile:
    """Attach a file whose content is in the file store already; `size` in bytes."""
    check_may_change(actor, comment)
    found = DraftCommentFile(
        comment=comment,
        sha256=sha256,
        name=name,
        size=size,
        kind=kind,
        added_by=actor,
        added_at=clock.now(),
    )
    db.session.add(found)
    record_change(
        actor,
        "outcomes:comment:evidenced",
        comment,
        comment.inspection_id,
        sha256=(None, sha256),
    )
    return found


def record_download(*, actor: Person, comment: DraftComment, found: DraftCommentFile) -> None:
    """Note who takes a file. Raises NotAllowed where it is not theirs to read."""
    if not may_open_file(actor, comment, found):
        raise NotAllowed("This file is for those who wrote the comment. Ask them what you need.")
    record_change(
        actor,
        "outcomes:comment:downloaded",
        comment,
        comment.inspection_id,
        sha256=(None, found.sha256),
    )


def _write(actor: Person, comment: DraftComment, said: Said) -> None:
    comment.paragraph = require_words(said.paragraph, "Say which paragraph it is about.")
    comment.claim = require_words(said.claim, "Write what the draft report says.")
    comment.problem = require_words(said.problem, "Write what is wrong, and what is right.")
    comment.evidence_text = said.evidence_text.strip()
    comment.post = said.post
    comment.document_version = _find_version(said.document_version_id)
    mark_changed(actor, comment)


def _find_version(version_id: int | None) -> DocumentVersion | None:
    if version_id is None:
        return None
    version = db.session.get(DocumentVersion, version_id)
    if version is None:
        raise NotFound("There is no such version of a document. Choose one from the list.")
    return version


def _read(comment: DraftComment) -> dict[str, str]:
    return {
        "paragraph": comment.paragraph,
        "claim": comment.claim,
        "problem": comment.problem,
        "evidence": comment.evidence_text,
    }
