"""Where the checklists folder is. Apart from its loaders: who reads one file needs not them all."""

from pathlib import Path

from readiness.errors import Unusable


def checklists_folder(override: Path | None = None) -> Path:
    """The folder beside the package, or another one. Raises Unusable where it is no folder."""
    folder = override or Path(__file__).resolve().parents[2] / "checklists"
    if not folder.is_dir():
        raise Unusable(f"There is no checklists folder at {folder}. Check the setting of its path.")
    return folder
