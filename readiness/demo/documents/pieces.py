"""What the documents are made of: short names for blocks, and the facts they all share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from readiness.demo.children import Row, months_before
from readiness.demo.dates import find_past_call, find_trial_call
from readiness.office.docx import Block, Bullets, Heading, Paragraph, Table, TextStyle
from readiness.plain_words import format_date

Cell = str | int | float | date | None


@dataclass(frozen=True)
class Grid:
    """A document that is one table: headings, and rows of cells."""

    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


Content = Sequence[Block] | Grid


@dataclass(frozen=True)
class Facts:
    """What the documents speak of: today, the lists (by number) and the day those are as at."""

    today: date
    as_at: date
    lists: Mapping[int, Sequence[Row]]

    def month(self, back: int) -> str:
        """A month so many months ago: “October 2026”."""
        return f"{months_before(self.today.replace(day=1), back):%B %Y}"

    def day(self, back: int) -> str:
        """A day so many days ago: “3 November 2026”."""
        return format_date(self.today - timedelta(days=back))

    @property
    def year(self) -> str:
        """The last full financial year: “2025 to 2026”."""
        first = self.today.year - (2 if self.today.month < 4 else 1)
        return f"{first} to {first + 1}"

    @property
    def inspected(self) -> str:
        """The month of the past inspection."""
        return f"{find_past_call(self.today):%B %Y}"

    @property
    def trial(self) -> str:
        """The month of the trial run."""
        return f"{find_trial_call(self.today):%B %Y}"


def h(text: str) -> Heading:
    """A heading below the document’s own."""
    return Heading(2, text)


def p(text: str) -> Paragraph:
    """A paragraph."""
    return Paragraph(text)


def lead(text: str) -> Paragraph:
    """The paragraph that gives the answer."""
    return Paragraph(text, TextStyle.LEAD)


def note(text: str) -> Paragraph:
    """A remark in small print."""
    return Paragraph(text, TextStyle.NOTE)


def ul(*items: str) -> Bullets:
    """A list."""
    return Bullets(items)


def table(
    caption: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    right: Sequence[int] = (),
    widths: Sequence[float] = (),
) -> Table:
    """A table whose caption also describes it; figures stand to the right."""
    words = [["" if cell is None else str(cell) for cell in row] for row in rows]
    return Table(headings, words, widths, caption, caption, right)
