"""The posts that steps and documents name: `checklists/posts.yaml`."""

from dataclasses import dataclass
from pathlib import Path

from readiness.checklists.faults import Report
from readiness.checklists.memory import remembered
from readiness.checklists.reader import Entry, read_file
from readiness.checklists.unique import first_of_each

FILE = "posts.yaml"

ROLES = (
    "director",
    "head_of_service",
    "data_lead",
    "quality_lead",
    "coordinator",
    "contributor",
    "observer",
    "administrator",
)
"""The roles a post may give its holder. readiness/people decides what each may do."""


@dataclass(frozen=True)
class PostSpec:
    """A job that owns tasks. `role` is the role its holder has unless given another."""

    key: str
    title: str
    role: str
    about: str


@remembered
def load_posts(folder: Path) -> dict[str, PostSpec]:
    """Every post by its key, in the order of the file. Raises ChecklistFault."""
    report = Report()
    posts = read_posts(folder, report)
    report.raise_first()
    return posts


def read_posts(folder: Path, report: Report) -> dict[str, PostSpec]:
    """As load_posts, but notes faults in the report. Raises only for an unreadable file."""
    entries = read_file(folder, FILE, report).entries("posts")
    return first_of_each(entries, [_post(entry) for entry in entries])


def _post(entry: Entry) -> PostSpec:
    return PostSpec(
        key=entry.key("key"),
        title=entry.text("title"),
        role=entry.choice("role", ROLES),
        about=entry.text("about"),
    )
