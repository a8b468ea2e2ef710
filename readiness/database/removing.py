"""Taking a row away once: of two who do so at the same moment, the second is told.

A DELETE that finds its row gone is no error to SQLAlchemy, so the activity would tell of both.
"""

from typing import Any, cast

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import object_session

from readiness.database.base import Model
from readiness.errors import NotFound


def remove_once(row: Model, sentence: str) -> None:
    """Delete a stored row. Raises NotFound with the sentence where somebody else just did."""
    session = object_session(row)
    assert session is not None  # noqa: S101 - it was read from the database
    kind = type(row)
    statement = delete(kind).where(kind.id == row.id)
    done = session.execute(statement, execution_options={"synchronize_session": False})
    if cast("CursorResult[Any]", done).rowcount == 0:
        raise NotFound(sentence)
    session.expunge(row)
