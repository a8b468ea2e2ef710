"""The week of an inspection: a request is logged, answered and accepted, and the wall shows it."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.soak import IN_FULL
from tests.support.walking import Walker

pytestmark = [pytest.mark.journey, pytest.mark.soak]
QUESTION = "The duty rota of this week"
SEEN = """[...document.querySelectorAll("#wall ol > li")].filter((row) =>
    row.getBoundingClientRect().right <= row.closest("section").getBoundingClientRect().right + 1
).length"""
"""How many rows of what is due next stand in their column: what is too much stands beside it."""


def test_a_request_goes_from_the_inspector_to_its_owner_and_back(
    page: Page, request: pytest.FixtureRequest, board: str
) -> None:
    walker = Walker(page, scripts="without" not in request.node.callspec.id)
    walker.sign_in("inspection-coordinator")
    page.goto(f"{board}/requests")
    page.get_by_label("What was asked").fill(QUESTION)
    page.get_by_label("Who asked").fill("Lead inspector")
    page.get_by_label("Who answers").select_option(label="Head of Service, Front Door")
    walker.press("Log this request")
    walker.expect("1 of 1 request is open")
    walker.follow(QUESTION)
    page.get_by_label("Answer in words").fill("It hangs in the duty room.")
    walker.look()
    walker.press("Mark as answered")
    walker.expect("Answered by Charlie Fernwick")
    page.goto(f"{board}/requests")
    walker.look()
    row = walker.main.get_by_role("row").filter(has_text=QUESTION)
    row.get_by_role("button", name="Accepted").click()
    if walker.scripts:
        expect(row.locator(".govuk-tag")).to_have_text("Accepted")
    else:
        walker.expect("1 request, every one answered.")
    page.goto(f"{board}/told")
    told = walker.main.get_by_role("row").filter(has_text="Leader of the council")
    told.get_by_role("button", name="Told").click()
    walker.expect("by Charlie Fernwick")
    look_at_the_wall(walker, board)


def look_at_the_wall(walker: Walker, board: str) -> None:
    """Anybody who may see the inspection sees the wall; a screen needs nobody to be signed in."""
    page = walker.page
    if IN_FULL:
        walker.look()
        walker.open(f"{board}/requests/daily")
    page.goto(f"{board}/wall")
    walker.expect("requests open")
    walker.look()
    page.goto(f"{board}/wall/screens")
    page.get_by_label("Where it stands").fill("The inspection room")
    walker.press("Make this computer a wall screen")
    walker.expect("Next due")
    assert page.url.endswith("/screen")
    for width, height in ((1920, 1080), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollHeight") == height
        assert page.evaluate(SEEN) == 10, "the next ten due are to be seen, not only there"
    page.goto("/")
    expect(page.get_by_label("Email address")).to_be_visible()
