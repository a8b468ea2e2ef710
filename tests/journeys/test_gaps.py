"""What a trial run taught, walked in the browser: a gap, its action, a change of the checklist."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from readiness import clock
from tests.journeys.conftest import OTHER_WAYS, WAYS
from tests.support.soak import in_full
from tests.support.walking import Walker

pytestmark = [pytest.mark.journey, pytest.mark.soak]
GAP = "Nobody could open the stationery cupboard."


@pytest.mark.parametrize("page", in_full([*WAYS, *OTHER_WAYS], else_=WAYS[:1]), indirect=True)
def test_an_observer_records_a_gap_and_the_coordinator_sees_to_it(
    page: Page, request: pytest.FixtureRequest
) -> None:
    walker = Walker(page, scripts="without" not in request.node.callspec.id)
    walker.sign_in("observers")
    page.goto("/inspections/")
    walker.follow("Trial run: Short")
    walker.follow("What is learned")
    walker.expect("steps were done in time")
    walker.look()
    walker.follow("Book the inspectors’ base")
    walker.follow("Record a gap here")
    walker.look()
    page.get_by_label("What happened").fill(GAP)
    page.get_by_label("Rooms and access").check()
    page.get_by_label("Minor: a nuisance").check()
    walker.press("Record the gap")
    agree_what_is_done(page, walker)


def agree_what_is_done(page: Page, walker: Walker) -> None:
    """The gap gets an action; another has a change of the checklist to be looked at."""
    walker.sign_in("inspection-coordinator")
    page.goto("/inspections/gaps?kind=rooms")
    walker.follow(GAP)
    walker.look()
    page.get_by_label("What is to be done").fill("Hang a key in the base")
    page.get_by_label("Owner", exact=True).select_option(label="Pat Rowanby")
    walker.fill_day(clock.today() + timedelta(days=9))
    walker.press("Agree this action")
    walker.expect("1 action is agreed")
    page.goto("/inspections/gaps?state=closed")
    walker.follow("read-only role")
    walker.expect("The file loads with this change.")
    walker.look()
    walker.open(f"{page.url.partition('/gaps/')[0]}/comparison")
    walker.expect("Late in both")
