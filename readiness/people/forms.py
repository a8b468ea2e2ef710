"""The forms of signing in, people, posts and absences, words included."""

from collections.abc import Callable, Iterable
from typing import Any

from wtforms import ValidationError

from readiness.errors import Unusable
from readiness.people import operations
from readiness.people.models import Person
from readiness.people.permissions import ROLE_WORDS, Role
from readiness.web import forms

_NOBODY = ("", "Nobody")
_PHRASE = "At least 12 characters, for example three words that do not belong together."
_MANAGED = "You can give roles that may do no more than your own. A director can give every role."

_SEATED = (
    "You can choose people whose role may do no more than yours. Only a director can take a post "
    "themselves."
)
_AWAY = "You can choose yourself and, if you manage people, those you do not stand in for."


def _number(value: str | None) -> int | None:
    return int(value) if value else None


class SignInForm(forms.BaseForm):
    """Signing in with an account of this product."""

    submit_words = "Sign in"
    email = forms.email(
        "Email address", needed="Enter your email address.", autocomplete="username"
    )
    password = forms.password("Password", needed="Enter your password.")
    next = forms.hidden()


def _check(read: Callable[[str], str], field: Any) -> None:
    """Say at the field what is wrong with it. Raises ValidationError."""
    try:
        read(field.data or "")
    except Unusable as error:
        raise ValidationError(error.sentence) from None


class _AccountForm(forms.BaseForm):
    """A form of a name and a role."""

    def validate_name(self, field: Any) -> None:
        """As emails can carry it."""
        _check(operations.read_name, field)

    def offer(self, roles: Iterable[Role]) -> None:
        """Fill the list with the roles that may be given."""
        named = [(role.value, ROLE_WORDS[role]) for role in roles]
        self["role"].choices = [("", "Choose a role"), *named]


class AddPersonForm(_AccountForm):
    """A new person with a first password, to be told to them in person."""

    submit_words = "Add this person"
    name = forms.text("Full name", needed="Enter their full name.", most=120, autocomplete="off")
    email = forms.email("Email address", needed="Enter their email address.", autocomplete="off")
    role = forms.select("Role", [], needed="Choose a role.", hint=_MANAGED)
    password = forms.password(
        "First password",
        needed="Enter a first password.",
        hint=f"{_PHRASE} Tell it to them in person; they can change it.",
        autocomplete="new-password",
    )

    def validate_email(self, field: Any) -> None:
        """As mail servers take it."""
        _check(operations.read_address, field)


class ChangePersonForm(_AccountForm):
    """A person’s name, role and whether they may sign in."""

    submit_words = "Save"
    name = forms.text("Full name", needed="Enter their full name.", most=120, autocomplete="off")
    role = forms.select("Role", [], needed="Choose a role.", hint=_MANAGED)
    is_active = forms.checkbox("May sign in")
    version = forms.version()

    @property
    def chosen_role(self) -> Role:
        """The role picked."""
        return Role(self.role.data)


class PostForm(forms.BaseForm):
    """Who holds a post and who stands in."""

    submit_words = "Save"
    holder = forms.select("Holder", [], hint=_SEATED)
    deputy = forms.select("Deputy", [])
    version = forms.version()

    def offer(self, holders: Iterable[Person | None], deputies: Iterable[Person | None]) -> None:
        """Fill the two lists; None is nobody."""
        for field, people in ((self.holder, holders), (self.deputy, deputies)):
            field.choices = [
                (str(person.id), person.name) if person else _NOBODY for person in people
            ]

    @property
    def holder_id(self) -> int | None:
        """The holder picked, or None."""
        return _number(self.holder.data)

    @property
    def deputy_id(self) -> int | None:
        """The deputy picked, or None."""
        return _number(self.deputy.data)


class AbsenceForm(forms.BaseForm):
    """Days away, both included."""

    submit_words = "Record time away"
    person = forms.select("Who is away", [], needed="Choose who is away.", hint=_AWAY)
    first_day = forms.day("First day away", needed="Enter the first day away.")
    last_day = forms.day("Last day away", needed="Enter the last day away.")


class NewPasswordForm(forms.BaseForm):
    """A new password for somebody who cannot sign in; all their sessions end."""

    submit_words = "Set the password"
    password = forms.password(
        "New password",
        needed="Enter a new password.",
        hint=f"{_PHRASE} Tell it to them in person; they can change it.",
        autocomplete="new-password",
    )


class PasswordForm(forms.BaseForm):
    """A new password for oneself."""

    submit_words = "Change password"
    current_password = forms.password("Current password", needed="Enter your current password.")
    password = forms.password(
        "New password",
        needed="Enter a new password.",
        hint=_PHRASE,
        autocomplete="new-password",
    )
