"""From the Monday call to the first ticks, as the coordinator and a head of service."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.accessibility import check_accessibility, check_fits

pytestmark = pytest.mark.journey


def sign_in(page: Page, post: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(f"{post}@demo.example")
    page.get_by_label("Password", exact=True).fill("demo readiness")
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")


def inspect(page: Page, *, scripts: bool) -> None:
    """Ask axe and the ruler; both need scripts."""
    if scripts:
        check_fits(page)
        check_accessibility(page)


def test_the_coordinator_logs_a_call_and_the_owners_tick_their_tasks(
    page: Page, request: pytest.FixtureRequest
) -> None:
    scripts = "without" not in request.node.callspec.id
    page.goto("/sign-in")
    inspect(page, scripts=scripts)
    sign_in(page, "inspection-coordinator")
    inspect(page, scripts=scripts)

    page.goto("/inspections/new")
    inspect(page, scripts=scripts)
    page.get_by_label("Kind of inspection").select_option("ilacs-short")
    for box, typed in (("Day", "30"), ("Month", "11"), ("Year", "2026"), ("Time", "9:15am")):
        page.get_by_label(box, exact=True).fill(typed)
    page.get_by_label("This is a trial run").check()
    page.get_by_role("button", name="Show the dates").click()
    expect(page.locator("main")).to_contain_text("Tuesday 1 December 2026, 5pm")
    inspect(page, scripts=scripts)
    page.get_by_label("The day and the time of the call are right").check()
    page.get_by_role("button", name="Start the trial run").click()

    expect(page.locator("main")).to_contain_text("11 of 11 lists are not signed")
    inspect(page, scripts=scripts)
    board = page.url

    row = page.get_by_role("row").filter(has_text="Take the notification call").first
    row.get_by_role("button", name=re.compile("Tick off")).click()
    expect(page.locator("main")).to_contain_text("Done")
    page.goto(board)
    page.get_by_role("link", name="Take the notification call").first.click()
    expect(page.locator("main")).to_contain_text("Charlie Fernwick")
    inspect(page, scripts=scripts)

    for part in ("/dates", "/print"):
        page.goto(f"{board}{part}")
        inspect(page, scripts=scripts)
    for path in ("/people", "/activity", "/inspections/", "/inspections/mine", "/password"):
        page.goto(path)
        inspect(page, scripts=scripts)


def test_a_head_of_service_sees_their_next_tasks_first(
    page: Page, request: pytest.FixtureRequest
) -> None:
    sign_in(page, "hos-front-door")
    expect(page.get_by_role("heading", name="Your next tasks")).to_be_visible()
    page.goto("/people/new")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Add a person")
    inspect(page, scripts="without" not in request.node.callspec.id)
