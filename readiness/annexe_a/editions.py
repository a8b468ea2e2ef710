"""The editions of Annexe A, and whose each list is, as the application’s checklists say."""

from pathlib import Path

from readiness.checklists.annexe_a import Edition, list_editions, load_edition
from readiness.checklists.inspections import load_checklist
from readiness.checklists.memory import remembered
from readiness.extensions import db
from readiness.inspections.copies import read_edition_copy
from readiness.inspections.models import Inspection
from readiness.settings import current_settings

USUAL_EDITION = "2024"
CHECKLIST_OF_LISTS = "ilacs-short"
"""Its steps name the post that signs each list."""


def find_edition(name: str = "", inspection_id: int | None = None) -> Edition:
    """The edition of this name, as the inspection began with it, else as the checklists have it.

    Without a name it is the one that the inspection began with, or the usual one. Raises
    Unusable, naming the known ones.
    """
    kept = _find_kept(inspection_id)
    if kept is not None and name in ("", kept.name):
        return kept
    return load_edition(current_settings().checklists_path, name or USUAL_EDITION)


def list_edition_names() -> tuple[str, ...]:
    """The editions there are, the newest first."""
    return list_editions(current_settings().checklists_path)


def find_list_posts() -> dict[int, str]:
    """The key of the post that signs each list, by the list’s number."""
    return dict(_list_posts(current_settings().checklists_path))


@remembered
def _list_posts(folder: Path) -> tuple[tuple[int, str], ...]:
    steps = load_checklist(folder, CHECKLIST_OF_LISTS).steps
    signing = (step for step in steps if (step.delivers or "").startswith("list:"))
    return tuple((int((step.delivers or "").removeprefix("list:")), step.post) for step in signing)


def _find_kept(inspection_id: int | None) -> Edition | None:
    inspection = db.session.get(Inspection, inspection_id) if inspection_id is not None else None
    copy = inspection.edition_copy if inspection is not None else None
    return read_edition_copy(copy) if copy is not None else None
