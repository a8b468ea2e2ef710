"""Between inspections: from the first page to what is in the way, and one thing confirmed."""

import pytest
from playwright.sync_api import Page

from tests.support.walking import Walker

pytestmark = [pytest.mark.journey, pytest.mark.soak]
THING = "Parking and passes can be given on the day"


def test_the_owner_finds_what_is_out_of_date_and_confirms_it(
    page: Page, request: pytest.FixtureRequest
) -> None:
    walker = Walker(page, scripts="without" not in request.node.callspec.id)
    walker.sign_in("facilities-lead")
    walker.open("/readiness/")
    walker.expect("things are ready")
    walker.follow(THING)
    walker.expect("How is it?")
    walker.look()
    page.get_by_label("Not ready").check()
    walker.press("Save how it is")
    walker.expect("Say what is wrong, so that somebody can help.")
    walker.look()
    page.get_by_label("Ready", exact=True).check()
    page.get_by_label("What you looked at, or what is wrong").fill("Ten passes in the safe.")
    page.get_by_label("A file that shows it").set_input_files(
        {"name": "passes.txt", "mimeType": "text/plain", "buffer": b"Ten passes."}
    )
    walker.press("Save how it is")
    walker.expect("Pat Rowanby confirmed this on")
    walker.expect("passes.txt")
    walker.look()
    look_at_the_call(walker)


def look_at_the_call(walker: Walker) -> None:
    """What would be met on the next Monday, and on one that has to look out for holidays."""
    walker.open("/readiness/call")
    walker.expect("If the call came on Monday")
    walker.unfold("The figures of the chart")
    walker.look()
    walker.main.locator("#ahead a").first.click()
    walker.expect("Back to the next Monday")
    walker.look()
    walker.open("/readiness/call?monday=2020-01-01")
    walker.expect("is not a Monday")
