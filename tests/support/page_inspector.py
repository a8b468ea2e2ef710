"""Reads every page that a test opens and says which house rules it breaks."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

from werkzeug.test import TestResponse

_VOID = {"br", "col", "hr", "img", "input", "link", "meta", "rect", "path", "source"}
_SILENT = {"script", "style", "title", "textarea", "option", "pre", "code", "head"}
_UNLABELLED_TYPES = {"hidden", "submit", "button", "reset", "image"}
_UNRENDERED = re.compile(r"\{\{|\}\}|\{%|%\}")
_NONE = re.compile(r"(?<![\w“‘])None(?![\w”’])|<[\w.]+ object at 0x")
_TOKEN = re.compile(r'(?<=name="csrf_token" value=")[^"]+')
_HTML = "text/html"
Attributes = dict[str, str]


@dataclass
class Element:
    """An element with its attributes and all the words a reader meets inside it."""

    tag: str
    attributes: Attributes
    parents: tuple[str, ...]
    words: str = ""
    is_silent: bool = False

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    @property
    def is_named(self) -> bool:
        """Whether assistive technology has something to read out for it."""
        return bool(self.words.strip() or self.get("aria-label") or self.get("aria-labelledby"))


@dataclass
class Page:
    """The elements of a page in order, its doctype and the sentences on screen."""

    elements: list[Element] = field(default_factory=list)
    doctype: str = ""
    sentences: list[str] = field(default_factory=list)

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[Element] = []

    def handle_decl(self, decl: str) -> None:
        self.page.doctype = decl.lower()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        above = self.open[-1] if self.open else None
        element = Element(tag, given, (*above.parents, above.tag) if above else ())
        element.is_silent = _is_silent(element) or (above is not None and above.is_silent)
        self.page.elements.append(element)
        if tag not in _VOID:
            self.open.append(element)
        elif tag == "img":
            self.handle_data(given.get("alt", ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.words += data
        silent = bool(self.open) and self.open[-1].is_silent
        if data.strip() and not silent:
            self.page.sentences.append(data.strip())


def _is_silent(element: Element) -> bool:
    """Whether the words inside are not ours: code, or what a person wrote."""
    return element.tag in _SILENT or "data-own-words" in element.attributes


def read_page(html: str) -> Page:
    """The page as its elements."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


def inspect_page(response: TestResponse) -> None:
    """Fail with every broken rule of an HTML answer; other answers and parts pass."""
    if response.mimetype != _HTML or 300 <= response.status_code < 400:
        return
    html = response.get_data(as_text=True)
    faults = _find_all(_TOKEN.sub("a token", html))
    path = response.request.path
    assert not faults, f"{path} breaks the rules of every page:\n" + "\n".join(faults)


@lru_cache(maxsize=512)
def _find_all(html: str) -> tuple[str, ...]:
    """What is wrong with a page; of the same page, such as a refusal, found once."""
    page = read_page(html)
    is_whole = bool(page.all("html"))
    return (*find_faults(page), *(find_frame_faults(page) if is_whole else ()))


def find_frame_faults(page: Page) -> list[str]:
    """What is wrong with the frame of a whole page."""
    faults = []
    if page.doctype != "doctype html":
        faults.append("It has no <!doctype html>.")
    if any(not html.get("lang") for html in page.all("html")):
        faults.append("<html> does not say its language.")
    if len(page.all("h1")) != 1:
        faults.append(f"It has {len(page.all('h1'))} h1 and not one.")
    if any(not heading.words.strip() for heading in page.all("h1", "h2", "h3", "h4")):
        faults.append("A heading is empty.")
    titles = [title.words for title in page.all("title") if "svg" not in title.parents]
    if len(titles) != 1 or not re.fullmatch(r"\S.* – Readiness", titles[0]):
        faults.append(f"Its title is {titles} and not “Something – Readiness”.")
    if len(page.all("main")) != 1:
        faults.append("It has not exactly one <main>.")
    return [*faults, *_find_summary_faults(page, "".join(titles))]


def find_faults(page: Page) -> list[str]:
    """What is wrong anywhere, in a page or a part of one."""
    return [
        *_ids(page),
        *_labels(page),
        *_inline(page),
        *_words(page),
        *_links(page),
        *_forms(page),
        *_tables(page),
    ]


