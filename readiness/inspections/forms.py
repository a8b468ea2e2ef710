"""The forms of logging a call, changing a date and working on a task, words included."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from wtforms import Field
from wtforms.validators import ValidationError

from readiness import clock
from readiness.checklists.inspections import Checklist
from readiness.errors import Unusable
from readiness.inspections.rules.tasks import TaskFilter
from readiness.web import forms
from readiness.web.forms import BaseForm, VersionForm
from readiness.web.uploads import KeptFile

COMMONEST = ("ilacs-short", "ilacs-standard")


def read_shown(text: str | None) -> datetime:
    """The moment that a preview was of, from its hidden field. Raises Unusable if it was lost."""
    try:
        return clock.in_london(datetime.fromisoformat(text or ""))
    except (ValueError, OverflowError):
        raise Unusable("The date of the preview was lost. Go back and enter it again.") from None


class LogCallForm(BaseForm):
    """A notification call: what kind of inspection, when it came. It only shows a preview."""

    class Meta:
        csrf = False

    submit_words = "Show the dates"
    checklist = forms.select(
        "Kind of inspection", [], needed="Choose the kind of inspection Ofsted named."
    )
    called = forms.moment("When did Ofsted call?", needed="Enter the day and the time of the call.")
    is_trial = forms.checkbox(
        "This is a trial run",
        hint="Everything works as in an inspection, and every page says “trial run”.",
    )
    on_exercise_clock = forms.checkbox(
        "The trial run moves on an exercise clock",
        hint="A facilitator starts, pauses, speeds up and steps it. It begins at the call, paused.",
    )

    def validate_on_exercise_clock(self, field: Field) -> None:
        """Refuse it for a real inspection."""
        if field.data and not self.is_trial.data:
            raise ValidationError("Only a trial run moves on an exercise clock: tick both.")


def order_checklists(checklists: Mapping[str, Checklist]) -> list[tuple[str, str]]:
    """The kinds of inspection as choices, the commonest first."""
    keys = sorted(checklists, key=lambda key: (key not in COMMONEST, key))
    return [(key, checklists[key].title) for key in keys]


class StartForm(BaseForm):
    """The last step of logging a call, under the preview."""

    submit_words = "Start the inspection"
    checklist = forms.hidden()
    called = forms.hidden()
    is_trial = forms.hidden()
    on_exercise_clock = forms.hidden()
    note = forms.long_text(
        "Note of the call", hint="Who called, on which number, and every date that was given."
    )
    confirmed = forms.checkbox("The day and the time of the call are right")


class DateForm(BaseForm):
    """A day and time for a key date. It only shows what would move."""

    class Meta:
        csrf = False

    submit_words = "Show what would move"
    at = forms.moment("Day and time", needed="Enter the day and the time.")


class MoveForm(BaseForm):
    """The last step of moving a key date, under the preview."""

    submit_words = "Move these dates"
    at = forms.hidden()
    version = forms.version()


class MoveByHandForm(MoveForm):
    """The same with a tick for a date that is odd."""

    confirmed = forms.checkbox("The day and the time are right")


class CloseForm(BaseForm):
    """The last step of closing an inspection, under the list of what is still open."""

    submit_words = "Close and archive it"
    confirmed = forms.checkbox("Close it and leave this open")
    version = forms.version()


class KeepForm(BaseForm):
    """Another day until which an archived inspection is kept."""

    submit_words = "Keep it until this day"
    keep_until = forms.day("Keep it until", needed="Enter the day until which it is kept.")
    keep_because = forms.text(
        "Why until then?", needed="Say why it is kept until another day.", most=500
    )
    version = forms.version()


class ReopenArchiveForm(BaseForm):
    """Why an archived inspection is opened again."""

    submit_words = "Open it again"
    reopen_because = forms.text(
        "Why is it opened again?", needed="Say why it is opened again.", most=500
    )
    version = forms.version()


class ClosureForm(BaseForm):
    """A day the council is closed."""

    submit_words = "Add this day"
    day = forms.day("Day", needed="Enter the day the council is closed.")
    name = forms.text(
        "What it is called",
        needed="Say what the closure day is called.",
        hint="For example, the Christmas closure",
        most=120,
    )


class TickForm(VersionForm):
    """Done, with a word on how and a file that shows it; or the file alone, for later.

    `kept` is the file once it has passed the gate and lies in the store.
    """

    submit_words = "Mark as done"
    kept: KeptFile | None = None
    note = forms.long_text("Note", rows=2, most=2000)
    evidence = forms.file("File", accept=".pdf,.docx,.xlsx,.pptx,.csv,.png,.jpg,.txt")

    def ask_how(self) -> None:
        """Word the note for what is usually done elsewhere in Readiness, not here."""
        self.note.label.text = "How was it done outside Readiness?"

    def ask_file(self, limit: str, *, is_needed: bool) -> None:
        """Say how large a file may be, and whether there must be one."""
        most = f"At most {limit}."
        if is_needed:
            self.evidence.label.text = "File"
        self.evidence.description = f"{most} It is needed as evidence." if is_needed else most


class BlockForm(VersionForm):
    """Blocked, and by what."""

    submit_words = "Mark as blocked"
    reason = forms.long_text(
        "What blocks it?", needed="Say what blocks the task, so that somebody can help.", rows=2
    )


class DropForm(VersionForm):
    """Not needed, and why."""

    submit_words = "Mark as not needed"
    justification = forms.long_text(
        "Why is it not needed?", needed="Say why the task is not needed.", rows=2
    )


class ReopenForm(VersionForm):
    """Open again, and why."""

    submit_words = "Open the task again"
    reason = forms.long_text(
        "Why is it opened again?", needed="Say why the task is opened again.", rows=2
    )


class HandOverForm(VersionForm):
    """To whom a task is handed."""

    submit_words = "Hand over"
    to = forms.select("Hand this task to", [], needed="Choose who takes the task over.")
    handed_because = forms.text("Why you hand it over", most=500)

    def offer(self, people: Iterable[tuple[int, str]]) -> None:
        """Fill the list with (id, name)."""
        self.to.choices = [(str(number), name) for number, name in people]


class CommentForm(BaseForm):
    """Something to say about a task."""

    submit_words = "Add the comment"
    text = forms.long_text("Comment", needed="Write the comment first.", rows=3)


class PinForm(VersionForm):
    """A due time fixed by hand."""

    submit_words = "Fix the due time"
    at = forms.moment("Due", needed="Enter the day and time the task is due.")


class TeamsForm(VersionForm):
    """The address of a Teams channel. It is a secret, so it is never shown back."""

    submit_words = "Save the address"
    address = forms.password(
        "Address of the channel",
        needed="Paste the address that Teams gave you.",
        most=2000,
        autocomplete="off",
    )


def read_filter(args: Mapping[str, str]) -> TaskFilter:
    """The board’s filter from its address; what makes no sense is left out."""
    owner = args.get("owner", "")
    return TaskFilter(
        owner_id=int(owner) if owner.isascii() and owner.isdigit() and len(owner) < 10 else None,
        day=_read_day(args.get("day", "")),
        gate=args.get("gate", ""),
        state=args.get("state", ""),
        delivers=args.get("delivers", ""),
        search=args.get("search", "").strip()[:100],
    )


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
