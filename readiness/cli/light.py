"""An application for commands that only read files: no pages, no database, no queue.

Putting the whole application together takes longer than checking the lists of Annexe A. `timeline`
looks into the database where there is one, and opens it by itself.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from readiness.cli import register_commands

if TYPE_CHECKING:
    from config import Settings

READ_FILES_ONLY = frozenset({"annexe-a", "checklists", "timeline"})
WITH_A_VALUE = frozenset({"--app", "-A", "--env-file", "-e"})


def reads_files_only(argv: Sequence[str]) -> bool:
    """Whether a command line of `flask` asks for a command that needs no more than files."""
    if Path(argv[0]).stem != "flask" and Path(argv[0]).parent.name != "flask":
        return False
    words = iter(argv[1:])
    for word in words:
        if word in WITH_A_VALUE:
            next(words, None)
        elif not word.startswith("-"):
            return word in READ_FILES_ONLY
    return False


def create_light_app(settings: "Settings") -> Flask:
    """An application with its settings and commands, and nothing else."""
    settings.instance_path.mkdir(parents=True, exist_ok=True)
    app = Flask("readiness", instance_path=str(settings.instance_path))
    app.extensions["readiness.settings"] = settings
    register_commands(app)
    return app
