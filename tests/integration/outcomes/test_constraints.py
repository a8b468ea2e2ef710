"""What the database itself refuses of what came of an inspection, whatever the code does."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from readiness.extensions import db
from tests.factories.inspections import make_inspection
from tests.factories.outcomes import VISIT
from tests.support.databases import on_both_databases


@on_both_databases
def test_the_database_itself_refuses_a_plan_of_a_trial_run_marked_as_sent(app: Flask) -> None:
    statement = text(
        "INSERT INTO plan_sent (inspection_id, is_trial, anchor_key, title, sent_at, reference)"
        " VALUES (:id, :is_trial, 'action_plan', 'Action plan', :at, '')"
    )
    values = {
        "id": make_inspection(key=VISIT, is_trial=True).id,
        "at": "2026-12-01 12:00:00+00:00",
    }
    for is_trial in (True, False):
        with pytest.raises(IntegrityError, match="trial_stays_here" if is_trial else "(?i)foreign"):
            db.session.execute(statement, {**values, "is_trial": is_trial})
        db.session.rollback()
