"""Everything that changes inspections, their key dates and their tasks."""

from readiness.inspections.operations.archiving import (
    StillOpenQuestioned,
    change_keep_until,
    close_inspection,
    reopen_inspection,
)
from readiness.inspections.operations.checks import (
    check_allowed,
    check_may_work,
    get_running,
    hold_running,
    may_open_evidence,
    may_work_on,
)
from readiness.inspections.operations.closures import add_closure, remove_closure
from readiness.inspections.operations.dates import (
    DateQuestioned,
    move_anchor,
    pin_due,
    preview_anchor_move,
    unpin_due,
)
from readiness.inspections.operations.delivering import mark_delivered, mark_undelivered
from readiness.inspections.operations.starting import (
    CallQuestioned,
    preview_timeline,
    question_call_at,
    start_inspection,
)
from readiness.inspections.operations.tasks import (
    FileMissing,
    add_comment,
    add_evidence,
    begin_task,
    block_task,
    drop_task,
    hand_over_task,
    note_evidence_download,
    put_back_task,
    reopen_task,
    tick_task,
)

__all__ = [
    "CallQuestioned",
    "DateQuestioned",
    "FileMissing",
    "StillOpenQuestioned",
    "add_closure",
    "add_comment",
    "add_evidence",
    "begin_task",
    "block_task",
    "change_keep_until",
    "check_allowed",
    "check_may_work",
    "close_inspection",
    "drop_task",
    "get_running",
    "hand_over_task",
    "hold_running",
    "mark_delivered",
    "mark_undelivered",
    "may_open_evidence",
    "may_work_on",
    "move_anchor",
    "note_evidence_download",
    "pin_due",
    "preview_anchor_move",
    "preview_timeline",
    "put_back_task",
    "question_call_at",
    "remove_closure",
    "reopen_inspection",
    "reopen_task",
    "start_inspection",
    "tick_task",
    "unpin_due",
]
