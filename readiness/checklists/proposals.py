"""Proposes a changed checklist: the text, what is wrong with it, and how it differs.

Nothing is ever written into the checklists folder: officers look at the difference and save the
file themselves.
"""

import difflib
import io
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from readiness.checklists.edits import Edit, edit_text
from readiness.checklists.folder import check_inspection
from readiness.checklists.inspections import DIRECTORY, list_checklist_keys
from readiness.errors import NotFound

BOM = "\ufeff"


@dataclass(frozen=True)
class Proposal:
    """A checklist as it is and as it would be."""

    key: str
    before: str
    after: str

    @property
    def name(self) -> str:
        """Its path where the checklists are kept under version control."""
        return f"checklists/{DIRECTORY}/{self.key}.yaml"

    @property
    def diff(self) -> str:
        """How the two differ, as `git apply` and `patch -p1` take it; "" where they do not."""
        found = difflib.unified_diff(
            list(io.StringIO(self.before, newline="\n")),
            list(io.StringIO(self.after, newline="\n")),
            f"a/{self.name}",
            f"b/{self.name}",
        )
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in found
        )


def propose(folder: Path, key: str, edit: Edit) -> Proposal:
    """The checklist of this key with the change. Raises NotFound and Unusable."""
    if key not in list_checklist_keys(folder):
        raise NotFound("That checklist is not in the checklists folder any more.")
    path = folder / DIRECTORY / f"{key}.yaml"
    before = path.read_bytes().decode("utf-8")
    # The mark some editors put first would move every column of the first line.
    mark = BOM if before.startswith(BOM) else ""
    after = mark + edit_text(before.removeprefix(BOM), edit)
    return Proposal(key, before, after)


def find_faults(folder: Path, proposal: Proposal) -> list[str]:
    """What would be wrong in the folder with the changed file and is not now, as sentences.

    By the loader that reads it when an inspection starts, on a copy of the folder.
    """
    with tempfile.TemporaryDirectory() as made:
        copied = Path(made) / "checklists"
        shutil.copytree(folder, copied)
        key = proposal.key
        (copied / DIRECTORY / f"{key}.yaml").write_bytes(proposal.after.encode())
        found = check_inspection(copied, key)
    known = set(check_inspection(folder, key)) if found else set()
    return [sentence for sentence in found if sentence not in known]
