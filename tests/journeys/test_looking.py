"""The look at a page finds what is wrong at one of its widths alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support import accessibility
from tests.support.accessibility import DESKTOP, check_at_every_width

pytestmark = pytest.mark.journey
ON_A_PHONE = "@media (max-width: 600px)"
PAGE = """<!doctype html><html lang="en"><title>A page</title>
<meta name="viewport" content="width=device-width"><style>%s</style>
<main><h1>A page</h1><p>Words.</p><div><img src="data:,"></div></main></html>"""


@pytest.fixture(autouse=True)
def nothing_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    """These pages are made of the same and differ in their styles alone, as ours never do."""
    monkeypatch.setattr(accessibility, "passed_shapes", set())


@pytest.fixture
def blank(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": DESKTOP["width"], "height": DESKTOP["height"]})
    yield context.new_page()
    context.close()


def test_a_page_without_fault_passes_and_keeps_its_width(blank: Page) -> None:
    blank.set_content(PAGE % "div { display: none }")
    check_at_every_width(blank)
    assert blank.viewport_size == DESKTOP


@pytest.mark.parametrize(
    ("style", "fault"),
    [
        (f"div {{ display: none }} {ON_A_PHONE} {{ p {{ color: #ccc }} }}", "color-contrast"),
        (f"div {{ display: none }} {ON_A_PHONE} {{ div {{ display: block }} }}", "image-alt"),
        (f"div {{ display: none }} {ON_A_PHONE} {{ p {{ width: 400px }} }}", "pixels too wide"),
        ("h1 { color: #8a8a8a } div { display: none } "
         f"{ON_A_PHONE} {{ h1 {{ font-size: 16px }} }}", "color-contrast"),
    ],
)  # fmt: skip
def test_a_fault_that_shows_on_a_phone_alone_is_found(blank: Page, style: str, fault: str) -> None:
    blank.set_content(PAGE % style)
    with pytest.raises(AssertionError, match=fault):
        check_at_every_width(blank)
