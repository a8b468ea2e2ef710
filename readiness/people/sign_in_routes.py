"""Pages of signing in and out, and of one’s own password."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.errors import ChangedMeanwhile, Refused
from readiness.people import operations, queries
from readiness.people.access import anyone, current_person, find_current_person, requires
from readiness.people.blueprint import blueprint
from readiness.people.forms import PasswordForm, SignInForm
from readiness.people.passwords import hash_password
from readiness.people.permissions import ROLE_WORDS, Permission
from readiness.people.sessions import forget, remember
from readiness.settings import current_settings
from readiness.web.commits import before_writing, commits
from readiness.web.pages import safe_next

WRONG_PAIR = "The email address or the password is wrong. Check both and try again."
WRONG_PASSWORD = "The current password is wrong. Enter it again."  # noqa: S105  # a sentence


@blueprint.get("/sign-in")
@anyone
def sign_in() -> ResponseReturnValue:
    """The door."""
    form = SignInForm(next=request.args.get("next", ""))
    return _show_sign_in(form)


@blueprint.post("/sign-in")
@anyone
@commits
def begin_sign_in() -> ResponseReturnValue:
    """Let somebody in. A wrong pair answers 200, so that the attempt is counted."""
    form = SignInForm()
    if not form.validate():
        return _show_sign_in(form)
    try:
        signed_in = operations.begin_sign_in(
            pair=_verify(form),
            lasts=current_settings().sign_in_lasts,
        )
    except Refused as error:
        form.add_error("password", error.sentence)
        return _show_sign_in(form)
    if signed_in is None:
        form.add_error("password", WRONG_PAIR)
        return _show_sign_in(form)
    remember(signed_in[1])
    return redirect(safe_next(url_for("today.show")))


@blueprint.post("/sign-out")
@anyone
@commits
def sign_out() -> ResponseReturnValue:
    """End this session for good."""
    person, token = find_current_person(), forget()
    if person is not None and token is not None:
        operations.end_sign_in(actor=person, token=token)
    return redirect(url_for("people.sign_in"))


@blueprint.get("/password")
@requires(Permission.SEE_READINESS)
def show_password() -> ResponseReturnValue:
    """The form for one’s own password."""
    return _show_password(PasswordForm())


@blueprint.post("/password")
@requires(Permission.SEE_READINESS)
@commits
def change_password() -> ResponseReturnValue:
    """Change one’s own password; every session ends, this one too.

    A wrong current password answers 200, so that the attempt is counted.
    """
    form = PasswordForm()
    if not form.validate():
        return _show_password(form), 422
    if (fault := _change(form)) is not None:
        form.add_error(*fault)
        return _show_password(form)
    forget()
    return redirect(url_for("people.sign_in"))


def _verify(form: SignInForm) -> operations.VerifiedPair:
    with before_writing():
        return operations.verify_pair(
            email=form.email.data or "",
            password=form.password.data or "",
            address=request.remote_addr or "",
        )


def _change(form: PasswordForm) -> tuple[str, str] | None:
    """Change the password: None, or the field that is wrong and why."""
    email, address = current_person().email, request.remote_addr or ""
    field = "current_password"
    try:
        with before_writing():
            pair = operations.verify_pair(
                email=email, password=form.current_password.data or "", address=address
            )
            field = "password"
            password_hash = hash_password(form.password.data or "")
        is_right = operations.change_own_password(
            actor=current_person(), pair=pair, password_hash=password_hash
        )
    except ChangedMeanwhile:
        raise
    except Refused as error:
        return field, error.sentence
    return None if is_right else ("current_password", WRONG_PASSWORD)


def _show_sign_in(form: SignInForm) -> str:
    is_demo = current_settings().demo
    accounts = queries.list_active_people() if is_demo else ()
    return render_template(
        "people/sign_in.html", form=form, accounts=accounts, role_words=ROLE_WORDS
    )


def _show_password(form: PasswordForm) -> str:
    return render_template("people/form.html", form=form, heading="Change your password")
