"""What packages offer to the packs of meetings: each a section, taken wherever one is asked for.

A package registers its own section when its pages are loaded, so that one which joins later
appears in every pack without a change elsewhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, true

from readiness.extensions import db

Link = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Period:
    """The time a pack speaks of: since the meeting before (None for the first) until `until`.

    `until` is the meeting itself; `now` is when the pack is made.
    """

    since: datetime | None
    until: datetime
    now: datetime


@dataclass(frozen=True)
class Deed:
    """What can be done about a row there and then, in the meeting.

    `post` is where it is sent, `fields` go along unseen, the words `asks` for (a field and its
    label) are written by whoever does it, and each of `buttons` sends a field with a value
    under its label. The buttons whose values are in `needs` need those words, each with what to say
    where they are missing. Whether somebody may do it, the page it is sent to decides; of the
    people in `not_for`, by their numbers, it is known before, and they are told `others` in its
    place.
    """

    post: Link
    fields: tuple[tuple[str, str], ...]
    buttons: tuple[tuple[str, str, str], ...]
    asks: tuple[str, str] | None = None
    needs: tuple[tuple[str, str], ...] = ()
    not_for: frozenset[int] = frozenset()
    others: str = ""

    def find_fault(self, sent: Mapping[str, str]) -> str:
        """What to say of the words it asks for, where the pressed button needs them; else ""."""
        if self.asks is None or sent.get(self.asks[0], "").strip():
            return ""
        return dict(self.needs).get(sent.get(self.buttons[0][0], ""), "")


@dataclass(frozen=True)
class Section:
    """One item of an agenda: a sentence that answers, then rows under headings.

    `rows` hold words only, never a child. `links` say where the first word of each row leads:
    an endpoint and its values, as a page’s own; `deeds` what can be done about each. `figures`
    are the counts by which meetings are compared. `widths` are shares of the page on paper, one a
    column; left out, the first is the widest.
    """

    key: str
    title: str
    answer: str
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    links: tuple[Link | None, ...] = ()
    deeds: tuple[Deed | None, ...] = ()
    figures: tuple[tuple[str, int], ...] = ()
    widths: tuple[float, ...] = ()


Make = Callable[[Period], Section]


@dataclass(frozen=True)
class _Offer:
    order: int
    title: str
    make: Make
    has: ColumnElement[bool]


_offers: dict[str, _Offer] = {}


def offer_section(
    key: str, order: int, title: str, make: Make, has: ColumnElement[bool] | None = None
) -> None:
    """Offer a section; lower `order` comes first. A key offered again takes the other’s place.

    `has` is a condition in the database: where it does not hold, the section has nothing to say
    and is left out. Those of all sections are asked in one query.
    """
    _offers[key] = _Offer(order, title, make, true() if has is None else has)


def make_sections(period: Period, only: str | None = None) -> tuple[Section, ...]:
    """Every section that is offered and has something to say, in order.

    With `only`, that one alone is made: the others have their titles and say nothing, which is
    all that a page of one item needs of them.
    """
    offers = sorted(_offers.items(), key=lambda offer: offer[1].order)
    has = db.session.execute(select(*(offer.has.label(key) for key, offer in offers))).one()
    return tuple(
        Section(key, offer.title, "") if only is not None and key != only else offer.make(period)
        for (key, offer), is_there in zip(offers, has, strict=True)
        if is_there
    )
