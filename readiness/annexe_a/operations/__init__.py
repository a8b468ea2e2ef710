"""Everything that changes Annexe A’s lists: uploads, checks, signatures, words, worklists."""

from readiness.annexe_a.operations.checking import CHECK, check_upload
from readiness.annexe_a.operations.checks import check_open, may_sign
from readiness.annexe_a.operations.commenting import write_comment
from readiness.annexe_a.operations.explaining import (
    Taken,
    explain_finding,
    explain_findings,
    withdraw_explanation,
)
from readiness.annexe_a.operations.receiving import (
    KeptExtract,
    note_findings_download,
    note_workbook_download,
    receive_upload,
)
from readiness.annexe_a.operations.signing import sign_list, withdraw_signature
from readiness.annexe_a.operations.worklisting import (
    WORKLIST,
    ask_worklist,
    make_worklist,
    note_worklist_download,
)

__all__ = [
    "CHECK",
    "WORKLIST",
    "KeptExtract",
    "Taken",
    "ask_worklist",
    "check_open",
    "check_upload",
    "explain_finding",
    "explain_findings",
    "make_worklist",
    "may_sign",
    "note_findings_download",
    "note_workbook_download",
    "note_worklist_download",
    "receive_upload",
    "sign_list",
    "withdraw_explanation",
    "withdraw_signature",
    "write_comment",
]
