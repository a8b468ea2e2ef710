"""Asks axe and a ruler whether a page holds, at each of its widths, in one load of the page."""

from collections.abc import Mapping
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}

_CONTRAST = "color-contrast"
_RULES = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {_CONTRAST: {"enabled": False}},
    "resultTypes": ["violations"],
}
_RULES_OF_LAYOUT = {"runOnly": ["target-size", "scrollable-region-focusable"]}
"""What can fail at another width although nothing there looks different."""
_RULE_OF_CONTRAST = {"runOnly": [_CONTRAST], "resultTypes": ["violations"]}
_RUN = "options => axe.run(document, options)"

# Contrast is most of axe’s work, and it is a matter of three things: the colour of a text, that
# of what lies behind it, and whether it is large. Axe is asked where there is a combination that
# it has not passed yet on any page. Nothing of ours lies upon a picture or a gradient.
_FIND_LOOKS = """() => {
    const clear = /rgba\\(0, 0, 0, 0\\)|transparent/;
    const behind = element => {
        for (let e = element; e; e = e.parentElement) {
            const {backgroundColor} = getComputedStyle(e);
            if (!clear.test(backgroundColor)) return backgroundColor;
        }
        return "white";
    };
    window.lookOf = element => {
        if (!element.checkVisibility()) return "";
        const {color, fontSize, fontWeight} = getComputedStyle(element);
        const large = parseFloat(fontSize) >= (fontWeight >= 700 ? 18.66 : 24);
        return [color, behind(element), large, element.disabled === true].join();
    };
    window.looks = new Map([...document.body.querySelectorAll("*")].map(e => [e, lookOf(e)]));
    return [...new Set(looks.values())];
}"""
_RUN_WHERE_LOOKS_CHANGED = """options => {
    const changed = [...looks].filter(([e, look]) => lookOf(e) && lookOf(e) !== look);
    return changed.length ? axe.run(changed.map(([element]) => element), options) : null;
}"""

_passed: set[str] = set()
"""The looks whose contrast axe has passed."""


def check_at_every_width(page: Page) -> None:
    """Fail where the page breaks a rule of WCAG 2.2 AA or must be scrolled sideways.

    Begins at the page’s own width and leaves it there. Needs scripts to be on.
    """
    own = page.viewport_size or DESKTOP
    other = PHONE if own["width"] == DESKTOP["width"] else DESKTOP
    page.evaluate(AXE_SCRIPT)
    _check_fits(page)
    _demand_none(page, page.evaluate(_RUN, _RULES))
    _check_contrast(page)
    page.set_viewport_size({"width": other["width"], "height": other["height"]})
    _check_fits(page)
    _demand_none(page, page.evaluate(_RUN, _RULES_OF_LAYOUT))
    _demand_none(page, page.evaluate(_RUN_WHERE_LOOKS_CHANGED, _RULES))
    _check_contrast(page)
    page.set_viewport_size(own)


def _check_contrast(page: Page) -> None:
    new = set(page.evaluate(_FIND_LOOKS)) - _passed
    if new:
        _demand_none(page, page.evaluate(_RUN, _RULE_OF_CONTRAST))
        _passed.update(new)


def _demand_none(page: Page, answer: Mapping[str, Any] | None) -> None:
    """Fail with axe’s report where it found something; None: there was nothing to look at."""
    if answer:
        found = AxeResults(dict(answer))
        width = page.evaluate("window.innerWidth")
        assert not found.violations_count, f"{page.url}, {width}px\n{found.generate_report()}"


def _check_fits(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is {wide} pixels too wide"
