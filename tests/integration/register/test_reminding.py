"""What must stay ready is told to its owner before it runs out and while it is not ready."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from readiness import clock
from readiness.annexe_a.operations import sign_list
from readiness.checklists.posts import load_posts
from readiness.extensions import db
from readiness.library.operations import approve_version
from readiness.london import LONDON, in_london
from readiness.notifications import jobs
from readiness.notifications.rules.outbox import Ending
from readiness.notifications.rules.reminders import Due
from readiness.people.models import Person
from readiness.people.operations import add_absence
from readiness.people.permissions import Role
from readiness.people.posts import match_posts
from readiness.people.queries import list_posts
from readiness.register.gathering import Register, read_register
from readiness.register.operations import confirm
from readiness.register.queries import find_arrangement
from readiness.register.reminding import list_due_things
from readiness.register.rules.judging import Status
from tests.factories.annexe_a import all_lists, current, make_upload
from tests.factories.inspections import make_inspection
from tests.factories.library import make_version
from tests.factories.notifications import Mailbox, work_at
from tests.factories.people import make_person
from tests.support.statements import statements

ROOMS = "inspectors-rooms"
SAID = datetime(2026, 9, 1, 10, tzinfo=LONDON)
"""What was said of the rooms holds for three months: until Tuesday 1 December 2026."""
LATER = datetime(2026, 11, 10, 10, tzinfo=LONDON)
"""When everything else was said: that holds until 22 December and longer."""
TITLE = "Say how it is: Rooms for inspectors can be had within a week"


def at(day: int, hour: int = 8, minute: int = 0, *, month: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


def say(
    key: str, moment: datetime, status: Status = Status.READY, register: Register | None = None
) -> None:
    with clock.at(moment):
        row, seen = find_arrangement(key), register or read_register(moment)
        version = row.version if row else 0
        confirm(
            actor=None, register=seen, key=key, status=status, version=version, note="Secret words"
        )
        db.session.commit()


@pytest.fixture
def people(app: Flask) -> dict[str, Person]:
    """The holder of the rooms’ post and the deputy; somebody holds every other post."""
    match_posts(load_posts(app.extensions["readiness.settings"].checklists_path).values())
    found = {
        "holder": make_person(Role.CONTRIBUTOR, "Pat Facilities"),
        "deputy": make_person(Role.CONTRIBUTOR),
        "director": make_person(Role.DIRECTOR),
        "everything": make_person(Role.HEAD_OF_SERVICE, "Robin Rest"),
    }
    found_for = {"facilities-lead": "holder", "director-supporting-families": "director"}
    for post in list_posts():
        post.holder = found[found_for.get(post.key, "everything")]
        post.deputy = found["deputy"] if post.key == "facilities-lead" else None
    db.session.commit()
    return found


@pytest.fixture
def said(people: dict[str, Person]) -> None:
    """Everything is said; the rooms longest ago."""
    register = read_register(LATER)
    for thing in register.things:
        if thing.is_confirmed:
            say(thing.key, SAID if thing.key == ROOMS else LATER, register=register)


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    box = Mailbox()
    monkeypatch.setattr(jobs, "find_delivery", lambda: box)
    return box


@pytest.mark.usefixtures("said")
def test_it_is_told_before_when_due_and_overdue_once_a_morning_until_somebody_says_how_it_is(
    app: Flask, mailbox: Mailbox, people: dict[str, Person]
) -> None:
    for moment in (
        at(25, month=11),  # four working days before: not yet
        at(26, month=11), at(26, 8, 1, month=11), at(26, 15, month=11),
        at(28, month=11),  # a Saturday
        at(1), at(1, 17), at(2), at(2, 12),
    ):  # fmt: skip
        work_at(app, moment)
    letters = mailbox.to(people["holder"])
    assert [letter.subject for letter in letters] == [
        "1 arrangement: 1 due soon",
        "1 arrangement: 1 due today",
        "1 arrangement: 1 overdue",
    ]
    assert all(TITLE in letter.text for letter in letters)
    assert "Was due Tuesday 1 December 2026, 1 day ago" in letters[-1].text
    assert "(last said: ready, on Tuesday 1 September 2026)" in letters[-1].text
    assert f"/readiness/things/{ROOMS}" in letters[-1].text
    assert "All your tasks" not in letters[-1].text + letters[-1].html
    assert all("Secret words" not in letter.text + letter.html for letter in letters)
    say(ROOMS, at(2, 14))
    work_at(app, at(3))
    assert len(mailbox.to(people["holder"])) == 3


@pytest.mark.usefixtures("said")
def test_an_outage_ends_with_one_email_that_says_only_what_is_still_so(
    app: Flask, mailbox: Mailbox, people: dict[str, Person]
) -> None:
    mailbox.answers = lambda _letter: Ending.UNREACHABLE
    for day in (1, 2, 3):
        work_at(app, at(day))
    mailbox.answers = lambda _letter: Ending.ACCEPTED
    for minute in range(3):
        work_at(app, at(3, 10, minute))
    (letter,) = mailbox.to(people["holder"])
    assert letter.text.count(TITLE) == 1
    mailbox.answers = lambda _letter: Ending.UNREACHABLE
    work_at(app, at(4))
    say(ROOMS, at(4, 9))
    mailbox.answers = lambda _letter: Ending.ACCEPTED
    for minute in range(3):
        work_at(app, at(4, 10, minute))
    assert len(mailbox.to(people["holder"])) == 1


@pytest.mark.usefixtures("said")
def test_the_deputy_is_told_while_the_holder_is_away_and_a_leaver_nothing(
    app: Flask, mailbox: Mailbox, people: dict[str, Person]
) -> None:
    day = at(1).date()
    add_absence(actor=None, person=people["holder"], first_day=day, last_day=day)
    db.session.commit()
    work_at(app, at(1))
    assert mailbox.to(people["holder"]) == []
    assert len(mailbox.to(people["deputy"])) == 1
    work_at(app, at(2))
    assert len(mailbox.to(people["holder"])) == 1
    people["holder"].is_active = False
    db.session.commit()
    work_at(app, at(3))
    assert (len(mailbox.to(people["holder"])), len(mailbox.to(people["deputy"]))) == (1, 2)
    people["deputy"].is_active = False
    db.session.commit()
    work_at(app, at(4))
    above = mailbox.to(people["everything"])  # who is the head of service above
    assert [TITLE in letter.text for letter in above] == [False, False, False, True]


@pytest.mark.usefixtures("said")
def test_the_director_reads_it_in_the_weekly_summary_with_its_owner(
    app: Flask, mailbox: Mailbox, people: dict[str, Person]
) -> None:
    work_at(app, at(2))  # a Wednesday
    (letter,) = mailbox.to(people["director"])
    assert "Pat Facilities. Was due Tuesday 1 December 2026" in letter.text


@pytest.mark.usefixtures("said")
def test_what_is_not_ready_rests_for_four_weeks_then_is_asked_for_again(
    app: Flask, mailbox: Mailbox, people: dict[str, Person]
) -> None:
    say(ROOMS, at(1, 7), Status.NOT_READY)
    for day in (1, 2, 21):
        work_at(app, at(day))
    assert mailbox.to(people["holder"]) == []
    work_at(app, at(29))
    (letter,) = mailbox.to(people["holder"])
    assert letter.subject == "1 arrangement: 1 due today"
    assert "last said: not ready, on Tuesday 1 December 2026" in letter.text


def test_what_nobody_has_spoken_of_is_due_until_somebody_says_anything(
    app: Flask, mailbox: Mailbox, people: dict[str, Person]
) -> None:
    for day in (1, 2):
        work_at(app, at(day))
    first, second = mailbox.to(people["holder"])
    assert first.subject == second.subject == "2 arrangements: 2 due today"
    assert "nobody has said yet" in first.text
    for key in (ROOMS, "parking-and-passes"):
        say(key, at(2, 9), Status.NOT_READY)
    work_at(app, at(3))
    assert len(mailbox.to(people["holder"])) == 2


@pytest.mark.usefixtures("said")
def test_a_round_asks_a_fixed_number_of_questions_and_a_new_word_is_another_version(
    people: dict[str, Person],
) -> None:
    with statements() as sent:
        before = {(due.kind, due.id): due for due in list_due_things(at(1))}
    assert len(sent) <= 10
    assert not any(due.is_pressing for due in before.values())
    say(ROOMS, at(1, 9))
    after = {(due.kind, due.id): due for due in list_due_things(at(1) + timedelta(hours=2))}
    assert [n for n, due in after.items() if due.version != before[n].version] == [
        next(n for n, due in before.items() if due.title == TITLE)
    ]


def list_titles(moment: datetime) -> dict[str, Due]:
    db.session.expire_all()
    return {due.title: due for due in list_due_things(moment)}


@pytest.mark.usefixtures("said")
def test_a_list_is_told_each_morning_until_it_is_signed_then_before_its_extract_grows_old(
    app: Flask, mailbox: Mailbox, people: dict[str, Person]
) -> None:
    post = next(post for post in list_posts() if post.key == "hos-front-door")
    post.holder = owner = make_person(Role.HEAD_OF_SERVICE, "Lee Lists")
    db.session.commit()
    title = "Have a fresh extract signed: List 1: Contacts"
    for day in (1, 2):
        work_at(app, at(day))
    first, second = mailbox.to(owner)
    assert "due today" in second.subject
    assert all(f"{title}" in letter.text for letter in (first, second))
    assert "(No extract has been uploaded yet)" in second.text
    assert "/readiness/things/list-1" in second.text
    with clock.at(at(2, 10)):
        make_upload(all_lists(), as_at=date(2026, 12, 2))
        version = current()
    assert list_titles(at(2, 11))[title].about.endswith("It is not signed")
    with clock.at(at(2, 12)):
        sign_list(
            actor=owner,
            inspection_id=None,
            number=1,
            content_hash=version.content_hash,
            note="Known.",
            seen_errors=str(version.errors),
        )
        db.session.commit()
    assert in_london(list_titles(at(3))[title].due_at).date() == date(2027, 1, 6)  # five weeks
    work_at(app, at(3))
    assert title not in mailbox.to(owner)[-1].text
    work_at(app, at(7, month=1, year=2027))
    assert f"{title}" in mailbox.to(owner)[-1].text
    assert "Was due Wednesday 6 January 2027, 1 day ago" in mailbox.to(owner)[-1].text


@pytest.mark.usefixtures("said")
def test_a_document_is_told_while_it_is_not_approved_and_before_its_data_grow_old() -> None:
    title = "Have a version approved: Self-evaluation of social work practice"
    assert list_titles(at(1))[title].about == "No version has been added yet"
    with clock.at(at(1)):
        version = make_version(as_at=at(1).date())
    assert list_titles(at(2))[title].due_at.date() == date(2026, 12, 2)
    with clock.at(at(2)):
        approve_version(actor=None, version=version, sha256=version.sha256)
        db.session.commit()
    found = list_titles(at(3))[title]
    assert in_london(found.due_at).date() > date(2027, 1, 1)
    assert found.noun == "document"


@pytest.mark.usefixtures("said")
def test_in_the_two_weeks_of_an_inspection_its_steps_are_told_instead(app: Flask) -> None:
    assert list_titles(at(1))
    make_inspection(call_at=at(1), is_trial=True)
    assert list_titles(at(1, 10))
    make_inspection(call_at=at(1))
    assert list_titles(at(1, 10)) == {}
    assert list_titles(at(11, 23)) == {}
    assert list_titles(at(12))


def test_what_readiness_finds_to_be_so_is_not_told(people: dict[str, Person]) -> None:
    held = "See that it is so: Every post of the inspection has a holder"
    assert held not in list_titles(at(1))
    post = next(post for post in list_posts() if post.key == "it-lead")
    post.holder = None
    db.session.commit()
    assert "IT Lead does not have a holder" in list_titles(at(1))[held].about


def test_what_was_never_begun_in_an_empty_post_is_not_told_but_that_it_is_empty(
    people: dict[str, Person],
) -> None:
    rooms = "Say how it is: Rooms for inspectors can be had within a week"
    assert rooms in list_titles(at(1))
    for post in list_posts():
        post.holder = post.deputy = None
    db.session.commit()
    told = list_titles(at(1))
    assert {due.kind for due in told.values()} == {"standing"}
    held = told["See that it is so: Every post of the inspection has a holder"]
    assert "do not have a holder" in held.about
    assert rooms not in told
