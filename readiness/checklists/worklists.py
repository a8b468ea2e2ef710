"""What a team is told about its findings: `checklists/annexe_a/worklists.yaml`.

What to do and where in the case system, by rule and by column; a team for lists that name none;
and how long an explanation may hold.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from readiness.checklists.annexe_a import LIST_NUMBERS, list_editions, read_edition
from readiness.checklists.faults import ChecklistFault, Report
from readiness.checklists.memory import remembered
from readiness.checklists.reader import Entry, read_file, suggest

FILE = "annexe_a/worklists.yaml"
MOST_MONTHS = 24
Told = Mapping[tuple[str, int], str]
"""By a rule or column and the number of a list, 0 for every list."""


@dataclass(frozen=True)
class Worklists:
    """The words of worklists. `usual_months` and `most_months` are of explanations."""

    usual_months: int
    most_months: int
    teams: Mapping[int, str]
    do_by_severity: Mapping[str, str]
    do_by_rule: Mapping[str, str]
    do_by_column: Told
    where: str
    where_by_rule: Mapping[str, str]
    where_by_column: Told

    def what_to_do(self, *, rules: Iterable[str], column: str, number: int, severity: str) -> str:
        """What to do about a finding: by its rule, its group, its column, else in general."""
        found = _of_rule(self.do_by_rule, rules) or _of_column(self.do_by_column, column, number)
        return found or self.do_by_severity.get(severity, "")

    def where_to_look(self, *, rules: Iterable[str], column: str, number: int) -> str:
        """Where in the case system it is put right, in the same order."""
        found = _of_rule(self.where_by_rule, rules)
        return found or _of_column(self.where_by_column, column, number) or self.where


def has_worklists(folder: Path) -> bool:
    """Whether a checklists folder has words of its own; one without uses the product’s."""
    return (folder / FILE).exists()


@remembered
def load_worklists(folder: Path) -> Worklists:
    """The words below a checklists folder.

    Raises ChecklistFault (file, line and field) for the first fault.
    """
    report = Report()
    words = read_worklists(folder, report)
    report.raise_first()
    return words


def read_worklists(
    folder: Path, report: Report, columns: Iterable[str] = (), rules: Iterable[str] = ()
) -> Worklists:
    """As load_worklists, but notes faults in the report. Raises only for an unreadable file.

    `columns` and `rules` are those there are; none is not checked against.
    """
    top = read_file(folder, FILE, report)
    explaining, general = top.entry("explanations"), top.entry("in_general")
    by_rule = _entries(top, "rules", "rule", frozenset(rules))
    by_column = _entries(top, "columns", "column", frozenset(columns))
    usual = explaining.integer("usual_months", 1, MOST_MONTHS)
    most = explaining.integer("most_months", 1, MOST_MONTHS)
    if most < usual:
        explaining.fault("most_months", "is less than the usual. Correct one of them.")
    return Worklists(
        usual_months=usual,
        most_months=most,
        teams={
            entry.integer("list", LIST_NUMBERS[0], LIST_NUMBERS[-1]): entry.text("team")
            for entry in (top.entries("teams") if top.has("teams") else ())
        },
        do_by_severity={kind: general.text(kind) for kind in ("error", "warning")},
        do_by_rule={name: words for (name, _), words in _words(by_rule, "do").items()},
        do_by_column=_words(by_column, "do"),
        where=general.text("where"),
        where_by_rule={name: words for (name, _), words in _words(by_rule, "where").items()},
        where_by_column=_words(by_column, "where"),
    )


def list_columns(folder: Path) -> frozenset[str]:
    """Every column of every edition that can be read."""
    found: set[str] = set()
    for name in list_editions(folder):
        try:
            edition = read_edition(folder, name, Report())
        except ChecklistFault:
            continue
        found |= {column.name for spec in edition.lists for column in spec.columns}
    return frozenset(found)


def _of_rule(told: Mapping[str, str], rules: Iterable[str]) -> str:
    return next((told[rule] for rule in rules if rule in told), "")


def _of_column(told: Told, column: str, number: int) -> str:
    return told.get((column, number)) or told.get((column, 0), "")


def _entries(
    top: Entry, group: str, name: str, known: frozenset[str]
) -> dict[tuple[str, int], Entry]:
    found: dict[tuple[str, int], Entry] = {}
    for entry in top.entries(group) if top.has(group) else ():
        key = entry.text(name), entry.integer_or_none("list", 1, 11) or 0
        if key in found:
            entry.fault(name, f"“{key[0]}” is already here. Remove one of them.")
        if known and key[0] and key[0] not in known:
            entry.fault(name, f"“{key[0]}” is no {name} of the lists.{suggest(key[0], known)}")
        if not entry.has("do") and not entry.has("where"):
            entry.fault(name, "says neither what to do nor where. Write “do”, “where” or both.")
        found[key] = entry
    return found


def _words(entries: Mapping[tuple[str, int], Entry], field: str) -> dict[tuple[str, int], str]:
    written = {key: entry.text_or_none(field) for key, entry in entries.items()}
    return {key: words for key, words in written.items() if words}
