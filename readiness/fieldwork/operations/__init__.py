"""Changing what belongs to the week on site; every change is recorded, and none committed here."""

from readiness.fieldwork.operations.referring import (
    Answer,
    Referral,
    answer_referral,
    log_referral,
    may_see_referred,
)
from readiness.fieldwork.operations.selecting import (
    CaseDetails,
    change_case,
    may_keep_cases,
    may_tick,
    reopen_check,
    select_case,
    tick_check,
    withdraw_case,
)
from readiness.fieldwork.operations.talking import (
    PointDetails,
    add_note,
    add_point,
    agree_action,
    answer_point,
    change_note,
    change_point,
    reopen_point,
    withdraw_point,
)
from readiness.fieldwork.operations.timetable import (
    EntryDetails,
    add_entry,
    change_entry,
    remove_entry,
)

__all__ = [
    "Answer",
    "CaseDetails",
    "EntryDetails",
    "PointDetails",
    "Referral",
    "add_entry",
    "add_note",
    "add_point",
    "agree_action",
    "answer_point",
    "answer_referral",
    "change_case",
    "change_entry",
    "change_note",
    "change_point",
    "log_referral",
    "may_keep_cases",
    "may_see_referred",
    "may_tick",
    "remove_entry",
    "reopen_check",
    "reopen_point",
    "select_case",
    "tick_check",
    "withdraw_case",
    "withdraw_point",
]
