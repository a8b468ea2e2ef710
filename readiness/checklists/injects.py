"""Prepared surprises for trial runs: `checklists/injects.yaml`.

Each is words that somebody hears at a moment of the exercise; nothing else happens by itself.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from readiness.checklists.faults import Report
from readiness.checklists.inspections import DueSpec, read_due
from readiness.checklists.memory import remembered
from readiness.checklists.reader import Entry, read_file, suggest
from readiness.checklists.unique import first_of_each

FILE = "injects.yaml"


@dataclass(frozen=True)
class InjectSpec:
    """A surprise: what its addressee is told, when, and what a good answer holds.

    `post` is whom it is told; `expects` only the facilitator and the observers see.
    """

    key: str
    title: str
    words: str
    expects: str
    post: str
    due: DueSpec
    source: str


@remembered
def load_injects(folder: Path) -> dict[str, InjectSpec]:
    """Every prepared surprise by its key. Raises ChecklistFault for the first fault."""
    report = Report()
    injects = read_injects(folder, report)
    report.raise_first()
    return injects


def read_injects(
    folder: Path, report: Report, posts: Collection[str] = (), anchors: Collection[str] = ()
) -> dict[str, InjectSpec]:
    """As load_injects, but notes faults in the report. Raises only for an unreadable file.

    `posts` and `anchors` are the known keys; an empty collection is not checked against. A
    council without the file has prepared none.
    """
    if not (folder / FILE).exists():
        return {}
    entries = read_file(folder, FILE, report).entries("injects")
    injects = [_read(entry) for entry in entries]
    for entry, inject in zip(entries, injects, strict=True):
        _check(entry, inject, posts, anchors)
    return first_of_each(entries, injects)


def _read(entry: Entry) -> InjectSpec:
    return InjectSpec(
        key=entry.key("key"),
        title=entry.text("title"),
        words=entry.text("words"),
        expects=entry.text("expects"),
        post=entry.key("post"),
        due=read_due(entry.entry("when")),
        source=entry.text("source"),
    )


def _check(
    entry: Entry, inject: InjectSpec, posts: Collection[str], anchors: Collection[str]
) -> None:
    if inject.post and posts and inject.post not in posts:
        entry.fault("post", f"“{inject.post}” is not in posts.yaml.{suggest(inject.post, posts)}")
    anchor = inject.due.anchor
    if anchor and anchors and anchor not in anchors:
        known = "an anchor of every kind of inspection"
        entry.fault("when.anchor", f"“{anchor}” is not {known}.{suggest(anchor, anchors)}")
