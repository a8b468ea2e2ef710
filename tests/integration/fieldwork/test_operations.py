"""The rules of the week on site hold whoever writes: rights, limits, versions, and its records."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from readiness import clock
from readiness.actions.queries import list_from
from readiness.actions.rules import Source
from readiness.activity.models import Activity
from readiness.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from readiness.extensions import db
from readiness.fieldwork import operations
from readiness.fieldwork.models import CaseCheck, KeepInTouch, SelectedCase
from readiness.fieldwork.operations import Answer, CaseDetails, EntryDetails, PointDetails
from readiness.fieldwork.queries.cases import (
    get_check,
    get_selected,
    list_check_lines,
    list_selected,
    lock_referred,
)
from readiness.fieldwork.queries.talk import get_note
from readiness.fieldwork.queries.timetable import get_entry
from readiness.fieldwork.rules.talk import PointKind
from readiness.fieldwork.rules.timetable import EntryKind
from readiness.inspections.models import Inspection
from readiness.inspections.operations import close_inspection, move_anchor
from readiness.inspections.queries import get_inspection, list_posts_by_key
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.plain_words import format_day
from tests.factories.fieldwork import (
    ARRIVAL,
    make_bare_inspection,
    make_case,
    make_entry,
    make_referral,
)
from tests.factories.inspections import make_inspection
from tests.factories.people import make_person
from tests.support.at_once import run_at_once
from tests.support.databases import on_both_databases

SELECTION = datetime(2026, 12, 3, 13, tzinfo=clock.LONDON)


@pytest.fixture
def lead(app: Flask) -> Person:
    return make_person(Role.QUALITY_LEAD, "Kim Quality")


@pytest.fixture
def inspection(lead: Person) -> Inspection:
    return make_bare_inspection()


def changes_of(event: str) -> list[dict[str, list[object]]]:
    chosen = select(Activity.changes).where(Activity.event == event).order_by(Activity.id)
    return list(db.session.scalars(chosen))


def test_an_entry_is_put_on_changed_and_taken_off(inspection: Inspection) -> None:
    ann, ben = make_person(name="Ann"), make_person(name="Ben")
    runs = make_person(Role.COORDINATOR)
    made = make_entry(inspection, people=(ann,), note_taker=ben)
    entry = get_entry(inspection.id, made.id)
    details = EntryDetails(
        EntryKind.INTERVIEW,
        "Meet the workers",
        ARRIVAL,
        ARRIVAL + timedelta(hours=2),
        people=(ann, ben),
        posts=(list_posts_by_key()["psw"],),
        guests=("  foster   carers ", "", "foster carers"),
    )
    version = entry.version
    operations.change_entry(actor=runs, entry=entry, version=version, details=details)
    db.session.commit()
    entry = get_entry(inspection.id, made.id)
    assert [row.name for row in entry.attendees] == [
        "Ann",
        "Nobody yet, Principal Social Worker",
        "Ben",
    ]
    assert entry.guest_names == ("foster carers",)
    assert changes_of("fieldwork:entry:changed")[0]["people"] == [1, 4]
    with pytest.raises(ChangedMeanwhile, match="changed “Meet the workers”"):
        operations.remove_entry(actor=runs, entry=entry, version=version)
    operations.remove_entry(actor=runs, entry=entry, version=entry.version)
    db.session.commit()
    with pytest.raises(NotFound):
        get_entry(inspection.id, made.id)
    kept = [str(told.content()) for told in db.session.scalars(select(Activity))]
    assert any("the interview on Monday 7 December 2026, 9am" in words for words in kept)
    assert not [words for words in kept if "Meet the" in words], (
        "a title is in somebody’s own words"
    )


def test_an_entry_ends_on_the_day_it_begins_and_after_it(inspection: Inspection) -> None:
    for minutes in (0, -5, 60 * 13, 60 * 24):
        with pytest.raises(Refused):
            make_entry(inspection, minutes=minutes)
    with pytest.raises(NotAllowed):
        operations.add_entry(
            actor=make_person(Role.QUALITY_LEAD),
            inspection_id=inspection.id,
            details=EntryDetails(EntryKind.MEETING, "X", ARRIVAL, ARRIVAL + timedelta(hours=1)),
        )


def test_nothing_changes_once_the_inspection_is_closed(
    inspection: Inspection, lead: Person
) -> None:
    case = make_case(inspection)
    actor = make_person(Role.COORDINATOR)
    close_inspection(actor=actor, inspection_id=inspection.id, version=inspection.version)
    db.session.commit()
    director = make_person(Role.DIRECTOR)

    def tick() -> None:
        found = get_selected(inspection.id, case.id)
        operations.tick_check(actor=director, case=found, check=found.checks[0], version=1)

    for act in (
        lambda: make_entry(inspection),
        lambda: make_case(inspection, "2"),
        lambda: make_referral(inspection, lead),
        tick,
    ):
        with pytest.raises(Refused, match="is closed"):
            act()
        db.session.rollback()


CONCERN = PointDetails(PointKind.CONCERN, "Caseloads", "The report", clock.now())


def begin_note(inspection: Inspection) -> tuple[Person, KeepInTouch]:
    """A note of today with a concern that asks for evidence and a theme that asks for none."""
    runs = make_person(Role.COORDINATOR)
    note = operations.add_note(
        actor=runs, inspection_id=inspection.id, day=clock.today(), present="Lead inspector"
    )
    operations.add_point(actor=runs, note=note, details=CONCERN)
    operations.add_point(actor=runs, note=note, details=PointDetails(PointKind.THEME, "Plans"))
    db.session.commit()
    return runs, get_note(inspection.id, note.id)


def test_a_point_of_a_keep_in_touch_note_is_answered_once_where_it_asks_for_evidence(
    inspection: Inspection,
) -> None:
    runs, note = begin_note(inspection)
    with pytest.raises(Refused, match="Say which evidence"):
        operations.add_point(actor=runs, note=note, details=replace(CONCERN, evidence=" "))
    point, other = note.points
    operations.answer_point(actor=runs, note=note, point=point, version=point.version)
    db.session.flush()
    with pytest.raises(ChangedMeanwhile, match="noted on"):
        operations.answer_point(actor=runs, note=note, point=point, version=point.version)
    with pytest.raises(Refused, match="asks for no evidence"):
        operations.answer_point(actor=runs, note=note, point=other, version=other.version)


def test_a_point_is_changed_once_its_evidence_is_taken_back_and_withdrawn_with_a_reason(
    inspection: Inspection,
) -> None:
    runs, note = begin_note(inspection)
    point, other = note.points
    told: dict[str, Any] = {"actor": runs, "note": note, "point": point}
    operations.answer_point(**told, version=point.version)
    db.session.flush()
    seen = point.version
    with pytest.raises(Refused, match="This evidence was given"):
        operations.change_point(
            **told, version=seen, details=PointDetails(PointKind.CONCERN, "Caseloads")
        )
    db.session.refresh(point)
    operations.reopen_point(**told, version=seen)
    assert point.answered_at is None
    changed = PointDetails(PointKind.STRENGTH, "Caseloads fell", "The chart")
    with pytest.raises(ChangedMeanwhile, match="changed this point"):
        operations.change_point(**told, version=seen - 1, details=changed)
    db.session.flush()
    operations.change_point(**told, version=point.version, details=changed)
    assert (point.kind, point.text, point.due_at) == (PointKind.STRENGTH, "Caseloads fell", None)
    db.session.flush()
    with pytest.raises(Refused, match="Say why"):
        operations.withdraw_point(**told, version=point.version, reason=" ")
    operations.withdraw_point(**told, version=point.version, reason="It was said of another")
    db.session.flush()
    assert note.standing == [other]
    with pytest.raises(ChangedMeanwhile, match="was withdrawn"):
        operations.answer_point(**told, version=point.version)


def test_a_day_has_one_keep_in_touch_note_which_knows_its_actions(inspection: Inspection) -> None:
    runs, note = begin_note(inspection)
    today = clock.today()
    operations.agree_action(actor=runs, note=note, title="Print it", owner=runs, due_on=today)
    (action,) = list_from(Source.KEEP_IN_TOUCH, note.id)
    assert (action.title, action.source_words) == ("Print it", format_day(today))
    with pytest.raises(Refused, match="There is a note of"):
        operations.add_note(actor=runs, inspection_id=inspection.id, day=today, present="X")
    later = today + timedelta(days=1)
    with pytest.raises(Refused, match="still to come"):
        operations.add_note(actor=runs, inspection_id=inspection.id, day=later, present="X")
    with pytest.raises(ChangedMeanwhile, match="changed this note"):
        operations.change_note(actor=runs, note=note, version=99, present="X", said="")


def test_a_case_referred_back_is_closed_when_the_lead_inspector_was_told(
    inspection: Inspection, lead: Person
) -> None:
    owner = make_person(Role.HEAD_OF_SERVICE, "Oli Owner")
    made = make_referral(inspection, owner, hours_ago=2)
    case, now = lock_referred(inspection.id, made.id), clock.now()
    answer = Answer(owner, "Visited", "", now)

    def send(actor: Person, answer: Answer, version: int | None = None) -> None:
        seen = case.version if version is None else version
        operations.answer_referral(actor=actor, case=case, version=seen, answer=answer)
        db.session.flush()

    with pytest.raises(NotAllowed):
        send(make_person(Role.COORDINATOR), answer)
    with pytest.raises(Refused, match="Say what came of it"):
        send(owner, answer)
    first = case.version
    send(owner, replace(answer, outcome="Seen, and well"))
    assert lock_referred(inspection.id, made.id).told_at == now
    with pytest.raises(ChangedMeanwhile, match="Oli Owner changed case 1 referred back at"):
        send(lead, answer, first)
    send(lead, replace(answer, outcome="Seen", told_at=None))
    assert case.is_open
    observer = make_person(Role.OBSERVER)
    with pytest.raises(Refused, match="cannot act on a case"):
        send(lead, replace(answer, owner=observer, told_at=None))
    assert make_referral(inspection, owner).number == 2
    told = "".join(str(changes) for changes in db.session.scalars(select(Activity.changes)))
    titles = "".join(db.session.scalars(select(Activity.subject_title)))
    assert "900001" not in told + titles
    assert "Visited" not in told


def posts_that_check(case: SelectedCase) -> list[str]:
    return [check.post.key for check in case.checks]


def test_identifiers_are_written_by_those_who_may_see_them_and_once(
    inspection: Inspection,
) -> None:
    coordinator, lead = make_person(Role.COORDINATOR), make_person(Role.QUALITY_LEAD)
    post = list_posts_by_key()["hos-front-door"]
    details = CaseDetails("800001", "A worker", "A manager", post)
    with pytest.raises(NotAllowed):
        operations.select_case(actor=coordinator, inspection_id=inspection.id, details=details)
    case = make_case(inspection, "800001")
    with pytest.raises(Refused, match="That is selected case 1 already"):
        operations.select_case(actor=lead, inspection_id=inspection.id, details=details)
    db.session.rollback()
    case = get_selected(inspection.id, case.id)
    other = replace(details, identifier="800002")
    with pytest.raises(NotAllowed):
        operations.change_case(actor=coordinator, case=case, version=case.version, details=other)
    kept = replace(details, identifier=None)
    before = case.version
    operations.change_case(actor=coordinator, case=case, version=before, details=kept)
    db.session.commit()
    case = get_selected(inspection.id, case.id)
    assert (case.identifier, case.post.key) == ("800001", "hos-front-door")
    checking = ["hos-front-door", "psw", "hos-front-door", "hos-quality-assurance"]
    assert posts_that_check(case) == checking
    with pytest.raises(ChangedMeanwhile):
        operations.change_case(actor=lead, case=case, version=before, details=other)
    operations.change_case(actor=lead, case=case, version=case.version, details=other)
    auditors = list_posts_by_key()["hos-quality-assurance"]
    for service in (auditors, post):
        seen = get_selected(inspection.id, case.id).version
        there = replace(details, identifier=None, post=service)
        operations.change_case(actor=lead, case=case, version=seen, details=there)
        db.session.commit()
    assert posts_that_check(get_selected(inspection.id, case.id)) == checking
    assert "80000" not in str(list(db.session.scalars(select(Activity.changes))))


def test_a_check_is_ticked_by_its_post_and_once(inspection: Inspection) -> None:
    holder = make_person(Role.HEAD_OF_SERVICE, "Hol Der")
    case = get_selected(inspection.id, make_case(inspection).id)
    check = get_check(case, "audit-returned")
    post = list_posts_by_key()["hos-quality-assurance"]
    seen = check.version

    def tick(act: Callable[..., None] = operations.tick_check, version: int = seen) -> None:
        act(actor=holder, case=case, check=check, version=version)
        db.session.flush()

    with pytest.raises(NotAllowed, match="ticked off by the Head of Service, Quality Assurance or"):
        tick()
    post.holder = holder
    db.session.flush()
    tick()
    with pytest.raises(ChangedMeanwhile, match="Hol Der ticked “Audit returned” of selected case"):
        tick()
    with pytest.raises(ChangedMeanwhile, match="Somebody changed “Audit returned”"):
        tick(operations.reopen_check)
    tick(operations.reopen_check, check.version)
    assert check.done_at is None
    case.withdrawn_at = clock.now()
    with pytest.raises(ChangedMeanwhile, match="This case was withdrawn"):
        tick(version=check.version)


def test_checks_follow_the_key_dates(app: Flask) -> None:
    inspection = make_inspection()
    with clock.at(SELECTION):
        make_case(inspection)
    inspection = get_inspection(inspection.id)
    due = {line.key: line.due_at for line in list_check_lines(inspection)}
    assert due["worker-told"] == SELECTION.replace(hour=16)
    assert due["audit-returned"] == datetime(2026, 12, 4, 12, tzinfo=clock.LONDON)
    with clock.at(SELECTION):
        move_anchor(
            actor=make_person(Role.COORDINATOR),
            inspection_id=inspection.id,
            key="arrival",
            at=ARRIVAL + timedelta(days=1),
            version=inspection.version,
        )
    db.session.commit()
    due = {line.key: line.due_at for line in list_check_lines(get_inspection(inspection.id))}
    assert due["audit-returned"] == datetime(2026, 12, 7, 12, tzinfo=clock.LONDON)


def test_a_withdrawn_case_makes_room_and_the_limit_is_the_inspections_own(lead: Person) -> None:
    visit = make_bare_inspection(6)
    for number in range(6):
        make_case(visit, f"80{number}")
    with pytest.raises(Refused, match="up to 6 cases, and 6 are selected"):
        make_case(visit, "9")
    db.session.rollback()
    first = list_selected(visit.id)[0]
    said = "They chose another."
    operations.withdraw_case(actor=lead, case=first, version=first.version, reason=said)
    db.session.commit()
    assert make_case(visit, "800").number == 7
    with pytest.raises(Refused, match="no case is selected"):
        make_case(make_bare_inspection(0, is_trial=True), "1")


@on_both_databases
def test_of_two_who_add_the_twelfth_at_once_one_is_refused(app: Flask) -> None:
    inspection = make_bare_inspection()
    for place in range(11):
        make_case(inspection, f"80{place}")
    number = inspection.id
    db.session.remove()

    def add(identifier: str) -> str:
        make_case(get_inspection(number), identifier)
        return "added"

    answers = run_at_once(app, lambda: add("901"), lambda: add("902"))
    assert sorted(answer[:20] for answer in answers) == ["Inspectors may choos", "added"]
    assert len(list_selected(number)) == 12
    assert db.session.scalar(select(CaseCheck.id).limit(1)) is not None
