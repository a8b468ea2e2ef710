"""The pages of bundles: where they are, what their forms hold, and who opens them."""

import re

from werkzeug.test import TestResponse

from readiness.bundles.models import Bundle
from readiness.people.permissions import Role
from tests.factories.people import make_person
from tests.support.client import InspectingClient


def address(bundle: Bundle, part: str = "") -> str:
    """Of a bundle’s page, or of a part of it."""
    return f"/inspections/{bundle.inspection_id}/bundles/{bundle.id}{part}"


def field(answer: TestResponse, name: str) -> str:
    """What a form on the page would send under this name."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', answer.text)
    assert found is not None, f"The page has no field {name}."
    return found[1]


def sign_in(client: InspectingClient, role: Role, name: str | None = None) -> None:
    """As somebody new who has this role."""
    client.sign_in_quickly(make_person(role, name))
