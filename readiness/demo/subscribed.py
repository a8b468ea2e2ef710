"""Who of the invented council subscribed to their calendar: the coordinator, some weeks ago.

The address itself is lost, as any is once it was shown: the page shows that there is one.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from readiness.demo.dates import moment
from readiness.demo.documents.shelving import Event
from readiness.notifications.calendars import OWN, OWN_TITLE, SharedCalendar
from readiness.notifications.operations import make_feed
from readiness.people.models import Post

WEEKS_AGO = timedelta(weeks=3)


def plan_calendars(today: date, posts: Mapping[str, Post]) -> Iterator[Event]:
    """The address that was made."""
    coordinator = posts["inspection-coordinator"].holder
    if coordinator is None:
        return

    def make() -> None:
        calendar = SharedCalendar(OWN, OWN_TITLE)
        make_feed(actor=coordinator, calendar=calendar, version=0)

    yield moment(today - WEEKS_AGO, 9, 40), make
