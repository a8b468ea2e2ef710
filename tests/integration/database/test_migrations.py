"""What the database holds survives a new version of its tables."""

from pathlib import Path

from flask_migrate import downgrade, upgrade
from sqlalchemy import text

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
