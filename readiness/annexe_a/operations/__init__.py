"""Everything that changes Annexe A’s lists: uploads, checks, mapping, signatures, worklists."""

from readiness.annexe_a.operations.checking import CHECK, check_upload
from readiness.annexe_a.operations.checks import check_open, may_sign
from readiness.annexe_a.operations.commenting import write_comment
from readiness.annexe_a.operations.crossing import CROSS, hold_lists_anew, owe_postponed
from readiness.annexe_a.operations.explaining import (
    Taken,
    explain_finding,
    explain_findings,
    withdraw_explanation,
)
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
from readiness.annexe_a.operations.worklisting import (
    WORKLIST,
    ask_worklist,
    make_worklist,
    note_worklist_download,
)

__all__ = [
    "CHECK",
    "CROSS",
    "PROFILE",
    "WORKLIST",
    "KeptExtract",
    "Taken",
    "add_figures",
    "ask_worklist",
    "check_again",
    "check_may_map",
    "check_open",
    "check_upload",
    "explain_finding",
    "explain_findings",
    "hold_lists_anew",
    "keep_profile",
    "make_worklist",
    "may_sign",
    "note_child_looked_up",
    "note_findings_download",
    "note_profile_download",
    "note_unknown_download",
    "note_workbook_download",
    "note_worklist_download",
    "owe_postponed",
    "receive_upload",
    "replace_figures",
    "save_mapping",
    "sign_list",
    "withdraw_explanation",
    "withdraw_mapping",
    "withdraw_signature",
    "write_comment",
]
