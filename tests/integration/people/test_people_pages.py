import re
from datetime import date

import pytest
from flask import Flask

from readiness.errors import NotAllowed, Unusable
from readiness.extensions import db
from readiness.people.models import Absence, Person, Post
from readiness.people.operations import add_absence, add_person
from readiness.people.permissions import Role
from tests.factories.people import make_person, make_post
from tests.support.client import InspectingClient

FRONT_DOOR = ("hos-front-door", "Head of Service, Front Door")


def test_the_coordinator_adds_somebody_who_can_then_sign_in(client: InspectingClient) -> None:
    client.sign_in(make_person(Role.COORDINATOR))
    fields = {
        "name": "New Colleague",
        "email": "New.Colleague@example.org",
        "role": "contributor",
        "password": "a first password",
    }
    assert client.send("/people/new", fields).status_code == 302
    added = db.session.query(Person).filter_by(email="new.colleague@example.org").one()
    assert added.role is Role.CONTRIBUTOR


def test_an_address_in_use_is_refused_in_words(client: InspectingClient) -> None:
    person = make_person(Role.COORDINATOR)
    client.sign_in(person)
    fields = {
        "name": "Twin",
        "email": person.email,
        "role": "observer",
        "password": "a first password",
    }
    answer = client.send("/people/new", fields)
    assert answer.status_code == 422
    assert "is here already" in answer.get_data(as_text=True)


def test_a_name_is_one_line_wherever_it_comes_from(app: Flask) -> None:
    name, email, role = "Ann\r\nBcc: all@example.org", "ann@example.org", Role.CONTRIBUTOR
    ann = add_person(actor=None, name=name, email=email, role=role)
    assert ann.name == "Ann Bcc: all@example.org"
    for wrong in (" \n", "a" * 121, "Ann\x00"):
        with pytest.raises(Unusable, match="full name"):
            add_person(actor=None, name=wrong, email="other@example.org", role=role)
    with pytest.raises(Unusable, match="not an email address"):
        add_person(actor=None, name="Ann", email=f"{'a' * 250}@example.org", role=role)


def test_a_post_gets_a_holder_and_a_deputy(client: InspectingClient) -> None:
    holder, deputy, post = make_person(), make_person(), make_post(*FRONT_DOOR)
    client.sign_in(make_person(Role.COORDINATOR))
    fields = {"holder": str(holder.id), "deputy": str(deputy.id), "version": str(post.version)}
    assert client.send(f"/people/posts/{post.id}", fields).status_code == 302
    filled = db.session.get(Post, post.id, populate_existing=True)
    assert filled is not None
    assert (filled.holder_id, filled.deputy_id) == (holder.id, deputy.id)


def test_a_post_whose_holder_left_has_none(client: InspectingClient) -> None:
    left, deputy = make_person(name="Lee Left"), make_person()
    make_post(*FRONT_DOOR, left, deputy)
    left.is_active = False
    client.sign_in_quickly(make_person(Role.COORDINATOR))
    page = client.get("/people").get_data(as_text=True)
    assert "1 post without a holder." in page
    assert "Lee Left (account closed)" in page


def test_the_second_of_two_who_change_a_post_sees_both_and_may_go_on(
    client: InspectingClient,
) -> None:
    first, second = make_person(name="Fay First"), make_person(name="Sam Second")
    post = make_post(*FRONT_DOOR)
    client.sign_in_quickly(make_person(Role.COORDINATOR))
    fields = {"holder": str(first.id), "deputy": "", "version": str(post.version)}
    assert client.send(f"/people/posts/{post.id}", fields).status_code == 302
    fields["holder"] = str(second.id)
    answer = client.send(f"/people/posts/{post.id}", fields)
    assert answer.status_code == 409
    assert "Somebody else changed this" in answer.text
    assert re.search(r"As it stands now.*?Holder.*?Fay First", answer.text, re.DOTALL)
    assert f'<option value="{second.id}" selected' in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert client.send(f"/people/posts/{post.id}", {**fields, "version": "2"}).status_code == 302


