"""Adding documents and versions, approving them and taking an approval back.

Approving ticks the tasks that deliver the document; a newer version or a withdrawn approval
opens them again. Every transaction takes the document first, then the tasks, and the
activity’s chain last, so that none waits in a circle: record after the tasks are changed.
"""

from readiness.library.operations.adding import add_document, add_version
from readiness.library.operations.approving import (
    approve_version,
    confirm_approval,
    withdraw_approval,
)
from readiness.library.operations.checks import (
    check_as_at,
    check_may_open,
    may_add,
    may_approve,
    may_open,
    say_approver,
)
from readiness.library.operations.downloading import note_download

__all__ = [
    "add_document",
    "add_version",
    "approve_version",
    "check_as_at",
    "check_may_open",
    "confirm_approval",
    "may_add",
    "may_approve",
    "may_open",
    "note_download",
    "say_approver",
    "withdraw_approval",
]
