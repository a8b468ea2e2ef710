"""Actions may come from keep-in-touch meetings, and earlier ones keep what hangs on them."""

from pathlib import Path

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from readiness import create_app
from readiness.extensions import db
from tests.support.settings import make_settings

PERSON = (
    "INSERT INTO person (name, email, role, is_active, created_at, version) "
    "VALUES ('A', 'a@example.org', 'director', true, '2026-11-02 09:00:00', 1)"
)
ACTION = (
    "INSERT INTO action (title, detail, source, source_words, owner_id, due_on, state, "
    "needs_confirmation, created_at, changed_at, outcome, version) VALUES ('Ring', '', '{}', '', "
    "1, '2026-11-09', 'open', false, '2026-11-02 09:00:00', '2026-11-02 09:00:00', '', 1)"
)
NOTE = "INSERT INTO action_note (action_id, text, by_id, at) VALUES (1, 'Rung', 1, '2026-11-02')"

INSPECTION = (
    "INSERT INTO inspection (id, title, checklist_key, framework, is_trial, state, call_at,"
    " call_note, started_at, checklist_copy, version) VALUES (7, 'An inspection', 'ilacs-short',"
    " '', 0, 'running', '2026-11-30 09:00:00', '', '2026-11-30 09:00:00', '{}', 1)"
)
ENTRY = (
    "INSERT INTO timetable_entry (inspection_id, kind, title, starts_at, ends_at, room, guests,"
    " inspector, changed_at, version) VALUES (7, 'keep_in_touch', 'Day 1', '2026-12-07 17:00:00',"
    " '2026-12-07 17:30:00', '', '', '', '2026-12-01 09:00:00', 1)"
)


def do(statement: str) -> None:
    db.session.execute(text(statement))
    db.session.commit()


def test_an_action_keeps_its_notes_and_may_come_from_keep_in_touch(tmp_path: Path) -> None:
    app = create_app(make_settings(tmp_path))
    with app.app_context():
        upgrade(revision="0006")
        for statement in (PERSON, ACTION.format("meeting"), NOTE):
            do(statement)
        with pytest.raises(IntegrityError):
            do(ACTION.format("keep_in_touch"))
        db.session.rollback()
        upgrade()
        assert db.session.scalar(text("SELECT text FROM action_note WHERE action_id = 1")) == "Rung"
        do(ACTION.format("keep_in_touch"))
        with pytest.raises(IntegrityError):
            do(ACTION.format("nothing"))
        db.session.rollback()
        downgrade(revision="0006")
        sources = db.session.scalars(text("SELECT source FROM action ORDER BY id")).all()
        assert list(sources) == ["meeting", "inspection"]
        assert db.session.scalar(text("SELECT count(*) FROM action_note")) == 1
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def test_a_keep_in_touch_meeting_stays_a_meeting_where_the_timetable_knows_no_such_kind(
    tmp_path: Path,
) -> None:
    app = create_app(make_settings(tmp_path))
    with app.app_context():
        upgrade()
        do(INSPECTION)
        do(ENTRY)
        downgrade(revision="0012")
        assert db.session.scalar(text("SELECT kind FROM timetable_entry")) == "meeting"
        db.session.rollback()
        with pytest.raises(IntegrityError):
            do(ENTRY)
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
