"""The fields of every form, with GOV.UK’s looks: a form names its fields and its words.

    class NoteForm(BaseForm):
        note = long_text("What happened", needed="Enter what happened.")
        seen_at = moment("When was it seen?", needed=True)
        version = version()

`needed` is the sentence shown when the field is left empty; without it the field is optional.
A label of an optional field gains “(optional)”, or what `when` says of one that is needed at times:
“(needed unless it is ready)”. That is for the form, or the operation, to check.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import wtforms
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired, MultipleFileField
from govuk_frontend_wtf import wtforms_widgets as govuk
from wtforms import validators

from readiness import clock
from readiness.errors import ChangedMeanwhile, ReadinessError
from readiness.plain_words import plural
from readiness.web import moments
from readiness.web.chosen_files import ask_again
from readiness.web.widgets import CheckboxesWidget, CheckboxWidget, PartsWidget, RadiosWidget

Choices = Sequence[tuple[str, str]]
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


_OUR_WORDS = {
    "Not a valid choice.": "Choose one of the options.",
    "Invalid Choice: could not coerce.": "Choose one of the options.",
    "'%(value)s' is not a valid choice for this field.": "Choose only from the options.",
    "'%(value)s' are not valid choices for this field.": "Choose only from the options.",
    "Not a valid integer value.": "Enter a whole number.",
    "This field is required.": "Fill this in.",
}


class _Words:
    """What the library says of a fault, said as we say it."""

    def gettext(self, words: str) -> str:
        return _OUR_WORDS.get(words, words)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)


class BaseForm(FlaskForm):  # type: ignore[misc]  # the library has no types
    """A form with its token against forgery, and its faults ready for the error summary."""

    class Meta:
        def get_translations(self, _form: Any) -> _Words:
            """The words of faults that a field did not name itself."""
            return _Words()

    @property
    def error_summary(self) -> list[dict[str, str]]:
        """Each fault with the address of its box: `text` and `href`, in the order of the form.

        What is about no box comes first, without an address. A browser forgets the files of a
        page that is shown again: where one was chosen, it says last to choose it again.
        """
        faults = [{"text": str(sentence), "href": ""} for sentence in self.form_errors] + [
            {"text": str(field.errors[0]), "href": f"#{getattr(field, 'first_id', field.id)}"}
            for field in self
            if field.errors and field.id != "csrf_token"
        ]
        return faults + ask_again(self) if self.errors else faults

    def add_error(self, name: str, sentence: str) -> None:
        """Put a sentence found out after validation at the field it is about."""
        field = self[name]
        field.errors = [*field.errors, sentence]

    def refuse(self, error: ReadinessError, version: int | None = None) -> None:
        """Say why it was refused: at the field it is about, or in the summary alone.

        `version` is that of the row as the page now shows it. Whoever sends the form again has
        seen what somebody else changed meanwhile. After every other refusal it keeps the version
        it was opened with, as it does after a fault.
        """
        if error.about in self:
            self.add_error(error.about, error.sentence)
        else:
            self.form_errors.append(error.sentence)
        if version is not None and "version" in self and isinstance(error, ChangedMeanwhile):
            self["version"].data = version

    @property
    def takes_files(self) -> bool:
        """Whether the form must be sent as multipart/form-data."""
        return any(isinstance(field, FileField | MultipleFileField) for field in self)


class VersionField(wtforms.IntegerField):  # type: ignore[misc]  # the library has no types
    """A version that is drawn as it was set: a page shown again names the row that it shows.

    The library draws what was sent, so a refused form would be refused for ever.
    """

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a number; what is not there yet has none."""
        if valuelist and not valuelist[0]:
            self.data = None
        else:
            super().process_formdata(valuelist)


