"""Worker processes that tests kill while their e-mail is on its way."""

import time
from pathlib import Path

from readiness import create_app
from readiness.notifications import jobs
from readiness.notifications.rules.outbox import Letter
from readiness.work.runner import run_owed_work
from tests.support.settings import make_settings


class SlowService:
    """Keeps the number of each e-mail it takes in a file, and is slow to say that it has."""

    def __init__(self, folder: Path, seconds: float, *, can_tell: bool = True) -> None:
        self._taken, self._seconds, self._can_tell = folder / "taken", seconds, can_tell

    def send(self, letter: Letter) -> None:
        with self._taken.open("a", encoding="utf-8") as taken:
            taken.write(f"{letter.reference}\n")
        time.sleep(self._seconds)

    def has_accepted(self, letter: Letter) -> bool:
        return self._can_tell and letter.reference in self._taken.read_text(encoding="utf-8")


def send_all(folder: Path, database_url: str, seconds: float, owed_ids: list[int]) -> None:
    """Be ready, wait for the start, then try each piece of work in turn."""
    app = create_app(make_settings(folder, database_url=database_url))
    jobs.find_delivery = lambda: SlowService(folder, seconds)
    (folder / f"ready-{time.monotonic_ns()}").touch()
    while not (folder / "start").exists():
        time.sleep(0.01)
    for owed_id in owed_ids:
        run_owed_work(app, owed_id)
