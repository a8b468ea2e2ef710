"""The council’s standards for its lists: `checklists/annexe_a/standards.yaml`.

Numbers by their name, such as “visits.child_in_need”, so that a rule asks for the one it needs;
and the names of England’s councils (`authorities.yaml`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from readiness.checklists.faults import Report
from readiness.checklists.memory import remembered
from readiness.checklists.reader import Entry, read_file

FILE = "annexe_a/standards.yaml"
AUTHORITIES = "annexe_a/authorities.yaml"
FIELDS = {
    "visits": (
        "child_in_need",
        "child_protection_working_days",
        "child_in_care",
        "care_leaver_contact",
    ),
    "assessments": ("completed_working_days",),
    "conferences": ("initial_working_days", "first_review", "later_review"),
    "care": (
        "first_review_working_days",
        "later_review",
        "first_health_working_days",
        "health_months_under_5",
        "health_months",
        "dental_months",
        "dental_from_age",
        "permanence_plan",
        "officer_contact",
    ),
    "leaving_care": ("pathway_plan_months",),
    "early_help": ("open_months",),
    "adoption": (
        "least_days_before_order",
        "first_stage_months",
        "second_stage_months",
        "decided_not_placed_months",
    ),
    "most": (
        "referrals",
        "enquiries",
        "conferences",
        "plans_before",
        "placements",
        "missing",
        "absent",
        "children_placed",
    ),
    "oddities": (
        "fewest_rows",
        "heaped_share",
        "first_of_month_share",
        "first_january_share",
        "changed_share",
        "caseload",
        "teams_of_a_worker",
        "oldest_date_years",
        "stale_days",
        "short_identifiers_share",
    ),
}
"""The numbers of each group; every one is needed."""
LISTS_OF_CHILDREN = range(1, 11)


@dataclass(frozen=True)
class Ages:
    """The ages a list is for, both included; -1 is a child not yet born."""

    youngest: int
    oldest: int


@dataclass(frozen=True)
class Authorities:
    """The names of councils: those that are right, and for former ones what took their place."""

    known: tuple[str, ...]
    former: Mapping[str, str]


@dataclass(frozen=True)
class Standards:
    """Every number of the file, the ages by list, and the councils."""

    numbers: Mapping[str, int]
    ages: Mapping[int, Ages]
    authorities: Authorities

    def __getitem__(self, name: str) -> int:
        """The number of this name, “visits.child_in_need”. Raises KeyError for any other."""
        return self.numbers[name]


def has_standards(folder: Path) -> bool:
    """Whether a checklists folder has standards of its own; one without uses the product’s."""
    return (folder / FILE).exists()


@remembered
def load_standards(folder: Path) -> Standards:
    """The standards below a checklists folder.

    Raises ChecklistFault (file, line and field) for the first fault.
    """
    report = Report()
    standards = read_standards(folder, report)
    report.raise_first()
    return standards


def read_standards(folder: Path, report: Report) -> Standards:
    """As load_standards, but notes faults in the report. Raises only for an unreadable file."""
    top = read_file(folder, FILE, report)
    numbers: dict[str, int] = {}
    for group, names in FIELDS.items():
        entry = top.entry(group)
        numbers |= {f"{group}.{name}": entry.integer(name) for name in names}
    return Standards(numbers, _ages(top), _authorities(read_file(folder, AUTHORITIES, report)))


def _authorities(top: Entry) -> Authorities:
    known = (*top.texts("now"), *top.texts("also"), *top.texts("invented"))
    if not top.has("now"):
        top.fault("now", "is missing. Add it.")
    former = {entry.text("name"): entry.text("now") for entry in top.entries("former")}
    return Authorities(known, former)


def _ages(top: Entry) -> dict[int, Ages]:
    ages: dict[int, Ages] = {}
    for entry in top.entries("ages"):
        number = entry.integer("list", LISTS_OF_CHILDREN[0], LISTS_OF_CHILDREN[-1])
        if number in ages:
            entry.fault("list", f"List {number} is already here. Remove one of them.")
        youngest = entry.integer("youngest", -1, 120)
        oldest = entry.integer("oldest", -1, 120)
        if oldest < youngest:
            entry.fault("oldest", "is less than the youngest. Correct one of them.")
        ages[number] = Ages(youngest, oldest)
    missing = set(LISTS_OF_CHILDREN) - ages.keys()
    if missing and top.has("ages"):
        names = ", ".join(str(number) for number in sorted(missing))
        top.fault("ages", f"has nothing for list {names}. Add it.")
    return ages
