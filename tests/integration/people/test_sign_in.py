import io
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select

from config import Settings
from readiness import clock, create_app
from readiness.activity.models import Activity
from readiness.activity.queries import find_broken_entry
from readiness.errors import ChangedMeanwhile, Refused, Unusable
from readiness.extensions import db
from readiness.people import account_routes, passwords, sign_in_routes
from readiness.people.models import SignInAttempt
from readiness.people.operations import (
    add_person,
    begin_sign_in,
    change_own_password,
    change_person,
    hash_token,
    set_password,
    sign_ins,
    verify_pair,
)
from readiness.people.passwords import hash_password
from readiness.people.permissions import Role
from readiness.people.sessions import was_signed_in
from tests.factories.people import PASSWORD, make_person
from tests.support.client import InspectingClient
from tests.support.databases import on_both_databases
from tests.support.locks import watched


def is_signed_in(client: InspectingClient) -> bool:
    return client.get("/password").status_code == 200


@on_both_databases
def test_a_person_signs_in_and_out(client: InspectingClient) -> None:
    client.sign_in(make_person())
    assert is_signed_in(client)
    client.send("/sign-out", {}, page="/password")
    assert not is_signed_in(client)


@on_both_databases
def test_a_stolen_cookie_is_worthless_after_sign_out(app: Flask, client: InspectingClient) -> None:
    client.sign_in(make_person())
    cookie = client.get_cookie("readiness")
    assert cookie is not None
    client.send("/sign-out", {}, page="/password")
    thief = app.test_client()
    thief.set_cookie("readiness", cookie.value)
    assert thief.get("/password").status_code == 302


def test_whoever_signed_in_is_no_stranger_to_the_server(
    app: Flask, client: InspectingClient
) -> None:
    client.sign_in_quickly(make_person())
    cookie = client.get_cookie("readiness")
    assert cookie is not None
    assert was_signed_in(app, f"a=b; readiness={cookie.value}")
    for made_up in ("", "readiness=", f"readiness={cookie.value}x", "readiness=\x00\xff"):
        assert not was_signed_in(app, made_up)


def test_a_wrong_password_says_so_and_is_counted(client: InspectingClient) -> None:
    person = make_person()
    answer = client.send("/sign-in", {"email": person.email, "password": "not this one"})
    assert "The email address or the password is wrong" in answer.get_data(as_text=True)
    failed = select(func.count()).where(Activity.event == "people:sign_in:failed")
    assert db.session.scalar(failed) == 1


@on_both_databases
def test_after_five_wrong_tries_the_right_password_must_wait_too(client: InspectingClient) -> None:
    person = make_person()
    for _ in range(5):
        client.send("/sign-in", {"email": person.email, "password": "not this one"})
    answer = client.send("/sign-in", {"email": person.email, "password": PASSWORD})
    assert "too many wrong attempts" in answer.get_data(as_text=True)
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
        client.sign_in(person)


def test_an_unknown_address_is_answered_like_a_wrong_password(client: InspectingClient) -> None:
    answer = client.send("/sign-in", {"email": "nobody@example.org", "password": "not this one"})
    assert "The email address or the password is wrong" in answer.get_data(as_text=True)


@pytest.mark.parametrize("change", ["disabled", "role", "password"])
def test_sessions_end_when_the_account_changes(client: InspectingClient, change: str) -> None:
    person, manager = make_person(), make_person(Role.COORDINATOR)
    client.sign_in(person)
    if change == "password":
        secret = hash_password("quite another phrase")
        set_password(actor=manager, person=person, password_hash=secret)
    else:
        change_person(
            actor=manager,
            person=person,
            name=person.name,
            role=Role.OBSERVER if change == "role" else person.role,
            is_active=change != "disabled",
            version=person.version,
        )
    db.session.commit()
    assert not is_signed_in(client)


