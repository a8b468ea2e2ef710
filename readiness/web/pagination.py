"""One page of many rows, and the addresses of the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import Flask, request, url_for

T = TypeVar("T")
USUAL_SIZE = 50
FEW = 10
"""So many rows on one page are seen at a glance: no sentence counts them."""


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows of `total`; `number` counts from 1 and is always a page that exists."""

    items: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; one even when there is nothing."""
        return count_pages(self.total, self.size)

    @property
    def is_plain(self) -> bool:
        """Whether one page holds all of the rows, and they are few."""
        return self.pages == 1 and self.total <= FEW

    @property
    def first(self) -> int:
        """The place of the first row shown; 0 when there is nothing."""
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The place of the last row shown."""
        return min(self.number * self.size, self.total)

    @property
    def numbers(self) -> list[int | None]:
        """The pages to link to: first, last and those around; None is a gap."""
        near = {1, self.pages, self.number - 1, self.number, self.number + 1}
        shown: list[int | None] = []
        for number in sorted(n for n in near if 1 <= n <= self.pages):
            previous = shown[-1] if shown else None
            if previous is not None and number - previous == 2:
                shown.append(number - 1)
            elif previous is not None and number - previous > 2:
                shown.append(None)
            shown.append(number)
        return shown


def count_pages(total: int, size: int) -> int:
    """How many pages of `size` rows `total` rows fill; one even when there is nothing."""
    return max(1, -(-total // size))


def asked_page(total: int, size: int = USUAL_SIZE) -> int:
    """The page the address asks for; the nearest that exists where it asks for nonsense."""
    asked = request.args.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
    return min(max(1, number), count_pages(total, size))


def page_of(rows: Sequence[T], size: int = USUAL_SIZE) -> Page[T]:
    """The page the address asks for of rows that are all here."""
    number = asked_page(len(rows), size)
    return Page(rows[(number - 1) * size : number * size], number, size, len(rows))


def install_pagination(app: Flask) -> None:
    """Give templates `url_with()`."""
    app.jinja_env.globals["url_with"] = url_with


def url_with(**changes: object) -> str:
    """This page’s address with some of its query changed; None takes a part away."""
    query: dict[str, object] = dict(request.args.to_dict(flat=False))
    query.update(changes)
    kept = {
        key: value
        for key, value in query.items()
        if value not in (None, "", [""]) and not key.startswith("_")  # those steer url_for itself
    }
    for key in request.view_args or {}:
        kept.pop(key, None)
    return url_for(request.endpoint or "", **(request.view_args or {}), **kept)  # type: ignore[arg-type]  # a query may hold lists
