"""What a test is reminded of: without the register, of which nobody confirms anything in most."""

import pytest

import readiness.schedule  # noqa: F401 - every source is there before one is taken out
from readiness.notifications import sources
from readiness.register.reminding import list_due_arrangements


def leave_out_register(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell nobody of the arrangements of the register until the test ends."""
    kept = [source for source in sources._sources if source is not list_due_arrangements]
    monkeypatch.setattr(sources, "_sources", kept)
