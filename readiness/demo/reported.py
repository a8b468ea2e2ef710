"""The scorecard’s figures that the invented council’s lists are held against, and who is counted.

They are the slides’ own. Two things are not as the lists have them, so that there is something
to see: two visits of list 8 lie in the future (planted.py), so that it shows two fewer than the
scorecard; and among the children with a protection plan the scorecard still has one whose plan
has ended, and lacks one whose plan is there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

from readiness.annexe_a.keeping import children_to_bytes
from readiness.annexe_a.operations import add_figures
from readiness.annexe_a.reported import Figure
from readiness.checklists.reconciliation import Reconciliation
from readiness.demo.children import Row
from readiness.demo.dates import moment
from readiness.demo.documents.shelving import Event
from readiness.demo.mix import CARE_LEAVERS
from readiness.demo.scorecard import INDICATORS
from readiness.files.access import current_store
from readiness.office.csv import Cell, write_csv
from readiness.people.models import Post

ON_PLAN, LEAVERS = "1.3", "CL"
PLAN_ENDED = 12
SATURDAY = 5
FIGURES_FILE, CHILDREN_FILE = "scorecard-figures.csv", "scorecard-children.csv"


@dataclass(frozen=True)
class Occasion:
    """Which month’s figures are the latest on a day, and the day they were given."""

    month: date
    given: date


def find_occasion(today: date) -> Occasion:
    """The month before, given on the first working day after it, which must be over."""
    first = today.replace(day=1)
    days = (first + timedelta(days=number) for number in range(7))
    given = next(day for day in days if day.weekday() < SATURDAY)
    month = (first - timedelta(days=1)).replace(day=1)
    return Occasion(month, given) if given < today else find_occasion(first - timedelta(days=1))


def list_figures(known: Reconciliation, lists: Mapping[int, Sequence[Row]]) -> dict[str, Figure]:
    """The figures as things stand that the lists have too, with the children on a plan."""
    found = {}
    for one in INDICATORS:
        spec = known.find(one.ref)
        if spec is not None and spec.span is None:
            count = one.numerator if one.numerator is not None else round(one.current)
            found[one.ref] = Figure(one.ref, count, one.denominator)
    found[LEAVERS] = Figure(LEAVERS, CARE_LEAVERS)
    plans = _children_on_plan(lists[7])
    found[ON_PLAN] = Figure(ON_PLAN, len(plans), None, plans)
    return found


def _children_on_plan(rows: Sequence[Row]) -> frozenset[str]:
    """Those with an open plan, but for the last, and with one whose plan has ended."""
    still = [str(row[0]) for row in rows if row[PLAN_ENDED] is None]
    ended = [str(row[0]) for row in rows if row[PLAN_ENDED] is not None]
    return frozenset([*still[:-1], *(ended or still)[-1:]])


def plan_figures(
    figures: Mapping[str, Figure], today: date, posts: Mapping[str, Post]
) -> Iterator[Event]:
    """The data lead gives them."""
    occasion = find_occasion(today)
    yield (
        moment(occasion.given, 9, 40),
        _giving(figures, occasion.month, posts["data-lead"]),
    )


def _giving(figures: Mapping[str, Figure], month: date, post: Post) -> Callable[[], object]:
    def give() -> None:
        if post.holder is not None:
            children = {
                ref: current_store().put(BytesIO(children_to_bytes(one.children)))
                for ref, one in figures.items()
                if one.children is not None
            }
            add_figures(actor=post.holder, month=month, figures=figures, children=children)

    return give


def figures_as_files(figures: Mapping[str, Figure], today: date) -> dict[str, bytes]:
    """The figures, and the children behind them, as files to upload, by name."""
    month = f"{find_occasion(today).month:%Y-%m}"
    rows = [(one.ref, month, *_cells(one)) for one in figures.values()]
    named = [(one.ref, child) for one in figures.values() for child in sorted(one.children or ())]
    headings = ("indicator", "month", "numerator", "denominator", "value")
    return {
        FIGURES_FILE: write_csv(headings, rows),
        CHILDREN_FILE: write_csv(("indicator", "child"), named),
    }


def _cells(figure: Figure) -> tuple[Cell, Cell, Cell]:
    """Numerator, denominator and value."""
    if not figure.of:
        return None, None, figure.count
    return figure.count, figure.of, round(100 * figure.count / figure.of, 1)
