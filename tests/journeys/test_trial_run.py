"""A trial run on an exercise clock in the browser: begun, stepped, surprised, and closed."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from readiness import clock
from tests.support.walking import Walker, reload_until, this_monday

pytestmark = [pytest.mark.journey, pytest.mark.soak]


def test_a_facilitator_runs_a_trial_run_and_the_director_is_surprised(
    page: Page, request: pytest.FixtureRequest
) -> None:
    walker = Walker(page, scripts="without" not in request.node.callspec.id)
    walker.sign_in("inspection-coordinator")
    begin(walker)
    walker.follow("Clock, injects and people")
    walker.expect("The exercise clock shows")
    walker.unfold("Add an inject")
    walker.main.get_by_label("Inject", exact=True).select_option("data-lead-is-ill")
    walker.press("Add this inject")
    walker.press("Step to the next due time")
    walker.expect("9.45am, paused")
    walker.look()
    walker.follow("The data lead is ill")
    walker.press("Give it now")
    answer(walker)
    walker.sign_in("inspection-coordinator")
    walker.follow("Trial run:")
    walker.follow("Clock, injects and people")
    walker.expect("Dealt with")
    close(walker)


def begin(walker: Walker) -> None:
    """Begin one that is called next Monday."""
    walker.page.goto("/inspections/new")
    walker.main.get_by_label("Kind of inspection").select_option("ilacs-short")
    walker.fill_day(this_monday(clock.today()) + timedelta(days=7))
    walker.main.get_by_label("Time", exact=True).fill("9.15am")
    walker.main.get_by_label("This is a trial run").check()
    walker.main.get_by_label("The trial run moves on an exercise clock").check()
    walker.press("Show the dates")
    walker.press("Start the trial run")


def answer(walker: Walker) -> None:
    """The director finds it on Today and writes what was done."""
    walker.sign_in("director-supporting-families")
    walker.expect("rings in sick")
    walker.look()
    walker.follow("The data lead is ill")
    walker.press("I have seen it")
    walker.main.get_by_label("What was done?").fill("The deputy runs the reports.")
    walker.press("Mark as dealt with")
    walker.expect("seen after")
    walker.look()


def close(walker: Walker) -> None:
    """Nothing of it is left to those who come after."""
    walker.page.get_by_role("link", name="Trial run: Short inspection").first.click()
    walker.follow("End the trial run")
    walker.press("End the trial run")
    reload_until(walker, "Download the report (Word)")
