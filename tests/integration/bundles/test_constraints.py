"""What the database itself refuses of a bundle, whatever the code does."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from readiness.extensions import db
from readiness.inspections.models import Inspection
from tests.factories.bundles import (
    EVALUATION,
    make_built,
    make_document,
    make_draft,
)
from tests.factories.inspections import make_inspection
from tests.support.databases import on_both_databases


@pytest.fixture
def inspection(app: Flask) -> Inspection:
    return make_inspection()


@on_both_databases
def test_the_database_itself_refuses_a_trial_bundle_that_is_released_or_sent(app: Flask) -> None:
    trial = make_inspection(is_trial=True)
    make_document()
    values = {"now": "2026-12-01 12:00:00+00:00", "id": make_built(app, trial, EVALUATION).id}
    for columns in ("released_at = :now", "released_at = :now, sent_at = :now"):
        statement = text(f"UPDATE bundle SET {columns} WHERE id = :id")  # noqa: S608 - the words above
        with pytest.raises(IntegrityError, match="trial_stays_here"):
            db.session.execute(statement, values)
        db.session.rollback()


@on_both_databases
def test_the_database_refuses_what_was_sent_unreleased_or_unbuilt(inspection: Inspection) -> None:
    bundle = make_draft(inspection)
    statement = text("UPDATE bundle SET sent_at = :now WHERE id = :id")
    with pytest.raises(IntegrityError, match="sent_was_released_and_built"):
        db.session.execute(statement, {"now": "2026-12-01 12:00:00+00:00", "id": bundle.id})
    db.session.rollback()


@on_both_databases
def test_the_database_refuses_a_bundle_of_a_trial_run_that_says_it_is_real(app: Flask) -> None:
    trial, real = make_inspection(is_trial=True), make_inspection()
    for inspection, other in ((trial, False), (real, True)):
        wrong = make_draft(inspection)
        statement = text("UPDATE bundle SET is_trial = :other WHERE id = :id")
        with pytest.raises(IntegrityError):
            db.session.execute(statement, {"other": other, "id": wrong.id})
        db.session.rollback()
