"""What the council says to Ofsted of its lists: comments, and explanations of findings."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from readiness.annexe_a.explaining import SOON
from readiness.annexe_a.explanation_queries import list_holding
from readiness.annexe_a.findings import load_findings
from readiness.annexe_a.queries import list_comments, list_current_versions
from readiness.files.access import current_store

ABOVE_ROWS = 2
"""The title and the headings that stand above the first row of a list in Ofsted’s layout."""
MOST_NAMED, LONGEST = 10, 4000


@dataclass(frozen=True)
class Said:
    """What the council tells Ofsted of a list, or of one of its columns."""

    list_number: int
    column: str
    text: str


@dataclass(frozen=True)
class Expiry:
    """Until when an explanation holds, seen from a day."""

    expires_on: date
    today: date

    @property
    def is_over(self) -> bool:
        """Whether it holds no more."""
        return self.expires_on < self.today

    @property
    def is_near(self) -> bool:
        """Whether it ends within a fortnight."""
        return not self.is_over and self.expires_on <= self.today + SOON


def list_said(inspection_id: int | None) -> tuple[Said, ...]:
    """The council’s comments of a scope with what explains findings that are still there."""
    said = {(c.list_number, c.column): c.text for c in list_comments(inspection_id)}
    for (number, column), words in _explain_columns(inspection_id).items():
        before = said.get((number, column))
        said[number, column] = f"{before}\n{words}" if before else words
    return tuple(Said(*key, said[key]) for key in sorted(said))


def _explain_columns(inspection_id: int | None) -> dict[tuple[int, str], str]:
    holding = list_holding(inspection_id)
    if not holding:
        return {}
    numbers = {number for number, _, _ in holding}
    texts = {reference: text for _, reference, text in holding}
    versions = list_current_versions(inspection_id).values()
    found = load_findings((v for v in versions if v.list_number in numbers), current_store())
    known = pl.DataFrame({"reference": list(texts), "text": list(texts.values())})
    grouped = (
        found.join(known, on="reference", maintain_order="left")
        .group_by("list", "column", "text", maintain_order=True)
        .agg(pl.col("place").unique(maintain_order=True))
    )
    said: dict[tuple[int, str], list[str]] = {}
    for row in grouped.iter_rows(named=True):
        said.setdefault((row["list"], row["column"]), []).append(_spell(row["place"], row["text"]))
    return {key: _join(lines) for key, lines in said.items()}


def _spell(places: list[int], text: str) -> str:
    """“Rows 3, 8 and 12: Twins placed in different months.”, rows as they stand in the workbook."""
    rows = [place + ABOVE_ROWS for place in places if place]
    if not rows:
        return text
    named = ", ".join(str(row) for row in rows[:MOST_NAMED])
    more = f" and {len(rows) - MOST_NAMED} more" if len(rows) > MOST_NAMED else ""
    return f"{'Row' if len(rows) == 1 else 'Rows'} {named}{more}: {text}"


def _join(lines: list[str]) -> str:
    kept: list[str] = []
    for line in lines:
        if sum(map(len, kept)) + len(line) > LONGEST:
            return "\n".join([*kept, f"… and {len(lines) - len(kept)} more explanations."])
        kept.append(line)
    return "\n".join(kept)
