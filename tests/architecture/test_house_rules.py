import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = [
    path for path in sorted((ROOT / "readiness").rglob("*.py")) if "migrations" not in path.parts
]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
MAY_BE_TOO_LONG = re.compile(
    r"^( *)(?:async )?def .*\n"
    rf"(?:(?!\1?(?:async |def |class |@)).*\n){{{LONGEST_FUNCTION}}}",
    re.MULTILINE,
)
"""A function after which nothing begins beside it for long. To parse every file takes seconds."""
ASKS_THE_CLOCK = re.compile(r"\b(?:datetime|date)\.(?:now|utcnow|today)\b")


def long_functions(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if not MAY_BE_TOO_LONG.search(text):
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield f"{named(path)}:{node.lineno} {node.name}"


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_is_longer_than_the_house_size() -> None:
    sizes = {named(p): len(p.read_text(encoding="utf-8").splitlines()) for p in CODE + TESTS}
    assert {name: lines for name, lines in sizes.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_the_house_size() -> None:
    assert [found for path in CODE + TESTS for found in long_functions(path)] == []


def test_only_the_clock_reads_the_clock() -> None:
    callers = [
        named(path)
        for path in CODE
        if path.name != "clock.py" and ASKS_THE_CLOCK.search(path.read_text(encoding="utf-8"))
    ]
    assert callers == []


def test_only_the_demo_tells_the_past_at_its_own_time() -> None:
    setters = [named(p) for p in CODE if "clock.at(" in p.read_text() and p.parent.name != "demo"]
    assert setters == []


def test_only_the_settings_read_the_environment() -> None:
    readers = [named(p) for p in CODE if "os.environ" in p.read_text() or "getenv" in p.read_text()]
    assert readers == []


@pytest.mark.parametrize("file", ["operations", "queries", "rules", "models"])
def test_operations_queries_rules_and_models_know_no_request_and_never_commit(file: str) -> None:
    guilty = [
        f"{named(path)}: {word}"
        for path in CODE
        if file in (path.stem, path.parent.name)
        for word in ("session.commit(", "current_user", "flask import request", ", request")
        if word in path.read_text(encoding="utf-8")
    ]
    assert guilty == []


def test_the_project_names_no_download_address() -> None:
    hosts = ("pypi." + "org", "npmjs." + "org", "npmjs." + "com", "files." + "pythonhosted")
    kept = [ROOT / name for name in ("package-lock.json", "requirements.txt", ".npmrc", "Makefile")]
    found = [f"{p.name}: {h}" for p in kept if p.exists() for h in hosts if h in p.read_text()]
    assert found == []


def test_every_target_of_the_makefile_is_listed_by_its_help() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    listed = set(re.findall(r"^([a-z-]+):.*##", text, re.MULTILINE))
    (phony,) = re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert set(phony.split()) == listed
