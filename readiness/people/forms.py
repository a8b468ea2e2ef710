"""The forms of signing in, people, posts and absences, words included."""

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovDateInput,
    GovPasswordInput,
    GovSelect,
    GovSubmitInput,
    GovTextInput,
)
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    PasswordField,
    SelectField,
    StringField,
    SubmitField,
)
from wtforms.validators import InputRequired, Length

from readiness.people.permissions import ROLE_WORDS, Role
from readiness.web.forms import BaseForm

_ROLES = [(role.value, words) for role, words in ROLE_WORDS.items()]
_NOBODY = ("", "Nobody")


def _number(value: str | None) -> int | None:
    return int(value) if value else None


class SignInForm(BaseForm):
    """Signing in with an account of this product."""

    email = StringField(
        "Email address",
        widget=GovTextInput(),
        validators=[InputRequired("Enter your email address")],
    )
    password = PasswordField(
        "Password", widget=GovPasswordInput(), validators=[InputRequired("Enter your password")]
    )
    next = HiddenField()
    submit = SubmitField("Sign in", widget=GovSubmitInput())


class AddPersonForm(BaseForm):
    """A new person with a first password, to be told to them in person."""

    name = StringField(
        "Full name",
        widget=GovTextInput(),
        validators=[InputRequired("Enter their full name"), Length(max=120)],
    )
    email = StringField(
        "Email address",
        widget=GovTextInput(),
        validators=[InputRequired("Enter their email address"), Length(max=254)],
    )
    role = SelectField("Role", widget=GovSelect(), choices=_ROLES)
    password = PasswordField(
        "First password",
        description="At least 12 characters. Tell it to them in person; they can change it.",
        widget=GovPasswordInput(),
        validators=[InputRequired("Enter a first password")],
    )
    submit = SubmitField("Add this person", widget=GovSubmitInput())


class ChangePersonForm(BaseForm):
    """A person’s name, role and whether they may sign in."""

    name = StringField(
        "Full name",
        widget=GovTextInput(),
        validators=[InputRequired("Enter their full name"), Length(max=120)],
    )
    role = SelectField("Role", widget=GovSelect(), choices=_ROLES)
    is_active = BooleanField("May sign in", widget=GovCheckboxInput())
    version = HiddenField()
    submit = SubmitField("Save", widget=GovSubmitInput())

    @property
    def chosen_role(self) -> Role:
        """The role picked."""
        return Role(self.role.data)


class PostForm(BaseForm):
    """Who holds a post and who stands in."""

    holder = SelectField("Holder", widget=GovSelect(), coerce=str)
    deputy = SelectField("Deputy", widget=GovSelect(), coerce=str)
    version = HiddenField()
    submit = SubmitField("Save", widget=GovSubmitInput())

    def offer(self, people: list[tuple[int, str]]) -> None:
        """Fill the two lists with (id, name)."""
        choices = [_NOBODY, *((str(number), name) for number, name in people)]
        self.holder.choices = choices
        self.deputy.choices = choices

    @property
    def holder_id(self) -> int | None:
        """The holder picked, or None."""
        return _number(self.holder.data)

    @property
    def deputy_id(self) -> int | None:
        """The deputy picked, or None."""
        return _number(self.deputy.data)


class AbsenceForm(BaseForm):
    """Days away, both included."""

    person = SelectField("Who is away", widget=GovSelect(), coerce=int)
    first_day = DateField(
        "First day away",
        widget=GovDateInput(),
        format="%d %m %Y",
        validators=[InputRequired("Enter the first day away")],
    )
    last_day = DateField(
        "Last day away",
        widget=GovDateInput(),
        format="%d %m %Y",
        validators=[InputRequired("Enter the last day away")],
    )
    submit = SubmitField("Record time away", widget=GovSubmitInput())


class PasswordForm(BaseForm):
    """A new password for oneself."""

    current = PasswordField(
        "Current password",
        widget=GovPasswordInput(),
        validators=[InputRequired("Enter your current password")],
    )
    password = PasswordField(
        "New password",
        description="At least 12 characters, for example three words that do not belong together.",
        widget=GovPasswordInput(),
        validators=[InputRequired("Enter a new password")],
    )
    submit = SubmitField("Change password", widget=GovSubmitInput())
