"""A test client that signs in by the front door and inspects every page it is given."""

import re
from datetime import timedelta
from typing import Any

from flask import session
from flask.testing import FlaskClient
from tests.support.page_inspector import inspect_page
from werkzeug.test import TestResponse

from readiness.extensions import db
from readiness.people.models import Person
from readiness.people.operations import begin_sign_in
from readiness.people.sessions import remember
from tests.factories.people import PASSWORD

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class InspectingClient(FlaskClient):
    """Fails a test whose page breaks a rule that holds for all pages."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Make the request, then inspect the page that came back."""
        response = super().open(*args, **kwargs)
        inspect_page(response)
        return response

    def sign_in(self, person: Person) -> None:
        """Sign in as this person, whose password is the factories’ one."""
        answer = self.send("/sign-in", {"email": person.email, "password": PASSWORD})
        assert answer.status_code == 302, answer.get_data(as_text=True)

    def sign_in_quickly(self, person: Person) -> None:
        """Sign in without the form, where the form is not what the test is about."""
        signed_in = begin_sign_in(
            email=person.email, password=PASSWORD, address="127.0.0.1", lasts=timedelta(hours=12)
        )
        assert signed_in is not None
        db.session.commit()
        with self.application.test_request_context():
            remember(signed_in[1])
            held = dict(session)
        with self.session_transaction() as cookie:
            cookie.update(held)

    def send(self, path: str, fields: dict[str, Any], page: str | None = None) -> TestResponse:
        """POST a form as a browser would: with the token of the page it stands on."""
        form = self.get(page or path).get_data(as_text=True)
        token = _TOKEN.search(form)
        assert token is not None, f"{page or path} has no form"
        return self.post(path, data={**fields, "csrf_token": token[1]})
