"""Asks axe whether a page meets WCAG 2.2 AA."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def check_accessibility(page: Page) -> None:
    """Fail with axe’s report where the page breaks a rule. Needs scripts to be on."""
    only = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    result = Axe().run(page, options=only)
    assert result.violations_count == 0, f"{page.url}\n{result.generate_report()}"


def check_fits(page: Page) -> None:
    """Fail where the page must be scrolled sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is {wide} pixels too wide"
