"""The working days, for a command that does without the whole application.

The council’s closure days are in the database. It is opened only where there is one, because
that takes longer than all else such a command does.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, current_app

from readiness.inspections.calendar import working_calendar
from readiness.inspections.rules.working_days import Calendar
from readiness.settings import current_settings

if TYPE_CHECKING:
    from config import Settings

SQLITE, POSTGRESQL = "sqlite:///", "postgresql"
WAIT_SECONDS = 5
"""For a database server that does not answer."""

LEFT_OUT = "The council’s closure days were not counted: "
NO_DATABASE = f"{LEFT_OUT}there is no database here yet."
NOT_READ = f"{LEFT_OUT}the database cannot be read."


def find_calendar() -> tuple[Calendar, str]:
    """The working days, and a sentence where closure days could not be counted, or ""."""
    app, settings = current_app._get_current_object(), current_settings()  # type: ignore[attr-defined]  # the proxy is typed as the app
    if not _has_database(app, settings.database_url):
        return working_calendar(), NO_DATABASE
    from sqlalchemy.exc import SQLAlchemyError

    from readiness.inspections.queries import get_calendar

    try:
        _open_database(app, settings)
        return get_calendar(), ""
    except SQLAlchemyError:
        return working_calendar(), NOT_READ


def _has_database(app: Flask, url: str) -> bool:
    """Whether there is one to open: SQLite would make the file that it does not find."""
    if not url.startswith(SQLITE):
        return True
    file = url.removeprefix(SQLITE).partition("?")[0]
    return (Path(app.instance_path) / file).is_file()


def _open_database(app: Flask, settings: "Settings") -> None:
    from readiness.database.engine import listen
    from readiness.extensions import db

    if "sqlalchemy" in app.extensions:
        return
    is_server = settings.database_url.startswith(POSTGRESQL)
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={
            "hide_parameters": True,
            "connect_args": {"connect_timeout": WAIT_SECONDS} if is_server else {},
        },
    )
    db.init_app(app)
    listen(db.engine)
