"""What a test is reminded of: without the register, of which nothing is ready in most."""

import pytest

import readiness.schedule  # noqa: F401 - every source is there before one is taken out
from readiness.notifications import sources
from readiness.register.reminding import list_due_things


def leave_out_register(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell nobody of what the register holds until the test ends."""
    kept = [source for source in sources._sources if source is not list_due_things]
    monkeypatch.setattr(sources, "_sources", kept)
