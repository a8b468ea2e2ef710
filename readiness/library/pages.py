"""What the library’s list is given: the answer, its figures, the rows a filter lets through."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from readiness.checklists.documents import FOLDERS
from readiness.inspections.models import Inspection
from readiness.inspections.owners import Deliveries, Owners
from readiness.library.lines import (
    OWN_FOLDER,
    DocumentLine,
    find_document_tasks,
    make_lines,
)
from readiness.library.models import Document
from readiness.library.own import count_own, list_own_keys
from readiness.library.queries import find_requirements
from readiness.library.rules import (
    ASKED,
    NOT_READY,
    ON_REQUEST,
    OWN,
    DocumentFilter,
    DocumentState,
    name_gate,
    spell_answer,
)
from readiness.london import in_london
from readiness.people.models import Person
from readiness.plain_words import plural
from readiness.web.pagination import USUAL_SIZE, Page, asked_page


@dataclass(frozen=True)
class DueGate:
    """A gate that documents are due at in the running inspection."""

    key: str
    title: str
    at: datetime
    needs: str


@dataclass(frozen=True)
class Library:
    """The list of documents at one moment, for one person.

    What is asked for is whole on the first page; `own` is a page of the council’s own.
    """

    inspection: Inspection | None
    wanted: DocumentFilter
    answer: str
    due: tuple[DueGate, ...]
    count: Mapping[DocumentState, int]
    asked: int
    yours: int
    groups: tuple[tuple[str, tuple[DocumentLine, ...]], ...]
    own: Page[DocumentLine]
    shown: int
    total: int
    owners: tuple[tuple[int, str], ...]
    gates: tuple[tuple[str, str], ...]


def make_library(
    *, wanted: DocumentFilter, inspection: Inspection | None, person: Person, now: datetime
) -> Library:
    """The list as a page shows it: the page of our own that the address asks for.

    The inspection’s key dates are loaded. Six queries, however many documents there are.
    """
    today = in_london(now).date()
    deliveries = Deliveries.load(inspection.id if inspection else None, today)
    owners, specs = deliveries.owners.kept, find_requirements(inspection)
    keys = {*specs, *find_document_tasks(deliveries.lines)}
    own = count_own(keys, wanted, owners, person.id)
    number = asked_page(own.fitting)
    own_keys = list_own_keys(
        keys, wanted, owners, limit=USUAL_SIZE, offset=(number - 1) * USUAL_SIZE
    )
    chosen = Document.key.in_([*keys, *own_keys])
    found = make_lines(specs, chosen, deliveries, inspection)
    lines = [line for key, line in found.items() if key not in own_keys]
    asked = [line for line in lines if line.spec]
    shown = [line for line in lines if fits(line, wanted)]
    return Library(
        inspection=inspection,
        wanted=wanted,
        answer=spell_answer(line.state for line in asked),
        due=choose_gates(lines, now),
        count=Counter(line.state for line in asked),
        asked=len(asked),
        yours=own.yours + sum(line.owner == person for line in lines),
        groups=group_by_folder(shown) if number == 1 else (),
        own=Page([found[key] for key in own_keys], number, USUAL_SIZE, own.fitting),
        shown=len(shown) + own.fitting,
        total=len(lines) + own.total,
        owners=_list_owners(owners),
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


def choose_gates(lines: Iterable[DocumentLine], now: datetime) -> tuple[DueGate, ...]:
    """The gates passed that still lack documents, then the next that some are due at."""
    due: dict[str, list[DocumentLine]] = {}
    for line in lines:
        if line.gate is not None and line.due_at is not None:
            due.setdefault(line.gate, []).append(line)
    gates = sorted((_make_gate(key, group) for key, group in due.items()), key=lambda g: g.at)
    missed = [gate for gate in gates if gate.at < now and not _all_ready(due[gate.key])]
    ahead = [gate for gate in gates if gate.at >= now]
    return (*missed, *ahead[:1])


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


def _list_owners(owners: Owners) -> tuple[tuple[int, str], ...]:
    """Whose a post is today, by name, to filter by; 0 is nobody."""
    people = {person for key in owners.posts if (person := owners.find(key).person)}
    by_name = sorted(((person.id, person.name) for person in people), key=lambda one: one[1])
    return (*by_name, (0, "Nobody"))


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
