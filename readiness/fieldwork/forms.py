"""The forms of the week on site and the filter of its timetable, words included."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wtforms import validators

from readiness.actions.forms import AgreeForm
from readiness.fieldwork.rules.cases import LONGEST_IDENTIFIER
from readiness.fieldwork.rules.talk import POINT_WORDS
from readiness.fieldwork.rules.timetable import KIND_WORDS
from readiness.people.models import Person, Post
from readiness.people.permissions import Permission, allows
from readiness.web import forms, moments
from readiness.web.forms import BaseForm

NO_CHILD = "Never name a child."
_LIKE = "Like 9.30am"


class EntryForm(BaseForm):
    """When and where something is, and who takes part."""

    submit_words = "Save"
    kind = forms.radios(
        "What inspectors do",
        [(kind.value, words) for kind, words in KIND_WORDS.items()],
        needed="Choose what it is.",
        default="meeting",
    )
    title = forms.text("What it is", needed="Say what it is.", most=200, hint=NO_CHILD)
    day = forms.day("Day", needed="Enter the day.")
    starts = forms.text("From", needed="Enter when it begins.", most=10, width=5, hint=_LIKE)
    ends = forms.text("To", needed="Enter when it ends.", most=10, width=5, hint="Like 10.30am")
    room = forms.text("Room or place", most=120)
    inspector = forms.text("Inspector", most=120)
    note_taker = forms.select("Note-taker", [])
    others = forms.long_text(
        "People and guests",
        rows=4,
        most=4000,
        hint="One a line. Names as in People are checked for clashes and time away; guests, such "
        "as “foster carers’ group”, stand as you write them. Never name a child.",
    )
    posts = forms.checkboxes("Posts", [], hint="Whoever holds the post takes part.")
    version = forms.version()

    def offer(self, people: Iterable[Person], posts: Iterable[Post]) -> None:
        """Fill in the choices."""
        takers = [(str(p.id), p.name) for p in people if allows(p.role, Permission.WORK_OWN_TASKS)]
        self.note_taker.choices = [("", "Nobody yet"), *takers]
        self.posts.choices = [(str(post.id), post.title) for post in posts]

    def validate_starts(self, field: Any) -> None:
        """Refuse what is no time, or a time that day does not have."""
        self._check(field)

    def validate_ends(self, field: Any) -> None:
        """Refuse what is no time, or a time that day does not have."""
        self._check(field)

    def read(self, name: str) -> datetime:
        """The moment of “starts” or “ends”. Raises ValueError with a sentence."""
        return moments.on_london_clock(self.day.data, moments.read_time(self[name].data or ""))

    def _check(self, field: Any) -> None:
        try:
            moments.read_time(field.data or "")
            if self.day.data is not None:
                self.read(field.name)
        except ValueError as error:
            raise validators.ValidationError(str(error)) from error


class NoteForm(BaseForm):
    """A day’s meeting with the lead inspector."""

    submit_words = "Save the note"
    day = forms.day("Day of the meeting", needed="Enter the day of the meeting.")
    present = forms.long_text("Who was there", needed="Say who was there.", rows=2, most=2000)
    said = forms.long_text("What was said", rows=5, most=10_000, hint=NO_CHILD)


class ChangeNoteForm(BaseForm):
    """The same, of a day that is known."""

    submit_words = "Save the note"
    present = forms.long_text("Who was there", needed="Say who was there.", rows=2, most=2000)
    said = forms.long_text("What was said", rows=8, most=10_000, hint=NO_CHILD)
    version = forms.version()


class PointForm(BaseForm):
    """A theme, a concern or a strength."""

    submit_words = "Add this point"
    kind = forms.select(
        "What it is",
        [(kind.value, words) for kind, words in POINT_WORDS.items()],
        needed="Choose what it is.",
        default="theme",
    )
    point = forms.long_text(
        "What was said about it", needed="Write what was said.", rows=2, most=2000, hint=NO_CHILD
    )
    evidence = forms.long_text(
        "What evidence will answer it", when="needed if a time is set", rows=2, most=2000
    )
    due_at = forms.moment("By when")


class ChangePointForm(PointForm):
    """The same, of a point that is there."""

    submit_words = "Save the point"
    version = forms.version()


class WithdrawPointForm(BaseForm):
    """Taking a point out, with the reason."""

    submit_words = "Withdraw this point"
    reason = forms.text(
        "Why is it withdrawn?", needed="Say why it is withdrawn.", most=300, hint=NO_CHILD
    )
    version = forms.version()


class KeepInTouchActionForm(AgreeForm):
    """An action that came of the meeting."""


class ReferForm(BaseForm):
    """A case that inspectors refer back."""

    submit_words = "Log this case"
    identifier = forms.text(
        "Number in the case system",
        needed="Enter the number in the case system.",
        most=LONGEST_IDENTIFIER,
        width=20,
        autocomplete="off",
        hint="Never a name.",
    )
    concern = forms.select("What the concern is about", [], needed="Choose what it is about.")
    received_at = forms.moment("Referred back at", needed="Enter when it was referred back.")
    owner = forms.select(
        "Who acts on it", [], needed="Choose who acts on it.", hint="Tell them the number yourself."
    )
    immediate_action = forms.long_text(
        "What is done at once", rows=2, most=4000, hint="Never name a child or a family."
    )


class AnswerForm(BaseForm):
    """What was done, what came of it, when the lead inspector was told."""

    submit_words = "Save"
    owner = forms.select("Who acts on it", [], needed="Choose who acts on it.")
    immediate_action = forms.long_text(
        "What was done at once", rows=3, most=4000, hint="Never name a child or a family."
    )
    outcome = forms.long_text("What came of it", when="needed to close the case", rows=3, most=4000)
    told_at = forms.moment(
        "Lead inspector told at", hint="This closes the case. For example, 24 11 2026 at 4.15pm"
    )
    version = forms.version()


class CaseForm(BaseForm):
    """A case that inspectors selected."""

    submit_words = "Save"
    identifier = forms.text(
        "Number in the case system",
        needed="Enter the number in the case system.",
        most=LONGEST_IDENTIFIER,
        width=20,
        autocomplete="off",
        hint="Never a name.",
    )
    worker = forms.text("Worker", needed="Say who works on the case.", most=120)
    manager = forms.text("Manager", needed="Say who the manager is.", most=120)
    post = forms.select("Whose service it is", [], needed="Choose whose service it is.")
    version = forms.version()

    def offer(self, posts: Iterable[Post]) -> None:
        """Let a post be chosen."""
        self.post.choices = [("", "Choose a post"), *((str(p.id), p.title) for p in posts)]


class WithdrawForm(BaseForm):
    """Why a case is selected no more."""

    submit_words = "Withdraw this case"
    reason = forms.text(
        "Why is it withdrawn?",
        needed="Say why it is withdrawn.",
        most=300,
        hint="For example, inspectors chose another. Never name a child.",
    )
    version = forms.version()


@dataclass(frozen=True)
class Wanted:
    """Which entries of the timetable to show; None asks for nothing."""

    person_id: int | None = None
    day: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether everything is shown."""
        return self.person_id is None and self.day is None


