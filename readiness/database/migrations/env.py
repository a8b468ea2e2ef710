"""How Alembic reaches the database and the tables: through the application that runs it."""

from alembic import context

from readiness.extensions import db


def belongs_to_us(_object, name, kind, *_rest) -> bool:
    """Leave the queue’s own tables, which it makes for itself, out of comparisons."""
    return not (kind == "table" and name.startswith("huey_"))


def run() -> None:
    """Apply or compare on the application’s own engine, in one transaction.

    SQLite changes a table by making it anew: what refers to it would be in the way, so foreign
    keys are looked at when all is done.
    """
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            set_foreign_keys(connection, "OFF")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=belongs_to_us,
            render_as_batch=is_sqlite,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite:
                check_foreign_keys(connection)
        if is_sqlite:
            connection.commit()
            set_foreign_keys(connection, "ON")


def set_foreign_keys(connection, state) -> None:
    """Outside any transaction, or SQLite does not listen."""
    connection.connection.execute(f"PRAGMA foreign_keys = {state}")


def check_foreign_keys(connection) -> None:
    """Raise for a row that refers to nothing; then the whole migration is undone."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"{len(broken)} rows refer to rows that are not there: {broken[:3]}")


run()
