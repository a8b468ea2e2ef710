"""Asks axe and a ruler whether a page holds, at each of its widths, in one load of the page."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}

_LOOKING = Path(__file__).with_name("looking.js").read_text()
_CONTRAST = "color-contrast"
_RULES = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {_CONTRAST: {"enabled": False}},
    "resultTypes": ["violations"],
}
_RULES_OF_LAYOUT = {
    "runOnly": ["target-size", "scrollable-region-focusable"],
    "resultTypes": ["violations"],
}
"""What can fail at another width although nothing there looks different."""
_RULE_OF_CONTRAST = {"runOnly": [_CONTRAST], "resultTypes": ["violations"]}
_RUN = "options => axe.run(document, options)"
_RUN_WHERE_LOOKS_CHANGED = """options => {
    const changed = looking.findChanged();
    return changed.length ? axe.run(changed, options) : null;
}"""
# Contrast is most of axe’s work: it is asked about one text of each look it has not passed yet.
_RUN_ON_LOOKS = "([looks, options]) => axe.run(looking.findTexts(looks), options)"

_passed: set[str] = set()
"""The looks whose contrast axe has passed on any page."""
passed_shapes: set[str] = set()
"""What pages are made of that axe has passed: another with other words is the same to it."""


def check_at_every_width(page: Page) -> None:
    """Fail where the page breaks a rule of WCAG 2.2 AA or must be scrolled sideways.

    Begins at the page’s own width and leaves it there. Needs scripts to be on.
    """
    own = page.viewport_size or DESKTOP
    other = PHONE if own["width"] == DESKTOP["width"] else DESKTOP
    page.evaluate(_LOOKING)
    _check_fits(page)
    with _without_repeated_rows(page):
        shape = page.evaluate("looking.tellShape()")
        is_new = shape not in passed_shapes
        if is_new:
            page.evaluate("looking.noteLooks()")
            _run_axe(page, _RUN, _RULES)
        _check_contrast(page)
    page.set_viewport_size({"width": other["width"], "height": other["height"]})
    _check_fits(page)
    if is_new:
        _check_other_width(page)
        passed_shapes.add(shape)
    page.set_viewport_size(own)


def _check_other_width(page: Page) -> None:
    with _without_repeated_rows(page):
        _run_axe(page, _RUN, _RULES_OF_LAYOUT)
        _run_axe(page, _RUN_WHERE_LOOKS_CHANGED, _RULES)
        _check_contrast(page)


@contextmanager
def _without_repeated_rows(page: Page) -> Iterator[None]:
    """Axe looks at few rows of a long table; every row’s ids and labels the page inspector sees."""
    page.evaluate("looking.takeRepeatedAway()")
    yield
    page.evaluate("looking.putBack()")


def _check_contrast(page: Page) -> None:
    new = sorted(set(page.evaluate("looking.listLooks()")) - _passed)
    if new:
        _run_axe(page, _RUN_ON_LOOKS, [new, _RULE_OF_CONTRAST])
        _passed.update(new)


def _run_axe(page: Page, how: str, what: object) -> None:
    """Ask axe, which is put into a page once it is needed: its script is large."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    _demand_none(page, page.evaluate(how, what))


def _demand_none(page: Page, answer: Mapping[str, Any] | None) -> None:
    """Fail with axe’s report where it found something; None: there was nothing to look at."""
    if answer:
        found = AxeResults(dict(answer))
        width = page.evaluate("window.innerWidth")
        assert not found.violations_count, f"{page.url}, {width}px\n{found.generate_report()}"


def _check_fits(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is {wide} pixels too wide"