def test_a_session_ends_after_two_idle_hours(client: InspectingClient) -> None:
    with time_machine.travel("2026-11-30 09:00Z", tick=False) as traveller:
        client.sign_in(make_person())
        traveller.shift(timedelta(minutes=119))
        assert is_signed_in(client)
        traveller.shift(timedelta(minutes=121))
        assert not is_signed_in(client)


@on_both_databases
def test_a_session_ends_after_twelve_hours_however_busy(client: InspectingClient) -> None:
    with time_machine.travel("2026-11-30 09:00Z", tick=False) as traveller:
        client.sign_in(make_person())
        for _ in range(11):
            traveller.shift(timedelta(minutes=65))
            assert is_signed_in(client)
        traveller.shift(timedelta(minutes=65))
        assert not is_signed_in(client)


@pytest.mark.parametrize("hours", [3, 13])
def test_words_sent_after_the_session_ended_are_handed_back(
    client: InspectingClient, hours: int
) -> None:
    with time_machine.travel("2026-11-30 09:00Z", tick=False) as traveller:
        client.sign_in_quickly(make_person(Role.COORDINATOR))
        written = {"name": "Two hours’ work", "csrf_token": client.find_token("/password")}
        secret = {"current_password": "open sesame", "password": "open sesame too"}
        traveller.shift(timedelta(hours=hours))
        answer = client.post("/people/new", data={**written, **secret})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 403
    assert "Two hours’ work" in page
    assert '<a class="govuk-link" href="/">Sign in</a>' in page
    assert "sesame" not in page


def test_what_htmx_sends_after_the_session_ended_stays_on_the_page(
    client: InspectingClient,
) -> None:
    with time_machine.travel("2026-11-30 09:00Z", tick=False) as traveller:
        client.sign_in_quickly(make_person())
        sent = {"X-CSRFToken": client.find_token("/password"), "HX-Request": "true"}
        traveller.shift(timedelta(hours=3))
        answer = client.post("/people/new", headers=sent)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (403, "#messages")
    assert "HX-Redirect" not in answer.headers
    assert "copy it first" in answer.get_data(as_text=True)


@pytest.mark.parametrize("page", ["/actions/?state=open&search=a%26b", "/people"])
def test_signing_in_leads_back_to_the_page_as_it_was_filtered(
    client: InspectingClient, page: str
) -> None:
    person = make_person()
    door = client.get(page).headers["Location"]
    shown = re.search(r'name="next"[^>]*value="([^"]*)"', client.get(door).get_data(as_text=True))
    assert shown is not None
    fields = {"email": person.email, "password": PASSWORD, "next": unescape(shown[1])}
    assert client.send("/sign-in", fields).headers["Location"] == page


@pytest.mark.parametrize("address", ["https://example.com/", "//example.com", "/\\example.com"])
def test_signing_in_never_leads_to_another_site(client: InspectingClient, address: str) -> None:
    person = make_person()
    fields = {"email": person.email, "password": PASSWORD, "next": address}
    assert "example.com" not in client.send("/sign-in", fields).headers["Location"]


@on_both_databases
def test_every_change_is_in_the_chain_and_the_chain_holds(client: InspectingClient) -> None:
    client.sign_in(make_person())
    add_person(actor=None, name="New Person", email="new@example.org", role=Role.OBSERVER)
    db.session.commit()
    assert find_broken_entry() is None
    entry = db.session.scalars(select(Activity).order_by(Activity.id)).first()
    assert entry is not None
    entry.subject_title = "Somebody else"
    db.session.commit()
    assert find_broken_entry() == entry.id


def test_demo_accounts_are_listed_only_in_the_demo(client: InspectingClient) -> None:
    person = make_person()
    assert person.email not in client.get("/sign-in").get_data(as_text=True)


