"""Where the commands find the checklists, and whose they are."""

from pathlib import Path

from flask import current_app

from readiness.checklists.place import checklists_folder
from readiness.settings import current_settings


def chosen_folder() -> Path:
    """The checklists folder of the settings or, without an application, the one of the product.

    Raises Unusable where it is no folder.
    """
    if not current_app:
        return checklists_folder()
    return checklists_folder(current_settings().checklists_path)


def chosen_council() -> str:
    """The council’s name of the settings; empty without an application."""
    return current_settings().council_name if current_app else ""
