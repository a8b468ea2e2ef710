"""The gate of every page: @requires and `can` ask the same table."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import quote

from flask import Flask, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from readiness.errors import NotAllowed, NotFound, SignedOut
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.web.commits import SAFE_METHODS
from readiness.web.navigation import Account, use_rights

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def current_person() -> Person:
    """Who is signed in. Raises NotFound where nobody is: a page must require a permission."""
    person = find_current_person()
    if person is None:
        raise NotFound("Nobody is signed in.")
    return person


def find_current_person() -> Person | None:
    """Who is signed in, if anybody."""
    person: Person | None = g.get("person")
    return person


def can(permission: Permission) -> bool:
    """Whether the person signed in has the permission."""
    person = find_current_person()
    return person is not None and allows(person.role, permission)


def requires(permission: Permission) -> Callable[[View], View]:
    """Open the view only to people with the permission; others are told so plainly."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            if find_current_person() is None:
                return _ask_to_sign_in()
            if not can(permission):
                raise NotAllowed(
                    "Your role does not open this page. If you need it, "
                    "ask the inspection coordinator."
                )
            return view(*args, **kwargs)

        vars(wrapped)["permission"] = permission
        return cast(View, wrapped)

    return decorate


def install_access(app: Flask) -> None:
    """Let the frame of every page ask the same table, and say who is signed in."""
    use_rights(app, can=can, account=_account)
    app.jinja_env.globals.update(current_person=find_current_person)


def anyone(view: View) -> View:
    """Say out loud that a view is open to people who are not signed in."""
    vars(view)["permission"] = None
    return view


def _ask_to_sign_in() -> ResponseReturnValue:
    """To the sign-in page and back here; what was sent by a form is handed back, never lost."""
    if request.method not in SAFE_METHODS:
        raise SignedOut("Nothing was saved. Sign in, open the page again and send it once more.")
    here = request.full_path.removesuffix("?")
    return redirect(f"{url_for('people.sign_in')}?next={quote(here)}")


def _account() -> Account | None:
    person = find_current_person()
    if person is None:
        return None
    return Account(
        name=person.name,
        page=url_for("people.show_password"),
        sign_out=url_for("people.sign_out"),
    )