@on_both_databases
def test_failures_count_for_every_process_that_shares_the_database(
    app: Flask, settings: Settings, client: InspectingClient
) -> None:
    person = make_person()
    other = create_app(settings)
    other.testing = True
    other.test_client_class = InspectingClient
    elsewhere = other.test_client()
    assert isinstance(elsewhere, InspectingClient)
    wrong = {"email": person.email, "password": "not this one"}
    for number in range(5):
        (client if number % 2 else elsewhere).send("/sign-in", wrong)
    answer = client.send("/sign-in", {"email": person.email, "password": PASSWORD})
    assert "too many wrong attempts" in answer.get_data(as_text=True)
    with other.app_context():
        db.engine.dispose()


def test_an_address_that_fails_for_many_accounts_must_wait_as_well(
    client: InspectingClient,
) -> None:
    now, address = clock.now(), hash_token("127.0.0.1")
    for number in range(50):
        account = hash_token(f"guess{number}@example.org")
        db.session.add(SignInAttempt(account_hash=account, address_hash=address, at=now))
    db.session.commit()
    answer = client.send("/sign-in", {"email": make_person().email, "password": PASSWORD})
    assert "too many wrong attempts" in answer.get_data(as_text=True)


def test_the_demo_lists_its_accounts(app: Flask, settings: Settings) -> None:
    person = make_person()
    app.extensions["readiness.settings"] = replace(settings, demo=True)
    page = app.test_client().get("/sign-in").get_data(as_text=True)
    assert person.email in page


def test_somebody_who_never_signed_in_cannot_send_files(client: InspectingClient) -> None:
    """They are refused before their file is read, and so before it is on the disk."""
    for path in ("/sign-in", "/annexe-a/between/upload"):
        sent = {"files": (io.BytesIO(bytes(200_000)), "list_1.csv")}
        assert client.post(path, data=sent).status_code == 413


