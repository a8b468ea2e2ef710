import pytest

from readiness.notifications import jobs
from tests.factories.notifications import Mailbox
from tests.support.reminders import leave_out_register


@pytest.fixture(autouse=True)
def without_register(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has confirmed anything here: what that is told of stands with the register."""
    leave_out_register(monkeypatch)


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    """The mail server of the application under test."""
    made = Mailbox()
    monkeypatch.setattr(jobs, "find_delivery", lambda: made)
    return made
