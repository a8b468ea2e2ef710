"""docs/annexe-a.md is true: its commands are run, and print what the page says they print."""

import shlex
import subprocess
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from readiness.annexe_a import checking
from readiness.annexe_a.__main__ import annexe_a
from readiness.annexe_a.checking import CheckResult
from readiness.checklists.annexe_a import Edition

PAGE = Path(__file__).resolve().parents[3] / "docs" / "annexe-a.md"
OURS = "python -m readiness.annexe_a "


def examples() -> Iterator[tuple[str, list[str]]]:
    """Each command of the page with the lines it prints; “…” stands for lines left out."""
    command, printed = "", list[str]()
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        shown = line.removeprefix("    ") if line.startswith("    ") else ""
        if command and (not shown or shown.startswith("$ ")):
            yield command, printed
            command = ""
        if shown.startswith("$ "):
            command, printed = shown.removeprefix("$ "), []
        elif shown:
            printed.append(shown)


def is_shown(printed: list[str], output: list[str]) -> bool:
    """Whether the output is what the page prints, with any lines where it says “…”."""
    at, is_open = 0, False
    for line in printed:
        if line == "…":
            is_open = True
            continue
        places = range(at, len(output)) if is_open else range(at, min(at + 1, len(output)))
        found = next((place for place in places if output[place] == line), None)
        if found is None:
            return False
        at, is_open = found + 1, False
    return is_open or at == len(output)


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page asks of the same files again and again: each is checked once."""
    known_results = dict[tuple[object, ...], CheckResult]()
    check_files = checking.check_files

    def remember(
        paths: Sequence[Path], *, edition: Edition, as_at: date, **more: Any
    ) -> CheckResult:
        asked = (tuple(paths), edition.name, as_at, repr(more["known"].spellings))
        if asked not in known_results:
            known_results[asked] = check_files(paths, edition=edition, as_at=as_at, **more)
        return known_results[asked]

    monkeypatch.setattr(checking, "check_files", remember)


@pytest.mark.usefixtures("once")
def test_every_command_of_the_page_prints_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = list(examples())
    for command, printed in ran:
        if command.startswith(OURS):
            arguments = shlex.split(command.removeprefix(OURS))
            output = CliRunner().invoke(annexe_a, arguments).output.splitlines()
        else:
            done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
            output = done.stdout.splitlines()
        assert is_shown(printed, output), f"{command}\n" + "\n".join(output)
    words = {command.removeprefix(OURS).split()[0] for command, _ in ran}
    assert {"check", "build", "unknown", "compare", "profile", "diff", "demo"} <= words


def test_lines_that_are_not_printed_are_noticed() -> None:
    assert is_shown(["a", "…", "c"], ["a", "b", "c"])
    assert not is_shown(["a", "c"], ["a", "b", "c"])
    assert not is_shown(["a", "…", "d"], ["a", "b", "c"])
    assert not is_shown(["a"], ["a", "b"])
