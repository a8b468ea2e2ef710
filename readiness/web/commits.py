"""Transactions of the web: a POST commits when it succeeds, a GET never writes."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from readiness.database.engine import is_deadlock, is_taken, reading, writing
from readiness.errors import ChangedMeanwhile
from readiness.extensions import db

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CHANGED = (
    "Somebody else changed this while you were working on it. "
    "Open it again to see what changed, then make your change."
)
SAME_MOMENT = (
    "The same was saved at the same moment, by somebody else or from another window of yours. "
    "Open the page again to see it. Nothing was saved twice."
)


def commits(view: View) -> View:
    """Commit what the view changed if its answer is a success, else undo all of it."""

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        try:
            answer = view(*args, **kwargs)
            if request.method not in SAFE_METHODS and _status(answer) < 400:
                db.session.commit()
            else:
                db.session.rollback()
        except StaleDataError as error:
            db.session.rollback()
            raise ChangedMeanwhile(CHANGED) from error
        except DBAPIError as error:
            db.session.rollback()
            if is_taken(error) or is_deadlock(error):
                said = SAME_MOMENT if is_taken(error) else CHANGED
                raise ChangedMeanwhile(said) from error
            raise
        except BaseException:
            db.session.rollback()
            raise
        return answer

    vars(wrapped)["commits"] = True
    return cast(View, wrapped)


@contextmanager
def before_writing() -> Iterator[None]:
    """The slow part of a POST that comes first: it may read, and nobody waits for it to write.

    Whatever the request changed so far is undone, so this stands before any change.
    """
    db.session.rollback()
    try:
        with reading():
            yield
    finally:
        db.session.rollback()


def install_transactions(app: Flask) -> None:
    """Begin each changing request as a write, before anything reads the database."""

    @app.before_request
    def begin() -> None:
        if request.method not in SAFE_METHODS:
            g.writing = ExitStack()
            g.writing.enter_context(writing())

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        stack: ExitStack | None = g.pop("writing", None)
        if stack is not None:
            stack.close()


def _status(answer: ResponseReturnValue) -> int:
    if isinstance(answer, Response):
        return answer.status_code
    if isinstance(answer, tuple):
        for part in answer[1:]:
            if isinstance(part, int):
                return part
        return _status(answer[0])
    return 200
