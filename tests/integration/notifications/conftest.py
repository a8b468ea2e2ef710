import pytest

from readiness.notifications import jobs
from tests.factories.notifications import Mailbox


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    """The mail server of the application under test."""
    made = Mailbox()
    monkeypatch.setattr(jobs, "find_delivery", lambda: made)
    return made
