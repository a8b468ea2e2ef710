"""A worker process that stops in the middle of building a bundle, to be killed there."""

import time
from pathlib import Path

from readiness import create_app
from readiness.bundles import building
from readiness.work.runner import run_owed_work
from tests.support.settings import make_settings


def begin_and_hang(folder: Path, database_url: str, owed_id: int) -> None:
    """Begin the piece of work; once bytes of the zip are written, leave a mark and hang."""
    app = create_app(make_settings(folder, database_url=database_url))
    add = building._Progress.add

    def hang(self: building._Progress, size: int) -> None:
        add(self, size)
        if self._done > self._total // 4:
            (folder / "begun").touch()
            time.sleep(120)

    building._Progress.add = hang  # type: ignore[method-assign]  # stops it half way
    run_owed_work(app, owed_id)
