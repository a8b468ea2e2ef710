"""Everything that changes a bundle, from the draft to its sending or withdrawal."""

from readiness.bundles.operations.drafting import begin_bundle, choose_contents
from readiness.bundles.operations.releasing import (
    BUILD,
    Seen,
    find_left_out,
    release_bundle,
    see,
    withdraw_bundle,
)
from readiness.bundles.operations.sending import (
    Receipt,
    ask_build,
    mark_sent,
    may_download,
    owe_build,
    record_built,
    record_download,
)

__all__ = [
    "BUILD",
    "Receipt",
    "Seen",
    "ask_build",
    "begin_bundle",
    "choose_contents",
    "find_left_out",
    "mark_sent",
    "may_download",
    "owe_build",
    "record_built",
    "record_download",
    "release_bundle",
    "see",
    "withdraw_bundle",
]
