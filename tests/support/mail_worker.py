"""A worker process whose mail server takes the e-mail and never says so, to be killed there."""

import sys
import time
from pathlib import Path

from readiness import create_app
from readiness.notifications import jobs
from readiness.notifications.rules.outbox import Letter
from readiness.work.runner import run_owed_work
from tests.support.settings import make_settings


class _Silent:
    """Leaves the number of the e-mail it took, and hangs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, letter: Letter) -> None:
        new = self._folder / "taken.new"
        new.write_text(letter.reference, encoding="utf-8")
        new.rename(self._folder / "taken")
        time.sleep(120)

    def has_accepted(self, _letter: Letter) -> bool:
        return False


def main(folder: str, database_url: str, owed_id: str) -> None:
    """Begin the piece of work."""
    app = create_app(make_settings(Path(folder), database_url=database_url))
    jobs.find_delivery = lambda: _Silent(Path(folder))
    run_owed_work(app, int(owed_id))


if __name__ == "__main__":
    main(*sys.argv[1:])
