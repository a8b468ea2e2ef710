"""Hold the lists against the scorecard’s figures of a month, number by number, child by child."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from readiness.annexe_a.checking import Known, make_context
from readiness.annexe_a.frames import Context, ListFrame
from readiness.annexe_a.measures import MEASURES, Counted, count_measure, missing_columns
from readiness.annexe_a.reported import Figure, Figures
from readiness.annexe_a.rules.catalogue import RULES
from readiness.annexe_a.rules.declaring import Stray, Table
from readiness.annexe_a.rules.running import prepare_table
from readiness.checklists.folder import checklists_folder
from readiness.checklists.reconciliation import (
    FigureSpec,
    Reconciliation,
    Span,
    has_reconciliation,
    load_reconciliation,
)
from readiness.checklists.standards import Standards
from readiness.months import add_months, end_of_month
from readiness.plain_words import format_day, plural

APRIL = 4
MOST_APART = 2
"""So many months a figure may be away from the lists without a word of caution."""
STRAYS = [rule for rule in RULES if isinstance(rule.find, Stray)]
"""By which a row that is none, such as a total, is known."""
COUNT, NUMERATOR, DENOMINATOR = "count", "numerator", "denominator"


class State(StrEnum):
    """How a figure stands against the lists."""

    AGREES = "agrees"
    WITHIN_TOLERANCE = "within_tolerance"
    DIFFERS = "differs"
    CHILDREN_DIFFER = "children_differ"
    NOT_REPORTED = "not_reported"
    NOT_COMPARABLE = "not_comparable"


ORDER = (
    State.DIFFERS,
    State.CHILDREN_DIFFER,
    State.WITHIN_TOLERANCE,
    State.AGREES,
    State.NOT_COMPARABLE,
    State.NOT_REPORTED,
)
"""What a person looks at first."""
COMPARED = frozenset({State.AGREES, State.WITHIN_TOLERANCE, State.DIFFERS, State.CHILDREN_DIFFER})


@dataclass(frozen=True)
class ListAt:
    """A list and the day it speaks of."""

    frame: ListFrame
    as_at: date


@dataclass(frozen=True)
class Children:
    """Who is counted in the list and not reported, and the other way round."""

    only_listed: frozenset[str]
    only_reported: frozenset[str]


@dataclass(frozen=True)
class Line:
    """One number of a figure: its count, numerator or denominator, on both sides.

    None where a side has none; `because` says why the list’s number is no answer to the other.
    `only_listed` and `only_reported` count the children on one side, where both sides say who.
    """

    spec: FigureSpec
    part: str
    listed: int | None
    reported: int | None
    because: str = ""
    only_listed: int | None = None
    only_reported: int | None = None
    children: Children | None = None

    @property
    def difference(self) -> int | None:
        """How many more the list has; None where that cannot be said."""
        if self.because or self.listed is None or self.reported is None:
            return None
        return self.listed - self.reported

    @property
    def differing(self) -> int:
        """How many children are on one side only."""
        return (self.only_listed or 0) + (self.only_reported or 0)

    @property
    def state(self) -> State:
        """How it stands."""
        if self.reported is None:
            return State.NOT_REPORTED
        if self.difference is None:
            return State.NOT_COMPARABLE
        if abs(self.difference) > self.spec.tolerance:
            return State.DIFFERS
        if self.differing > self.spec.tolerance:
            return State.CHILDREN_DIFFER
        return State.AGREES if not self.difference else State.WITHIN_TOLERANCE


@dataclass(frozen=True)
class Reconciled:
    """The lists beside the figures of a month; `month` is None where none was ever reported.

    `as_at` is the latest day that the lists speak of, where there is any.
    """

    month: date | None
    lines: tuple[Line, ...]
    as_at: date | None = None

    def count(self, *states: State) -> int:
        """How many numbers stand so."""
        return sum(line.state in states for line in self.lines)

    @property
    def in_counts(self) -> "Reconciled":
        """The same without anybody’s identifier."""
        lines = tuple(replace(line, children=None) for line in self.lines)
        return replace(self, lines=lines)

    @property
    def pressing_first(self) -> tuple[Line, ...]:
        """The lines, those of a figure together: what differs before what agrees."""
        worst: dict[str, int] = {}
        for line in self.lines:
            place = ORDER.index(line.state)
            worst[line.spec.ref] = min(place, worst.get(line.spec.ref, place))
        return tuple(sorted(self.lines, key=lambda line: worst[line.spec.ref]))

    @property
    def sentence(self) -> str:
        """“1 of 18 figures for October 2026 differs from the lists.”, and what else is so."""
        compared, differ = self.count(*COMPARED), self.count(State.DIFFERS)
        if self.month is None:
            return "0 figures are reported, so the lists are held against nothing yet."
        month = f"{self.month:%B %Y}"
        if not compared:
            return f"0 figures for {month} can be held against the lists."
        said = (
            f"{compared} of {plural(compared, 'figure')} for {month} "
            f"{'agrees' if compared == 1 else 'agree'} with the lists."
            if not differ
            else f"{differ} of {plural(compared, 'figure')} for {month} "
            f"{'differs' if differ == 1 else 'differ'} from the lists."
        )
        return said + self._children_words + self._caution

    @property
    def _caution(self) -> str:
        """What to bear in mind where the figures and the lists are of times far apart."""
        if self.month is None or self.as_at is None or not _are_apart(self.month, self.as_at):
            return ""
        where = "before" if self.month < self.as_at else "after"
        return (
            f" That month is more than two months {where} the day of the lists, so differences "
            "may be no errors."
        )

    @property
    def _children_words(self) -> str:
        others = self.count(State.CHILDREN_DIFFER)
        if not others:
            return ""
        which = "one figure that agrees" if others == 1 else f"{others} figures that agree"
        return f" The children behind {which} are not the same ones."


def reconciliation_of(folder: Path) -> Reconciliation:
    """What a checklists folder says is reconciled, or the product’s own where it says nothing."""
    return load_reconciliation(folder if has_reconciliation(folder) else checklists_folder())


def choose_month(months: Iterable[date], as_at: date) -> date | None:
    """The latest of these months that had begun on the day of the lists; else the first."""
    ordered = sorted(months)
    return max((month for month in ordered if month <= as_at), default=next(iter(ordered), None))


def reconcile(
    lists: Mapping[int, ListAt],
    figures: Figures,
    month: date | None,
    known: Reconciliation,
    standards: Standards | None = None,
) -> Reconciled:
    """Every figure of the file beside what the lists have for it."""
    days = {one.as_at for one in lists.values()}
    contexts = {day: make_context(day, Known(standards)) for day in days}
    tables = {}
    for number in {one.kind.list for one in known.figures} & lists.keys():
        context = contexts[lists[number].as_at]
        tables[number] = (prepare_table(STRAYS, lists[number].frame, context)[0], context)
    lines = (line for spec in known.figures for line in _lines(spec, tables, figures, month))
    return Reconciled(month, tuple(lines), max(days, default=None))


def _lines(
    spec: FigureSpec,
    tables: Mapping[int, tuple[Table, Context]],
    figures: Figures,
    month: date | None,
) -> Iterator[Line]:
    figure = figures.get(spec.ref)
    table, context = tables.get(spec.kind.list, (None, None))
    if table is None or context is None:
        yield from _pair(spec, None, figure, f"List {spec.kind.list} is not here.")
        return
    measure = MEASURES[spec.measure]
    missing = missing_columns(measure, table, context)
    if missing:
        yield from _pair(spec, None, figure, f"The list has no column “{missing[0]}”.")
        return
    span, because = _find_span(spec, month, context.as_at, table.frame.spec.months)
    yield from _pair(spec, count_measure(measure, table, context, span), figure, because)


def _pair(
    spec: FigureSpec, counted: Counted | None, figure: Figure | None, because: str
) -> Iterator[Line]:
    """The line of a count, or those of a share’s numerator and denominator."""
    children = _compare_children(counted, figure) if not because else None
    yield Line(
        spec,
        NUMERATOR if spec.kind.is_share else COUNT,
        counted.count if counted else None,
        figure.count if figure else None,
        because,
        only_listed=len(children.only_listed) if children else None,
        only_reported=len(children.only_reported) if children else None,
        children=children,
    )
    if spec.kind.is_share:
        of = counted.of if counted else None
        yield Line(spec, DENOMINATOR, of, figure.of if figure else None, because)


def _compare_children(counted: Counted | None, figure: Figure | None) -> Children | None:
    if counted is None or figure is None or figure.children is None:
        return None
    return Children(counted.children - figure.children, figure.children - counted.children)


def _find_span(
    spec: FigureSpec, month: date | None, as_at: date, months: int
) -> tuple[tuple[date, date] | None, str]:
    """The days a figure of events counts, and why the list does not hold all of them."""
    if spec.span is None or spec.span is Span.SIX_MONTHS or month is None:
        return None, ""
    last = end_of_month(month)
    first = month if spec.span is Span.MONTH else _begin_year(month)
    begins = add_months(as_at, -months)
    if first < begins:
        return (first, last), (
            f"The figure counts from {format_day(first)}, the list from {format_day(begins)}."
        )
    if last > as_at:
        return (first, last), (
            f"The figure counts to {format_day(last)}, the list to {format_day(as_at)}."
        )
    return (first, last), ""


def _begin_year(month: date) -> date:
    """1 April of the financial year."""
    return date(month.year - (month.month < APRIL), APRIL, 1)


def _are_apart(month: date, as_at: date) -> bool:
    """Whether more than two months lie between a month and a day."""
    is_late = as_at > end_of_month(add_months(month, MOST_APART))
    return is_late or add_months(as_at, MOST_APART) < month


def spell_gap(month: date, as_at: date) -> str:
    """“25 days after the end of the month”: when the lists were taken; "" for that very day."""
    last = end_of_month(month)
    days = abs((as_at - last) // timedelta(days=1))
    if not days:
        return ""
    where = "after" if as_at > last else "before"
    return f"{plural(days, 'day')} {where} the end of the month"
