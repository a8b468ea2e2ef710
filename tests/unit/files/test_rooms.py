"""Plain files for a moment: private, gone afterwards, cleared after a process that was killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from readiness.files.rooms import clear_rooms, private_room

HOUR_AGO = 3600


def age(path: Path) -> None:
    then = time.time() - HOUR_AGO
    os.utime(path, (then, then))


def test_a_room_is_private_and_gone_afterwards(tmp_path: Path) -> None:
    with private_room(tmp_path / "checking") as room:
        assert room.stat().st_mode & 0o077 == 0
        (room / "list_6.csv").write_text("rows", encoding="utf-8")
    assert list((tmp_path / "checking").iterdir()) == []


def test_a_room_in_use_is_left_alone_however_old(tmp_path: Path) -> None:
    with private_room(tmp_path) as room:
        age(room)
        assert clear_rooms(tmp_path) == 0
        assert room.exists()


def test_a_room_just_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    assert clear_rooms(tmp_path) == 0


def test_what_a_killed_process_left_is_gone_when_the_next_room_is_made(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path\n"
        "from readiness.files.rooms import private_room\n"
        "with private_room(Path(sys.argv[1])) as room:\n"
        "    (room / 'list_6.csv').write_text('rows of children'); print('there', flush=True)\n"
        "    time.sleep(60)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]) as child:
        assert child.stdout is not None
        child.stdout.readline()
        (left,) = tmp_path.iterdir()
        age(left)
        assert clear_rooms(tmp_path) == 0
        child.send_signal(signal.SIGKILL)
    with private_room(tmp_path):
        assert not left.exists()
