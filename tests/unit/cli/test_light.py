"""Which command lines do without the whole application."""

import subprocess
import sys
from pathlib import Path

import pytest

from readiness.cli.light import reads_files_only

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("line", "is_light"),
    [
        ("/bin/flask --app wsgi annexe-a check list_1.csv", True),
        ("flask -A wsgi timeline ilacs-short", True),
        ("/lib/flask/__main__.py --app=wsgi checklists check", True),
        ("flask --app wsgi demo load", False),
        ("flask --app annexe-a serve", False),
        ("flask --app wsgi serve annexe-a", False),
        ("flask --app wsgi", False),
        ("flask", False),
        ("/bin/waitress-serve annexe-a", False),
    ],
)
def test_only_commands_that_read_files_do_without_the_application(
    line: str, is_light: bool
) -> None:
    assert reads_files_only(line.split()) is is_light


def test_a_light_command_loads_neither_pages_nor_database(tmp_path: Path) -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; sys.argv = ['flask', '--app', 'wsgi', 'annexe-a', 'check']; import wsgi; "
            "print(sorted({'sqlalchemy', 'wtforms', 'huey', 'docx'} & set(sys.modules)))",
        ],
        cwd=ROOT,
        env={"READINESS_INSTANCE": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "[]"
