"""The pages of the week on site: where they are, what they say, and what their forms send."""

import re
from datetime import datetime

from werkzeug.test import TestResponse

from readiness import clock
from readiness.inspections.models import Inspection
from tests.support.client import InspectingClient


def page(inspection: Inspection, rest: str) -> str:
    """The address of a page of the week on site."""
    return f"/inspections/{inspection.id}/fieldwork/{rest}"


def text(client: InspectingClient, path: str) -> str:
    """What stands there, its white space evened out."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.get_data(as_text=True).split())


def moment_fields(name: str, at: datetime) -> dict[str, object]:
    """A day and a time as a form sends them."""
    local = clock.in_london(at)
    return {
        f"{name}-day": local.day,
        f"{name}-month": local.month,
        f"{name}-year": local.year,
        f"{name}-time": f"{local:%H:%M}",
    }


def stands_now(refused: TestResponse, *words: str) -> None:
    """The page of who came second: what somebody else saved stands above what was sent."""
    assert refused.status_code == 409
    above, _, below = refused.text.partition("Below is what you entered.")
    assert below
    for said in words:
        assert said in above.partition("As it stands now")[2]


def version_in(page: TestResponse) -> str:
    """The version with which the form of a page would be sent."""
    found = re.search(r'name="version"[^>]*value="(\d+)"', page.text)
    assert found is not None
    return found[1]
