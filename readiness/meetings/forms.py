"""The forms of meetings, words included."""

from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any

import wtforms
from wtforms import validators

from readiness.meetings.rules import MOST_WEEKS, PRESENCE_WORDS, WEEKDAYS, Presence
from readiness.people.models import Person, Post
from readiness.web import forms, moments
from readiness.web.forms import BaseForm, VersionForm

NO_CHILD = "Never name a child."
WITH_ACTION = "Needed for an action."


class SeriesForm(BaseForm):
    """When meetings come back, and who chairs them."""

    submit_words = "Save"
    title = forms.text(
        "What the meetings are called", needed="Give the meetings a title.", most=120
    )
    chair = forms.select("Who chairs them", [], needed="Choose who chairs them.")
    first_day = forms.day(
        "First meeting",
        needed="Enter the day of the first meeting.",
        hint=f"A {WEEKDAYS[0]} to {WEEKDAYS[-1]}. The others follow on the same weekday.",
    )
    starts_at = forms.text(
        "Time", needed="Enter a time, like 9.30am or 14:00.", most=10, width=5, hint="Like 9.30am"
    )
    weeks = forms.select(
        "How often",
        [
            (str(n), "Every week" if n == 1 else f"Every {n} weeks")
            for n in range(1, MOST_WEEKS + 1)
        ],
        needed="Choose how often they come back.",
        default="2",
    )
    place = forms.text("Where, or the link to join", most=200)
    version = forms.version()

    def offer(self, posts: Iterable[Post]) -> None:
        """Let a post be chosen."""
        self.chair.choices = [("", "Choose a post"), *((p.key, p.title) for p in posts)]

    def validate_first_day(self, field: forms.DayField) -> None:
        """Refuse a weekend."""
        if field.data.weekday() >= len(WEEKDAYS):
            raise validators.ValidationError("The first meeting must be on a Monday to Friday.")

    def validate_starts_at(self, field: forms.DayField) -> None:
        """Refuse what is no time."""
        try:
            self.read_time()
        except ValueError as error:
            raise validators.ValidationError(str(error)) from error

    def read_time(self) -> time:
        """The time that was typed. Raises ValueError with a sentence."""
        return moments.read_time(self.starts_at.data or "")


class EndForm(VersionForm):
    """The end of a meeting."""

    submit_words = "End the meeting and close the minutes"


class MoveForm(VersionForm):
    """Another moment for one meeting."""

    submit_words = "Move this meeting"
    at = forms.moment("New day and time", needed="Enter the new day and time.")
    move_reason = forms.text(
        "Why does it move?",
        needed="Say why the meeting moves.",
        most=300,
        hint=f"{NO_CHILD} Those who come get an email with the new time, which leaves this out.",
    )


class CancelForm(VersionForm):
    """Why one meeting is not held: said before it, or afterwards."""

    submit_words = "This meeting is not held"
    cancel_reason = forms.text(
        "Why is it not held?",
        needed="Say why the meeting is not held.",
        most=300,
        hint=NO_CHILD,
    )


class RaiseForm(BaseForm):
    """Something for the agenda."""

    submit_words = "Put it on the agenda"
    title = forms.text("Item", needed="Say what the item is.", most=120, hint=NO_CHILD)
    detail = forms.long_text("What the meeting should know", rows=2, most=2000)


class PackForm(BaseForm):
    """Make the pack now."""

    submit_words = "Make the pack now"


class AttendanceForm(BaseForm):
    """Who came: a field for each person, made when the form is."""

    submit_words = "Save who came"


def make_attendance_form(
    people: Sequence[tuple[Person, Presence | None]], *, is_sent: bool = False
) -> BaseForm:
    """The form with a choice for each of these people, and what is known of each.

    It carries what was known when it was opened, so that two who note at once lose nothing.
    """
    choices = [("", "Not said"), *((p.value, words) for p, words in PRESENCE_WORDS.items())]
    known = [(person, came.value if came else "") for person, came in people]
    hidden = {
        f"seen_person_{person.id}": wtforms.HiddenField(default=came) for person, came in known
    }
    # A field is on or off a form by its class, so each page gets a class of its own.
    fields = {
        f"person_{person.id}": forms.select(person.name, choices, default=came)
        for person, came in known
    }
    kind = type("AttendanceOf", (AttendanceForm,), fields | hidden)
    form: BaseForm = kind() if is_sent else kind(None)
    for field in form:
        field.label.text = field.label.text.removesuffix(" (optional)")
    return form


class ItemForm(BaseForm):
    """Everything that comes of an item, saved at once: what was said, decided and agreed."""

    submit_words = "Save"
    version = forms.version()
    note = forms.long_text("What was said", rows=5, most=10_000, hint=NO_CHILD)
    decision = forms.long_text("A decision", rows=2, most=2000, hint=NO_CHILD)
    action_title = forms.text("An action: what is to be done", most=200, hint=NO_CHILD)
    owner = forms.select("Its owner", [], hint=WITH_ACTION)
    due_on = forms.day("Due", hint=f"{WITH_ACTION} For example, 24 11 2026")

    def offer(self, people: Iterable[Person]) -> None:
        """Let an owner be chosen."""
        choices = [(str(person.id), person.name) for person in people]
        self.owner.choices = [("", "Choose a person"), *choices]

    def validate(self, extra_validators: Any = None) -> bool:
        """An action has an owner and a due date; either alone has no action."""
        is_right = bool(super().validate(extra_validators))
        has_any = self.action_title.data or self.owner.data or self.due_on.data
        for name, sentence in ITEM_NEEDS.items():
            if has_any and not self[name].data and not self[name].errors:
                self.add_error(name, sentence)
                is_right = False
        return is_right


ITEM_NEEDS = {
    "action_title": "Say what is to be done.",
    "owner": "Choose who does it.",
    "due_on": "Enter the day by which it is done.",
}
"""What an action needs, once any of it is filled in."""
