"""What packages offer to the register: each a section, taken wherever the register is read.

A package registers its section when its pages are loaded, so that one which joins later is on the
page, in the count, in “if the call came today” and in what each night measures without a change
here. It stands above the register, in whose words (a thing, how it stands) its section speaks.
"""

from dataclasses import dataclass

from readiness.register.sections.contract import Section


@dataclass(frozen=True)
class _Offer:
    order: int
    section: Section


_offers: dict[str, _Offer] = {}


def offer_section(order: int, section: Section) -> None:
    """Offer a section; lower `order` comes first. A key offered again takes the other’s place.

    Raises ValueError for a prefix that another section has: whose a thing is would be unsure.
    """
    for key, offer in _offers.items():
        if offer.section.prefix == section.prefix and key != section.key:
            raise ValueError(f"The things of “{key}” have the same prefix as “{section.key}”.")
    _offers[section.key] = _Offer(order, section)


def list_sections() -> tuple[Section, ...]:
    """Every section that is offered, in the order of the page."""
    offers = sorted(_offers.values(), key=lambda offer: offer.order)
    return tuple(offer.section for offer in offers)


def find_section(key: str) -> Section:
    """The section of this key. Raises KeyError."""
    return _offers[key].section


def list_sections_of(thing_key: str) -> tuple[Section, ...]:
    """The sections that a thing of this key could be in, those of the longest prefix first."""
    fitting = (one for one in list_sections() if thing_key.startswith(one.prefix))
    return tuple(sorted(fitting, key=lambda section: -len(section.prefix)))