def _ids(page: Page) -> list[str]:
    count = Counter(element.get("id") for element in page.elements if "id" in element.attributes)
    faults = [
        f"The id “{name}” stands {times} times." for name, times in count.items() if times > 1
    ]
    targets = ("aria-labelledby", "aria-describedby", "aria-controls", "for")
    for element in page.elements:
        for name in targets:
            faults += [
                f"<{element.tag} {name}> points to “{target}”, which is nowhere."
                for target in element.get(name).split()
                if target not in count
            ]
    return faults


def _labels(page: Page) -> list[str]:
    labelled = {label.get("for") for label in page.all("label") if label.words.strip()}
    return [
        f"<{box.tag} name=“{box.get('name')}”> has no label."
        for box in page.all("input", "select", "textarea", "progress")
        if box.get("type") not in _UNLABELLED_TYPES
        and box.get("id") not in labelled
        and "label" not in box.parents
        and not box.get("aria-label")
        and not box.get("aria-labelledby")
    ]


def _inline(page: Page) -> list[str]:
    faults = [
        f"<{element.tag}> carries {name}, which the content policy forbids."
        for element in page.elements
        for name in element.attributes
        if name == "style" or name.startswith(("on", "hx-on"))
    ]
    faults += ["It holds a <style>." for _ in page.all("style")]
    faults += ["It holds an inline <script>." for e in page.all("script") if not e.get("src")]
    faults += [
        f"It loads {address} from elsewhere."
        for element in page.all("script", "link", "img", "iframe")
        if (address := element.get("src") or element.get("href")).startswith(("http", "//"))
    ]
    return faults


def _words(page: Page) -> list[str]:
    faults = []
    for sentence in page.sentences:
        if "'" in sentence or '"' in sentence:
            faults.append(f"Straight quotes, not curly ones: {sentence[:80]}")
        if _UNRENDERED.search(sentence):
            faults.append(f"A template shows through: {sentence[:80]}")
        if _NONE.search(sentence):
            faults.append(f"A missing value shows: {sentence[:80]}")
    return faults


def _links(page: Page) -> list[str]:
    faults = [
        f"A <{e.tag}> has no text: {e.get('href') or e.get('name')}"
        for e in page.all("a", "button")
        if not e.is_named
    ]
    ids = {element.get("id") for element in page.elements}
    faults += [
        f"The link to {link.get('href')} leads nowhere on its page."
        for link in page.all("a")
        if link.get("href").startswith("#") and link.get("href")[1:] not in ids
    ]
    return faults


def _forms(page: Page) -> list[str]:
    """Each posting form is followed by its own token before the next form begins."""
    faults = []
    waiting: Element | None = None
    for element in page.elements:
        if element.tag == "form":
            faults += [_tokenless(waiting)] if waiting else []
            waiting = element if element.get("method").lower() == "post" else None
        elif element.tag == "input" and element.get("name") == "csrf_token":
            waiting = None
    return faults + ([_tokenless(waiting)] if waiting else [])


def _tokenless(form: Element) -> str:
    return f"The form to “{form.get('action') or 'its own page'}” posts without csrf_token."


def _tables(page: Page) -> list[str]:
    """Each table is followed by its caption before the next table begins, or is labelled."""
    faults = []
    waiting = False
    for element in page.elements:
        if element.tag == "table":
            faults += ["A table has neither caption nor label."] if waiting else []
            waiting = not (element.get("aria-label") or element.get("aria-labelledby"))
        elif element.tag == "caption":
            waiting = False
    return faults + (["A table has neither caption nor label."] if waiting else [])


def _find_summary_faults(page: Page, title: str) -> list[str]:
    """What is wrong with how a page says that something could not be taken."""
    faults = []
    summaries = [e for e in page.elements if "govuk-error-summary" in e.get("class").split()]
    if summaries and not title.startswith("Error: "):
        faults.append("It has an error summary, but its title does not start with “Error: ”.")
    if len(summaries) > 1 or title.startswith("Error: Error: "):
        faults.append("It says twice that there is a problem.")
    if any(heading.words.strip().startswith("Error: ") for heading in page.all("h1")):
        faults.append("Its heading says “Error: ”, which is for the title alone.")
    return faults
