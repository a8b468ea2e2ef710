"""After the inspection: a director opens an archived one, corrects an answer and closes it."""

import pytest
from playwright.sync_api import Page

from tests.support.walking import Walker

pytestmark = [pytest.mark.journey, pytest.mark.soak]


def test_a_director_opens_an_archived_inspection_and_closes_it_again(
    page: Page, request: pytest.FixtureRequest
) -> None:
    walker = Walker(page, scripts="without" not in request.node.callspec.id)
    walker.sign_in("director-supporting-families")
    page.goto("/inspections/archive")
    walker.main.locator("#archives a").filter(has_not_text="Trial").first.click()
    walker.expect("and kept until")
    walker.unfold("Open it again")
    page.get_by_label("Why is it opened again?").fill("Ofsted corrected its answer.")
    walker.press("Open it again")
    walker.follow("After the inspection")
    walker.expect("2 of 2 actions done")
    walker.look()
    walker.follow("2 comments")
    walker.follow("15")
    walker.main.get_by_label("Accepted", exact=True).check()
    walker.press("Record the answer")
    walker.expect("Ofsted answered on")
    walker.look()
    close_again(walker)


def close_again(walker: Walker) -> None:
    """Nothing is open, so nothing has to be confirmed."""
    go_back(walker)
    walker.expect("2 comments: 2 accepted")
    go_back(walker)
    walker.expect("2 of 2 actions done")
    go_back(walker)
    walker.follow("Close this inspection")
    walker.expect("Nothing is open in this inspection any more.")
    walker.press("Close and archive it")
    walker.expect("Ofsted corrected its answer.")
    walker.look()


def go_back(walker: Walker) -> None:
    walker.page.locator(".govuk-back-link").click()
