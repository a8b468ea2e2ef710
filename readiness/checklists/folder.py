"""The checklists folder as a whole: everything that is wrong in it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from readiness.checklists.annexe_a import list_editions, read_edition
from readiness.checklists.archive import read_archive
from readiness.checklists.crossings import (
    CALL,
    check_checklist,
    have_sound_keys,
    list_gates,
    read_known,
)
from readiness.checklists.documents import read_documents
from readiness.checklists.faults import ChecklistFault, Report
from readiness.checklists.fieldwork import Keys, read_fieldwork
from readiness.checklists.injects import read_injects
from readiness.checklists.inspections import Checklist, Lines, list_checklist_keys, read_checklist
from readiness.checklists.judgements import read_judgements
from readiness.checklists.place import checklists_folder
from readiness.checklists.posts import read_posts
from readiness.checklists.reconciliation import has_reconciliation, read_reconciliation
from readiness.checklists.register import read_register
from readiness.checklists.reminders import read_reminders
from readiness.checklists.requests import read_requests
from readiness.checklists.standards import has_standards, read_standards
from readiness.checklists.worklists import has_worklists, list_columns, read_worklists

__all__ = ["check_folder", "check_inspection", "checklists_folder"]

CHECKLIST_OF_DOCUMENTS = "ilacs-short"
"""The gates of documents.yaml are those of this checklist."""


def check_folder(folder: Path, rules: Iterable[str] = ()) -> list[str]:
    """Every fault of every file as a sentence, by file and line; [] where all is well.

    `rules` are those that worklists may name; none is not checked against.
    """
    report, posts, checklists = Report(), read_known(folder).posts, _checklists(folder)
    with _noting(report):
        read_posts(folder, report)
    with _noting(report):
        _check_documents(folder, report)
    with _noting(report):
        read_register(folder, report)
    with _noting(report):
        read_reminders(folder, report, posts=posts, anchors=_anchors(checklists))
    with _noting(report):
        read_archive(folder, report)
    with _noting(report):
        read_judgements(folder, report, list_checklist_keys(folder))
    with _noting(report):
        read_requests(folder, report, posts=posts, steps=_steps(checklists))
    with _noting(report):
        read_fieldwork(folder, report, Keys(posts, sorted(_anchors(checklists))))
    with _noting(report):
        read_injects(folder, report, posts=posts, anchors=_anchors(checklists))
    for key in list_checklist_keys(folder):
        with _noting(report):
            _check_inspection(folder, key, report)
    for name in list_editions(folder):
        with _noting(report):
            read_edition(folder, name, report)
    if has_standards(folder):
        with _noting(report):
            read_standards(folder, report)
    if has_reconciliation(folder):
        with _noting(report):
            read_reconciliation(folder, report)
    if has_worklists(folder):
        with _noting(report):
            read_worklists(folder, report, list_columns(folder), rules)
    return [fault.sentence for fault in report.close()]


def check_inspection(folder: Path, key: str) -> list[str]:
    """Every fault of one inspection’s checklist, and of the register, which names its steps."""
    report = Report()
    with _noting(report):
        _check_inspection(folder, key, report)
    with _noting(report):
        read_register(folder, report)
    return [fault.sentence for fault in report.close()]


def _check_documents(folder: Path, report: Report) -> None:
    posts = read_known(folder).posts
    read_documents(folder, report, posts=posts, gates=_gates(folder))


def _gates(folder: Path) -> tuple[str, ...]:
    """The gates documents may be due at; none where that checklist cannot be read."""
    try:
        return list_gates(*read_checklist(folder, CHECKLIST_OF_DOCUMENTS, Report()))
    except ChecklistFault:
        return ()


def _checklists(folder: Path) -> list[tuple[Checklist, Lines]]:
    """Every kind of inspection whose file can be read."""
    found = []
    for key in list_checklist_keys(folder):
        with suppress(ChecklistFault):
            found.append(read_checklist(folder, key, Report()))
    return found


def _anchors(checklists: Iterable[tuple[Checklist, Lines]]) -> frozenset[str]:
    """The anchors of every kind of inspection: the call, and those of all with sound keys."""
    found = [
        {CALL, *(anchor.key for anchor in checklist.anchors)}
        for checklist, lines in checklists
        if have_sound_keys(lines)
    ]
    return frozenset(set.intersection(*found)) if found else frozenset()


def _steps(checklists: Iterable[tuple[Checklist, Lines]]) -> frozenset[str]:
    """The steps of every kind of inspection."""
    return frozenset(step.key for checklist, _ in checklists for step in checklist.steps)


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