class DayField(wtforms.Field):  # type: ignore[misc]  # the library has no types
    """A day typed in three boxes; `data` is a date, or None when left empty."""

    widget = PartsWidget()
    parts: tuple[str, ...] = ("day", "month", "year")

    def __init__(self, *args: Any, needed: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needed = needed
        self.typed: dict[str, str] = {}
        self.unreadable: str | None = None

    @property
    def first_id(self) -> str:
        """The id of the first box, for the error summary."""
        return f"{self.id}-{self.parts[0]}"

    def process(self, formdata: Any, *start: Any, **more: Any) -> None:
        """Take what was typed, or the value to start with."""
        super().process(None, *start, **more)
        names = {part: f"{self.name}-{part}" for part in self.parts}
        if formdata and any(name in formdata for name in names.values()):
            self.typed = {part: formdata.get(name, "").strip() for part, name in names.items()}
            self.data = self._read_or_say()
        else:
            self.typed = self.as_typed(self.data)

    def pre_validate(self, form: Any) -> None:
        """Refuse what cannot be read, and nothing where something is needed."""
        if self.unreadable:
            raise validators.StopValidation(self.unreadable)
        if self.data is None and self.needed:
            raise validators.StopValidation(self.needed)

    def read(self) -> Any:
        """The value of what was typed. Raises ValueError with a sentence."""
        return moments.read_day(self.typed["day"], self.typed["month"], self.typed["year"])

    def as_typed(self, value: Any) -> dict[str, str]:
        """A value as it stands in the boxes; empty boxes for None."""
        if value is None:
            return dict.fromkeys(self.parts, "")
        day: date = value
        return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}

    def _read_or_say(self) -> Any:
        if not any(self.typed.values()):
            return None
        try:
            return self.read()
        except ValueError as error:
            self.unreadable = str(error)
            return None


class MomentField(DayField):
    """A day and a time on a London clock; `data` is an aware moment in UTC, or None."""

    parts = ("day", "month", "year", "time")

    def read(self) -> datetime:
        """The moment typed. Raises ValueError with a sentence."""
        day: date = super().read()
        if not self.typed["time"]:
            raise ValueError("Enter a time, like 9.15am or 17:00.")
        return moments.on_london_clock(day, moments.read_time(self.typed["time"]))

    def as_typed(self, value: Any) -> dict[str, str]:
        """A moment as London boxes; empty boxes for None."""
        if value is None:
            return dict.fromkeys(self.parts, "")
        local = clock.in_london(value)
        return {**super().as_typed(local.date()), "time": f"{local:%H:%M}"}


def text(label: str, *, needed: str | None = None, most: int = 200, **more: Any) -> Any:
    """One line of text, stripped. `more`: hint, default, autocomplete, width (characters), when."""
    return _written(wtforms.StringField, govuk.GovTextInput(), label, needed, most, more)


def email(label: str, *, needed: str | None = None, **more: Any) -> Any:
    """An e-mail address."""
    more.setdefault("autocomplete", "email")
    widget = govuk.GovTextInput()
    widget.input_type = "email"
    return _written(wtforms.StringField, widget, label, needed, 254, more)


def password(label: str, *, needed: str | None = None, most: int = 200, **more: Any) -> Any:
    """A password, never shown back. `more`: hint, autocomplete."""
    field = wtforms.PasswordField
    return field(
        label,
        description=more.get("hint", ""),
        validators=[*_needed(needed), _at_most(most)],
        widget=govuk.GovPasswordInput(),
        render_kw={"params": {"autocomplete": more.get("autocomplete", "current-password")}},
    )


def long_text(label: str, *, needed: str | None = None, most: int = 5000, **more: Any) -> Any:
    """Several lines of text, stripped. `more`: hint, default, rows, when."""
    return _written(wtforms.TextAreaField, govuk.GovTextArea(), label, needed, most, more)


def select(label: str, choices: Choices, *, needed: str | None = None, **more: Any) -> Any:
    """One of a list, as a drop-down; `choices` are (value, words) and may be set later.

    `more`: hint, default, when.
    """
    return wtforms.SelectField(
        _label(label, needed, more),
        choices=list(choices),
        description=more.get("hint", ""),
        default=more.get("default"),
        validators=_needed(needed),
        widget=govuk.GovSelect(),
    )


def radios(label: str, choices: Choices, *, needed: str | None = None, **more: Any) -> Any:
    """One of a few, all in sight. `more`: hint, default."""
    return wtforms.RadioField(
        _label(label, needed, more),
        choices=list(choices),
        description=more.get("hint", ""),
        default=more.get("default"),
        validators=_needed(needed),
        validate_choice=True,
        widget=RadiosWidget(),
    )


def checkboxes(label: str, choices: Choices, *, needed: str | None = None, **more: Any) -> Any:
    """Any of a few; `data` is a list of values. `more`: hint, default."""
    return wtforms.SelectMultipleField(
        label,
        choices=list(choices),
        description=more.get("hint", ""),
        default=more.get("default"),
        validators=_needed(needed),
        option_widget=wtforms.widgets.CheckboxInput(),
        widget=CheckboxesWidget(),
    )


