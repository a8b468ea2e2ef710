"""The form that says how an arrangement is, and the filter of the register, words included."""

from collections.abc import Mapping

from readiness.register.operations import SAYABLE
from readiness.register.rules.items import RegisterFilter
from readiness.register.rules.judging import STATUS_WORDS
from readiness.web import forms
from readiness.web.forms import BaseForm


class ConfirmForm(BaseForm):
    """How it is, a word on it, and a file that shows it."""

    submit_words = "Save how it is"
    status = forms.radios(
        "How is it?",
        [(status.value, STATUS_WORDS[status]) for status in SAYABLE],
        needed="Choose how it is.",
    )
    note = forms.long_text(
        "What you looked at, or what is wrong",
        when="needed unless it is ready",
        rows=3,
        most=1000,
        hint="Everybody can read this. Never name a child.",
    )
    file = forms.file(
        "A file that shows it",
        accept=".pdf,.docx,.xlsx,.pptx,.csv,.png,.jpg,.txt",
        hint="It must not hold anything about a child.",
    )
    version = forms.version()


def read_filter(args: Mapping[str, str]) -> RegisterFilter:
    """The filter from the address; what makes no sense is left out."""
    owner = args.get("owner", "")
    return RegisterFilter(
        status=args.get("status", ""),
        owner_id=int(owner) if owner.isascii() and owner.isdigit() and len(owner) < 10 else None,
        section=args.get("section", ""),
        search=args.get("search", "").strip()[:100],
    )
