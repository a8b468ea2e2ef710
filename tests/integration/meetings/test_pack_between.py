"""Between inspections a pack says what is out of date, what soon will be, and what has changed."""

from datetime import date, datetime, timedelta

from flask import Flask

from readiness import clock
from readiness.extensions import db
from readiness.inspections.operations.exercise import make_clock
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.register.gathering import read_register
from readiness.register.operations import confirm
from readiness.register.rules.judging import Status
from readiness.sections import Period, Section, make_sections
from tests.factories.annexe_a import all_lists, make_upload
from tests.factories.fieldwork import make_bare_inspection
from tests.factories.library import make_version
from tests.factories.people import make_person

NOW = datetime(2026, 11, 24, 9, tzinfo=clock.LONDON)
BEFORE = NOW - timedelta(weeks=2)


def read_section(key: str, since: datetime | None = BEFORE) -> Section:
    with clock.at(NOW):
        sections = make_sections(Period(since, NOW, NOW))
    return next(section for section in sections if section.key == key)


def test_a_list_whose_extract_was_to_be_made_again_is_out_of_date_though_it_is_kept(
    app: Flask,
) -> None:
    with clock.at(NOW - timedelta(weeks=6)):
        make_upload(all_lists(), as_at=date(2026, 10, 20))  # five weeks, to this very day
    assert "out of date" not in read_section("annexe-a").answer
    with clock.at(NOW - timedelta(weeks=6)):
        make_upload(all_lists(), as_at=date(2026, 10, 19))
    found = read_section("annexe-a")
    assert "11 out of date" in found.answer
    assert {row[1] for row in found.rows} == {"19/10/2026, out of date"}


def test_documents_say_how_many_changed_since_the_last_meeting(app: Flask) -> None:
    with clock.at(BEFORE - timedelta(days=1)):
        make_version("self-evaluation", as_at=date(2026, 11, 1), is_approved=True)
    assert "None has changed since the last meeting." in read_section("documents").answer
    with clock.at(BEFORE + timedelta(days=1)):
        make_version("self-evaluation", b"Another year.", as_at=date(2026, 11, 2))
        make_version("sufficiency-strategy", as_at=date(2026, 11, 2), is_approved=True)
    found = read_section("documents").answer
    assert "Since the last meeting 2 got a new version, 1 was approved." in found
    assert "last meeting" not in read_section("documents", since=None).answer


def test_an_arrangement_that_is_ready_for_less_than_four_weeks_comes_after_those_that_are_not(
    app: Flask,
) -> None:
    who = make_person(Role.COORDINATOR)
    _say("inspectors-rooms", date(2026, 9, 10), who)  # for three months
    _say("parking-and-passes", date(2026, 11, 10), who)  # for six
    found = read_section("register")
    assert "; 1 more is ready for less than four weeks." in found.answer
    assert found.rows[-1][0] == "Rooms for inspectors can be had within a week"
    assert found.rows[-1][2] == "Ready until 10/12/2026"
    assert not any("Parking" in row[0] for row in found.rows)
    assert found.deeds[-1] is not None  # and can be confirmed again there and then


def test_with_no_inspection_no_key_date_comes_next(app: Flask) -> None:
    answer = read_section("next").answer
    assert answer.startswith("In the next four weeks: no key date of an inspection, 0 people")


def test_key_dates_of_a_trial_run_are_named_as_its_own_and_none_of_an_exercise_clock(
    app: Flask,
) -> None:
    real, trial = make_bare_inspection(), make_bare_inspection(is_trial=True)
    trial.title = "Trial run: Short inspection"
    db.session.commit()
    found = read_section("next")
    assert found.answer.startswith(
        "In the next four weeks: 4 key dates, 4 of a trial run, 0 people"
    )
    titles = [row[0].rpartition(": ")[0] for row in found.rows]
    assert titles == [real.title] * 4 + [trial.title] * 4
    trial.exercise_clock = make_clock(None, trial.call_at)
    db.session.commit()
    assert "Trial run" not in str(read_section("next"))


def _say(key: str, day: date, who: Person) -> None:
    moment = datetime(day.year, day.month, day.day, 10, tzinfo=clock.LONDON)
    with clock.at(moment):
        register = read_register(moment)
        confirm(actor=who, register=register, key=key, status=Status.READY, version=0, note="")
        db.session.commit()
