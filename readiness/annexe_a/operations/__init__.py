"""Everything that changes Annexe A’s lists: uploading, checking, mapping, signing, commenting."""

from readiness.annexe_a.operations.checking import CHECK, check_upload
from readiness.annexe_a.operations.checks import may_sign
from readiness.annexe_a.operations.commenting import write_comment
from readiness.annexe_a.operations.mapping import (
    check_again,
    check_may_map,
    note_unknown_download,
    save_mapping,
    withdraw_mapping,
)
from readiness.annexe_a.operations.profiling import (
    PROFILE,
    keep_profile,
    note_child_looked_up,
    note_profile_download,
)
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
    "PROFILE",
    "KeptExtract",
    "add_figures",
    "check_again",
    "check_may_map",
    "check_upload",
    "keep_profile",
    "may_sign",
    "note_child_looked_up",
    "note_findings_download",
    "note_profile_download",
    "note_unknown_download",
    "note_workbook_download",
    "receive_upload",
    "replace_figures",
    "save_mapping",
    "sign_list",
    "withdraw_mapping",
    "withdraw_signature",
    "write_comment",
]
