"""Settings for tests: a folder of their own, fixed keys."""

from pathlib import Path
from typing import Any

from config import Settings


def make_settings(folder: Path, **changes: Any) -> Settings:
    """Settings whose database and files live in the folder."""
    usual: dict[str, Any] = {
        "secret_key": "a secret that only tests use, and long enough",
        "file_key": b"0123456789abcdef0123456789abcdef",
        "database_url": f"sqlite:///{folder / 'readiness.sqlite3'}",
        "instance_path": folder,
        "council_name": "Example council",
    }
    return Settings(**{**usual, **changes})
