"""How Alembic reaches the database and the tables: through the application that runs it."""

from alembic import context

from readiness.extensions import db


def belongs_to_us(_object, name, kind, *_rest) -> bool:
    """Leave the queue’s own tables, which it makes for itself, out of comparisons."""
    return not (kind == "table" and name.startswith("huey_"))


def run() -> None:
    """Apply or compare on the application’s own engine, in one transaction."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=belongs_to_us,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
