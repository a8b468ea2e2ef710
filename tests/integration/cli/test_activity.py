"""`activity verify` finds an entry that was changed or taken out, and says its number."""

from click.testing import Result
from flask import Flask
from sqlalchemy import delete, text

from readiness.activity.models import Activity
from readiness.extensions import db
from readiness.people.operations import add_person
from readiness.people.permissions import Role


def verify(app: Flask) -> Result:
    return app.test_cli_runner().invoke(args=["activity", "verify"])


def make_entries() -> list[Activity]:
    for name in ("one", "two", "three"):
        add_person(actor=None, name=name, email=f"{name}@example.org", role=Role.OBSERVER)
    db.session.commit()
    return db.session.query(Activity).order_by(Activity.id).all()


def test_a_chain_that_holds_is_said_with_its_last_seal(app: Flask) -> None:
    assert verify(app).stdout == "The chain of 0 entries holds.\n"
    last = make_entries()[-1].seal
    result = verify(app)
    assert result.exit_code == 0
    assert result.stdout == f"The chain of 3 entries holds. The last seal is {last}.\n"


def test_a_changed_entry_and_the_gap_after_a_lost_one_are_named(app: Flask) -> None:
    _, second, third = make_entries()
    number, after = second.id, third.id
    second.subject_title = "Somebody else"
    db.session.commit()
    changed = verify(app)
    assert (changed.exit_code, changed.stdout.count("\n")) == (1, 1)
    assert f"Entry {number} does not follow" in changed.stdout
    db.session.execute(delete(Activity).where(Activity.id == number))
    db.session.commit()
    assert f"Entry {after} does not follow" in verify(app).stdout


def test_a_database_without_the_table_is_unusable(app: Flask) -> None:
    db.session.execute(text("DROP TABLE activity"))
    db.session.commit()
    result = verify(app)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "db upgrade" in result.stderr
