"""The week on site in the browser: a timetable entry, a selected case, one referred back."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from readiness import clock
from tests.support.walking import Walker, this_monday

pytestmark = [pytest.mark.journey, pytest.mark.soak]
IDENTIFIER = "C100777"


def test_a_visit_is_timetabled_and_its_cases_are_looked_after(
    page: Page, request: pytest.FixtureRequest
) -> None:
    walker = Walker(page, scripts="without" not in request.node.callspec.id)
    walker.sign_in("director-supporting-families")
    board = start_trial(walker)
    walker.follow("on the timetable")
    walker.follow("Add to the timetable")
    page.get_by_label("What it is").fill("Foster carers")
    walker.fill_day(clock.today())
    page.get_by_label("From").fill("9.30am")
    page.get_by_label("To", exact=True).fill("10.30am")
    page.get_by_label("Room or place").fill("Harbour room")
    page.get_by_label("People and guests").fill("foster carers’ group")
    walker.press("Save")
    walker.expect("1 entry is on the timetable")
    walker.look()
    look_after_a_case(walker, f"{board}/fieldwork/cases")
    refer_one_back(walker, f"{board}/fieldwork/referred")


def start_trial(walker: Walker) -> str:
    """Start a visit on trial; where its board is."""
    day = this_monday(clock.today()) - timedelta(days=7)
    called = f"called-day={day.day}&called-month={day.month}&called-year={day.year}"
    walker.page.goto(
        f"/inspections/new?checklist=ilacs-focused-visit&is_trial=y&{called}&called-time=09:15"
    )
    walker.main.locator("form button[type=submit]").last.click()
    walker.expect("The week on site")
    return walker.page.url.partition("?")[0]


def look_after_a_case(walker: Walker, path: str) -> None:
    walker.page.goto(path)
    fill_identifier(walker)
    walker.page.get_by_label("Worker").fill("Worker 1")
    walker.page.get_by_label("Manager").fill("Manager 1")
    walker.page.get_by_label("Whose service it is").select_option(label="Principal Social Worker")
    walker.press("Add this case")
    walker.expect(IDENTIFIER)
    walker.main.get_by_role("button", name="Tick off Records checked, case 1").click()
    walker.expect("Done")
    walker.look()


def refer_one_back(walker: Walker, path: str) -> None:
    walker.page.goto(path)
    walker.unfold("Log a case")
    fill_identifier(walker)
    walker.page.get_by_label("What the concern is about").select_option(index=1)
    walker.page.get_by_label("Who acts on it").select_option(label="Kit Larchwood")
    walker.press("Log this case")
    walker.expect("1 case has been referred back")
    walker.look()
    walker.follow("Case 1")
    walker.page.get_by_label("What came of it").fill("Seen, and well.")
    walker.look()
    walker.press("Save")
    walker.expect("Kit Larchwood")


def fill_identifier(walker: Walker) -> None:
    walker.page.get_by_label("Number in the case system").fill(IDENTIFIER)