def test_while_a_password_is_checked_others_may_write(
    client: InspectingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 9.15am everybody signs in at once; argon2 is slow on purpose."""
    person = make_person()
    with watched(monkeypatch, sign_ins, "check_password") as seen:
        client.sign_in(person)
        client.send("/sign-in", {"email": person.email, "password": "not this one"})
        client.send("/sign-in", {"email": "nobody@example.org", "password": "not this one"})
    assert seen == [True, True, True]


def test_while_a_new_password_is_hashed_others_may_write(
    client: InspectingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, manager = make_person(), make_person(Role.COORDINATOR)
    client.sign_in_quickly(manager)
    given = {"password": "quite another phrase"}
    added = {"name": "New", "email": "new@example.org", "role": "observer", **given}
    with watched(monkeypatch, account_routes, "hash_password") as seen:
        assert client.send(f"/people/{person.id}/password", given).status_code == 302
        assert client.send("/people/new", added).status_code == 302
    own = {"current_password": PASSWORD, **given}
    with (
        watched(monkeypatch, sign_in_routes, "hash_password") as seen_new,
        watched(monkeypatch, sign_ins, "check_password") as seen_old,
    ):
        assert client.send("/password", own).status_code == 302
    assert (seen, seen_new, seen_old) == ([True, True], [True], [True])


def test_a_password_that_was_changed_since_it_was_checked_signs_nobody_in(
    client: InspectingClient,
) -> None:
    person = make_person()
    pair = verify_pair(email=person.email, password=PASSWORD, address="")
    set_password(actor=None, person=person, password_hash=hash_password("quite another phrase"))
    with pytest.raises(Refused, match="Sign in again"):
        begin_sign_in(pair=pair, lasts=timedelta(hours=1))


def test_guesses_that_were_checked_together_are_counted_one_after_the_other(
    client: InspectingClient,
) -> None:
    """The limit is looked at again where the failure is counted, under the lock."""
    person = make_person()
    wrong = [verify_pair(email=person.email, password="guess", address="") for _ in range(5)]
    right = verify_pair(email=person.email, password=PASSWORD, address="")
    for pair in wrong:
        assert begin_sign_in(pair=pair, lasts=timedelta(hours=1)) is None
    with pytest.raises(Refused, match="too many wrong attempts"):
        begin_sign_in(pair=right, lasts=timedelta(hours=1))


def test_after_too_many_tries_no_password_is_hashed_any_more(
    client: InspectingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_person()
    wrong = {"email": person.email, "password": "not this one"}
    with watched(monkeypatch, sign_ins, "check_password") as seen:
        for _ in range(9):
            client.send("/sign-in", wrong)
    assert len(seen) == 5


def test_a_hash_made_with_less_work_is_made_anew_at_sign_in(
    client: InspectingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_person()
    old = person.password_hash
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", stronger)
    client.sign_in(person)
    assert person.password_hash != old
    client.sign_in(person)


@on_both_databases
def test_a_strangers_failures_do_not_keep_the_owner_out_at_another_address(
    app: Flask, client: InspectingClient
) -> None:
    person, stranger = make_person(), app.test_client()
    assert isinstance(stranger, InspectingClient)
    stranger.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    wrong = {"email": person.email, "password": "not this one"}
    for _ in range(5):
        stranger.send("/sign-in", wrong)
    answer = stranger.send("/sign-in", {**wrong, "password": PASSWORD})
    assert "too many wrong attempts" in answer.get_data(as_text=True)
    client.sign_in(person)


def test_guesses_from_many_addresses_close_the_account_in_the_end(client: InspectingClient) -> None:
    person, now = make_person(), clock.now()
    for number in range(100):
        account, address = hash_token(person.email), hash_token(f"192.0.2.{number}")
        db.session.add(SignInAttempt(account_hash=account, address_hash=address, at=now))
    db.session.commit()
    answer = client.send("/sign-in", {"email": person.email, "password": PASSWORD})
    assert "too many wrong attempts" in answer.get_data(as_text=True)


def test_own_password_is_not_changed_over_a_newer_one(client: InspectingClient) -> None:
    person = make_person()
    pair = verify_pair(email=person.email, password=PASSWORD, address="")
    set_password(actor=None, person=person, password_hash=hash_password("quite another phrase"))
    with pytest.raises(ChangedMeanwhile, match="changed a moment ago"):
        change_own_password(
            actor=person, pair=pair, password_hash=hash_password("a third long phrase")
        )


def test_guessing_the_current_password_is_limited_as_at_the_door(client: InspectingClient) -> None:
    """Whoever sits down at a screen left open learns no password by trying."""
    client.sign_in_quickly(make_person())
    new = {"password": "quite another phrase"}
    for _ in range(5):
        answer = client.send("/password", {**new, "current_password": "a guess"})
        assert "The current password is wrong" in answer.get_data(as_text=True)
    answer = client.send("/password", {**new, "current_password": PASSWORD})
    assert "too many wrong attempts" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "address",
    [
        *("no address", "a@b", "ö@x.example", "a@x..example", "a,b@x.example", "<a@x.example>"),
        *("jo..smith@x.example", "jo.@x.example", ".jo@x.example"),
    ],
)
def test_what_no_mail_server_takes_is_no_address(app: Flask, address: str) -> None:
    with pytest.raises(Unusable, match="is not an email address"):
        add_person(actor=None, name="Robin Example", email=address, role=Role.OBSERVER)


def test_a_closed_account_is_out_at_its_next_request(app: Flask, client: InspectingClient) -> None:
    person, theirs = make_person(), app.test_client()
    assert isinstance(theirs, InspectingClient)
    theirs.sign_in_quickly(person)
    assert is_signed_in(theirs)
    client.sign_in_quickly(make_person(Role.COORDINATOR))
    fields = {"name": person.name, "role": person.role.value, "version": str(person.version)}
    assert client.send(f"/people/{person.id}", fields).status_code == 302
    assert theirs.get("/password").headers["Location"].startswith("/sign-in")
    answer = theirs.send("/sign-in", {"email": person.email, "password": PASSWORD})
    assert "The email address or the password is wrong" in answer.get_data(as_text=True)
