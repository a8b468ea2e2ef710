"""What the database holds survives a new version of its tables."""

from pathlib import Path

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from readiness import create_app
from readiness.extensions import db
from tests.support.settings import make_settings

FIRST_ENTRY = text(
    "INSERT INTO activity (at, event, subject_type, subject_id, subject_title, changes,"
    " previous_seal, seal) VALUES ('2026-11-02 09:00:00', 'people:session:began', 'person', 1,"
    " 'A. Person', '{}', '', 'seal')"
)

CLOSED = text(
    "INSERT INTO inspection (id, title, checklist_key, framework, is_trial, state, call_at,"
    " call_note, started_at, closed_at, checklist_copy, version) VALUES (7, 'An inspection',"
    " 'ilacs-short', '', 0, 'closed', '2024-01-08 09:00:00', '', '2024-01-08 09:00:00',"
    " '2024-02-29 12:00:00', '{}', 1)"
)

RUNNING = (
    "INSERT INTO inspection (id, title, checklist_key, framework, is_trial, state, call_at,"
    " call_note, started_at, checklist_copy, version) VALUES ({}, 'An inspection', 'ilacs-short',"
    " '', {}, 'running', '2026-11-30 09:00:00', '', '2026-11-30 09:00:00', '{{}}', 1)"
)
PLAN = (
    "INSERT INTO plan_sent (inspection_id, anchor_key, title, sent_at, reference)"
    " VALUES ({}, 'action_plan', 'Action plan', '2026-12-01 12:00:00', '7')"
)

SERIES = (
    "INSERT INTO post (id, key, title, version) VALUES (1, 'director', 'Director', 1)",
    "INSERT INTO meeting_series (id, title, chair_post_id, first_day, starts_at, weeks, place,"
    " version) VALUES (1, 'Planning meeting', 1, '2026-12-01', '10:00:00', 2, '', 1)",
)
MEETING = text(
    "INSERT INTO meeting (series_id, rhythm_day, at, moved_because, state, cancelled_because,"
    " contents, figures, carried_over, version) VALUES (1, :day, :day, :moved, 'planned', '',"
    " '[]', '{}', 0, 1)"
)
MOVED = {
    "2026-12-01": "",
    "2026-12-15": "Moved from Tuesday 8 December 2026, 10am: The chair is ill",
    "2026-12-29": "Monday 28 December 2026 is a bank holiday, so it moved",
}


def test_entries_of_the_first_version_are_filtered_like_later_ones(tmp_path: Path) -> None:
    app = create_app(make_settings(tmp_path))
    with app.app_context():
        upgrade(revision="0001")
        db.session.execute(FIRST_ENTRY)
        db.session.execute(CLOSED)
        db.session.commit()
        upgrade()
        kept = db.session.execute(text("SELECT area, seal FROM activity")).one()
        assert tuple(kept) == ("people", "seal")
        archived = db.session.execute(
            text("SELECT inspection_id, keep_until FROM inspection_archive")
        ).one()
        assert tuple(archived) == (7, "2034-02-28"), "closed before there were archives"
        assert db.session.scalar(text("PRAGMA foreign_keys")) == 1
        db.session.rollback()
        downgrade(revision="0001")
        assert db.session.scalar(text("SELECT seal FROM activity")) == "seal"
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def test_what_was_there_stays_as_it_was_and_no_plan_of_a_trial_run(tmp_path: Path) -> None:
    app = create_app(make_settings(tmp_path))
    with app.app_context():
        upgrade(revision="0021")
        for statement in (RUNNING.format(7, 0), RUNNING.format(8, 1), PLAN.format(7)):
            db.session.execute(text(statement))
        db.session.execute(text(PLAN.format(8)))
        for statement in SERIES:
            db.session.execute(text(statement))
        for day, moved in MOVED.items():
            db.session.execute(MEETING, {"day": day, "moved": moved})
        db.session.commit()
        upgrade()
        by_hand = db.session.scalars(text("SELECT is_moved_by_hand FROM meeting ORDER BY at"))
        assert by_hand.all() == [0, 1, 0], "as their words said until then"
        kept = db.session.execute(text("SELECT inspection_id, is_trial FROM plan_sent")).all()
        assert [tuple(row) for row in kept] == [(7, 0)], "no plan of a trial run went anywhere"
        with pytest.raises(IntegrityError, match="trial_stays_here"):
            db.session.execute(text("UPDATE plan_sent SET inspection_id = 8, is_trial = true"))
        db.session.rollback()
        downgrade(revision="0021")
        assert db.session.scalar(text("SELECT reference FROM plan_sent")) == "7"
        db.session.execute(text(PLAN.format(8)))
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
