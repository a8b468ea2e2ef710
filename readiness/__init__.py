"""Readiness: being ready for an inspection of children’s services.

Flask is imported when the application is made, so that Annexe A can be checked without it.
"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from config import Settings

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    "today",
    "people",
    "activity",
    "actions",
    "notifications",
    "inspections",
    "library",
    "annexe_a",
    "bundles",
    "outcomes",
    "requests",
    "fieldwork",
    "register",
    "meetings",
    "trial_runs",
)


def create_app(settings: "Settings") -> "Flask":
    """Put the application together from its settings. Opens no connection yet."""
    from flask import Flask

    settings.instance_path.mkdir(mode=0o700, parents=True, exist_ok=True)
    app = Flask(
        "readiness",
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "readiness" / "web" / "static"),
        instance_path=str(settings.instance_path),
    )
    _configure(app, settings)
    _install(app, settings)
    _register(app)
    return app


def _configure(app: "Flask", settings: "Settings") -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        # A database error in the log must not carry the values it was about.
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},
        MAX_CONTENT_LENGTH=settings.largest_request,
        SESSION_COOKIE_NAME="readiness",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.production,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session itself
    )
    app.extensions["readiness.settings"] = settings


def _install(app: "Flask", settings: "Settings") -> None:
    from readiness.cli import register_commands
    from readiness.database.engine import listen
    from readiness.extensions import csrf, db, migrate
    from readiness.files.access import install_files
    from readiness.people.access import install_access
    from readiness.people.sessions import install_sessions, limit_strangers
    from readiness.schedule import SCHEDULE
    from readiness.web import init_web
    from readiness.web.commits import install_transactions
    from readiness.work.setup import init_work

    db.init_app(app)
    with app.app_context():
        listen(db.engine)
    migrate.init_app(app, db, directory=str(ROOT / "readiness" / "database" / "migrations"))
    limit_strangers(app)
    csrf.init_app(app)
    install_transactions(app)
    install_files(app, settings)
    init_work(app, settings, SCHEDULE)
    install_sessions(app, settings.idle_lasts)
    init_web(app, settings)
    install_access(app)
    register_commands(app)


def _register(app: "Flask") -> None:
    for package in PAGES:
        app.register_blueprint(import_module(f"readiness.{package}.routes").blueprint)
