"""The forms of a bundle: its contents, its release, its withdrawal and its sending."""

from readiness.web import forms
from readiness.web.forms import BaseForm, VersionForm


class BeginForm(BaseForm):
    """The gate to begin a bundle for."""

    gate = forms.hidden()


class ContentsForm(VersionForm):
    """What goes into a draft; `chosen` holds “list:3” or “document:self-evaluation”."""

    submit_words = "Save the contents"
    chosen = forms.checkboxes("Contents", [])


class ReleaseForm(VersionForm):
    """The last look before freezing: the hashes name what was seen."""

    contents_hash = forms.hidden()
    view_hash = forms.hidden()
    reason = forms.long_text(
        "Why does it go out all the same?",
        hint="Needed when something is not in order or left out. It is kept with the bundle.",
        rows=3,
    )


class WithdrawForm(VersionForm):
    """Taking a frozen bundle back."""

    submit_words = "Withdraw the bundle"
    reason = forms.long_text(
        "Why is it withdrawn?", needed="Say why the bundle is withdrawn.", rows=3
    )


class SentForm(VersionForm):
    """When it went to Ofsted, and what shows that it arrived."""

    submit_words = "Mark as sent"
    sent_at = forms.moment("When was it sent?", needed="Enter the day and the time it was sent.")
    note = forms.long_text(
        "How was the receipt confirmed?",
        needed="Say how Ofsted confirmed the receipt, such as the reference of the upload.",
        hint="For example, the reference that the upload page showed, or who confirmed it.",
        rows=3,
    )
    receipt = forms.file(
        "Receipt",
        hint="A picture or a copy of the confirmation. It is kept with the task of sending.",
        accept=".pdf,.docx,.png,.jpg,.txt",
    )
