"""Puts the documents into the library through its operations, at the times they came."""

import io
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from readiness import clock
from readiness.checklists.documents import DocumentSpec
from readiness.demo.dates import moment
from readiness.demo.documents.catalogue import PAPERS, Paper
from readiness.demo.documents.pieces import Facts, Grid
from readiness.demo.extracts import COUNCIL
from readiness.files.access import current_store
from readiness.files.operations import keep_file
from readiness.library.models import DocumentVersion
from readiness.library.operations import add_version, approve_version
from readiness.library.queries import find_current
from readiness.office.csv import write_csv
from readiness.office.docx import Block, Heading, Table, write_document
from readiness.office.docx import Facts as Pairs
from readiness.office.lengths import spell_length
from readiness.office.lengths_child import count_document
from readiness.office.xlsx import Look, SheetOut, write_xlsx
from readiness.people.models import Person, Post
from readiness.people.permissions import Permission, allows
from readiness.plain_words import format_date, plural

SHELVED_BEFORE = timedelta(weeks=3)
"""The library was filled so long before the lists’ day: after the trial run, before a meeting."""
PORTRAIT = 7
"""The most columns that a page upright can hold."""
READ_FOR = timedelta(minutes=50)

Event = tuple[datetime, Callable[[], object]]


def plan_documents(
    facts: Facts, specs: Mapping[str, DocumentSpec], posts: Mapping[str, Post]
) -> Iterator[Event]:
    """Each version’s adding and approval, with its moment, in no order."""
    for place, paper in enumerate(PAPERS):
        spec = specs.get(paper.key)
        if spec is None:
            continue  # an officer took the document off the list: nobody asks for it
        owner, as_at = posts[spec.post].holder, find_as_at(paper, facts)
        shelved = max(as_at, facts.as_at - SHELVED_BEFORE)
        added = moment(shelved, 13) + timedelta(minutes=6 * place)
        yield added, _adding(paper, spec, facts, as_at, owner)
        if paper.approved:
            approver = _find_approver(owner, posts)
            yield added + READ_FOR, _approving(paper, approver)


def find_as_at(paper: Paper, facts: Facts) -> date:
    """The day a version’s content speaks of; no later than the lists’ own day."""
    if not paper.age:
        return facts.as_at
    return min(facts.today - timedelta(days=paper.age), facts.as_at)


def write_paper(paper: Paper, spec: DocumentSpec, facts: Facts, as_at: date) -> tuple[bytes, str]:
    """A version’s bytes, and its length in words, as that of a file that somebody adds."""
    content = paper.make(facts)
    if isinstance(content, Grid):
        rows = plural(len(content.rows) + 1, "row")
        if paper.kind == "csv":
            return write_csv(content.headings, content.rows), rows
        return _write_book(content, spec.title, as_at), f"1 sheet, {rows}"
    day = format_date(as_at)
    blocks = [
        Heading(1, spec.title),
        Pairs([("Council", COUNCIL), ("Data as at", day)], "Whose document it is, and its day"),
        *content,
    ]
    made = write_document(
        blocks,
        title=spec.title,
        created=moment(as_at, 12),
        landscape=_is_wide(content),
        header=f"{COUNCIL}: children’s services",
        footer=f"{spec.title}, as at {day}",
    )
    return made, spell_length(count_document(io.BytesIO(made)))


def _is_wide(blocks: Sequence[Block]) -> bool:
    """Whether a table needs the page turned."""
    return any(isinstance(block, Table) and len(block.headings) > PORTRAIT for block in blocks)


def _write_book(grid: Grid, title: str, as_at: date) -> bytes:
    sheet = SheetOut(
        "Sheet1",
        [grid.headings, *grid.rows],
        widths=[max(14, len(heading) + 4) for heading in grid.headings],
        looks={0: Look.HEADING},
        frozen=1,
        header=title,
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        created = moment(as_at, 12).replace(tzinfo=None)
        write_xlsx(path, [sheet], title=title, created=created)
        return path.read_bytes()


def _find_approver(owner: Person | None, posts: Mapping[str, Post]) -> Person | None:
    """The owner where their role approves, else the director who chairs the preparation."""
    if owner is not None and allows(owner.role, Permission.APPROVE_DOCUMENTS):
        return owner
    return posts["director-supporting-families"].holder


def _adding(
    paper: Paper, spec: DocumentSpec, facts: Facts, as_at: date, owner: Person | None
) -> Callable[[], object]:
    def add() -> DocumentVersion:
        content, length = write_paper(paper, spec, facts, as_at)
        kept = keep_file(io.BytesIO(content), store=current_store(), now=clock.now())
        return add_version(
            actor=owner,
            key=paper.key,
            title=spec.title,
            sha256=kept.sha256,
            name=paper.name,
            size=len(content),
            kind=paper.kind,
            length=length,
            as_at=as_at,
            note=paper.note,
        )

    return add


def _approving(paper: Paper, approver: Person | None) -> Callable[[], object]:
    def approve() -> None:
        version = find_current(paper.key)
        if version is None:
            raise LookupError(f"{paper.key} is approved before it is added.")
        approve_version(actor=approver, version=version, sha256=version.sha256)

    return approve
