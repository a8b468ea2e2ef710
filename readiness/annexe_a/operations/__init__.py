"""Everything that changes Annexe A’s lists: uploading, checking, signing, commenting."""

from readiness.annexe_a.operations.checking import CHECK, check_upload
from readiness.annexe_a.operations.checks import may_sign
from readiness.annexe_a.operations.commenting import write_comment
from readiness.annexe_a.operations.receiving import (
    KeptExtract,
    note_findings_download,
    note_workbook_download,
    receive_upload,
)
from readiness.annexe_a.operations.reporting import add_figures, replace_figures
from readiness.annexe_a.operations.signing import sign_list, withdraw_signature

__all__ = [
    "CHECK",
    "KeptExtract",
    "add_figures",
    "check_upload",
    "may_sign",
    "note_findings_download",
    "note_workbook_download",
    "receive_upload",
    "replace_figures",
    "sign_list",
    "withdraw_signature",
    "write_comment",
]
