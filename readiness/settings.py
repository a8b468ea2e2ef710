"""The settings of the application that is asked."""

from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from config import Settings


def current_settings() -> "Settings":
    """What was set when the application was put together."""
    settings: Settings = current_app.extensions["readiness.settings"]
    return settings
