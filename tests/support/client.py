"""A test client that signs in by the front door and inspects every page it is given."""

import re
from contextvars import Context
from datetime import timedelta
from typing import Any

from flask import session
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from readiness.extensions import db
from readiness.people.models import Person
from readiness.people.operations import begin_sign_in, verify_pair
from readiness.people.sessions import remember
from tests.factories.people import PASSWORD
from tests.support.page_inspector import inspect_page

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class InspectingClient(FlaskClient):
    """Fails a test whose page breaks a rule that holds for all pages."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Make the request as a server would, then inspect the page that came back.

        An empty context keeps the test’s own `g` and database session out of the request;
        afterwards the test’s session looks at the database afresh.
        """
        db.session.rollback()
        response = Context().run(lambda: super(InspectingClient, self).open(*args, **kwargs))
        db.session.rollback()
        inspect_page(response)
        return response

    def sign_in(self, person: Person) -> None:
        """Sign in as this person, whose password is the factories’ one."""
        answer = self.send("/sign-in", {"email": person.email, "password": PASSWORD})
        assert answer.status_code == 302, answer.get_data(as_text=True)

    def sign_in_quickly(self, person: Person) -> None:
        """Sign in without the form, where the form is not what the test is about."""
        pair = verify_pair(email=person.email, password=PASSWORD, address="127.0.0.1")
        signed_in = begin_sign_in(pair=pair, lasts=timedelta(hours=12))
        assert signed_in is not None
        db.session.commit()
        with self.application.test_request_context():
            remember(signed_in[1])
            held = dict(session)
        with self.session_transaction() as cookie:
            cookie.update(held)

    def send(self, path: str, fields: dict[str, Any], page: str | None = None) -> TestResponse:
        """POST a form as a browser would: with the token of the page it stands on."""
        return self.post(path, data={**fields, "csrf_token": self.find_token(page or path)})

    def find_token(self, page: str) -> str:
        """The token against forgery of the forms on a page."""
        token = _TOKEN.search(self.get(page).get_data(as_text=True))
        assert token is not None, f"{page} has no form"
        return token[1]


def expect_conflict_told(
    client: InspectingClient,
    path: str,
    *,
    page: str,
    faulty: dict[str, Any],
    right: dict[str, Any],
    versions: tuple[int, int],
) -> None:
    """A fault keeps the version that was opened; only the conflict brings that of the row."""
    opened, current = versions
    fault = client.send(path, {**faulty, "version": opened}, page)
    assert (fault.status_code, _find_version(fault, path)) == (422, str(opened))
    stale = client.send(path, {**right, "version": opened}, page)
    assert (stale.status_code, _find_version(stale, path)) == (409, str(current))
    assert client.send(path, {**right, "version": current}, page).status_code == 302


def _find_version(answer: TestResponse, path: str) -> str:
    """The version in the form that is sent to this address; one of a page alone has none."""
    page = answer.get_data(as_text=True)
    form = page.partition(f'action="{path}"')[2] or page
    found = re.search(r'name="version"[^>]*value="(\d*)"', form)
    assert found is not None, f"no version is sent to {path}"
    return found[1]
