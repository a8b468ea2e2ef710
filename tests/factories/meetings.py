"""Series of meetings for tests."""

from datetime import date, time

from readiness import clock
from readiness.extensions import db
from readiness.meetings.models import Meeting, Series
from readiness.meetings.operations import add_series
from readiness.meetings.queries import list_planned
from readiness.meetings.rules import Rhythm
from readiness.people.models import Person
from tests.factories.people import make_post


def make_series(chair: Person | None = None, first_day: date | None = None) -> Series:
    """A committed series, chaired by the director’s post, with its first meetings planned."""
    post = make_post("director-supporting-families", "Director of Supporting Families", chair)
    series = add_series(
        actor=None,
        title="Readiness meeting",
        chair_post=post,
        rhythm=Rhythm(first_day or clock.today(), time(10)),
        place="Harbour room",
    )
    db.session.commit()
    return series


def make_meeting(chair: Person | None = None) -> Meeting:
    """The next meeting of a new series."""
    make_series(chair)
    return list_planned()[0]
