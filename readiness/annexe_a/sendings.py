"""When child-level data was sent, as the package that sends it tells.

Bundles are above Annexe A, so they offer this when their pages are loaded.
"""

from collections.abc import Callable
from datetime import datetime

Find = Callable[[int, str], datetime | None]
_finders: dict[str, Find] = {}


def offer_sendings(name: str, find: Find) -> None:
    """Offer what finds when a gate’s bundle was sent; a name again replaces its own."""
    _finders[name] = find


def find_sent_at(inspection_id: int, gate: str) -> datetime | None:
    """When what this gate of the inspection asks for was last sent; None before that."""
    found = (find(inspection_id, gate) for find in _finders.values())
    return max((moment for moment in found if moment is not None), default=None)
