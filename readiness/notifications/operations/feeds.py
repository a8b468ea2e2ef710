"""The secret addresses of calendars: made, made anew, revoked. Only a hash of one is kept."""

import hashlib
import secrets

from readiness import clock
from readiness.activity.operations import record
from readiness.errors import ChangedMeanwhile, Refused
from readiness.extensions import db
from readiness.notifications.calendars import SharedCalendar
from readiness.notifications.models import CalendarFeed
from readiness.notifications.operations.outbox import lock_outbox
from readiness.notifications.queries import find_own_feed, list_feeds_of_leavers
from readiness.people.models import Person


def make_feed(*, actor: Person, calendar: SharedCalendar, version: int) -> tuple[CalendarFeed, str]:
    """Make an address for one’s own use; one made before is worth nothing any more.

    Gives its secret, which nobody can find out again. `version` is the row’s as the page showed
    it, 0 for none yet. Raises ChangedMeanwhile when it changed since.
    """
    feed = find_own_feed(actor, calendar.key)
    _check_version(feed, version)
    if feed is None:
        feed = CalendarFeed(person=actor, calendar=calendar.key, title=calendar.title)
        db.session.add(feed)
    secret = secrets.token_urlsafe(32)
    feed.title, feed.token_hash, feed.made_at = calendar.title, hash_secret(secret), clock.now()
    record(actor=actor, event="notifications:feed:made", subject=feed)
    return feed, secret


def revoke_feed(*, actor: Person, calendar: SharedCalendar, version: int) -> None:
    """Make one’s own address worth nothing. Raises Refused, ChangedMeanwhile."""
    feed = find_own_feed(actor, calendar.key)
    _check_version(feed, version)
    if feed is None or feed.token_hash is None:
        raise Refused("This calendar has no address that could be revoked.")
    feed.token_hash = None
    record(actor=actor, event="notifications:feed:revoked", subject=feed)


def revoke_leavers() -> int:
    """Revoke the addresses of those who have left, so that none lives again if they come back.

    Invitations are written in the same transaction, so the outbox is locked before the activity,
    as by everybody who needs both.
    """
    lock_outbox()
    feeds = list_feeds_of_leavers()
    for feed in feeds:
        feed.token_hash = None
        record(actor=None, event="notifications:feed:revoked", subject=feed)
    return len(feeds)


def hash_secret(secret: str) -> str:
    """What is kept of a secret. It is long and random, so that nobody can try them all."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _check_version(feed: CalendarFeed | None, version: int) -> None:
    if (feed.version if feed is not None else 0) != version:
        raise ChangedMeanwhile(
            "The address of this calendar was changed in another window. Look at it again."
        )
