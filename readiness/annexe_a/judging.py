"""What somebody wants mapped, judged: each becomes a line of the mapping, or a fault in words.

Used for the screen, for a file and for the command alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readiness.annexe_a.mapping import fold
from readiness.annexe_a.reading import heading_names
from readiness.annexe_a.rules.names import AUTHORITY
from readiness.annexe_a.rules.running import shorten
from readiness.annexe_a.rules.unread import find_reason
from readiness.annexe_a.spellings import (
    UNKNOWN_CODE,
    Spelling,
    find_target,
    is_spelling,
    may_be_mapped,
)
from readiness.annexe_a.unknown import LONGEST
from readiness.checklists.annexe_a import ColumnKind, ColumnSpec, Edition
from readiness.checklists.standards import Authorities

WHAT, COLUMN, TEXT, READ_AS = "What", "Column", "As it came", "Read as"
VALUE, HEADING = "Value", "Heading"


@dataclass(frozen=True)
class Wanted:
    """One line as somebody wrote it; `line` is its number in their file or form."""

    line: int
    is_heading: bool
    column: str
    text: str
    read_as: str


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line, in which of its columns, and what to do."""

    line: int
    column: str
    text: str

    @property
    def sentence(self) -> str:
        """“Line 4, “Read as”: …”."""
        return f"Line {self.line}, “{self.column}”: {self.text}"


@dataclass(frozen=True)
class Judged:
    """The lines that can be saved, those that are there already left out, and the faults."""

    lines: tuple[Spelling, ...]
    faults: tuple[Fault, ...]


def judge(
    wanted: Iterable[Wanted],
    edition: Edition,
    authorities: Authorities,
    standing: Iterable[Spelling] = (),
) -> Judged:
    """Judge these lines by an edition, by each other and by the mapping as it is."""
    judge_one = _Judge(edition, authorities)
    known = {key: (0, line) for line in standing for key in judge_one.keys(line)}
    lines: list[Spelling] = []
    faults: list[Fault] = []
    for one in wanted:
        found = judge_one(one)
        if isinstance(found, Fault):
            faults.append(found)
            continue
        keys = judge_one.keys(found)
        other = next((known[key] for key in keys if key in known), None)
        if other is None:
            lines.append(found)
            known |= dict.fromkeys(keys, (one.line, found))
        elif fold(other[1].target) != fold(found.target):
            faults.append(_contradiction(one, found, *other))
    return Judged(tuple(lines), tuple(faults))


def _contradiction(one: Wanted, found: Spelling, line: int, other: Spelling) -> Fault:
    said = f"“{shorten(found.text)}” is read as “{other.target}”"
    if line:
        return Fault(one.line, READ_AS, f"{said} in line {line}. Keep one of the two.")
    return Fault(
        one.line, READ_AS, f"{said} by the mapping already. Withdraw that first to change it."
    )


class _Judge:
    """Judges one line after another by one edition."""

    def __init__(self, edition: Edition, authorities: Authorities) -> None:
        self.edition, self.authorities = edition, authorities
        self.columns: dict[str, list[tuple[int, ColumnSpec]]] = {}
        for spec in edition.lists:
            for column in spec.columns:
                self.columns.setdefault(fold(column.name), []).append((spec.number, column))

    def __call__(self, one: Wanted) -> Spelling | Fault:
        if not one.text.strip():
            return Fault(one.line, TEXT, "This is blank. Give the value or heading as it came.")
        if "\0" in one.text:
            return Fault(
                one.line, TEXT, "This has a character that no file may hold. Leave it out."
            )
        if len(one.text.strip()) > LONGEST:
            return Fault(one.line, TEXT, f"This is longer than {LONGEST} characters. Leave it out.")
        return self._heading(one) if one.is_heading else self._value(one)

    def keys(self, line: Spelling) -> list[tuple[str, str, int]]:
        """What a line takes: a value its column, a heading each list that has its column."""
        column, text = fold(line.column), fold(line.text)
        if not line.is_heading:
            return [(column, text, 0)]
        return [("", text, number) for number, _ in self.columns.get(column, ())]

    def _heading(self, one: Wanted) -> Spelling | Fault:
        found = self.columns.get(fold(one.read_as))
        if not found:
            said = f"“{shorten(one.read_as)}” is not a column of the lists. Give Ofsted’s heading."
            return Fault(one.line, READ_AS, said)
        lists = {number for number, _ in found}
        known = [
            names[fold(one.text)]
            for spec in self.edition.lists
            if spec.number in lists and fold(one.text) in (names := heading_names(spec))
        ]
        if known:
            said = f"“{shorten(one.text)}” is understood already, as “{known[0]}”. Leave it out."
            return Fault(one.line, TEXT, said)
        return Spelling(found[0][1].name, one.text.strip())

    def _value(self, one: Wanted) -> Spelling | Fault:
        found = self.columns.get(fold(one.column))
        if not found:
            said = f"“{shorten(one.column)}” is not a column of the lists. Give Ofsted’s heading."
            return Fault(one.line, COLUMN, said)
        if not may_be_mapped(found[0][1]):
            return Fault(
                one.line, COLUMN,
                f"Values of “{found[0][1].name}” cannot be mapped: only codes, and “{AUTHORITY}”.",
            )  # fmt: skip
        why = self._why_no_spelling(one.text, found)
        if why:
            return Fault(one.line, TEXT, why)
        for number, column in found:
            meant = find_target(one.read_as, column, number, self.authorities)
            if meant is not None:
                return Spelling(column.name, one.text.strip(), meant)
        return Fault(one.line, READ_AS, _no_code(one.read_as, found[0][1]))

    def _why_no_spelling(self, text: str, found: Sequence[tuple[int, ColumnSpec]]) -> str:
        for number, column in found:
            meant = find_target(text, column, number, self.authorities)
            if meant is not None:
                return f"“{shorten(text)}” is understood already, as “{meant}”. Leave it out."
        column = found[0][1]
        if is_spelling(text, column, self.authorities):
            return ""
        reason = find_reason(text, column)
        if reason is None or reason.code == UNKNOWN_CODE:
            return f"“{shorten(text)}” is known already. Leave it out."
        said = reason.says.format(value=shorten(text), column=column.name)
        return f"{said} It cannot be mapped."


def _no_code(text: str, column: ColumnSpec) -> str:
    if column.kind is not ColumnKind.CODE:
        return f"“{shorten(text)}” is not the name of an English council, nor one of its codes."
    some = "; ".join(code.label for code in column.codes[:4])
    more = " and so on" if len(column.codes) > 4 else ""
    known = f"“{column.name}”: {some}{more}"
    return f"“{shorten(text)}” is not one of the codes of {known}. Choose one."