def test_the_second_of_two_who_change_an_account_sees_both(client: InspectingClient) -> None:
    person = make_person(name="Olga Old")
    client.sign_in_quickly(make_person(Role.COORDINATOR))
    opened, person.name = person.version, "Olga Changed"
    db.session.commit()
    fields = {"name": "Olga Typed", "role": person.role.value, "version": str(opened)}
    answer = client.send(f"/people/{person.id}", fields)
    assert answer.status_code == 409
    assert re.search(r"As it stands now.*?Olga Changed", answer.text, re.DOTALL)
    assert 'value="Olga Typed"' in answer.text
    assert f'name="version" type="hidden" value="{opened + 1}"' in answer.text


def test_a_person_records_their_own_time_away_but_nobody_elses(client: InspectingClient) -> None:
    me, other = make_person(), make_person()
    client.sign_in(me)
    fields = {
        "person": str(me.id),
        "first_day-day": "1",
        "first_day-month": "12",
        "first_day-year": "2026",
        "last_day-day": "4",
        "last_day-month": "12",
        "last_day-year": "2026",
    }
    assert client.send("/people/away", fields).status_code == 302
    absence = db.session.query(Absence).one()
    assert (absence.first_day, absence.last_day) == (date(2026, 12, 1), date(2026, 12, 4))
    assert client.send("/people/away", {**fields, "person": str(other.id)}).status_code == 422


def test_an_observer_does_not_see_people(client: InspectingClient) -> None:
    client.sign_in(make_person(Role.OBSERVER))
    assert client.get("/people").status_code == 403


def test_the_coordinator_gives_a_new_password_and_old_sessions_end(
    app: Flask, client: InspectingClient
) -> None:
    locked_out = make_person()
    theirs = app.test_client()
    assert isinstance(theirs, InspectingClient)
    theirs.sign_in_quickly(locked_out)
    client.sign_in_quickly(make_person(Role.COORDINATOR))
    path = f"/people/{locked_out.id}/password"
    short = client.send(path, {"password": "short"})
    assert short.status_code == 422
    assert "too short" in short.get_data(as_text=True)
    assert client.send(path, {"password": "quite another phrase"}).status_code == 302
    assert theirs.get("/password").status_code == 302
    fields = {"email": locked_out.email, "password": "quite another phrase"}
    assert theirs.send("/sign-in", fields).headers["Location"] == "/"


def test_the_password_of_somebody_with_a_post_is_a_directors_to_set(
    app: Flask, client: InspectingClient
) -> None:
    holder, deputy = make_person(), make_person()
    make_post(*FRONT_DOOR, holder, deputy)
    given = {"password": "quite another phrase"}
    client.sign_in_quickly(make_person(Role.COORDINATOR))
    for person in (holder, deputy):
        page, old = f"/people/{person.id}", person.password_hash
        assert "A director can set a new password" in client.get(page).text
        assert client.get(f"{page}/password").status_code == 403
        answer = client.send(f"{page}/password", given, page="/password")
        assert (answer.status_code, person.password_hash) == (403, old)
        assert "holds a post or stands in for one" in answer.text
    client.sign_in_quickly(make_person(Role.DIRECTOR))
    assert client.send(f"/people/{holder.id}/password", given).status_code == 302


PROMOTED = [Role.DIRECTOR, Role.DATA_LEAD, Role.QUALITY_LEAD]


@pytest.mark.parametrize("role", PROMOTED)
def test_a_coordinator_makes_nobody_more_than_they_are(
    client: InspectingClient, role: Role
) -> None:
    person = make_person(Role.CONTRIBUTOR)
    client.sign_in_quickly(make_person(Role.COORDINATOR))
    added = {
        "name": "Second self",
        "email": "second@example.org",
        "role": role.value,
        "password": "a first password",
    }
    assert client.send("/people/new", added).status_code == 422
    changed = {
        "name": person.name,
        "role": role.value,
        "is_active": "y",
        "version": str(person.version),
    }
    assert client.send(f"/people/{person.id}", changed).status_code == 422
    for page in ("/people/new", f"/people/{person.id}"):
        assert f'value="{role.value}"' not in client.get(page).text
    with pytest.raises(NotAllowed, match="may do more than yours"):
        add_person(actor=make_person(Role.COORDINATOR), name="A", email="a@b", role=role)
    assert {found.role for found in db.session.query(Person).filter_by(id=person.id)} == {
        Role.CONTRIBUTOR
    }


