"""The documents an inspection asks for: `checklists/documents.yaml`."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from readiness.checklists.faults import Report
from readiness.checklists.memory import remembered
from readiness.checklists.reader import Entry, read_file, suggest
from readiness.checklists.unique import first_of_each

FILE = "documents.yaml"

FOLDERS = (
    "Leadership",
    "Audits",
    "Performance",
    "Workforce",
    "Practice",
    "Services",
    "Partnership",
)
"""The groups of the bundle, in its order."""


@dataclass(frozen=True)
class DocumentSpec:
    """A document that is asked for.

    `number` is its place in the bundle; `gate` the anchor it is due at, None where it is only
    sent `on_request`; `months` the longest acceptable age of its "data as at" date.
    `child_level` says that it has a row for each child or family: few may open it.
    """

    key: str
    number: int
    title: str
    about: str
    post: str
    gate: str | None
    on_request: bool
    months: int
    folder: str
    source: str
    confirm: bool
    child_level: bool


@remembered
def load_documents(folder: Path) -> dict[str, DocumentSpec]:
    """Every document by its key, in the order of the bundle.

    Raises ChecklistFault for the first fault of the file itself; whether its posts and gates
    exist is for check_folder.
    """
    report = Report()
    documents = read_documents(folder, report)
    report.raise_first()
    return documents


def read_documents(
    folder: Path,
    report: Report,
    posts: Collection[str] = (),
    gates: Collection[str] = (),
) -> dict[str, DocumentSpec]:
    """As load_documents, but notes faults in the report. Raises only for an unreadable file.

    `posts` and `gates` are the known keys; an empty collection is not checked against.
    """
    entries = read_file(folder, FILE, report).entries("documents")
    documents = [_document(entry) for entry in entries]
    found = first_of_each(entries, documents)
    _refuse_repeated_numbers(entries, documents)
    for entry, document in zip(entries, documents, strict=True):
        _check_owner_and_gate(entry, document, posts, gates)
    in_order = sorted(found.values(), key=lambda document: document.number)
    return {document.key: document for document in in_order}


def _document(entry: Entry) -> DocumentSpec:
    return DocumentSpec(
        key=entry.key("key"),
        number=entry.integer("number", 1),
        title=entry.text("title"),
        about=entry.text("about"),
        post=entry.key("post"),
        gate=entry.text_or_none("gate"),
        on_request=entry.flag("on_request"),
        months=entry.integer("months", 1, 120),
        folder=entry.choice("folder", FOLDERS),
        source=entry.text("source"),
        confirm=entry.flag("confirm"),
        child_level=entry.flag("child_level"),
    )


def _refuse_repeated_numbers(entries: tuple[Entry, ...], documents: list[DocumentSpec]) -> None:
    seen: dict[int, str] = {0: ""}  # 0 stands for a number that is missing or wrong
    for entry, document in zip(entries, documents, strict=True):
        number = document.number
        if number and number in seen:
            entry.fault("number", f"{number} is already the number of “{seen[number]}”.")
        seen.setdefault(number, document.key)


def _check_owner_and_gate(
    entry: Entry, document: DocumentSpec, posts: Collection[str], gates: Collection[str]
) -> None:
    if posts and document.post and document.post not in posts:
        entry.fault(
            "post", f"“{document.post}” is not in posts.yaml.{suggest(document.post, posts)}"
        )
    if (document.gate is None) != document.on_request:
        entry.fault("gate", "give either a gate or “on_request: true”, and not both.")
    elif gates and document.gate is not None and document.gate not in gates:
        entry.fault(
            "gate",
            f"“{document.gate}” is not a gate of ilacs-short.{suggest(document.gate, gates)}",
        )
