"""The forms of uploading, signing and commenting, words included, and the filter of findings."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import wtforms

from readiness import clock
from readiness.annexe_a.explaining import LONGEST_EXPLANATION
from readiness.annexe_a.findings import SEVERITIES, SORTS, WantedFindings
from readiness.web import forms
from readiness.web.forms import BaseForm


class UploadForm(BaseForm):
    """Extracts to check together."""

    submit_words = "Upload and check"
    files = forms.files("Extracts", needed="Choose a file to upload.", accept=".xlsx,.csv")
    as_at = forms.day(
        "The day the data speaks of",
        needed="Enter the day the extracts were taken.",
        hint="The as-at date, for example 24 11 2026. Ages and periods are counted from it.",
    )
    edition = forms.radios("Edition of Annexe A", [], needed="Choose the edition.")

    def validate_as_at(self, field: Any) -> None:
        """A day that has not come cannot have data."""
        day: date | None = field.data
        if day is not None and day > clock.today():
            raise wtforms.ValidationError("This day has not come yet. Enter today or a day before.")


class MappingFileForm(BaseForm):
    """The file of unknown values, filled in."""

    submit_words = "Save this mapping"
    file = forms.file(
        "The file, filled in",
        needed="Choose a file to upload.",
        accept=".csv,.xlsx",
        hint="Only rows with something under “Read as” count.",
    )


class SignForm(BaseForm):
    """A list is right, or as right as it can be; the form names the content it was shown with."""

    submit_words = "Sign this list"
    content_hash = forms.hidden()
    seen_errors = forms.hidden()
    note = forms.long_text(
        "Note", rows=2, most=2000, hint="Why it can go to Ofsted as it is. Do not name a child."
    )


class WithdrawForm(BaseForm):
    """A signature taken back."""

    submit_words = "Withdraw the signature"
    content_hash = forms.hidden()
    reason = forms.long_text(
        "Why is it withdrawn?",
        needed="Say why the signature is withdrawn.",
        rows=2,
        most=2000,
        hint="Do not name a child.",
    )


class CommentForm(BaseForm):
    """What the council tells Ofsted about a list or one of its columns."""

    submit_words = "Save the comment"
    column = forms.select("About", [])
    text = forms.long_text(
        "Comment",
        rows=3,
        most=2000,
        hint="It goes to Ofsted on the guidance sheet. Do not name a child. "
        "Empty it to take it away.",
    )
    version = forms.version()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Empty is a choice here: the whole list, and no comment any more.
        self.column.label.text, self.text.label.text = "About", "Comment"


class ChildForm(BaseForm):
    """Whose path through the lists is wanted."""

    submit_words = "Show the path"
    identifier = forms.text(
        "Child Unique ID",
        needed="Enter the child’s identifier as the lists have it.",
        most=100,
        hint="As the lists have it. It is kept nowhere: the activity says that you looked, and "
        "not at whom.",
    )


class ExplainForm(BaseForm):
    """Why a finding is right as it is; `seen` is the explanation the form was shown with."""

    submit_words = "Save the explanation"
    text = forms.long_text(
        "Why is it right as it is?",
        needed="Write why the finding is right as it is.",
        rows=3,
        most=LONGEST_EXPLANATION,
        hint="Ofsted reads it beside the column. For example: genuine, twins placed in different "
        "months. Name no child, and leave out the identifier: the row is known.",
    )
    until = forms.day(
        "Until when does that hold?",
        needed="Enter the last day on which it holds.",
        hint="After that day the finding counts again.",
    )
    seen = forms.hidden()

    @property
    def seen_id(self) -> int | None:
        """The number of that explanation; None where there was none, 0 for nonsense."""
        typed = self.seen.data or ""
        is_number = typed.isascii() and typed.isdigit() and len(typed) < 10
        return (int(typed) if is_number else 0) if typed else None


class ExplanationsForm(BaseForm):
    """Many explanations in one file."""

    submit_words = "Take the explanations"
    file = forms.file("The file", needed="Choose a file to upload.", accept=".csv,.xlsx")


def read_wanted(args: Mapping[str, str]) -> WantedFindings:
    """The filter of findings from its address; what makes no sense is left out."""
    number, severity = args.get("list", ""), args.get("severity", "")
    is_list = number.isascii() and number.isdigit() and len(number) < 3
    explained, sort = args.get("explained", ""), args.get("sort", "")
    return WantedFindings(
        number=int(number) if is_list else None,
        rule=args.get("rule", "")[:60],
        severity=severity if severity in SEVERITIES else "",
        column=args.get("column", "")[:200],
        team=args.get("team", "")[:16],
        worker=args.get("worker", "")[:16],
        child=args.get("child", "")[:16],
        explained=explained if explained in ("yes", "no") else "",
        fresh=args.get("fresh") == "yes",
        sort=sort if sort in SORTS else "",
        descending=args.get("order") == "descending",
    )
