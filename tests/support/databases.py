"""Running a test on every database the product supports."""

import pytest

on_both_databases = pytest.mark.parametrize("settings", ["SQLite", "PostgreSQL"], indirect=True)
