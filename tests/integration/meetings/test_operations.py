"""Planning and holding meetings: dates that follow, notes, decisions, ends."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from readiness import clock
from readiness.actions.rules import Origin, Source
from readiness.activity.models import Activity
from readiness.clock import LONDON, in_london
from readiness.errors import ChangedMeanwhile, NotAllowed, Refused
from readiness.extensions import db
from readiness.inspections.models import ClosureDay
from readiness.inspections.operations import add_closure
from readiness.meetings import operations
from readiness.meetings.calendars import list_meeting_entries
from readiness.meetings.models import Meeting
from readiness.meetings.queries import (
    get_meeting,
    list_agenda,
    list_past,
    list_planned,
    list_sections,
)
from readiness.meetings.rules import MeetingState, Presence, Rhythm
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.actions import make_action
from tests.factories.meetings import make_meeting, make_series
from tests.factories.people import make_person
from tests.integration.meetings.conftest import NOW
from tests.support.databases import on_both_databases

pytestmark = pytest.mark.usefixtures("morning")


def end(actor: Person, meeting: Meeting) -> Meeting:
    """An hour after it begins, with at least who ends it present."""
    found = get_meeting(meeting.id)
    if not found.attendance:
        came = {actor.id: (None, Presence.PRESENT)}
        operations.record_attendance(actor=actor, meeting=found, presence=came)
        db.session.flush()
    with clock.at(NOW + timedelta(hours=2)):
        sections = list_sections(found, clock.now())
        operations.end_meeting(actor=actor, meeting=found, version=found.version, sections=sections)
    db.session.commit()
    return get_meeting(meeting.id)


@on_both_databases
def test_four_meetings_are_planned_ahead_and_planning_again_adds_none(chair: Person) -> None:
    make_series(chair)
    operations.plan_everything()
    days = [in_london(meeting.at) for meeting in list_planned()]
    assert [day.date() - NOW.date() for day in days] == [timedelta(weeks=2 * n) for n in range(4)]
    assert {day.time() for day in days} == {time(10)}


def test_a_meeting_stays_at_ten_in_london_across_the_change_of_clocks(chair: Person) -> None:
    with clock.at(datetime(2027, 3, 10, 9, tzinfo=LONDON)):
        make_series(chair, first_day=clock.today())
        assert {in_london(meeting.at).hour for meeting in list_planned()} == {10}
        assert {meeting.at.hour for meeting in list_planned()} == {9, 10}


def test_a_series_that_changes_takes_along_what_nobody_touched(chair: Person) -> None:
    series = make_series(chair)
    touched = get_meeting(list_planned()[1].id)
    operations.raise_item(actor=chair, meeting=touched, title="Rooms")
    db.session.commit()
    operations.change_series(
        actor=chair,
        series=series,
        version=series.version,
        title=series.title,
        chair_post=series.chair_post,
        rhythm=Rhythm(series.first_day + timedelta(days=1), time(14), 1),
        place="",
    )
    db.session.commit()
    days = [(in_london(m.at).strftime("%a %d %H")) for m in list_planned()]
    assert days == ["Wed 25 14", "Wed 02 14", "Tue 08 10", "Wed 09 14"]


def test_one_meeting_moves_or_is_cancelled_and_the_series_goes_on(chair: Person) -> None:
    make_series(chair)
    first, second = list_planned()[:2]
    agreed = operations.agree_action(
        actor=chair, meeting=first, title="Ring the schools", owner=chair, due_on=clock.today()
    )
    operations.move_meeting(
        actor=chair, meeting=first, version=1, at=NOW + timedelta(days=2), reason="The chair is ill"
    )
    assert first.moved_because.startswith("Moved from Tuesday ")
    assert first.moved_because.endswith(", 10am: The chair is ill")
    db.session.flush()
    operations.cancel_meeting(actor=chair, meeting=second, version=1, reason="Half term")
    db.session.commit()
    assert first.activity_title == f"{first.series.title}, 26 November 2026"
    assert agreed.source_words == first.activity_title
    assert len(list_planned()) == 4
    assert [meeting.state for meeting in list_past()] == [MeetingState.CANCELLED]
    with pytest.raises(ChangedMeanwhile, match="cancelled"):
        operations.raise_item(actor=chair, meeting=get_meeting(second.id), title="Late")
    with pytest.raises(ChangedMeanwhile, match="after you opened it"):
        operations.move_meeting(
            actor=chair, meeting=first, version=1, at=NOW + timedelta(days=3), reason="Again"
        )


def test_a_day_closed_later_moves_the_meetings_on_it_but_not_those_that_somebody_moved(
    chair: Person,
) -> None:
    make_series(chair, NOW.date() + timedelta(days=1))
    first, second, third, _ = list_planned()
    operations.raise_item(actor=chair, meeting=get_meeting(first.id), title="Rooms")
    seen = make_calendar_of(chair)
    moved_to = second.at + timedelta(days=1)
    operations.move_meeting(
        actor=chair, meeting=second, version=1, at=moved_to, reason="The chair is ill"
    )
    db.session.commit()
    for day in (first.at, first.at + timedelta(days=1), moved_to):
        add_closure(actor=None, day=day.date(), name="Stocktaking")
    for _ in range(2):
        operations.plan_everything()
        db.session.commit()
    assert first.at == NOW + timedelta(days=3, hours=1)
    assert first.moved_because.startswith(
        "Wednesday 25 November 2026 is a closure day of the council, Stocktaking, so it moved"
    )
    assert (first.is_moved_by_hand, second.is_moved_by_hand) == (False, True)
    assert (second.at, third.version, len(list_planned())) == (moved_to, 1, 4)
    entries = db.session.scalars(select(Activity).where(Activity.event.endswith(":moved")))
    assert [(e.actor_id, e.subject_id) for e in entries] == [
        (chair.id, second.id),
        (None, first.id),
    ]
    told = make_calendar_of(chair)
    assert [u for u in told if told[u] > seen[u]] == list(seen)[:2]
    db.session.add(ClosureDay(day=first.at.date(), name="Stocktaking goes on"))
    operations.plan_everything()
    assert first.at == NOW + timedelta(days=6, hours=1), "over the weekend"


def make_calendar_of(person: Person) -> dict[str, int]:
    """The version of each meeting in somebody’s calendar."""
    return {entry.uid: entry.sequence for entry in list_meeting_entries(person, NOW)}


def test_a_meeting_is_not_moved_into_the_past_nor_without_a_reason(chair: Person) -> None:
    meeting = make_meeting(chair)
    for at, reason in ((NOW - timedelta(hours=1), "x"), (NOW + timedelta(hours=9), " ")):
        with pytest.raises(Refused):
            operations.move_meeting(actor=chair, meeting=meeting, version=1, at=at, reason=reason)


def test_only_those_who_run_meetings_write_their_minutes(chair: Person) -> None:
    meeting = get_meeting(make_meeting(chair).id)
    lead = make_person(Role.HEAD_OF_SERVICE)
    operations.raise_item(actor=lead, meeting=meeting, title="Rooms")
    with pytest.raises(NotAllowed, match="are run by"):
        operations.write_note(actor=lead, meeting=meeting, key="actions", version=0, note="x")
    with pytest.raises(NotAllowed, match="those who come"):
        operations.raise_item(actor=make_person(Role.OBSERVER), meeting=meeting, title="x")


@on_both_databases
def test_the_second_of_two_notes_is_refused_and_told_whose_is_there(chair: Person) -> None:
    meeting = make_meeting(chair)
    operations.write_note(
        actor=chair, meeting=get_meeting(meeting.id), key="actions", version=0, note="First"
    )
    db.session.commit()
    with pytest.raises(ChangedMeanwhile, match="Dana Director wrote a note"):
        operations.write_note(
            actor=chair, meeting=get_meeting(meeting.id), key="actions", version=0, note="Second"
        )
    assert [item.note for item in get_meeting(meeting.id).items] == ["First"]


@on_both_databases
def test_an_ended_meeting_keeps_its_figures_and_changes_no_more(chair: Person) -> None:
    meeting = make_meeting(chair)
    make_action(chair, origin=Origin(Source.MEETING, 999), days=-1)
    operations.add_decision(
        actor=chair, meeting=get_meeting(meeting.id), key="actions", text="Weekly"
    )
    operations.record_attendance(
        actor=chair, meeting=get_meeting(meeting.id), presence={chair.id: (None, Presence.PRESENT)}
    )
    db.session.commit()
    held = end(chair, meeting)
    assert (held.carried_over, held.figures["Actions overdue"]) == (1, 1)
    make_action(chair)
    kept = list_sections(held, clock.now())
    assert [s.answer for s in kept if s.key == "actions"] == [
        "1 action is open, 1 overdue: Dana Director 1."
    ]
    with pytest.raises(ChangedMeanwhile, match="minutes are closed"):
        operations.add_decision(actor=chair, meeting=held, key="actions", text="Late")
    assert len(list_planned()) == 4


def test_a_meeting_with_no_attendees_is_not_ended_but_noted_as_not_held(chair: Person) -> None:
    meeting = get_meeting(make_meeting(chair).id)
    told: dict[str, Any] = {"actor": chair, "meeting": meeting, "version": meeting.version}
    with clock.at(meeting.at + timedelta(minutes=50)):
        with pytest.raises(Refused, match="Note who came, or say that the meeting was not held"):
            operations.end_meeting(**told, sections=())
        operations.cancel_meeting(**told, reason="Only the chair had time")
    db.session.commit()
    assert get_meeting(meeting.id).state is MeetingState.CANCELLED
    assert len(list_planned()) == 4, "the series goes on"


def test_a_meeting_is_not_ended_before_it_begins(chair: Person) -> None:
    meeting = make_meeting(chair)
    with pytest.raises(Refused, match=r"24 November 2026, 10am\. End it when it was held"):
        operations.end_meeting(actor=chair, meeting=meeting, version=meeting.version, sections=())


def test_who_came_can_be_corrected_until_the_end(chair: Person) -> None:
    meeting = make_meeting(chair)
    seen = None
    for came in (Presence.PRESENT, Presence.APOLOGIES, None):
        found = get_meeting(meeting.id)
        operations.record_attendance(actor=chair, meeting=found, presence={chair.id: (seen, came)})
        db.session.commit()
        seen = came
        kept = [row.presence for row in get_meeting(meeting.id).attendance]
        assert kept == ([came] if came else [])


def test_of_two_who_note_who_came_neither_loses_anything(chair: Person) -> None:
    meeting, other = make_meeting(chair), make_person(Role.HEAD_OF_SERVICE)
    here, away = (None, Presence.PRESENT), (None, Presence.APOLOGIES)
    for pairs in (
        {chair.id: here, other.id: (None, None)},
        {chair.id: (None, None), other.id: away},
    ):
        operations.record_attendance(
            actor=chair, meeting=get_meeting(meeting.id), presence=dict(pairs)
        )
        db.session.commit()
    assert {row.presence for row in get_meeting(meeting.id).attendance} == {here[1], away[1]}
    with pytest.raises(ChangedMeanwhile, match="Somebody else noted"):
        operations.record_attendance(
            actor=chair, meeting=get_meeting(meeting.id), presence={chair.id: away}
        )


def test_nothing_is_agreed_in_a_meeting_that_has_ended(chair: Person) -> None:
    held = end(chair, make_meeting(chair))
    with pytest.raises(ChangedMeanwhile, match="minutes are closed"):
        operations.agree_action(
            actor=chair, meeting=held, title="Late", owner=chair, due_on=NOW.date()
        )


def test_a_series_changes_around_a_meeting_in_which_something_was_decided(chair: Person) -> None:
    series = make_series(chair)
    decided = get_meeting(list_planned()[1].id)
    operations.add_decision(actor=chair, meeting=decided, key="actions", text="Weekly")
    db.session.commit()
    operations.change_series(
        actor=chair,
        series=series,
        version=series.version,
        title=series.title,
        chair_post=series.chair_post,
        rhythm=Rhythm(series.first_day + timedelta(days=1), time(14)),
        place="",
    )
    db.session.commit()
    assert decided.id in {meeting.id for meeting in list_planned()}


def test_the_next_agenda_says_what_changed_since_the_last(chair: Person) -> None:
    meeting = make_meeting(chair)
    end(chair, meeting)
    with clock.at(NOW + timedelta(days=3)):
        following = get_meeting(list_planned()[0].id)
        agenda = list_agenda(following, list_sections(following, clock.now()))
    answers = {item.key: item.answer for item in agenda}
    assert "0 ended since the last meeting" in answers["actions"]
    assert {"actions", "annexe-a", "documents", "next"} <= set(answers)
