"""What packages above show on the board of an inspection: counts that link to their pages.

A package registers its counts when its pages are loaded; the board knows none of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from readiness.inspections.blueprint import blueprint
from readiness.inspections.models import Inspection
from readiness.people.access import can
from readiness.people.permissions import Permission


@dataclass(frozen=True)
class BoardFigure:
    """A count, the words after it, and the page of it, for those with the permission."""

    number: str | int
    words: str
    href: str
    needs_attention: bool = False
    permission: Permission = Permission.SEE_TASKS


Make = Callable[[Inspection, datetime], Iterable[BoardFigure]]
_makers: dict[str, tuple[int, Make]] = {}


def offer_figures(name: str, order: int, make: Make) -> None:
    """Offer counts for the board; lower `order` comes first, and a name again replaces its own."""
    _makers[name] = (order, make)


@blueprint.app_template_global()
def offered_figures(inspection: Inspection, now: datetime) -> list[BoardFigure]:
    """The counts of every package that this person may open; key dates are loaded."""
    makers = sorted(_makers.values(), key=lambda maker: maker[0])
    found = (figure for _order, make in makers for figure in make(inspection, now))
    return [figure for figure in found if can(figure.permission)]
