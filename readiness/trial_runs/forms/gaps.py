"""The forms of gaps and of proposed changes of a checklist, words included."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import validators

from readiness.actions.forms import NO_CHILD, AgreeForm
from readiness.checklists.inspections import AnchorSpec, DueSpec, StepSpec
from readiness.people.models import Post
from readiness.trial_runs.rules.gaps import (
    KIND_WORDS,
    SEVERITY_MEANS,
    GapFilter,
    GapKind,
    GapState,
    Severity,
)
from readiness.web import forms, moments
from readiness.web.forms import BaseForm, VersionForm

ANY_STATE = "any"
UNITS = (("working_days", "Working days"), ("weeks", "Weeks"))


class GapForm(BaseForm):
    """A gap, short enough to be filled in on a phone in the middle of the exercise."""

    submit_words = "Record the gap"
    what = forms.long_text(
        "What happened", needed="Say what happened.", rows=3, most=2000, hint=NO_CHILD
    )
    kind = forms.radios(
        "What was missing",
        [(kind.value, words) for kind, words in KIND_WORDS.items()],
        needed="Choose what was missing.",
    )
    severity = forms.radios(
        "How serious it is",
        [(severity.value, words) for severity, words in SEVERITY_MEANS.items()],
        needed="Choose how serious it is.",
    )
    step = forms.select(
        "Step where it was seen", [], hint="Where it was at none, choose below who owns the gap."
    )
    owner_post = forms.select(
        "Who owns the gap",
        [],
        when="needed if no step is chosen",
        hint="Left empty, it is the owner of the step.",
    )
    version = forms.version()

    def offer(self, steps: Sequence[tuple[int, str]], posts: Iterable[Post]) -> None:
        """Let a step and a post be chosen."""
        chosen = [(str(number), title) for number, title in steps]
        self.step.choices = [("", "No step in particular"), *chosen]
        self.owner_post.choices = [
            ("", "The owner of the step"),
            *((str(post.id), post.title) for post in posts),
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse a gap that nobody would own; a box left empty has no check of its own."""
        is_right = bool(super().validate(extra_validators))
        if not self.owner_post.data and not self.step.data:
            self.add_error("owner_post", "Choose who owns the gap, or the step where it was seen.")
            is_right = False
        return is_right


class ChangeGapForm(GapForm):
    """The same, as it now should be."""

    submit_words = "Save the change"


class WentWellForm(BaseForm):
    """What went well."""

    submit_words = "Save what went well"
    well_text = forms.long_text(
        "What went well", needed="Say what went well.", rows=2, most=1000, hint=NO_CHILD
    )
    well_step = forms.hidden()


class GapActionForm(AgreeForm):
    """What is done about a gap."""


class AcceptForm(VersionForm):
    """Why a gap is accepted."""

    submit_words = "Accept the gap"
    accept_reason = forms.long_text(
        "Why do we live with it?", needed="Say why you accept the gap.", rows=2, most=1000
    )


class ReopenForm(VersionForm):
    """Why a gap is opened again."""

    submit_words = "Open it again"
    reopen_reason = forms.long_text(
        "Why is it opened again?", needed="Say why the gap is opened again.", rows=2, most=1000
    )


class EndForm(VersionForm):
    """The end of a trial run."""

    submit_words = "End the trial run"


class ReportForm(BaseForm):
    """The report, as everything stands now."""

    submit_words = "Write the report now"


class RemoveForm(BaseForm):
    """Taking a step out of the checklist."""

    submit_words = "Show the change"


