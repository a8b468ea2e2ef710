"""Invitations are worked out: what people should know, less what they were told."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from readiness.london import LONDON
from readiness.notifications.rules.calendars import (
    Entry,
    FixedPoint,
    Kind,
    OwedInvitation,
    Told,
    decide_invitations,
    spell_subject,
    spell_when,
)

NOW = datetime(2026, 11, 30, 9, tzinfo=LONDON)
HUDDLE = Entry(
    uid="inspection-1-huddle",
    title="Call-day huddle",
    begins=NOW + timedelta(hours=2),
    ends=NOW + timedelta(hours=2, minutes=30),
    path="/inspections/1",
    sequence=1,
    about="Short inspection",
)
LATER = replace(
    HUDDLE, begins=NOW + timedelta(days=1), ends=NOW + timedelta(days=1, hours=1), sequence=2
)


def told(
    entry: Entry, person: int = 1, *, is_cancelled: bool = False
) -> dict[tuple[str, int], Told]:
    return {(entry.uid, person): Told(entry, entry.print, person, is_cancelled)}


def decide(
    entry: Entry | None, known: dict[tuple[str, int], Told], people: tuple[int, ...] = (1,)
) -> list[tuple[int, Kind, int]]:
    points = [FixedPoint(entry, frozenset(people))] if entry else []
    owed = decide_invitations(points, known, {1, 2}, NOW)
    return [(each.person_id, each.kind, each.entry.sequence) for each in owed]


def test_who_was_not_told_is_invited_once() -> None:
    assert decide(HUDDLE, {}, (1, 2, 3)) == [(1, Kind.NEW, 1), (2, Kind.NEW, 1)]
    assert decide(HUDDLE, told(HUDDLE)) == []


def test_a_moved_time_and_changed_words_are_told_with_a_higher_sequence() -> None:
    assert decide(LATER, told(HUDDLE)) == [(1, Kind.CHANGED, 2)]
    renamed = replace(HUDDLE, title="Huddle")
    assert decide(renamed, told(HUDDLE)) == [(1, Kind.CHANGED, 2)]


def test_a_higher_sequence_without_a_change_is_no_news() -> None:
    assert decide(replace(HUDDLE, sequence=9), told(HUDDLE)) == []


def test_what_falls_away_and_who_leaves_the_list_is_told_so_and_only_once() -> None:
    assert decide(None, told(HUDDLE)) == [(1, Kind.CANCELLED, 2)]
    assert decide(HUDDLE, told(HUDDLE), ()) == [(1, Kind.CANCELLED, 2)]
    assert decide(None, told(HUDDLE, is_cancelled=True)) == []


def test_who_comes_back_is_invited_anew_above_the_cancellation() -> None:
    assert decide(HUDDLE, told(replace(HUDDLE, sequence=4), is_cancelled=True)) == [
        (1, Kind.NEW, 5)
    ]


def test_nobody_is_told_of_what_is_over() -> None:
    over = replace(HUDDLE, begins=NOW - timedelta(hours=1), ends=NOW)
    assert decide(over, {}) == []
    assert decide(None, told(over)) == []


def test_an_event_moved_into_the_past_is_called_off_and_one_moved_out_of_it_is_changed() -> None:
    over = replace(HUDDLE, begins=NOW - timedelta(hours=1), ends=NOW, sequence=2)
    assert decide(over, told(HUDDLE)) == [(1, Kind.CANCELLED, 2)]
    assert decide(LATER, told(over)) == [(1, Kind.CHANGED, 3)]


def test_a_fixed_point_has_a_time() -> None:
    with pytest.raises(TypeError):
        decide(replace(HUDDLE, ends=date(2026, 12, 1)), {})


def test_the_words_of_a_trial_run_say_so_once() -> None:
    trial = replace(HUDDLE, is_trial=True)
    said = "Trial run: Invitation: Call-day huddle, Monday 30 November 2026, 11am"
    assert spell_subject(trial, Kind.NEW) == said
    named = replace(trial, title="Trial run: Call-day huddle")
    assert spell_subject(named, Kind.NEW) == said
    assert named.full_title == trial.full_title == "Trial run: Call-day huddle"


def test_the_email_says_when_where_and_what_for() -> None:
    assert spell_when(replace(HUDDLE, place="Harbour room")) == (
        "Monday 30 November 2026, 11am to 11.30am, Harbour room (Short inspection)."
    )
    assert OwedInvitation(HUDDLE, 1, Kind.NEW).entry is HUDDLE
