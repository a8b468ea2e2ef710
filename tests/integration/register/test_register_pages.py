"""The register’s pages: what they say, filters, rights, and how many queries they take."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event

from readiness import clock
from readiness.checklists.posts import load_posts
from readiness.checklists.register import load_register
from readiness.extensions import db
from readiness.inspections.operations import close_inspection
from readiness.library.operations import approve_version, withdraw_approval
from readiness.people.models import Person
from readiness.people.operations import add_absence
from readiness.people.permissions import Role
from readiness.people.posts import match_posts
from readiness.people.queries import list_posts
from readiness.register.gathering import read_register
from readiness.register.operations import confirm
from readiness.register.rules.judging import Status
from tests.factories.annexe_a import BAD, GOOD, all_lists, contacts, current, make_upload
from tests.factories.inspections import make_inspection
from tests.factories.library import make_version
from tests.factories.people import make_person
from tests.support.client import InspectingClient

NOW = datetime(2026, 11, 24, 15, tzinfo=clock.LONDON)
"""A Tuesday."""
LIST, CALL = "/readiness/", "/readiness/call"
THING = "/readiness/things/inspectors-rooms"


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def holder(app: Flask) -> Person:
    """Somebody who holds every post but the observers’, with a deputy."""
    match_posts(load_posts(app.extensions["readiness.settings"].checklists_path).values())
    person = make_person(Role.HEAD_OF_SERVICE, "Harper Holder")
    deputy = make_person(Role.HEAD_OF_SERVICE, "Devon Deputy")
    for post in list_posts():
        if post.key != "observers":
            post.holder, post.deputy = person, deputy
    db.session.commit()
    return person


@pytest.fixture
def client(client: InspectingClient, holder: Person) -> InspectingClient:
    client.sign_in_quickly(holder)
    return client


@contextmanager
def statements() -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def say(key: str, status: Status = Status.READY, *, days_ago: int = 0, note: str = "") -> None:
    """Confirm an arrangement in the past, as the command line would."""
    with time_machine.travel(NOW - timedelta(days=days_ago), tick=False):
        register = read_register(clock.now())
        confirm(actor=None, register=register, key=key, status=status, version=0, note=note)
        db.session.commit()


def test_the_register_opens_with_the_answer_and_its_figures_lead_to_as_many_rows(
    client: InspectingClient, app: Flask
) -> None:
    say("inspectors-rooms")
    say("contact-cascade", days_ago=90)
    say("wifi-and-screens", Status.NOT_READY, note="No signal downstairs")
    make_version("sufficiency-strategy", is_approved=True)
    make_version("corporate-parenting", as_at=date(2024, 1, 1), is_approved=True)
    items = load_register(app.extensions["readiness.settings"].checklists_path).items
    total = 11 + 30 + len(items)
    page = client.get(LIST).text
    # Holders, deputies and cover are found out; one document and one arrangement are confirmed.
    assert f"5 of {total} things are ready; 2 are out of date." in page
    rows = {"ready": 5, "out_of_date": 2, "needs_attention": 1, "open": total - 5}
    for status, number in rows.items():
        shown = client.get(f"{LIST}?status={status}").text
        assert shown.count('id="thing-') == number, status
    assert "No signal downstairs" in page
    assert f"{total} things" in page


def test_filters_stand_in_the_address_and_nonsense_shows_an_empty_page(
    client: InspectingClient, holder: Person
) -> None:
    for query, key, number in (
        ("section=lists", "list-6", 11),
        ("section=documents&search=suffic", "document-sufficiency-strategy", 1),
        ("search=wi-fi", "wifi-and-screens", 1),
    ):
        page = client.get(f"{LIST}?{query}").text
        assert f'id="thing-{key}"' in page, query
        assert page.count('id="thing-') == number, query
    assert client.get(f"{LIST}?owner={holder.id}&section=lists").text.count('id="thing-') == 11
    for query in ("status=never", "owner=0", "search=zzz", "section=nothing"):
        assert "Nothing fits" in client.get(f"{LIST}?{query}").text, query
    assert "Nothing fits" not in client.get(f"{LIST}?owner=x%27").text


def test_a_list_tells_its_errors_their_trend_and_who_signed(client: InspectingClient) -> None:
    make_upload(contacts(BAD))
    make_upload(contacts(GOOD))
    page = client.get("/readiness/things/list-1").text
    assert "no error, 1 fewer than the time before" in page
    assert "It is not signed" in page
    assert "/annexe-a/between/lists/1" in page
    assert current().errors == 0


def test_a_withdrawn_approval_and_a_newer_version_count_at_once(client: InspectingClient) -> None:
    page = "/readiness/things/document-sufficiency-strategy"
    version = make_version("sufficiency-strategy", is_approved=True)
    assert "Approved by Readiness." in client.get(page).text
    withdraw_approval(actor=None, version=version, reason="A figure is wrong")
    db.session.commit()
    assert "It is not approved." in client.get(page).text
    approve_version(actor=None, version=version, sha256=version.sha256)
    db.session.commit()
    assert "Approved by Readiness." in client.get(page).text
    make_version("sufficiency-strategy", b"Newer")
    newer = client.get(page).text
    assert "Version 2, as at 24 November 2026: " in newer
    assert "It is not approved." in newer


def test_every_thing_has_a_page_and_the_page_it_leads_to_opens(
    client: InspectingClient, app: Flask
) -> None:
    with app.test_request_context():
        things = read_register(clock.now()).things
    for thing in things:
        page = client.get(f"/readiness/things/{thing.key}")
        assert page.status_code == 200, thing.key
    for own in ("/annexe-a/between/lists/11", "/documents/self-evaluation"):
        assert client.get(own).status_code == 200, own
    assert client.get("/readiness/things/nothing").status_code == 404


def test_an_observer_reads_everything_and_is_led_nowhere_they_may_not_go(
    client: InspectingClient,
) -> None:
    client.sign_in_quickly(make_person(Role.OBSERVER))
    assert "things are ready" in client.get(LIST).text
    assert "/annexe-a/" not in client.get("/readiness/things/list-1").text
    page = client.get(THING).text
    assert "Save how it is" not in page
    assert client.get(CALL).status_code == 200


def test_the_call_page_answers_for_the_next_monday(client: InspectingClient) -> None:
    page = " ".join(client.get(CALL).text.split())
    assert "If the call came on Monday 30 November 2026, 9.15am: 0 of the" in page
    assert "3 of 3 gates would be missed, by up to " in page
    assert "Tuesday 1 December 2026, 5pm" in page
    assert "1 working day after the call" in page
    assert "Ofsted takes no extract from before Wednesday 25 November 2026: 11 of 11 lists" in page
    assert "No holder or deputy of a post is away" in page
    assert "Every post that the steps name has a holder and a deputy." in page
    assert "The chart begins when two weeks have been measured." in page


def test_what_is_ready_is_met_and_what_stands_in_the_way_is_named_with_its_owner(
    client: InspectingClient,
) -> None:
    say("inspectors-rooms")
    make_version("sufficiency-strategy", is_approved=True)
    page = " ".join(client.get(CALL).text.split())
    assert "3 of the " in page
    assert 'id="blocker-document-sufficiency-strategy"' not in page
    assert 'id="blocker-list-1"' in page
    assert "Harper Holder, IT Lead: 2" in page


def test_a_monday_at_christmas_says_which_dates_move(client: InspectingClient) -> None:
    page = " ".join(client.get(f"{CALL}?monday=2026-12-21").text.split())
    assert "Tuesday 29 December 2026, 9am" in page
    assert "Christmas Day" in page
    assert "Back to the next Monday, Monday 30 November 2026" in page
    assert 'id="season-christmas"' in page
    assert "Christmas and New Year: 2" in page
    bank = client.get(f"{CALL}?monday=2026-12-28").text
    assert "when Ofsted does not call" in bank


def test_a_monday_in_august_warns_of_leave_and_every_one_is_listed(
    client: InspectingClient,
) -> None:
    page = " ".join(client.get(f"{CALL}?monday=2027-08-09").text.split())
    assert "10 of 10 working days are in August. Many staff and partners are on leave then" in page
    assert "August: 5</h3>" in page
    for day in ("2027-07-26", "2027-08-02", "2027-08-09", "2027-08-16", "2027-08-23"):
        assert f"monday={day}" in page
    assert "on leave then: look" in client.get(CALL).text
    assert "5 of 10 working days are in August." not in client.get(CALL).text


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("2026-12-01", "Tuesday 1 December 2026 is not a Monday"),
        ("2026-11-23", "Monday 23 November 2026 has passed"),
        ("2031-12-01", "more than two years ahead"),
        ("9999-12-27", "more than two years ahead"),
        ("2026-13-45", "That is not a date"),
        ("0000-00-00", "That is not a date"),
        ("<b>soon</b>", "That is not a date"),
        ("2026-11-30T09:15", "That is not a date"),
    ],
)
def test_a_day_that_is_no_monday_is_refused_with_what_to_do(
    client: InspectingClient, typed: str, fault: str
) -> None:
    answer = client.get(CALL, query_string={"monday": typed})
    assert answer.status_code == 422
    assert fault in answer.text
    assert "If the call came on Monday 30 November 2026" in " ".join(answer.text.split())


def test_the_furthest_monday_that_may_be_asked_for_is_worked_out(client: InspectingClient) -> None:
    assert client.get(f"{CALL}?monday=2028-11-27").status_code == 200


def test_who_is_away_is_told_and_who_stands_in(client: InspectingClient, holder: Person) -> None:
    add_absence(actor=None, person=holder, first_day=date(2026, 12, 1), last_day=date(2026, 12, 2))
    db.session.commit()
    page = client.get(CALL).text
    assert "Not covered" not in page
    assert "IT Lead: Devon Deputy" in page
    deputy = list_posts()[0].deputy
    assert deputy is not None
    add_absence(actor=None, person=deputy, first_day=date(2026, 12, 2), last_day=date(2026, 12, 2))
    add_absence(
        actor=None, person=make_person(), first_day=date(2026, 12, 2), last_day=date(2026, 12, 2)
    )
    db.session.commit()
    page = client.get(CALL).text
    assert "Not covered" in page
    assert "1 other person is away who holds no post" in " ".join(page.split())


def test_nobody_on_a_monday_and_posts_without_anybody_are_not_ready(
    client: InspectingClient,
) -> None:
    post = next(post for post in list_posts() if post.key == "it-lead")
    post.holder, post.deputy = None, None
    db.session.commit()
    page = client.get("/readiness/things/call-day-cover").text
    assert "On 30 November 2026 nobody is there as IT Lead." in page
    assert "IT Lead does not have a holder." in client.get("/readiness/things/posts-held").text
    call = client.get(CALL).text
    assert "Posts without a holder: IT Lead." in call
    assert "Posts without a deputy: IT Lead." in call


def test_a_post_whose_holder_left_is_its_deputys_and_has_no_holder(
    client: InspectingClient, holder: Person
) -> None:
    director = next(post for post in list_posts() if post.key == "dcs")
    director.holder = make_person(Role.DIRECTOR, "Lee Left")
    director.holder.is_active = False
    db.session.commit()
    page = client.get("/readiness/things/posts-held").text
    assert f"{director.title} does not have a holder." in page
    assert "Lee Left" not in client.get(CALL).text


def test_a_trial_run_within_the_year_is_found_out(client: InspectingClient) -> None:
    assert "No trial run has been held yet" in client.get("/readiness/things/trial-run").text
    trial = make_inspection(is_trial=True, call_at=NOW - timedelta(weeks=7))
    make_inspection(is_trial=True, call_at=NOW + timedelta(weeks=1))
    # One that goes on is not held yet.
    assert "No trial run has been held yet" in client.get("/readiness/things/trial-run").text
    close_inspection(
        actor=make_person(Role.COORDINATOR), inspection_id=trial.id, version=trial.version
    )
    db.session.commit()
    page = client.get("/readiness/things/trial-run").text
    assert "The last trial run began on 6 October 2026" in page


@pytest.mark.parametrize("path", [LIST, CALL, THING, "/readiness/things/list-1"])
def test_a_page_takes_at_most_fifteen_queries_however_much_there_is(
    client: InspectingClient, path: str
) -> None:
    make_inspection(is_trial=True)
    client.get(path)
    with statements() as few:
        client.get(path)
    make_upload(all_lists(GOOD))
    for number, key in enumerate(("inspectors-rooms", "contact-cascade", "navigators-named")):
        say(key, days_ago=number)
    for key in ("sufficiency-strategy", "corporate-parenting"):
        make_version(key, is_approved=True)
    with statements() as many:
        client.get(path)
    assert len(many) <= 15, "\n".join(many)
    # A signature and a file are asked for only where there are any.
    assert len(many) <= len(few) + 2
