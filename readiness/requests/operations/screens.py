"""Putting up a wall screen, which shows the wall without anybody being signed in, and ending it."""

import hashlib
import secrets
from datetime import timedelta

from readiness import clock
from readiness.activity.operations import record
from readiness.errors import require_words
from readiness.extensions import db
from readiness.inspections.operations.checks import check_allowed, get_running
from readiness.people.models import Person
from readiness.people.permissions import Permission
from readiness.requests.models import WallScreen

LASTS = timedelta(days=21)
"""From the call to the end of the fieldwork of the longest inspection, and a little more."""


def open_screen(*, actor: Person, inspection_id: int, place: str) -> tuple[WallScreen, str]:
    """Put a screen up; its secret is given once, for the cookie of that computer.

    Raises NotAllowed, and Refused for a closed inspection or a screen that stands nowhere.
    """
    check_allowed(actor, Permission.WORK_ALL_TASKS, "put up wall screens")
    get_running(inspection_id)
    now, secret = clock.now(), secrets.token_urlsafe(32)
    screen = WallScreen(
        inspection_id=inspection_id,
        place=require_words(place, "Say where the screen stands.", "place"),
        token_hash=hash_secret(secret),
        opened_by=actor,
        opened_at=now,
        expires_at=now + LASTS,
    )
    db.session.add(screen)
    record(
        actor=actor,
        event="requests:screen:opened",
        subject=screen,
        changes={"until": (None, screen.expires_at)},
        inspection_id=inspection_id,
    )
    return screen, secret


def end_screen(*, actor: Person, screen: WallScreen) -> None:
    """Take a screen down: at its next look it shows the sign-in page."""
    check_allowed(actor, Permission.WORK_ALL_TASKS, "take wall screens down")
    if screen.ended_at is None:
        screen.ended_at = clock.now()
        record(
            actor=actor,
            event="requests:screen:ended",
            subject=screen,
            inspection_id=screen.inspection_id,
        )


def hash_secret(secret: str) -> str:
    """What is kept of a screen’s secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
