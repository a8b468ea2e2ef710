"""What people do with a request: for each button its form, its right and its operation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from readiness.errors import Refused
from readiness.people.models import Person
from readiness.people.queries import get_post, list_posts
from readiness.requests import forms, operations
from readiness.requests.models import InspectorRequest
from readiness.requests.queries import find_version
from readiness.web.forms import BaseForm, VersionForm, seen_version

Do = Callable[[Person, InspectorRequest, Any], object]


@dataclass(frozen=True)
class Deed:
    """One thing to do: `do` is given who, the locked request and the form that was sent.

    `said` tells on the next page that it was done, after the request’s number.
    """

    path: str
    form: type[BaseForm]
    do: Do
    said: str


def _take(me: Person, asked: InspectorRequest, form: Any) -> None:
    operations.take_request(actor=me, asked=asked, version=seen_version(form))


def _give(me: Person, asked: InspectorRequest, form: Any) -> None:
    post = get_post(int(form.post.data))
    operations.give_request(actor=me, asked=asked, version=seen_version(form), post=post)


def _answer(me: Person, asked: InspectorRequest, form: Any) -> None:
    chosen = form.document.data
    operations.answer_request(
        actor=me,
        asked=asked,
        version=seen_version(form),
        text=form.answer.data or "",
        document_version=find_version(int(chosen)) if chosen else None,
    )


def _answer_with(me: Person, asked: InspectorRequest, form: Any) -> None:
    if not form.document.data and not form.answer.data:
        raise Refused(
            "Choose the document that was given, or write the answer in words.", "document"
        )
    _answer(me, asked, form)


def _tick(me: Person, asked: InspectorRequest, form: Any) -> None:
    operations.answer_request(actor=me, asked=asked, version=seen_version(form))


def _accept(me: Person, asked: InspectorRequest, form: Any) -> None:
    operations.accept_request(actor=me, asked=asked, version=seen_version(form))


def _flag(me: Person, asked: InspectorRequest, form: Any) -> None:
    said = form.flag_reason.data
    operations.flag_request(actor=me, asked=asked, version=seen_version(form), reason=said)


def _change(me: Person, asked: InspectorRequest, form: Any) -> None:
    operations.change_request(
        actor=me,
        asked=asked,
        version=seen_version(form),
        asked_by=form.asked_by.data,
        asked_at=form.asked_at.data,
        question=form.question.data,
        area=form.area.data,
        due_at=form.due_at.data,
    )


DEEDS = {
    "take": Deed("take", VersionForm, _take, "is yours."),
    "give": Deed("owner", forms.GiveForm, _give, "has an owner."),
    "tick": Deed("tick", VersionForm, _tick, "is answered."),
    "answer": Deed("answer", forms.AnswerForm, _answer_with, "is answered."),
    "accept": Deed("accept", VersionForm, _accept, "is accepted."),
    "flag": Deed("flag", forms.FlagForm, _flag, "is flagged: its owner answers it again."),
    "change": Deed("change", forms.ChangeForm, _change, "is changed."),
}
"""By the name of their route."""


def make_form(name: str, asked: InspectorRequest, *, is_sent: bool = False) -> BaseForm:
    """The form of a deed: as it was sent, or as the page of a request opens with it."""
    kind = DEEDS[name].form
    start = {
        "version": asked.version,
        "post": str(asked.post_id or ""),
        "area": asked.area,
        "question": asked.question,
        "asked_by": asked.asked_by,
        "asked_at": asked.asked_at,
        "due_at": asked.due_at,
    }
    form = kind() if is_sent else kind(None, **start)
    if isinstance(form, forms.GiveForm):
        posts = [(str(post.id), post.title) for post in list_posts()]
        form.post.choices = [("", "Choose a post"), *posts]
    if isinstance(form, forms.AnswerForm):
        form.offer()
    if isinstance(form, forms.ChangeForm):
        form.offer(asked.area)
    return form
