"""A worker process that stops in the middle of building a bundle, to be killed there."""

import sys
import time
from pathlib import Path

from readiness import create_app
from readiness.bundles import building
from readiness.work.runner import run_owed_work
from tests.support.settings import make_settings


def main(folder: str, database_url: str, owed_id: str) -> None:
    """Begin the piece of work; once bytes of the zip are written, leave a mark and hang."""
    app = create_app(make_settings(Path(folder), database_url=database_url))
    add = building._Progress.add

    def hang(self: building._Progress, size: int) -> None:
        add(self, size)
        if self._done > self._total // 4:
            (Path(folder) / "begun").touch()
            time.sleep(120)

    building._Progress.add = hang  # type: ignore[method-assign]
    run_owed_work(app, int(owed_id))


if __name__ == "__main__":
    main(*sys.argv[1:])
