"""What Ofsted judges, by framework, and what reports tie improvements to: `judgements.yaml`."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from readiness.checklists.faults import Report
from readiness.checklists.memory import remembered
from readiness.checklists.reader import Entry, read_file, suggest
from readiness.checklists.unique import first_of_each

FILE = "judgements.yaml"


@dataclass(frozen=True)
class JudgementSpec:
    """One thing that is judged."""

    key: str
    title: str


@dataclass(frozen=True)
class JudgementSet:
    """The judgements of one framework, in the order of a report, and the grades there are.

    `checklists` are the kinds of inspection that give them.
    """

    key: str
    framework: str
    checklists: tuple[str, ...]
    about: str
    source: str
    confirm: bool
    grades: tuple[str, ...]
    judgements: tuple[JudgementSpec, ...]


@dataclass(frozen=True)
class ElementSpec:
    """An outcome or an enabler of the National Framework."""

    key: str
    title: str


@dataclass(frozen=True)
class JudgementsFile:
    """The whole file. `plans` are the key dates by which a plan has to be sent."""

    editions: dict[str, JudgementSet]
    elements: dict[str, ElementSpec]
    elements_source: str
    elements_confirm: bool
    plans: tuple[str, ...]

    def find(self, framework: str, checklist: str) -> JudgementSet | None:
        """What is judged under a framework; None for a kind of inspection without grades."""
        for edition in self.editions.values():
            if edition.framework == framework and checklist in edition.checklists:
                return edition
        return None

    def list_frameworks(self, checklist: str) -> tuple[str, ...]:
        """The frameworks that give judgements of a kind of inspection; none without grades."""
        editions = self.editions.values()
        return tuple(one.framework for one in editions if checklist in one.checklists)


@remembered
def load_judgements(folder: Path) -> JudgementsFile:
    """The file. Raises ChecklistFault for the first fault in it."""
    report = Report()
    found = read_judgements(folder, report)
    report.raise_first()
    return found


def read_judgements(
    folder: Path, report: Report, checklists: Collection[str] = ()
) -> JudgementsFile:
    """As load_judgements, but notes faults in the report. Raises only for an unreadable file.

    `checklists` are the known keys; an empty collection is not checked against.
    """
    top = read_file(folder, FILE, report)
    entries = top.entries("editions")
    editions = [_edition(entry) for entry in entries]
    _refuse_second(entries, editions)
    for entry, edition in zip(entries, editions, strict=True):
        for place, key in enumerate(edition.checklists):
            if checklists and key not in checklists:
                problem = f"“{key}” is not a checklist.{suggest(key, checklists)}"
                entry.fault("checklists", problem, place)
    framework = top.entry("national_framework")
    named = framework.entries("elements")
    return JudgementsFile(
        editions=first_of_each(entries, editions),
        elements=first_of_each(
            named, [ElementSpec(entry.key("key"), entry.text("title")) for entry in named]
        ),
        elements_source=framework.text("source"),
        elements_confirm=framework.flag("confirm"),
        plans=top.texts("plans"),
    )


def _edition(entry: Entry) -> JudgementSet:
    judged = entry.entries("judgements")
    found = [JudgementSpec(one.key("key"), one.text("title")) for one in judged]
    edition = JudgementSet(
        key=entry.key("key"),
        framework=entry.text("framework"),
        checklists=entry.texts("checklists"),
        about=entry.text("about"),
        source=entry.text("source"),
        confirm=entry.flag("confirm"),
        grades=entry.texts("grades"),
        judgements=tuple(first_of_each(judged, found).values()),
    )
    for name, found_any in (("grades", edition.grades), ("checklists", edition.checklists)):
        if not found_any and not entry.has(name):
            entry.fault(name, "is missing. Add a list.")
    _refuse_repeated(entry, edition.grades)
    return edition


def _refuse_repeated(entry: Entry, grades: tuple[str, ...]) -> None:
    for place, grade in enumerate(grades):
        if grade in grades[:place]:
            entry.fault("grades", f"“{grade}” stands there twice. Take one out.", place)


def _refuse_second(entries: tuple[Entry, ...], editions: list[JudgementSet]) -> None:
    """Two editions must not both speak for one kind of inspection under one framework."""
    spoken: set[tuple[str, str]] = set()
    for entry, edition in zip(entries, editions, strict=True):
        for place, key in enumerate(edition.checklists):
            if (edition.framework, key) in spoken:
                problem = f"“{key}” has judgements under “{edition.framework}” already."
                entry.fault("checklists", problem, place)
            spoken.add((edition.framework, key))
