"""Changing actions; every change is recorded, and none is committed here."""

from readiness.actions.operations.agreeing import (
    add_action,
    change_action,
    drop_action,
    drop_of_trial,
    rename_origin,
)
from readiness.actions.operations.checks import (
    check_due,
    check_may_work,
    may_change,
    may_confirm,
    may_open_evidence,
    may_work,
)
from readiness.actions.operations.working import (
    add_evidence,
    add_note,
    confirm_done,
    record_download,
    reopen_action,
    report_done,
)

__all__ = [
    "add_action",
    "add_evidence",
    "add_note",
    "change_action",
    "check_due",
    "check_may_work",
    "confirm_done",
    "drop_action",
    "drop_of_trial",
    "may_change",
    "may_confirm",
    "may_open_evidence",
    "may_work",
    "record_download",
    "rename_origin",
    "reopen_action",
    "report_done",
]
