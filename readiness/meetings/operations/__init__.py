"""Planning and holding meetings; every change is recorded, and none is committed here."""

from readiness.meetings.operations.holding import (
    add_decision,
    agree_action,
    end_meeting,
    keep_minutes,
    raise_item,
    record_attendance,
    write_note,
)
from readiness.meetings.operations.packing import PACK, ask_pack, keep_pack, owe_due_pack
from readiness.meetings.operations.planning import (
    add_series,
    cancel_meeting,
    change_series,
    move_meeting,
    plan_ahead,
    plan_everything,
)
from readiness.meetings.operations.telling import MOVED

__all__ = [
    "MOVED",
    "PACK",
    "add_decision",
    "add_series",
    "agree_action",
    "ask_pack",
    "cancel_meeting",
    "change_series",
    "end_meeting",
    "keep_minutes",
    "keep_pack",
    "move_meeting",
    "owe_due_pack",
    "plan_ahead",
    "plan_everything",
    "raise_item",
    "record_attendance",
    "write_note",
]
