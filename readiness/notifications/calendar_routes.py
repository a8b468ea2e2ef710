"""The page of calendars, their secret addresses, and what answers at those.

An address is only as secret as its path, so that path is in no log, no error and no header of
ours. Whoever has not got a right one learns nothing: revoked, guessed and a leaver’s are all 404.
"""

import hmac
from datetime import timedelta

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound as NothingHere
from werkzeug.exceptions import TooManyRequests

from readiness import clock
from readiness.errors import NotFound
from readiness.notifications import operations, queries
from readiness.notifications.blueprint import blueprint
from readiness.notifications.calendars import (
    SharedCalendar,
    find_calendar,
    list_calendars,
    list_entries,
)
from readiness.notifications.exports import write_calendar
from readiness.notifications.messages import full_address
from readiness.notifications.models import CalendarFeed
from readiness.people.access import anyone, current_person, requires
from readiness.people.permissions import Permission, allows
from readiness.people.rules import name_network
from readiness.web.commits import commits
from readiness.web.limits import Limit

ASKED = Limit(60, timedelta(hours=1))
"""Of one address: calendars look every few minutes at the most."""
MISSED = Limit(200, timedelta(minutes=15))
"""Wrong addresses from one network. High, because a whole council’s calendars may be fetched
from there, with many an address that was revoked."""

NO_CALENDAR = "There is no such calendar. Choose one of those on the page of calendars."
NOBODYS = operations.hash_secret("")


@blueprint.get("/calendars")
@requires(Permission.SEE_READINESS)
def show_calendars() -> ResponseReturnValue:
    """Which calendars there are, and for which one has an address."""
    return _show()


@blueprint.post("/calendars/<key>/address")
@requires(Permission.SEE_READINESS)
@commits
def make_address(key: str) -> ResponseReturnValue:
    """Make an address, or a new one. It is shown now and never again."""
    calendar = _get_calendar(key)
    if not calendar.is_for(current_person()):
        raise NotFound(NO_CALENDAR)
    feed, secret = operations.make_feed(
        actor=current_person(), calendar=calendar, version=_seen_version()
    )
    path = url_for("notifications.read_feed", feed_id=feed.id, secret=secret)
    return _show(made=(calendar, full_address(path)))


@blueprint.post("/calendars/<key>/revoke")
@requires(Permission.SEE_READINESS)
@commits
def revoke_address(key: str) -> ResponseReturnValue:
    """Make an address worth nothing."""
    calendar = _get_calendar(key)
    operations.revoke_feed(actor=current_person(), calendar=calendar, version=_seen_version())
    return _show(revoked=calendar)


@blueprint.get("/calendars/<int:feed_id>/<secret>.ics")
@anyone
def read_feed(feed_id: int, secret: str) -> ResponseReturnValue:
    """The calendar at this address."""
    feed, now = _open_feed(feed_id, secret), clock.now()
    entries = list_entries(feed.calendar, feed.person, now)
    body = write_calendar(entries, title=feed.title, now=now)
    answer = Response(body, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'inline; filename="readiness.ics"'
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


def _open_feed(feed_id: int, secret: str) -> CalendarFeed:
    """The feed, for the right secret of somebody who is still here.

    Raises 404 for anything else, and 429 for too much of either.
    """
    now, network = clock.now(), name_network(request.remote_addr or "")
    if MISSED.is_reached(network, now):
        raise TooManyRequests(retry_after=int(MISSED.within.total_seconds()))
    feed = queries.find_feed(feed_id)
    known = feed.token_hash if feed is not None and feed.token_hash else NOBODYS
    is_right = hmac.compare_digest(known, operations.hash_secret(secret))
    if feed is None or not is_right or not _may_read(feed):
        MISSED.count(network, now)
        raise NothingHere
    if ASKED.is_reached(known, now):
        raise TooManyRequests(retry_after=int(ASKED.within.total_seconds()))
    ASKED.count(known, now)
    return feed


def _may_read(feed: CalendarFeed) -> bool:
    """Whether its person is still here, and the calendar too."""
    is_here = feed.person.is_active and allows(feed.person.role, Permission.SEE_TASKS)
    calendar = find_calendar(feed.calendar)
    return is_here and calendar is not None and calendar.is_for(feed.person)


def _get_calendar(key: str) -> SharedCalendar:
    calendar = find_calendar(key)
    if calendar is None:
        raise NotFound(NO_CALENDAR)
    return calendar


def _seen_version() -> int:
    return request.form.get("version", -1, int)


def _show(
    made: tuple[SharedCalendar, str] | None = None, revoked: SharedCalendar | None = None
) -> str:
    feeds = queries.list_own_feeds(current_person())
    offered = {calendar.key: calendar for calendar in list_calendars(current_person())}
    kept = {
        feed.calendar: SharedCalendar(feed.calendar, feed.title)
        for feed in feeds.values()
        if feed.token_hash and feed.calendar not in offered
    }
    return render_template(
        "notifications/calendars.html",
        calendars=[*offered.values(), *kept.values()],
        feeds=feeds,
        live=sum(feed.token_hash is not None for feed in feeds.values()),
        made=made,
        revoked=revoked,
        email=current_person().email,
    )
