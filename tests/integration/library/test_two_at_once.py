"""Two who add or approve at the same moment, on both databases."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select

from readiness.activity.queries import find_broken_entry
from readiness.extensions import db
from readiness.inspections.queries import find_delivering_task
from readiness.inspections.rules.tasks import TaskState
from readiness.library import operations, queries
from readiness.library.models import Approval, Document
from tests.factories.inspections import make_inspection
from tests.factories.library import make_version
from tests.support.at_once import run_at_once
from tests.support.databases import on_both_databases

KEY = "sufficiency-strategy"


@on_both_databases
def test_two_who_add_at_once_get_two_and_three(app: Flask) -> None:
    make_version(KEY, b"one")

    def add(content: bytes) -> Callable[[], str]:
        return lambda: str(make_version(KEY, content).number)

    assert sorted(run_at_once(app, add(b"two"), add(b"three"))) == ["2", "3"]


@on_both_databases
def test_two_who_add_the_first_version_at_once_get_one_and_two(app: Flask) -> None:
    def add(content: bytes) -> Callable[[], str]:
        return lambda: str(make_version(KEY, content).number)

    assert sorted(run_at_once(app, add(b"one"), add(b"another"))) == ["1", "2"]
    assert db.session.scalar(select(func.count()).select_from(Document)) == 1


@on_both_databases
def test_two_who_add_the_same_title_at_once_make_one_document(app: Flask) -> None:
    def add() -> str:
        operations.add_document(actor=None, title="Letter")
        db.session.commit()
        return "added"

    answers = run_at_once(app, add, add)
    assert answers.count("added") == 1
    assert db.session.scalar(select(func.count()).select_from(Document)) == 1


@on_both_databases
def test_an_approval_never_lands_on_a_content_that_was_not_seen(app: Flask) -> None:
    inspection = make_inspection()
    seen = make_version(KEY, b"one")
    number, sha256 = seen.number, seen.sha256

    def approve_seen() -> str:
        version = queries.get_version(KEY, number)
        operations.approve_version(actor=None, version=version, sha256=sha256)
        db.session.commit()
        return "approved"

    answers = run_at_once(app, approve_seen, lambda: str(make_version(KEY, b"two").number))
    assert "2" in answers
    line = queries.list_documents()[KEY]
    assert line.approval is None
    task = find_delivering_task(inspection.id, f"document:{KEY}")
    assert task is not None
    assert task.state is TaskState.TO_DO
    approvals = db.session.scalars(select(Approval)).all()
    assert [approval.sha256 for approval in approvals] == [sha256] * answers.count("approved")
    assert find_broken_entry() is None


@on_both_databases
def test_two_who_approve_at_once_make_one_approval(app: Flask) -> None:
    version = make_version(KEY)
    number, sha256 = version.number, version.sha256

    def approve_it() -> str:
        found = queries.get_version(KEY, number)
        operations.approve_version(actor=None, version=found, sha256=sha256)
        db.session.commit()
        return "approved"

    answers = run_at_once(app, approve_it, approve_it)
    assert answers.count("approved") == 1
    assert any("already" in answer for answer in answers)
    assert db.session.scalar(select(func.count()).select_from(Approval)) == 1
