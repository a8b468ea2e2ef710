"""What the library’s list is given: the answer, its figures, the rows a filter lets through."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from readiness.checklists.documents import FOLDERS
from readiness.inspections.models import Inspection
from readiness.library.forms import ASKED, NOT_READY, ON_REQUEST, OWN, DocumentFilter
from readiness.library.queries import OWN_FOLDER, DocumentLine
from readiness.library.rules import DocumentState, name_gate, spell_answer
from readiness.people.models import Person
from readiness.plain_words import plural


@dataclass(frozen=True)
class DueGate:
    """A gate that documents are due at in the running inspection."""

    key: str
    title: str
    at: datetime
    needs: str


@dataclass(frozen=True)
class Library:
    """The list of documents at one moment, for one person."""

    inspection: Inspection | None
    wanted: DocumentFilter
    answer: str
    gate: DueGate | None
    count: Mapping[DocumentState, int]
    asked: int
    yours: int
    groups: tuple[tuple[str, tuple[DocumentLine, ...]], ...]
    shown: int
    total: int
    owners: tuple[tuple[int, str], ...]
    gates: tuple[tuple[str, str], ...]


def make_library(
    lines: Sequence[DocumentLine],
    *,
    wanted: DocumentFilter,
    inspection: Inspection | None,
    person: Person,
    now: datetime,
) -> Library:
    """The list as a page shows it; `lines` were made for the same inspection."""
    asked = [line for line in lines if line.spec]
    shown = [line for line in lines if fits(line, wanted)]
    people = {(line.owner.id if line.owner else 0, line.owner_name or "Nobody") for line in lines}
    return Library(
        inspection=inspection,
        wanted=wanted,
        answer=spell_answer(line.state for line in asked),
        gate=choose_gate(lines, now),
        count=Counter(line.state for line in asked),
        asked=len(asked),
        yours=sum(line.owner == person for line in lines),
        groups=group_by_folder(shown),
        shown=len(shown),
        total=len(lines),
        owners=tuple(sorted(people, key=lambda owner: owner[1])),
        gates=list_gates(lines),
    )


def fits(line: DocumentLine, wanted: DocumentFilter) -> bool:
    """Whether a filter lets a document through."""
    words = f"{line.title} {line.owner_name} {line.post_title}".casefold()
    owner_id = line.owner.id if line.owner else 0
    return all(
        (
            not wanted.state or _is_in_state(line, wanted.state),
            wanted.owner_id is None or owner_id == wanted.owner_id,
            not wanted.gate or (line.gate or ON_REQUEST) == wanted.gate,
            not wanted.which or wanted.which == (ASKED if line.spec else OWN),
            all(part in words for part in wanted.search.casefold().split()),
        )
    )


def choose_gate(lines: Iterable[DocumentLine], now: datetime) -> DueGate | None:
    """The next gate that documents are due at, else the last one passed that still lacks some."""
    due: dict[str, list[DocumentLine]] = {}
    for line in lines:
        if line.gate is not None and line.due_at is not None:
            due.setdefault(line.gate, []).append(line)
    gates = sorted((_make_gate(key, group) for key, group in due.items()), key=lambda g: g.at)
    ahead = [gate for gate in gates if gate.at >= now]
    missed = [gate for gate in gates if gate.at < now and not _all_ready(due[gate.key])]
    return ahead[0] if ahead else missed[-1] if missed else None


def list_gates(lines: Iterable[DocumentLine]) -> tuple[tuple[str, str], ...]:
    """The gates to filter by, with their names."""
    known = {line.gate: line.gate_title or name_gate(line.gate) for line in lines if line.gate}
    return (*known.items(), (ON_REQUEST, "No gate"))


def group_by_folder(
    lines: Iterable[DocumentLine],
) -> tuple[tuple[str, tuple[DocumentLine, ...]], ...]:
    """Documents by the folder of the bundle, in its order; our own last."""
    groups: dict[str, list[DocumentLine]] = {name: [] for name in (*FOLDERS, OWN_FOLDER)}
    for line in lines:
        groups[line.folder].append(line)
    return tuple((name, tuple(group)) for name, group in groups.items() if group)


def _is_in_state(line: DocumentLine, state: str) -> bool:
    return not line.judgement.is_ready if state == NOT_READY else line.state.value == state


def _make_gate(key: str, lines: Sequence[DocumentLine]) -> DueGate:
    first = lines[0]
    assert first.due_at is not None  # noqa: S101  # only lines with a moment are given
    open_ = sum(not line.judgement.is_ready for line in lines)
    of = f"{open_:,} of {plural(len(lines), 'document')}"
    needs = f"{of} {'is' if open_ == 1 else 'are'} not ready" if open_ else "all are ready"
    return DueGate(key, first.gate_title, first.due_at, needs)


def _all_ready(lines: Iterable[DocumentLine]) -> bool:
    return all(line.judgement.is_ready for line in lines)
