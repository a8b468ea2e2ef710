"""The checklists folder as a whole: where it is, and everything that is wrong in it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from readiness.checklists.annexe_a import list_editions, read_edition
from readiness.checklists.crossings import check_checklist, read_known
from readiness.checklists.documents import read_documents
from readiness.checklists.faults import ChecklistFault, Report
from readiness.checklists.inspections import list_checklist_keys, read_checklist
from readiness.checklists.posts import read_posts
from readiness.checklists.register import read_register
from readiness.checklists.reminders import read_reminders
from readiness.checklists.standards import has_standards, read_standards
from readiness.errors import Unusable

CHECKLIST_OF_DOCUMENTS = "ilacs-short"
"""The gates of documents.yaml are those of this checklist."""


def checklists_folder(override: Path | None = None) -> Path:
    """The folder beside the package, or another one. Raises Unusable where it is no folder."""
    folder = override or Path(__file__).resolve().parents[2] / "checklists"
    if not folder.is_dir():
        raise Unusable(f"There is no checklists folder at {folder}. Check the setting of its path.")
    return folder


def check_folder(folder: Path) -> list[str]:
    """Every fault of every file as a sentence, by file and line; [] where all is well."""
    report = Report()
    with _noting(report):
        read_posts(folder, report)
    with _noting(report):
        _check_documents(folder, report)
    with _noting(report):
        read_register(folder, report)
        read_reminders(folder, report, posts=read_known(folder).posts, anchors=_anchors(folder))
    for key in list_checklist_keys(folder):
        with _noting(report):
            _check_inspection(folder, key, report)
    for name in list_editions(folder):
        with _noting(report):
            read_edition(folder, name, report)
    if has_standards(folder):
        with _noting(report):
            read_standards(folder, report)
    return [fault.sentence for fault in report.close()]


def _check_documents(folder: Path, report: Report) -> None:
    posts = read_known(folder).posts
    read_documents(folder, report, posts=posts, gates=_gates(folder))


def _gates(folder: Path) -> tuple[str, ...]:
    """The gates documents may be due at; none where that checklist cannot be read."""
    try:
        checklist, _ = read_checklist(folder, CHECKLIST_OF_DOCUMENTS, Report())
    except ChecklistFault:
        return ()
    return tuple(anchor.key for anchor in checklist.anchors if anchor.gate)


def _anchors(folder: Path) -> frozenset[str]:
    """The anchors that every kind of inspection has, as far as their files can be read."""
    found: list[set[str]] = []
    for key in list_checklist_keys(folder):
        with suppress(ChecklistFault):
            checklist, _ = read_checklist(folder, key, Report())
            found.append({anchor.key for anchor in checklist.anchors})
    return frozenset(set.intersection(*found)) if found else frozenset()


def _check_inspection(folder: Path, key: str, report: Report) -> None:
    checklist, lines = read_checklist(folder, key, report)
    check_checklist(checklist, lines, read_known(folder))


@contextmanager
def _noting(report: Report) -> Iterator[None]:
    """A file that cannot be read at all is one fault; the other files are still checked."""
    try:
        yield
    except ChecklistFault as fault:
        report.add(fault)
