"""The forms of the library and the filter of its list, words included."""

from collections.abc import Mapping

from wtforms import validators

from readiness.errors import Refused
from readiness.library.operations import check_as_at
from readiness.library.rules import DocumentFilter
from readiness.web import forms
from readiness.web.forms import BaseForm


class AddDocumentForm(BaseForm):
    """A document of our own, beyond what is asked for."""

    submit_words = "Add the document"
    title = forms.text(
        "Title",
        needed="Enter the title of the document.",
        most=120,
        hint="It stands in lists and addresses. Never name a child in it.",
    )
    post = forms.select("Who keeps it and approves it?", [], needed="Choose who keeps it.")
    child_level = forms.checkbox(
        "It has a row for each child or family",
        hint="If you tick this, only who keeps it, who adds a version and roles that see "
        "child-level rows may open it.",
    )


class AddVersionForm(BaseForm):
    """A file, the day it speaks of, and a word on what changed."""

    submit_words = "Add the version"
    file = forms.file(
        "File",
        needed="Choose a file to upload.",
        accept=".pdf,.docx,.xlsx,.pptx,.csv,.png,.jpg,.txt",
    )
    as_at = forms.day(
        "Data as at",
        needed="Enter the day the document speaks of.",
        hint="The day its data or wording speaks of, not the day you add it. "
        "For example, 24 11 2026",
    )
    note = forms.long_text(
        "What changed", rows=2, most=1000, hint="Everybody who sees documents can read this."
    )

    def validate_as_at(self, field: forms.DayField) -> None:
        """Refuse a day to come."""
        try:
            check_as_at(field.data)
        except Refused as error:
            raise validators.ValidationError(error.sentence) from error


class ApproveForm(BaseForm):
    """A button that says which content was seen."""

    submit_words = "Approve this version"
    sha256 = forms.hidden()


class ConfirmForm(ApproveForm):
    """The same for a content that was approved before the inspection began."""

    submit_words = "Confirm that it still stands"


class WithdrawForm(BaseForm):
    """Why an approval is taken back."""

    submit_words = "Withdraw the approval"
    reason = forms.long_text(
        "Why is the approval withdrawn?",
        needed="Say why the approval is withdrawn.",
        rows=2,
        most=1000,
    )


def read_filter(args: Mapping[str, str]) -> DocumentFilter:
    """The filter from the address; what makes no sense is left out."""
    owner = args.get("owner", "")
    return DocumentFilter(
        state=args.get("state", ""),
        owner_id=int(owner) if owner.isascii() and owner.isdigit() and len(owner) < 10 else None,
        gate=args.get("gate", ""),
        which=args.get("which", ""),
        search=args.get("search", "").strip()[:100],
    )
