"""The nightly measurement of readiness, before anybody is at work."""

from datetime import datetime

from readiness.checklists.posts import load_posts
from readiness.people.posts import match_posts
from readiness.register.operations import keep_snapshot
from readiness.settings import current_settings
from readiness.work.contract import Scheduled


def measure(slot: datetime) -> None:
    """Measure the register once for the London day of the slot.

    A post that an officer added to the checklists is there first, for somebody to be given it.
    """
    folder = current_settings().checklists_path
    match_posts(load_posts(folder).values())
    keep_snapshot(now=slot)


SCHEDULE = (Scheduled("register-measure", {"hour": 2, "minute": 20}, measure),)
