"""When each person last looked, in a signed cookie of their own: reading a page writes nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

COOKIE = "readiness_looked"
KEPT = timedelta(days=90)
ONE_VISIT = timedelta(minutes=30)
"""Looks closer together than this are one visit, so that reading on loses no news."""


@dataclass(frozen=True)
class Look:
    """`since` is when the visit before this one ended, or None at the first; `at` is now."""

    since: datetime | None
    at: datetime


def look_again(before: Look | None, now: datetime) -> Look:
    """The look that follows another: within a visit what is new stays new."""
    if before is None:
        return Look(None, now)
    is_same_visit = now - before.at < ONE_VISIT
    return Look(before.since if is_same_visit else before.at, now)


def read_look(person_id: int) -> Look | None:
    """The last look of this person in this browser; None for nobody’s or somebody else’s."""
    try:
        owner, since, at = _serializer().loads(request.cookies.get(COOKIE, ""))
        if owner != person_id:
            return None
        return Look(None if since is None else _moment(since), _moment(at))
    except (BadSignature, TypeError, ValueError):
        return None


def keep_look(response: Response, person_id: int, look: Look) -> None:
    """Let the answer carry the look to the next visit."""
    since = None if look.since is None else int(look.since.timestamp())
    response.set_cookie(
        COOKIE,
        _serializer().dumps([person_id, since, int(look.at.timestamp())]),
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="readiness.today.looked")
