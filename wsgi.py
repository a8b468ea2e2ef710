"""The application for a web server and for `flask --app wsgi`."""

import sys

from config import SettingsError, load_settings
from readiness import create_app

try:
    settings = load_settings()
except SettingsError as error:
    sys.stderr.write(f"{error}\n")
    sys.exit(2)

app = create_app(settings)
