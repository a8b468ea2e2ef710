"""Every route, asked by every role: the table and the answer must agree."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter, Rule

from readiness.activity.models import Activity
from readiness.extensions import db
from readiness.people.permissions import Role, allows
from tests.factories.people import make_person
from tests.support.client import InspectingClient
from tests.support.databases import on_both_databases

OUTSIDE = {"static"}


def routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            if rule.endpoint not in OUTSIDE:
                yield rule, method


def path_of(rule: Rule) -> str:
    """The route’s path with numbers and words that stand for nothing."""
    values: dict[str, object] = {}
    for name in rule.arguments:
        is_number = isinstance(rule._converters[name], IntegerConverter)
        values[name] = 999_999 if is_number else "nothing"
    built = rule.build(values)
    assert built is not None
    return built[1]


def test_every_route_says_who_may_open_it(app: Flask) -> None:
    silent = [
        rule.endpoint
        for rule, _method in routes(app)
        if "permission" not in vars(app.view_functions[rule.endpoint])
    ]
    assert silent == []


def test_every_changing_route_commits_and_no_other(app: Flask) -> None:
    wrong = [
        f"{method} {rule.rule}"
        for rule, method in routes(app)
        if vars(app.view_functions[rule.endpoint]).get("commits", False) != (method == "POST")
    ]
    assert wrong == []


def test_nobody_gets_in_without_signing_in(app: Flask, client: InspectingClient) -> None:
    for rule, method in routes(app):
        if vars(app.view_functions[rule.endpoint])["permission"] is None or method != "GET":
            continue
        answer = client.get(path_of(rule))
        assert answer.status_code == 302, rule.rule
        assert "/sign-in" in answer.headers["Location"], rule.rule


def test_no_changing_route_answers_without_the_token_of_its_form(
    app: Flask, client: InspectingClient
) -> None:
    """Whoever is signed in: another site’s form must not act in their name."""
    client.sign_in_quickly(make_person(Role.DIRECTOR))
    activity = db.session.scalar(select(func.count()).select_from(Activity))
    posts = [rule for rule, method in routes(app) if method == "POST"]
    assert len(posts) > 40
    for rule in posts:
        for sent in ({}, {"csrf_token": "made up"}):
            answer = client.post(path_of(rule), data=sent)
            assert answer.status_code == 400, rule.rule
    assert client.get("/password").status_code == 200, "nobody was signed out"
    assert db.session.scalar(select(func.count()).select_from(Activity)) == activity


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_the_table_gives_it_and_nothing_else(
    app: Flask, client: InspectingClient, role: Role
) -> None:
    client.sign_in_quickly(make_person(role))
    headers = {"X-CSRFToken": client.find_token("/password")}
    for rule, method in routes(app):
        permission = vars(app.view_functions[rule.endpoint])["permission"]
        if permission is None:
            continue
        status = client.open(path_of(rule), method=method, headers=headers).status_code
        if allows(role, permission):
            assert status != 403 or "999999" in path_of(rule), f"{role} {method} {rule.rule}"
            assert status < 500, f"{role} {method} {rule.rule}"
        else:
            assert status == 403, f"{role} {method} {rule.rule}"


@pytest.mark.parametrize("number", [2**31, 2**63, 10**25])
@on_both_databases
def test_a_number_no_database_holds_is_a_page_not_found(
    app: Flask, client: InspectingClient, number: int
) -> None:
    client.sign_in_quickly(make_person(Role.DIRECTOR))
    for path in (f"/inspections/{number}", f"/annexe-a/between/lists/{number}"):
        assert client.get(path).status_code == 404


def test_reading_a_page_never_writes(app: Flask, client: InspectingClient) -> None:
    client.sign_in_quickly(make_person(Role.DIRECTOR))
    written: list[str] = []

    def note(session: Session, _context: object, _instances: object) -> None:
        if session.new or session.dirty or session.deleted:
            written.append("a page wrote")

    event.listen(db.session, "before_flush", note)
    try:
        for rule, method in routes(app):
            if method == "GET":
                client.get(path_of(rule))
    finally:
        event.remove(db.session, "before_flush", note)
    assert written == []
