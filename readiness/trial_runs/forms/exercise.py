"""The forms of the facilitator’s page, and of an inject’s."""

from collections.abc import Iterable

from readiness.inspections.rules.exercise import PART_WORDS, SPEED_WORDS, Part
from readiness.people.models import Person
from readiness.web import forms
from readiness.web.forms import BaseForm, VersionForm

NEXT = "next"
"""In place of a moment: the next time something is due."""


class SpeedForm(VersionForm):
    """How fast the clock runs."""

    submit_words = "Run the clock"
    speed = forms.select(
        "How fast",
        [(str(speed), words[:1].upper() + words[1:]) for speed, words in SPEED_WORDS.items()],
        needed="Choose how fast the clock runs.",
        default="60",
    )


class StepForm(VersionForm):
    """A day and time to step to."""

    submit_words = "Step to this moment"
    to = forms.moment("Step to", needed="Enter the day and time to step to.")


class QuickStepForm(VersionForm):
    """A button that steps to the next due time, or to a moment it names."""

    target = forms.hidden()


class ParticipantForm(BaseForm):
    """Somebody who comes into the trial run."""

    submit_words = "Put them in"
    person = forms.select("Who", [], needed="Choose a person.")
    part = forms.radios(
        "What they do",
        [(part.value, words) for part, words in PART_WORDS.items()],
        needed="Choose what they do.",
        default=Part.PLAYER.value,
    )

    def offer(self, people: Iterable[Person]) -> None:
        """Let a person be chosen."""
        self.person.choices = [("", "Choose a person"), *((str(p.id), p.name) for p in people)]


class RemoveForm(BaseForm):
    """A button that takes somebody out."""

    person = forms.hidden()


class AddInjectForm(BaseForm):
    """A prepared inject, and when it is given."""

    submit_words = "Add this inject"
    key = forms.select("Inject", [], needed="Choose an inject.")
    at = forms.moment(
        "When it is given",
        hint="By the clock of this trial run. Leave it empty for the time it was prepared for.",
    )

    def offer(self, choices: Iterable[tuple[str, str]]) -> None:
        """Let one of what is prepared be chosen."""
        self.key.choices = [("", "Choose an inject"), *choices]


class MoveInjectForm(VersionForm):
    """Another moment for an inject."""

    submit_words = "Move it"
    move_to = forms.moment("New day and time", needed="Enter the new day and time.")


class AnswerForm(VersionForm):
    """What was done about an inject."""

    submit_words = "Mark as dealt with"
    answer = forms.long_text(
        "What was done?",
        needed="Write what was done: whom you told, and what you changed.",
        hint="Never name a child. Everybody who sees tasks can read it in the report afterwards.",
        rows=4,
        most=5000,
    )
