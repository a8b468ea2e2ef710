"""What a person does on most pages of a journey, and how each page is looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Page, expect

from readiness.demo.council import PASSWORD
from tests.support.accessibility import PHONE, check_at_every_width

_cookies: dict[str, Any] = {}
"""Of who has come in already, by post: there is one server in a run."""


class Walker:
    """One browser page, signed in as one post after another."""

    def __init__(self, page: Page, *, scripts: bool) -> None:
        self.page = page
        self.scripts = scripts
        self.main = page.locator("main")

    def sign_in(self, post: str) -> None:
        """Be signed in as the holder of a post of the demo, on Today.

        The first time through the door; after that with the cookie it gave, which stays good.
        """
        context = self.page.context
        context.clear_cookies()
        context.add_cookies(_cookies.get(post, []))
        self.page.goto("/")
        if "/sign-in" in self.page.url:  # nobody yet, or signed out meanwhile
            self._sign_in(post)
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Today")
        _cookies[post] = context.cookies()

    def _sign_in(self, post: str) -> None:
        self.page.get_by_label("Email address").fill(f"{post}@demo.example")
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.press("Sign in")

    @contextmanager
    def on_a_phone(self) -> Iterator[None]:
        """Press and read at the width of a phone meanwhile."""
        own = self.page.viewport_size
        self.page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
        yield
        if own is not None:
            self.page.set_viewport_size(own)

    def open(self, path: str) -> None:
        """Go to a page and look at it."""
        self.page.goto(path)
        self.look()

    def look(self) -> None:
        """Ask axe and the ruler at the size of a desktop and of a phone; both need scripts."""
        if self.scripts:
            self.page.wait_for_load_state()
            check_at_every_width(self.page)

    def press(self, name: str) -> None:
        """Press a button of the page."""
        self.main.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        """Follow the first link with these words, whether or not it looks like a button."""
        self.main.locator("a").filter(has_text=name).first.click()

    def unfold(self, words: str) -> None:
        """Open what is folded away."""
        self.main.locator("summary").filter(has_text=words).click()

    def fill_day(self, day: date) -> None:
        """Fill the three boxes of a day."""
        for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            self.main.get_by_label(label, exact=True).fill(str(number))

    def expect(self, words: str) -> None:
        """The page says so."""
        expect(self.main).to_contain_text(words)


def this_monday(today: date) -> date:
    """The Monday of this week."""
    return today - timedelta(days=today.weekday())


def reload_until(walker: Walker, words: str) -> None:
    """Without scripts the page is looked at again by hand; with them it moves by itself."""
    for _ in range(60):
        if words in walker.main.inner_text():
            return
        walker.page.wait_for_timeout(500)
        if not walker.scripts:
            walker.page.reload()
    assert words in walker.main.inner_text()
