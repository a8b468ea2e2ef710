"""Who is behind a request: the cookie holds a secret, the database decides what it is worth."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import Flask, current_app, g, request, session

from readiness import clock
from readiness.people.models import Person
from readiness.people.operations import hash_token
from readiness.people.queries import find_sign_in
from readiness.people.rules import session_is_live

_HELD = "sign_in"
_SEEN = "seen"
MOST_OF_STRANGERS = 100 * 1024
"""Bytes of a request by somebody who never signed in: signing in needs no more."""
View = TypeVar("View", bound=Callable[..., Any])
_FILES = frozenset({"static", "theme"})


def limit_strangers(app: Flask) -> None:
    """Take no files from those who never signed in: they could fill the disk.

    Before anything that reads a form, such as the check of its token.
    """

    @app.before_request
    def limit() -> None:
        if _HELD not in session:
            request.max_content_length = MOST_OF_STRANGERS


def was_signed_in(app: Flask, cookies: str) -> bool:
    """Whether a request with these cookies is no stranger’s. Reads no database."""
    environ = {"REQUEST_METHOD": "POST", "HTTP_COOKIE": cookies}
    held = app.session_interface.open_session(app, app.request_class(environ))
    return held is not None and _HELD in held


def install_sessions(app: Flask, idle_lasts: timedelta) -> None:
    """Find the person before each request. Nothing is written: the cookie keeps the time."""

    @app.before_request
    def find_person() -> None:
        g.person = None if request.endpoint in _FILES else _find_person(idle_lasts)


def is_no_visit(view: View) -> View:
    """Say that opening this page is no sign of a person: one that asks for itself again and again.

    It does not put off the end that comes after idle hours. Stands right above the view.
    """
    vars(view)["is_no_visit"] = True
    return view


def remember(token: str) -> None:
    """Put a new sign-in into the cookie, and nothing that was there before."""
    session.clear()
    session[_HELD] = token
    session[_SEEN] = clock.now().isoformat()


def forget() -> str | None:
    """Empty the cookie; gives the secret it held."""
    token: str | None = session.get(_HELD)
    session.clear()
    return token


def _find_person(idle_lasts: timedelta) -> Person | None:
    token = session.get(_HELD)
    if token is None:
        return None
    now = clock.now()
    if now - datetime.fromisoformat(session[_SEEN]) > idle_lasts:
        session.clear()
        return None
    found = find_sign_in(hash_token(token))
    if found is None or not session_is_live(
        now=now,
        expires_at=found.expires_at,
        ended_at=found.ended_at,
        is_active=found.person.is_active,
    ):
        session.clear()
        return None
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "is_no_visit", False):
        session[_SEEN] = now.isoformat()
    return found.person
