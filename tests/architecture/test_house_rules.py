import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = [
    path for path in sorted((ROOT / "readiness").rglob("*.py")) if "migrations" not in path.parts
]
LONGEST_FILE = 400
LONGEST_FUNCTION = 40


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in nodes_of(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_is_longer_than_the_house_size() -> None:
    long = {named(p): n for p in CODE if (n := len(p.read_text().splitlines())) > LONGEST_FILE}
    assert long == {}


def test_no_function_is_longer_than_the_house_size() -> None:
    long = [
        f"{named(path)}:{node.lineno} {node.name}"
        for path in CODE
        for node in functions(path)
        if (node.end_lineno or node.lineno) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_only_the_clock_reads_the_clock() -> None:
    callers = [
        named(path)
        for path in CODE
        if path.name != "clock.py"
        for node in nodes_of(path)
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date"}
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
