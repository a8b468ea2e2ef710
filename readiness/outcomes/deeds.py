"""What people do on a comment’s page: for each button its form, its right and its operation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from readiness import clock
from readiness.files.operations import register_file
from readiness.library.queries import list_offered_versions
from readiness.office.gate import FileKind
from readiness.outcomes import forms, operations
from readiness.outcomes.models import DraftComment
from readiness.outcomes.queries import get_comment, lock_comment
from readiness.outcomes.rules import Response
from readiness.people.models import Person
from readiness.people.permissions import Permission
from readiness.people.queries import list_posts
from readiness.settings import current_settings
from readiness.web.commits import before_writing
from readiness.web.forms import BaseForm, seen_version
from readiness.web.uploads import keep_received

Do = Callable[[Person, int, int, Any], object]
_SEE = Permission.SEE_DRAFT_REPORTS


@dataclass(frozen=True)
class Deed:
    """One thing to do: `do` is given who, the numbers of inspection and comment, and the form.

    `said` tells on the next page that it was done.
    """

    path: str
    form: type[BaseForm]
    do: Do
    said: str
    permission: Permission = _SEE


def read_said(form: Any) -> operations.Said:
    """What the form of a comment says."""
    posts = {post.key: post for post in list_posts()}
    return operations.Said(
        paragraph=form.paragraph.data,
        claim=form.claim.data,
        problem=form.problem.data,
        post=posts[form.post.data],
        evidence_text=form.evidence_text.data or "",
        document_version_id=int(form.document.data) if form.document.data else None,
    )


def _change(me: Person, inspection_id: int, comment_id: int, form: Any) -> None:
    comment = lock_comment(inspection_id, comment_id)
    operations.change_comment(
        actor=me, comment=comment, version=seen_version(form), said=read_said(form)
    )


def _answer(me: Person, inspection_id: int, comment_id: int, form: Any) -> None:
    operations.answer_comment(
        actor=me,
        comment=lock_comment(inspection_id, comment_id),
        version=seen_version(form),
        response=Response(form.response.data),
        words=form.response_words.data or "",
    )


def _drop(me: Person, inspection_id: int, comment_id: int, form: Any) -> None:
    comment, said = lock_comment(inspection_id, comment_id), form.drop_reason.data
    operations.drop_comment(actor=me, comment=comment, version=seen_version(form), reason=said)


def _add_evidence(me: Person, inspection_id: int, comment_id: int, form: Any) -> None:
    operations.check_may_change(me, get_comment(inspection_id, comment_id))
    limit = current_settings().largest_document
    # Nothing has been written yet: others may write while the file is being looked at.
    with before_writing():
        kept = keep_received(form.file.data, kinds=frozenset(FileKind), limit=limit)
    operations.add_evidence(
        actor=me,
        comment=lock_comment(inspection_id, comment_id),
        name=kept.name,
        sha256=register_file(kept.stored, now=clock.now()).sha256,
        size=kept.size,
        kind=kept.kind.value,
    )


DEEDS = {
    "change_comment": Deed("change", forms.CommentForm, _change, "The comment is saved."),
    "answer_comment": Deed(
        "answer",
        forms.AnswerForm,
        _answer,
        "Ofsted’s answer is recorded.",
        Permission.RECORD_OUTCOMES,
    ),
    "drop_comment": Deed("take-out", forms.DropForm, _drop, "The comment is taken out."),
    "add_evidence": Deed("evidence", forms.EvidenceForm, _add_evidence, "The file is added."),
}
"""By the name of their route."""


def make_form(name: str, comment: DraftComment, *, is_sent: bool = False) -> BaseForm:
    """The form of a deed: as it was sent, or as the page of a comment opens with it."""
    kind = DEEDS[name].form
    form = kind() if is_sent else kind(None, **_start(comment))
    if isinstance(form, forms.CommentForm):
        form.offer(list_posts(), _offer_versions(comment))
    return form


def _start(comment: DraftComment) -> dict[str, Any]:
    return {
        "version": comment.version,
        "paragraph": comment.paragraph,
        "claim": comment.claim,
        "problem": comment.problem,
        "evidence_text": comment.evidence_text,
        "document": str(comment.document_version_id or ""),
        "post": comment.post.key,
        "response": comment.response,
        "response_words": comment.response_words,
    }


def _offer_versions(comment: DraftComment) -> list[tuple[int, str]]:
    """The newest of each document, and the one that is chosen already, however old."""
    found = dict(list_offered_versions())
    chosen = comment.document_version
    if chosen is not None:
        found.setdefault(chosen.id, f"{chosen.document.title}, version {chosen.number}")
    return list(found.items())