def checkbox(label: str, *, needed: str | None = None, **more: Any) -> Any:
    """A statement to tick; `data` is a bool. `more`: hint, default."""
    return wtforms.BooleanField(
        label,
        description=more.get("hint", ""),
        default=more.get("default", False),
        validators=_needed(needed),
        widget=CheckboxWidget(),
    )


def day(label: str, *, needed: str | None = None, **more: Any) -> Any:
    """A day in three boxes; `data` is a date or None. `more`: hint, default."""
    return DayField(
        _label(label, needed, more),
        description=more.get("hint", "For example, 24 11 2026"),
        default=more.get("default"),
        needed=needed,
    )


def moment(label: str, *, needed: str | None = None, **more: Any) -> Any:
    """A day and a London time; `data` is an aware moment in UTC or None. `more`: hint, default."""
    return MomentField(
        _label(label, needed, more),
        description=more.get("hint", "For example, 24 11 2026 at 9.15am"),
        default=more.get("default"),
        needed=needed,
    )


def file(label: str, *, needed: str | None = None, **more: Any) -> Any:
    """One file; `data` is werkzeug’s FileStorage or None. `more`: hint, accept (“.xlsx,.csv”)."""
    return _file(FileField, govuk.GovFileInput(), label, needed, more)


def files(label: str, *, needed: str | None = None, **more: Any) -> Any:
    """Several files; `data` is a list of FileStorage. `more`: hint, accept."""
    return _file(MultipleFileField, govuk.GovFileInput(multiple=True), label, needed, more)


def version() -> Any:
    """The version of the row a form was opened with; `data` is an int, or None if tampered with."""
    return VersionField(widget=wtforms.widgets.HiddenInput())


def hidden() -> Any:
    """A value that travels with the form; check it as if typed."""
    return wtforms.HiddenField()


class VersionForm(BaseForm):
    """A button that says which version of a row it was shown with."""

    version = version()


def seen_version(form: Any) -> int:
    """The version a form was opened with. Raises ChangedMeanwhile where it was lost."""
    if form.version.data is None:
        raise ChangedMeanwhile("Open the page again, then make your change.")
    return int(form.version.data)


def _written(
    kind: Any, widget: Any, label: str, needed: str | None, most: int, more: dict[str, Any]
) -> Any:
    params: dict[str, Any] = {
        key: more[key] for key in ("autocomplete", "rows", "inputmode") if key in more
    }
    if "width" in more:
        params["classes"] = f"govuk-input--width-{more['width']}"
    return kind(
        _label(label, needed, more),
        description=more.get("hint", ""),
        default=more.get("default"),
        filters=[_stripped if kind is wtforms.TextAreaField else _on_one_line],
        validators=[*_needed(needed), _at_most(most)],
        widget=widget,
        render_kw={"params": params} if params else None,
    )


def _file(kind: Any, widget: Any, label: str, needed: str | None, more: dict[str, Any]) -> Any:
    attributes = {"accept": more["accept"]} if "accept" in more else {}
    return kind(
        _label(label, needed, more),
        description=more.get("hint", ""),
        validators=[FileRequired(needed)] if needed else [],
        widget=widget,
        render_kw={"params": {"attributes": attributes}},
    )


def _needed(sentence: str | None) -> Iterable[Any]:
    return [validators.DataRequired(sentence)] if sentence else [validators.Optional()]


def _at_most(most: int) -> Any:
    def check(_form: Any, field: Any) -> None:
        extra = len(field.data or "") - most
        if extra > 0:
            raise validators.ValidationError(
                f"This is {plural(extra, 'character')} too long: write at most {most:,}."
            )

    return check


def _label(label: str, needed: str | None, more: dict[str, Any]) -> str:
    return label if needed else f"{label} ({more.get('when', 'optional')})"


def _stripped(value: str | None) -> str | None:
    """Without what surrounds it, and without characters that nobody sees."""
    return "".join(c for c in value if c in "\n\t" or _is_seen(c)).strip() if value else value


def _on_one_line(value: str | None) -> str | None:
    """The same, with every run of spaces and line breaks as one space."""
    return " ".join((_stripped(" ".join(value.split())) or "").split()) if value else value


def _is_seen(character: str) -> bool:
    """False for control characters and those that turn the direction of writing."""
    return unicodedata.category(character) != "Cc" and character not in _TURNING
