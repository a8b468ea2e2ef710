"""Writing down what came of an inspection; every change is recorded, and none committed here."""

from readiness.outcomes.operations.checks import check_may_change, may_change, may_open_file
from readiness.outcomes.operations.commenting import (
    Said,
    add_comment,
    add_evidence,
    answer_comment,
    change_comment,
    drop_comment,
    record_download,
)
from readiness.outcomes.operations.judging import (
    add_improvement,
    change_improvement,
    plan_action,
    record_judgements,
    remove_improvement,
)
from readiness.outcomes.operations.reporting import (
    check_draft,
    check_publication,
    name_plan,
    record_draft,
    record_plan_sent,
    record_publication,
)

__all__ = [
    "Said",
    "add_comment",
    "add_evidence",
    "add_improvement",
    "answer_comment",
    "change_comment",
    "change_improvement",
    "check_draft",
    "check_may_change",
    "check_publication",
    "drop_comment",
    "may_change",
    "may_open_file",
    "name_plan",
    "plan_action",
    "record_download",
    "record_draft",
    "record_judgements",
    "record_plan_sent",
    "record_publication",
    "remove_improvement",
]
