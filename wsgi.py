"""The application for a web server and for `flask --app wsgi`."""

import sys

from config import SettingsError, load_settings
from readiness import create_app
from readiness.cli.light import create_light_app, reads_files_only

try:
    settings = load_settings()
except SettingsError as error:
    sys.stderr.write(f"{error}\n")
    sys.exit(2)

app = create_light_app(settings) if reads_files_only(sys.argv) else create_app(settings)
