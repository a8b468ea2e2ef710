"""The week of an inspection: a request is logged, answered and accepted, and the wall shows it."""

import pytest
from playwright.sync_api import Page, expect

from readiness import clock
from tests.journeys.conftest import OTHER_WAYS, WAYS
from tests.support.soak import in_full
from tests.support.walking import Walker, this_monday

pytestmark = [pytest.mark.journey, pytest.mark.soak]
QUESTION = "The duty rota of this week"


@pytest.mark.parametrize("page", in_full([*WAYS, *OTHER_WAYS], else_=WAYS[:1]), indirect=True)
def test_a_request_goes_from_the_inspector_to_its_owner_and_back(
    page: Page, request: pytest.FixtureRequest
) -> None:
    walker = Walker(page, scripts="without" not in request.node.callspec.id)
    walker.sign_in("inspection-coordinator")
    board = begin_trial(walker)
    walker.page.goto(f"{board}/requests")
    page.get_by_label("What was asked").fill(QUESTION)
    page.get_by_label("Who asked").fill("Lead inspector")
    page.get_by_label("Who answers").select_option(label="Head of Service, Front Door")
    walker.press("Log this request")
    walker.expect("1 of 1 request is open")
    walker.look()
    walker.follow(QUESTION)
    page.get_by_label("Answer in words").fill("It hangs in the duty room.")
    walker.press("Mark as answered")
    walker.expect("Answered by Charlie Fernwick")
    walker.look()
    page.goto(f"{board}/requests")
    row = walker.main.get_by_role("row").filter(has_text=QUESTION)
    row.get_by_role("button", name="Accepted").click()
    expect(page.locator("main")).to_contain_text("Accepted")
    page.goto(f"{board}/told")
    told = walker.main.get_by_role("row").filter(has_text="Leader of the council")
    told.get_by_role("button", name="Told").click()
    walker.expect("by Charlie Fernwick")
    walker.look()
    look_at_the_wall(walker, board)


def begin_trial(walker: Walker) -> str:
    """A trial run of this week, which any number of can be."""
    page = walker.page
    page.goto("/inspections/new")
    page.get_by_label("Kind of inspection").select_option("ilacs-short")
    walker.fill_day(this_monday(clock.today()))
    page.get_by_label("Time", exact=True).fill("9.15am")
    page.get_by_label("This is a trial run").check()
    walker.press("Show the dates")
    sure = page.get_by_label("The day and the time of the call are right")
    if sure.count():
        sure.check()
    walker.press("Start the trial run")
    walker.expect("tasks done")
    return page.url


def look_at_the_wall(walker: Walker, board: str) -> None:
    """Anybody who may see the inspection sees the wall; a screen needs nobody to be signed in."""
    page = walker.page
    page.goto(f"{board}/wall")
    walker.expect("requests open")
    walker.look()
    walker.follow("Keep it up without signing in")
    page.get_by_label("Where it stands").fill("The inspection room")
    walker.press("Make this computer a wall screen")
    expect(page).to_have_url(f"{board.partition('/inspections')[0]}/screen")
    walker.expect("Next due")
    walker.sign_in("inspection-coordinator")
    page.goto(board)
    walker.unfold("Close")
    walker.press("Close it")