class StepForm(BaseForm):
    """What a step of the checklist is to say. What the loader refuses is shown with its line."""

    submit_words = "Show the change"
    title = forms.text("What to do", needed="Say what is to be done.", most=200)
    guidance = forms.long_text("How to do it", needed="Say how to do it.", rows=5, most=1500)
    post = forms.select("Owner", [], needed="Choose the post that does it.")
    anchor = forms.select("Due, counted from", [], needed="Choose the date it is counted from.")
    count = forms.text(
        "How many days or weeks after it",
        needed="Enter a whole number, or 0 for the same day.",
        most=4,
        width=4,
        hint="A number below nought, like -2, for before it",
    )
    unit = forms.radios("Counted in", UNITS, needed="Choose days or weeks.", default=UNITS[0][0])
    at = forms.text("Time", when="or give minutes instead", most=10, width=5, hint="Like 9.30am")
    minutes = forms.text(
        "Minutes after it",
        when="needed if there is no time",
        most=3,
        width=4,
        hint="On the same day only, to 720",
    )

    def offer(self, posts: Iterable[Post], anchors: Iterable[AnchorSpec]) -> None:
        """Let a post and an anchor be chosen."""
        self.post.choices = [("", "Choose a post"), *((p.key, p.title) for p in posts)]
        self.anchor.choices = [("", "Choose a date"), *((a.key, a.title) for a in anchors)]

    def validate_count(self, field: Any) -> None:
        """Refuse what is no whole number."""
        if not _is_whole(field.data):
            raise validators.ValidationError("Enter a whole number, or 0 for the same day.")

    def validate_minutes(self, field: Any) -> None:
        """Refuse what is no whole number."""
        if field.data and not _is_whole(field.data):
            raise validators.ValidationError("Enter the minutes as a whole number.")

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse a step with neither; a box left empty has no check of its own."""
        is_right = bool(super().validate(extra_validators))
        if not self.at.data and not self.minutes.data:
            self.add_error("at", "Give a time, or minutes after the date it is counted from.")
            is_right = False
        return is_right

    def validate_at(self, field: Any) -> None:
        """Refuse what is no time, and both of time and minutes."""
        if self.minutes.data:
            raise validators.ValidationError("Give a time, or minutes, and not both.")
        try:
            moments.read_time(field.data)
        except ValueError as error:
            raise validators.ValidationError(str(error)) from error

    def read_due(self) -> DueSpec:
        """When the step is due, of a form that is valid."""
        count, days = int(self.count.data), self.unit.data != "weeks"
        return DueSpec(
            anchor=self.anchor.data,
            working_days=count if days else None,
            weeks=None if days else count,
            at=moments.read_time(self.at.data) if self.at.data else None,
            minutes=int(self.minutes.data) if self.minutes.data else None,
        )


class AddStepForm(StepForm):
    """A new step, and whether it waits for the one before it."""

    gate = forms.select("Gate it feeds", [])
    waits = forms.checkbox("It must wait for the step before it")

    def offer(self, posts: Iterable[Post], anchors: Iterable[AnchorSpec]) -> None:
        """Let a gate be chosen too."""
        known = tuple(anchors)
        super().offer(posts, known)
        gates = [(anchor.key, anchor.title) for anchor in known if anchor.gate]
        self.gate.choices = [("", "No gate"), *gates]


def start_of(step: StepSpec) -> dict[str, Any]:
    """The fields of a form that opens with a step as it is."""
    due = step.due
    return {
        "title": step.title,
        "guidance": step.guidance,
        **start_of_new(step),
        "count": str(due.weeks if due.working_days is None else due.working_days),
        "unit": "weeks" if due.working_days is None else "working_days",
        "at": f"{due.at:%H:%M}" if due.at else "",
        "minutes": str(due.minutes) if due.minutes is not None else "",
    }


def start_of_new(step: StepSpec) -> dict[str, Any]:
    """The fields of a form for a new step after this one."""
    return {
        "post": step.post,
        "anchor": step.due.anchor,
        "count": "0",
        "unit": "working_days",
        "gate": step.gate or "",
    }


def read_filter(args: Mapping[str, str]) -> GapFilter:
    """The filter from the address; what makes no sense is left out."""
    kind, severity, state = args.get("kind"), args.get("severity"), args.get("state")
    return GapFilter(
        inspection_id=read_number(args.get("trial")),
        kind=GapKind(kind) if kind in list(GapKind) else None,
        severity=Severity(severity) if severity in list(Severity) else None,
        post_id=read_number(args.get("owner")),
        state=GapState(state) if state in list(GapState) else None,
        all_states=state == ANY_STATE,
    )


def read_number(text: str | None) -> int | None:
    """A number of a row from an address or a form; None for what is none."""
    said = text or ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None


def _is_whole(text: str | None) -> bool:
    digits = (text or "").removeprefix("-")
    return digits.isascii() and digits.isdigit()