@pytest.mark.parametrize("role", PROMOTED)
def test_the_account_of_somebody_who_may_do_more_is_not_changed(
    client: InspectingClient, role: Role
) -> None:
    person = make_person(role)
    old = person.password_hash
    client.sign_in_quickly(make_person(Role.COORDINATOR))
    page = f"/people/{person.id}"
    assert f'href="{page}"' not in client.get("/people").text
    assert "A director can change the others" in client.get("/people").text
    assert "may do more than yours" in client.get(page).text
    given = {"password": "quite another phrase", "name": "x", "role": "observer", "version": "1"}
    for path in (page, f"{page}/password"):
        assert client.get(path).status_code == 403
        assert client.send(path, given, page="/password").status_code == 403
    assert (person.password_hash, person.role) == (old, role)


def test_a_director_gives_a_new_data_lead_an_account(client: InspectingClient) -> None:
    client.sign_in_quickly(make_person(Role.DIRECTOR))
    fields = {
        "name": "New data lead",
        "email": "data@example.org",
        "role": "data_lead",
        "password": "a first password",
    }
    assert client.send("/people/new", fields).status_code == 302
    assert db.session.query(Person).filter_by(email="data@example.org").one().role == "data_lead"


def test_time_away_of_others_is_recorded_by_those_who_manage_people_only(app: Flask) -> None:
    me, other, day = make_person(), make_person(), date(2026, 12, 1)
    with pytest.raises(NotAllowed, match="for yourself only"):
        add_absence(actor=me, person=other, first_day=day, last_day=day)


def test_no_role_is_given_by_not_looking(client: InspectingClient) -> None:
    client.sign_in_quickly(make_person(Role.DIRECTOR))
    fields = {
        "name": "New",
        "email": "new@example.org",
        "role": "",
        "password": "a first password",
    }
    answer = client.send("/people/new", fields)
    assert answer.status_code == 422
    assert "Choose a role." in answer.text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("email", "jo", "“jo” is not an email address"),
        ("name", "Jo\u200b Example", "ordinary characters"),
    ],
)
def test_what_is_wrong_with_a_new_person_stands_at_its_field_and_nothing_typed_is_lost(
    client: InspectingClient, field: str, typed: str, sentence: str
) -> None:
    client.sign_in_quickly(make_person(Role.COORDINATOR))
    fields = {"name": "Jo Example", "email": "jo@example.org", "role": "observer"}
    given = {**fields, field: typed, "password": "a first password"}
    answer = client.send("/people/new", given)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'href="#{field}"' in answer.text
    assert all(f'value="{given[name]}"' in answer.text for name in ("name", "email"))
    assert '<option value="observer" selected' in answer.text


def test_one_person_in_both_places_of_a_post_is_said_at_the_field(client: InspectingClient) -> None:
    both, post = make_person(), make_post(*FRONT_DOOR)
    client.sign_in_quickly(make_person(Role.COORDINATOR))
    seats = {"holder": str(both.id), "deputy": str(both.id), "version": str(post.version)}
    answer = client.send(f"/people/posts/{post.id}", seats)
    assert answer.status_code == 422
    assert 'href="#deputy"' in answer.text
    assert answer.text.count(f'<option value="{both.id}" selected') == 2


def test_closing_ones_own_account_is_said_at_the_field(client: InspectingClient) -> None:
    me = make_person(Role.COORDINATOR)
    client.sign_in_quickly(me)
    fields = {"name": "Another Name", "role": me.role.value, "version": str(me.version)}
    answer = client.send(f"/people/{me.id}", fields)
    assert answer.status_code == 422
    assert 'href="#is_active' in answer.text
    assert 'value="Another Name"' in answer.text


def test_people_are_paged_and_found_by_name_or_post(client: InspectingClient) -> None:
    holder = make_person(Role.HEAD_OF_SERVICE, "Harper Holder")
    make_post("hos-front-door", "Head of Service, Front Door", holder)
    for number in range(55):
        make_person(Role.CONTRIBUTOR, f"Colleague {number:02d}")
    client.sign_in_quickly(make_person(Role.COORDINATOR, "Zed Last"))
    first, second = client.get("/people").text, client.get("/people?page=2").text
    assert "57 people" in first
    assert "Showing 1 to 50 of 57 people." in first
    assert "Zed Last</a></th>" not in first
    assert "Zed Last</a></th>" in second
    for search in ("front DOOR", "harper", "harper service"):
        page = client.get(f"/people?search={search}").text
        assert "1 person found" in page
        assert "Harper Holder</a></th>" in page
    assert "Nobody fits" in client.get("/people?search=%25").text
