"""One application for many tests, each of which finds it as if it had just been made."""

from flask import Flask
from jinja2 import BytecodeCache

from config import Settings
from readiness import create_app
from readiness.files.access import install_files
from readiness.schedule import SCHEDULE
from readiness.work.setup import init_work
from tests.support.client import InspectingClient


class Applications:
    """The applications made so far, by their settings.

    An application holds what is dear to make and the same for every test: routes, templates
    and the statements its engine compiled. What a test may change is given to it anew.
    """

    def __init__(self, templates: BytecodeCache) -> None:
        self._templates = templates
        self._made: dict[Settings, Flask] = {}

    def find(self, settings: Settings) -> Flask:
        """The application of these settings, with a new file store and a new queue."""
        if settings not in self._made:
            self._made[settings] = self._make(settings)
        app = self._made[settings]
        app.extensions["readiness.settings"] = settings
        install_files(app, settings)
        init_work(app, settings, SCHEDULE)
        return app

    def _make(self, settings: Settings) -> Flask:
        app = create_app(settings)
        app.jinja_env.bytecode_cache = self._templates
        app.testing = True
        app.test_client_class = InspectingClient
        return app