def read_filter(args: Mapping[str, str]) -> Wanted:
    """The filter from the address; what makes no sense is left out."""
    person = args.get("person", "")
    try:
        day = date.fromisoformat(args.get("day", ""))
    except ValueError:
        day = None
    is_number = person.isascii() and person.isdigit() and len(person) < 10
    return Wanted(int(person) if is_number else None, day)


def offer_owners(form: Any, people: Iterable[Person]) -> None:
    """Let everybody be chosen who can act on a case."""
    able = [(str(p.id), p.name) for p in people if allows(p.role, Permission.WORK_OWN_TASKS)]
    form.owner.choices = [("", "Choose a person"), *able]


def split_people(
    text: str, known: Iterable[Person], taking_part: Iterable[Person] = ()
) -> tuple[list[Person], list[str]]:
    """Lines that name one person of People, and the other lines, which are guests.

    Who takes part already is meant before others of the same name.
    """
    named: dict[str, list[Person]] = {}
    for person in known:
        named.setdefault(_plain(person.name), []).append(person)
    named |= {_plain(person.name): [person] for person in taking_part}
    people: list[Person] = []
    guests: list[str] = []
    for line in text.splitlines():
        found = named.get(_plain(line), [])
        if len(found) == 1:
            people.append(found[0])
        elif line.strip():
            guests.append(line)
    return people, guests


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
