"""The forms of actions and the filter of their list, words included."""

from collections.abc import Mapping

from wtforms import validators

from readiness.actions.operations import check_due
from readiness.actions.queries import Wanted
from readiness.actions.rules import SOURCE_WORDS, ActionState, Age, Source, Urgency
from readiness.errors import Refused
from readiness.notifications.sources import find_players
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.people.queries import list_active_people
from readiness.web import forms
from readiness.web.forms import BaseForm, VersionForm

NO_CHILD = "Never name a child."


class AgreeForm(BaseForm):
    """What is to be done, by whom and by when."""

    submit_words = "Agree this action"
    title = forms.text(
        "What is to be done", needed="Say what is to be done.", most=200, hint=NO_CHILD
    )
    detail = forms.long_text("How we will know it is done", rows=3, most=2000)
    owner = forms.select("Owner", [], needed="Choose who does it.")
    due_on = forms.day("Due", needed="Enter the day by which it is done.")

    def offer_owners(self, trial_id: int | None = None) -> None:
        """Let everybody be chosen who can work on actions; in a trial run, who takes part in it."""
        people = [person for person in list_active_people() if _works(person)]
        if trial_id is not None:
            players = find_players(trial_id)
            people = [person for person in people if person.id in players]
        choices = [(str(person.id), person.name) for person in people]
        self.owner.choices = [("", "Choose a person"), *choices]


class AddForm(AgreeForm):
    """The same with where it comes from."""

    source = forms.select("What it comes from", [], needed="Choose what it comes from.")
    source_words = forms.text("Which one", most=200, hint="For example, the meeting of 24 November")
    needs_confirmation = forms.checkbox(
        "Somebody other than the owner confirms that it is done",
        hint="Always so for actions from trial runs, audits, external reviews, the "
        "improvement plan and reports.",
    )

    def validate_due_on(self, field: forms.DayField) -> None:
        """Refuse a day that has passed."""
        try:
            check_due(field.data)
        except Refused as error:
            raise validators.ValidationError(error.sentence) from error

    def offer(self) -> None:
        """Fill in the choices."""
        self.offer_owners()
        self.source.choices = [
            ("", "Choose one"),
            *((source.value, words) for source, words in SOURCE_WORDS.items()),
        ]


class ChangeForm(AgreeForm):
    """What was agreed, as it now should be."""

    submit_words = "Save the change"
    change_reason = forms.long_text(
        "Why the owner or the due date changes",
        when="needed if one of them does",
        rows=2,
        most=1000,
        hint="Kept in the history.",
    )
    version = forms.version()


class ReportForm(VersionForm):
    """It is done, and what came of it."""

    submit_words = "Report as done"
    outcome = forms.long_text(
        "What was done, and what came of it",
        needed="Say what was done and what came of it.",
        rows=3,
        most=2000,
        hint=NO_CHILD,
    )


class ConfirmForm(VersionForm):
    """Somebody else’s word that it is done."""

    submit_words = "Confirm that it is done"


class DropForm(VersionForm):
    """Why an action is not needed."""

    submit_words = "Mark as not needed"
    drop_reason = forms.long_text(
        "Why is it not needed?", needed="Say why the action is not needed.", rows=2, most=1000
    )


class ReopenForm(VersionForm):
    """Why an action is opened again."""

    submit_words = "Open it again"
    reopen_reason = forms.long_text(
        "Why is it opened again?",
        needed="Say why the action is opened again.",
        rows=2,
        most=1000,
    )


class NoteForm(BaseForm):
    """How it goes."""

    submit_words = "Add the note"
    text = forms.long_text(
        "How it goes", needed="Write how it goes first.", rows=2, most=2000, hint=NO_CHILD
    )


class EvidenceForm(BaseForm):
    """A file that shows that it was done."""

    submit_words = "Add the file"
    file = forms.file(
        "File",
        needed="Choose a file to upload.",
        accept=".pdf,.docx,.xlsx,.pptx,.csv,.png,.jpg,.txt",
    )


def read_filter(args: Mapping[str, str]) -> Wanted:
    """The filter from the address; what makes no sense is left out."""
    owner = args.get("owner", "")
    source, state = args.get("source"), args.get("state")
    when, age = args.get("when"), args.get("age")
    return Wanted(
        owner_id=int(owner) if owner.isascii() and owner.isdigit() and len(owner) < 10 else None,
        source=Source(source) if source in list(Source) else None,
        state=ActionState(state) if state in list(ActionState) else None,
        urgency=Urgency(when) if when in list(Urgency) else None,
        age=Age(age) if age in list(Age) else None,
        search=args.get("search", "").strip()[:100],
    )


def _works(person: Person) -> bool:
    return allows(person.role, Permission.WORK_OWN_TASKS)
