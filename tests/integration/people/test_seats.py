"""Nobody widens their own rights by posts or by time away."""

from datetime import date

import pytest
from flask import Flask

from readiness.errors import NotAllowed
from readiness.extensions import db
from readiness.people.models import Absence, Person, Post
from readiness.people.operations import add_absence, fill_post, remove_absence
from readiness.people.permissions import Role
from tests.factories.people import make_person, make_post
from tests.support.client import InspectingClient

FRONT_DOOR = ("hos-front-door", "Head of Service, Front Door")
DAY = date(2026, 12, 1)


def fill(actor: Person, post: Post, holder: Person | None, deputy: Person | None) -> None:
    fill_post(
        actor=actor,
        post=post,
        holder_id=holder.id if holder else None,
        deputy_id=deputy.id if deputy else None,
        version=post.version,
    )


def send(client: InspectingClient, post: Post, holder: object, deputy: object) -> int:
    fields = {"holder": str(holder), "deputy": str(deputy), "version": str(post.version)}
    return client.send(f"/people/posts/{post.id}", fields, page="/password").status_code


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COORDINATOR])
def test_nobody_takes_a_post_as_holder_or_deputy(app: Flask, role: Role) -> None:
    me = make_person(role)
    holder, deputy = make_person(Role.CONTRIBUTOR), make_person(Role.CONTRIBUTOR)
    post = make_post("it-lead", "IT lead", holder, deputy)
    for chosen in ((me, deputy), (holder, me), (me, None)):
        with pytest.raises(NotAllowed, match="Nobody gives a post to themselves"):
            fill(me, post, *chosen)
    assert (post.holder, post.deputy) == (holder, deputy)


def test_a_deputy_does_not_take_the_holder_away(app: Flask) -> None:
    me, other = make_person(Role.COORDINATOR), make_person(Role.HEAD_OF_SERVICE)
    post = make_post(*FRONT_DOOR, other, me)
    for holder in (None, make_person(Role.HEAD_OF_SERVICE)):
        with pytest.raises(NotAllowed):
            fill(me, post, holder, me)
    fill(me, post, other, None)
    assert post.deputy is None, "one may give up one’s own place"


def test_a_holder_names_their_own_deputy(app: Flask) -> None:
    me, other = make_person(Role.COORDINATOR), make_person(Role.HEAD_OF_SERVICE)
    post = make_post("inspection-coordinator", "Inspection coordinator", me)
    fill(me, post, me, other)
    assert post.deputy is other


def test_an_administrator_fills_posts_of_contributors_only(client: InspectingClient) -> None:
    client.sign_in_quickly(make_person(Role.ADMINISTRATOR))
    made = make_person(Role.CONTRIBUTOR)
    post, plain = make_post(*FRONT_DOOR), make_post("it-lead", "IT lead")
    page = client.get("/people").text
    assert f'href="/people/posts/{post.id}"' not in page
    assert f'href="/people/posts/{plain.id}"' in page
    assert client.get(f"/people/posts/{post.id}").status_code == 403
    assert send(client, post, made.id, "") == 403
    assert send(client, plain, made.id, "") == 302
    assert db.session.get_one(Post, post.id).holder_id is None


def test_a_coordinator_fills_posts_of_heads_of_service_with_people_they_manage(
    client: InspectingClient,
) -> None:
    me = make_person(Role.COORDINATOR)
    client.sign_in_quickly(me)
    head, lead = make_person(Role.HEAD_OF_SERVICE), make_person(Role.DATA_LEAD)
    post = make_post(*FRONT_DOOR)
    page = client.get(f"/people/posts/{post.id}").text
    assert f'<option value="{head.id}"' in page
    for refused in (me, lead):
        assert f'<option value="{refused.id}"' not in page
        assert send(client, post, refused.id, "") == 422
    assert send(client, post, head.id, "") == 302
    with pytest.raises(NotAllowed, match="no more than yours"):
        fill(me, post, head, lead)


@pytest.mark.parametrize("key", ["data-lead", "dcs", "no-such-post"])
def test_a_coordinator_does_not_fill_a_post_beyond_their_role(
    client: InspectingClient, key: str
) -> None:
    client.sign_in_quickly(make_person(Role.COORDINATOR))
    post = make_post(key, "A post")
    assert "A director can" in client.get("/people").text
    assert client.get(f"/people/posts/{post.id}").status_code == 403
    assert send(client, post, make_person().id, "") == 403


def test_who_is_beyond_the_role_stays_where_they_are(client: InspectingClient) -> None:
    me, lead = make_person(Role.COORDINATOR), make_person(Role.QUALITY_LEAD)
    client.sign_in_quickly(me)
    post, head = make_post(*FRONT_DOOR, None, lead), make_person()
    assert send(client, post, head.id, "") == 403
    assert send(client, post, head.id, lead.id) == 302
    with pytest.raises(NotAllowed):
        fill(me, db.session.get_one(Post, post.id), head, None)


def test_a_director_fills_every_post_their_own_among_them(client: InspectingClient) -> None:
    me, lead = make_person(Role.DIRECTOR), make_person(Role.DATA_LEAD)
    client.sign_in_quickly(me)
    for key in ("data-lead", "dcs", "hos-front-door", "it-lead", "no-such-post"):
        post = make_post(key, key)
        assert send(client, post, lead.id, me.id) == 302


def test_nobody_sends_away_whom_they_would_stand_in_for(client: InspectingClient) -> None:
    me, holder = make_person(Role.COORDINATOR), make_person(Role.HEAD_OF_SERVICE)
    make_post(*FRONT_DOOR, holder, me)
    client.sign_in_quickly(me)
    assert f'value="{holder.id}"' not in client.get("/people/away").text
    with pytest.raises(NotAllowed, match="you would stand in for them"):
        add_absence(actor=me, person=holder, first_day=DAY, last_day=DAY)
    director = make_person(Role.DIRECTOR)
    add_absence(actor=director, person=holder, first_day=DAY, last_day=DAY)


def test_nobody_closes_the_account_of_whom_they_would_stand_in_for(
    client: InspectingClient,
) -> None:
    me, holder = make_person(Role.COORDINATOR), make_person(Role.HEAD_OF_SERVICE)
    post = make_post(*FRONT_DOOR, holder, me)
    client.sign_in_quickly(me)
    fields = {"name": holder.name, "role": holder.role.value, "version": str(holder.version)}
    answer = client.send(f"/people/{holder.id}", fields, page="/password")
    assert answer.status_code == 422
    assert "You stand in for" in answer.text
    fill(me, post, holder, make_person())
    db.session.commit()
    assert client.send(f"/people/{holder.id}", fields, page="/password").status_code == 302


def test_time_away_is_recorded_for_people_one_manages(client: InspectingClient) -> None:
    me, lead, other = make_person(Role.COORDINATOR), make_person(Role.DATA_LEAD), make_person()
    add_absence(actor=me, person=other, first_day=DAY, last_day=DAY)
    with pytest.raises(NotAllowed, match="their role may do more than yours"):
        add_absence(actor=me, person=lead, first_day=DAY, last_day=DAY)
    away = add_absence(actor=lead, person=lead, first_day=DAY, last_day=DAY)
    with pytest.raises(NotAllowed, match="or a director can remove"):
        remove_absence(actor=me, absence=away)
    db.session.commit()
    client.sign_in_quickly(me)
    assert f"/people/away/{away.id}/remove" not in client.get("/people").text
    assert db.session.query(Absence).count() == 2
