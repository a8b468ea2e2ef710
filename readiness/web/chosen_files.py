"""What a form that comes back says of the files chosen in it: a browser forgets them."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_wtf.file import FileField, MultipleFileField

AGAIN = {FileField: "Choose your file again.", MultipleFileField: "Choose your files again."}


def ask_again(form: Iterable[Any]) -> list[dict[str, str]]:
    """A line for the error summary for each field in which a file was chosen that is not at fault.

    The fault of one that is says already what to do.
    """
    return [
        {"text": AGAIN[type(field)], "href": f"#{field.id}"}
        for field in form
        if type(field) in AGAIN and field.data and not field.errors
    ]


def tell_gone(faults: Sequence[dict[str, str]], *, can_choose: bool) -> list[dict[str, str]]:
    """The faults where a file can be chosen on the page; else that it was not added."""
    gone = {"text": "Your file was not added.", "href": ""}
    asked = AGAIN.values()
    return [gone if fault["text"] in asked and not can_choose else fault for fault in faults]
