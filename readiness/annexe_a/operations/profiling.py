"""Counting the profile of lists ahead of who looks at it; noting who took it or a child’s path."""

import io

from readiness import clock
from readiness.activity.operations import record
from readiness.annexe_a.models import KeptProfile, Upload
from readiness.annexe_a.profile.keeping import profile_to_bytes
from readiness.annexe_a.profiles import make_key, measure_versions
from readiness.annexe_a.queries import find_kept_profile, find_upload, list_current_versions
from readiness.extensions import db
from readiness.files.operations import register_file
from readiness.files.store import FileStore
from readiness.people.models import Person
from readiness.work.contract import saving

PROFILE = "annexe-a-profile"
"""The kind of owed work whose subject is an upload that was checked."""


def keep_profile(*, upload_id: int, store: FileStore) -> None:
    """Count the profile of the lists as this upload left them, once; in a job.

    Does nothing where the upload was refused.
    """
    upload = find_upload(upload_id)
    if upload is None or upload.checked_at is None:
        return
    versions = list(list_current_versions(upload.inspection_id).values())
    key = make_key(versions)
    if not versions or find_kept_profile(key) is not None:
        return
    stored = store.put(io.BytesIO(profile_to_bytes(measure_versions(versions, store))))
    with saving():
        if find_kept_profile(key) is None:
            file = register_file(stored, now=clock.now())
            db.session.add(KeptProfile(key=key, file_sha256=file.sha256, made_at=clock.now()))


def note_profile_download(*, actor: Person, upload: Upload, is_suppressed: bool) -> None:
    """Record who took the profile, and whether its small numbers were hidden."""
    record(
        actor=actor,
        event="annexe_a:profile:downloaded",
        subject=upload,
        changes={"small_numbers": (None, "hidden" if is_suppressed else "shown")},
        inspection_id=upload.inspection_id,
    )


def note_child_looked_up(*, actor: Person, upload: Upload, lists: int) -> None:
    """Record who looked at a child’s path, in how many lists the child was; never which child."""
    record(
        actor=actor,
        event="annexe_a:child:looked_up",
        subject=upload,
        changes={"lists": (None, lists)},
        inspection_id=upload.inspection_id,
    )
