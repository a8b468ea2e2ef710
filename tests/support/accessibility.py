"""Asks axe and a ruler whether a page holds, at each of its widths, in one load of the page."""

from collections.abc import Mapping
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}

_RULES = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
_RULES_OF_LAYOUT = {"runOnly": ["target-size", "scrollable-region-focusable"]}
"""What can fail at another width although nothing there looks different."""
_RUN = "options => axe.run(document, options)"

# Most of axe’s work is contrast. At another width it need only ask about what came into sight,
# what has other colours, and what is no longer large enough to need less contrast.
_REMEMBER_LOOKS = """() => {
    window.lookOf = element => {
        if (!element.checkVisibility()) return "";
        const {color, backgroundColor, fontSize, fontWeight} = getComputedStyle(element);
        const large = parseFloat(fontSize) >= (fontWeight >= 700 ? 18.66 : 24);
        return [color, backgroundColor, large].join();
    };
    window.looks = new Map([...document.body.querySelectorAll("*")].map(e => [e, lookOf(e)]));
}"""
_RUN_WHERE_LOOKS_CHANGED = """options => {
    const changed = [...looks].filter(([e, look]) => lookOf(e) && lookOf(e) !== look);
    return changed.length ? axe.run(changed.map(([element]) => element), options) : null;
}"""


def check_at_every_width(page: Page) -> None:
    """Fail where the page breaks a rule of WCAG 2.2 AA or must be scrolled sideways.

    Begins at the page’s own width and leaves it there. Needs scripts to be on.
    """
    own = page.viewport_size or DESKTOP
    other = PHONE if own["width"] == DESKTOP["width"] else DESKTOP
    page.evaluate(AXE_SCRIPT)
    _check_fits(page)
    _demand_none(page, page.evaluate(_RUN, _RULES))
    page.evaluate(_REMEMBER_LOOKS)
    page.set_viewport_size({"width": other["width"], "height": other["height"]})
    _check_fits(page)
    _demand_none(page, page.evaluate(_RUN, _RULES_OF_LAYOUT))
    _demand_none(page, page.evaluate(_RUN_WHERE_LOOKS_CHANGED, _RULES))
    page.set_viewport_size(own)


def _demand_none(page: Page, answer: Mapping[str, Any] | None) -> None:
    """Fail with axe’s report where it found something; None: there was nothing to look at."""
    if answer:
        found = AxeResults(dict(answer))
        width = page.evaluate("window.innerWidth")
        assert not found.violations_count, f"{page.url}, {width}px\n{found.generate_report()}"


def _check_fits(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is {wide} pixels too wide"
