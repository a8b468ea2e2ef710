"""The editions of Annexe A, and whose each list is, as the application’s checklists say."""

from pathlib import Path

from flask import current_app

from readiness.checklists.annexe_a import Edition, list_editions, load_edition
from readiness.checklists.inspections import load_checklist
from readiness.checklists.memory import remembered

USUAL_EDITION = "2024"
CHECKLIST_OF_LISTS = "ilacs-short"
"""Its steps name the post that signs each list."""


def find_edition(name: str = USUAL_EDITION) -> Edition:
    """The edition of this name. Raises Unusable, naming the known ones."""
    return load_edition(_folder(), name)


def list_edition_names() -> tuple[str, ...]:
    """The editions there are, the newest first."""
    return list_editions(_folder())


def find_list_posts() -> dict[int, str]:
    """The key of the post that signs each list, by the list’s number."""
    return dict(_list_posts(_folder()))


@remembered
def _list_posts(folder: Path) -> tuple[tuple[int, str], ...]:
    steps = load_checklist(folder, CHECKLIST_OF_LISTS).steps
    signing = (step for step in steps if (step.delivers or "").startswith("list:"))
    return tuple((int((step.delivers or "").removeprefix("list:")), step.post) for step in signing)


def _folder() -> Path:
    folder: Path = current_app.extensions["readiness.settings"].checklists_path
    return folder
