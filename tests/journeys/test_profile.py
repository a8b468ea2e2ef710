"""From the lists to what they say: the profile, a breakdown, and one child’s path."""

import pytest
from playwright.sync_api import Page

from tests.support.walking import Walker

pytestmark = [pytest.mark.journey, pytest.mark.soak]
CHILD = "C100001"
"""The first child in care of the demo."""


def test_the_data_lead_reads_the_profile_and_follows_one_child(
    page: Page, request: pytest.FixtureRequest
) -> None:
    walker = Walker(page, scripts="without" not in request.node.callspec.id)
    walker.sign_in("data-lead")
    page.goto("/annexe-a/between")
    walker.follow("Profile")
    walker.expect("291 children in care, 274 with a protection plan, 790 in need besides")
    walker.expect("70.1 per 10,000")
    walker.follow("Care leavers in touch")
    page.get_by_label("Broken down by").select_option("Age")
    walker.press("Show")
    walker.expect("256 of 268")
    walker.expect("19 to 21")
    walker.look()
    page.goto("/annexe-a/between/child")
    page.get_by_label("Child Unique ID").fill(CHILD)
    walker.press("Show the path")
    walker.expect("Came into care")
    walker.look()
    assert CHILD not in page.url + page.title()
