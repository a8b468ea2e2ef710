"""Calendar files say the right moments, also to a parser that did not write them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.london import LONDON
from readiness.office.ics import Event, Guest, Method, write_feed, write_invitation
from tests.support.calendar_files import list_events, read_calendar
from tests.support.soak import in_full

NOON = datetime(2026, 11, 30, 12, tzinfo=LONDON)
EVENT = Event(
    uid="event-1@readiness.example.org",
    title="Gate",
    begins=NOON,
    ends=NOON + timedelta(minutes=30),
    sequence=3,
    stamp=NOON,
    words="Short inspection",
    link="https://readiness.example.org/inspections/1",
    place="Harbour room",
)
GUEST = Guest("Ann “Ace”: Other; Head", "ann@example.org", "Council, here", "sender@example.org")


def test_a_feed_holds_each_event_with_its_words_and_its_number() -> None:
    events = list_events(write_feed([EVENT], name="Readiness: yours"))
    found = events["Gate"]
    assert found.dtstart.value == NOON
    assert found.dtend.value - found.dtstart.value == timedelta(minutes=30)
    assert (found.uid.value, found.sequence.value) == (EVENT.uid, "3")
    assert found.description.value == f"Short inspection\n{EVENT.link}"
    assert found.location.value == "Harbour room"
    assert found.transp.value == "OPAQUE"


def test_the_same_events_in_another_order_give_the_same_bytes() -> None:
    other = replace(EVENT, uid="event-0@readiness.example.org")
    assert write_feed([EVENT, other], name="x") == write_feed([other, EVENT], name="x")


def test_a_day_is_a_day_and_takes_up_no_time() -> None:
    day = replace(EVENT, begins=date(2026, 12, 1), ends=date(2026, 12, 2), is_busy=False)
    found = list_events(write_feed([day], name="x"))["Gate"]
    assert (found.dtstart.value, found.dtend.value) == (date(2026, 12, 1), date(2026, 12, 2))
    assert found.transp.value == "TRANSPARENT"


@pytest.mark.parametrize(
    "night",
    [datetime(2026, 10, 24, 22, tzinfo=LONDON), datetime(2027, 3, 27, 22, tzinfo=LONDON)],
)
def test_through_both_clock_change_nights_every_quarter_of_an_hour_is_the_right_moment(
    night: datetime,
) -> None:
    begin = night.astimezone(UTC)
    moments = [begin + timedelta(minutes=15 * number) for number in range(30)]
    events = [
        replace(EVENT, title=str(n), uid=f"{n}@x", begins=at, ends=at + timedelta(minutes=15))
        for n, at in enumerate(moments)
    ]
    found = list_events(write_feed(events, name="x"))
    for number, at in enumerate(moments):
        assert found[str(number)].dtstart.value.astimezone(UTC) == at
        assert found[str(number)].dtend.value.astimezone(UTC) == at + timedelta(minutes=15)


def test_a_summer_and_a_winter_deadline_keep_their_clock_time_in_any_year() -> None:
    events = [
        replace(EVENT, title=str(year), uid=f"{year}@x", begins=at, ends=at + timedelta(hours=1))
        for year in (2026, 2040)
        for at in [datetime(year, 7, 1, 17, tzinfo=LONDON)]
    ]
    body = write_feed(events, name="x")
    assert body.count(b"BEGIN:VTIMEZONE") == 1
    assert {each.dtstart.value.hour for each in list_events(body).values()} == {17}
    assert {each.dtstart.value.utcoffset() for each in list_events(body).values()} == {
        timedelta(hours=1)
    }


@pytest.mark.parametrize("method", [Method.REQUEST, Method.CANCEL])
def test_an_invitation_names_host_and_guest_and_what_to_do(method: Method) -> None:
    calendar = read_calendar(write_invitation(EVENT, GUEST, method))
    event = calendar.vevent
    assert calendar.method.value == method.value
    assert event.organizer.value == "mailto:sender@example.org"
    assert event.attendee.value == "mailto:ann@example.org"
    assert event.attendee.params["RSVP"] == ["FALSE"]
    assert event.status.value == ("CANCELLED" if method is Method.CANCEL else "CONFIRMED")


@settings(max_examples=in_full(300, else_=8))
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=90))
def test_whatever_the_words_are_they_stay_words(words: str) -> None:
    """No title ends its line and begins a property of its own."""
    calendar = read_calendar(write_feed([replace(EVENT, title=words, place=words)], name="x"))
    assert len(calendar.vevent_list) == 1
    assert calendar.vevent.summary.value == words


def test_a_line_break_in_a_title_begins_no_property() -> None:
    title = "One\r\nATTENDEE:mailto:other@example.org"
    event = read_calendar(write_feed([replace(EVENT, title=title)], name="x")).vevent
    assert "attendee" not in event.contents
