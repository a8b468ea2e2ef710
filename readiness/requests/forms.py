"""The forms of the requests log, of who was told and of wall screens, and the log’s filter."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from readiness.library.queries import list_offered_versions
from readiness.requests.desk import Desk
from readiness.requests.queries import Wanted, get_spec
from readiness.requests.rules import STATE_WORDS
from readiness.web import forms
from readiness.web.forms import BaseForm, VersionForm

NO_CHILD = "Never name a child."
NOBODY = ("", "Nobody yet")
ELSE = "-"
"""In place of a key of the plan."""


class LogForm(BaseForm):
    """A request as it is heard: the question and who asked; the rest is filled in already."""

    submit_words = "Log this request"
    question = forms.long_text(
        "What was asked", needed="Write what was asked.", rows=2, most=2000, hint=NO_CHILD
    )
    asked_by = forms.text(
        "Who asked", needed="Say who asked.", most=120, hint="A name or a role: the lead inspector"
    )
    area = forms.select("What it is about", [], needed="Choose what it is about.")
    post = forms.select("Who answers", [])
    due_at = forms.moment("Due", needed="Enter the day and time it is due.")

    def offer(self, posts: Iterable[tuple[str, str]]) -> None:
        """Fill in the choices."""
        self.area.choices = [(area.key, area.title) for area in get_spec().areas.values()]
        self.post.choices = [NOBODY, *posts]


class ChangeForm(VersionForm):
    """An entry put right."""

    submit_words = "Save the change"
    question = forms.long_text(
        "What was asked", needed="Write what was asked.", rows=3, most=2000, hint=NO_CHILD
    )
    asked_by = forms.text("Who asked", needed="Say who asked.", most=120)
    asked_at = forms.moment("When", needed="Enter the day and time it was asked.")
    area = forms.select("What it is about", [], needed="Choose what it is about.")
    due_at = forms.moment("Due", needed="Enter the day and time it is due.")

    def offer(self, kept: str) -> None:
        """Fill in the areas; one that the file no longer has stays while it is kept."""
        areas = get_spec().areas
        known = [(area.key, area.title) for area in areas.values()]
        self.area.choices = known if kept in areas else [*known, (kept, get_spec().name_area(kept))]


class GiveForm(VersionForm):
    """Whose a request is from now on."""

    submit_words = "Give it to them"
    post = forms.select("Who answers", [], needed="Choose who answers.")


class AnswerForm(VersionForm):
    """What inspectors were given."""

    submit_words = "Mark as answered"
    document = forms.select(
        "Document given",
        [],
        when="or write the answer below",
        hint="The newest version of each document.",
    )
    answer = forms.long_text(
        "Answer in words",
        when="needed if no document is given",
        rows=2,
        most=2000,
        hint=f"For example, where it is, or what was said. {NO_CHILD}",
    )

    def offer(self) -> None:
        """Fill in the documents there are."""
        versions = [(str(number), words) for number, words in list_offered_versions()]
        self.document.choices = [("", "No document"), *versions]


class FlagForm(VersionForm):
    """Why an answer will not do."""

    submit_words = "Flag it: it goes back to its owner"
    flag_reason = forms.long_text(
        "What is wrong with the answer?",
        needed="Say what is wrong with the answer.",
        rows=2,
        most=1000,
        hint=NO_CHILD,
    )


class BriefingForm(BaseForm):
    """Who was told, when, by whom."""

    submit_words = "Note that they were told"
    audience = forms.select("Who was told", [], needed="Choose who was told.")
    title = forms.text("If somebody else: who", when="needed then", most=120, hint=NO_CHILD)
    what = forms.text("If somebody else: what they were told", most=500, hint=NO_CHILD)
    told_at = forms.moment("When", needed="Enter the day and time they were told.")
    told_by = forms.text("Who told them", needed="Say who told them.", most=120)
    note = forms.long_text("Note", rows=2, most=1000)

    def offer(self, audiences: Sequence[tuple[str, str]]) -> None:
        """Fill in those who have not been told yet."""
        self.audience.choices = [*audiences, (ELSE, "Somebody else")]


class ScreenForm(BaseForm):
    """Where a wall screen stands."""

    submit_words = "Make this computer a wall screen"
    place = forms.text(
        "Where it stands",
        needed="Say where the screen stands.",
        most=120,
        hint="For example, the inspection room",
    )


def read_filter(args: Mapping[str, str], desk: Desk) -> tuple[Wanted, int | None]:
    """The filter from the address, and whose requests; what makes no sense is left out.

    An owner is a person by number, 0 for nobody.
    """
    state, owner = args.get("state", ""), args.get("owner", "")
    number = int(owner) if owner.isascii() and owner.isdigit() and len(owner) < 10 else None
    own = None if number is None else desk.owners.list_keys(number or None)
    wanted = Wanted(
        state=state if state in {"open", "overdue", "all", *STATE_WORDS} else "",
        post_ids=None if own is None else [desk.owners.posts[key].id for key in own],
        or_nobody=own is not None and (number == 0 or desk.spec.keeper in own),
        area=args.get("area", "")[:40],
        day=read_day(args.get("day", "")),
        search=args.get("search", "").strip()[:100],
    )
    return wanted, number


def read_day(text: str) -> date | None:
    """A day of an address; None for nonsense and for days no calendar here reaches."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1990 <= day.year <= 2099 else None
