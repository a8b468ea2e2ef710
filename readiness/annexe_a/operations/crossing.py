"""Holding lists against each other anew once some of them were uploaded without the others.

What is found in a list when another one came is a finding of both. A list whose findings are
others now gets a version of its own, in an upload that checks the same files again. Its rows are
those that were read then, so its content and its signature stay, whatever was mapped since.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from readiness import clock
from readiness.activity.operations import record
from readiness.annexe_a.findings import load_findings
from readiness.annexe_a.frames import Finding, ListFrame
from readiness.annexe_a.keeping import findings_to_frame, findings_to_parquet
from readiness.annexe_a.kept import load_frames
from readiness.annexe_a.known import find_context, list_alike
from readiness.annexe_a.models import ListVersion, Upload
from readiness.annexe_a.operations.checking import copy_signature
from readiness.annexe_a.operations.checks import check_open, lock_lists
from readiness.annexe_a.operations.mapping import begin_again, find_waiting
from readiness.annexe_a.placing import place_findings
from readiness.annexe_a.queries import find_upload, get_upload, list_current_versions
from readiness.annexe_a.rules.catalogue import RULES
from readiness.annexe_a.rules.declaring import Plan
from readiness.annexe_a.rules.running import run_across
from readiness.annexe_a.seals import current_seal
from readiness.errors import NotFound, Refused
from readiness.extensions import db
from readiness.files.operations import register_file
from readiness.files.store import FileStore, Stored
from readiness.work.contract import saving
from readiness.work.operations import owe_work

CROSS = "annexe-a-cross"
"""The kind of owed work whose subject is an upload whose check has ended."""
ACROSS = tuple(rule.code for rule in RULES if isinstance(rule.find, Plan))


@dataclass(frozen=True)
class _Anew:
    """A version, by its id, and what is found in it now."""

    version_id: int
    findings: Stored
    errors: int
    warnings: int


def hold_lists_anew(*, upload_id: int, store: FileStore) -> None:
    """Hold the lists of this upload’s day, and of the latest one’s, against each other; in a job.

    Does nothing while another upload waits: after its check this is asked for again, and so it is
    where that check fails for good.
    """
    upload = find_upload(upload_id)
    if upload is None or find_waiting(upload.inspection_id) is not None:
        return
    inspection_id = upload.inspection_id
    current = list_current_versions(inspection_id).values()
    latest = max((one.upload for one in current), key=lambda one: one.id, default=upload)
    days = {(one.as_at, one.edition): one for one in (upload, latest) if one.checked_at}
    anew = [one for day in days.values() for one in _find_anew(list_alike(current, day), store)]
    if anew:
        with saving():
            _save(inspection_id, anew)


def owe_postponed(*, upload_id: int) -> None:
    """Owe what waited for this upload, whose check failed for good: each day of the lists once."""
    upload = find_upload(upload_id)
    if upload is not None:
        current = list_current_versions(upload.inspection_id).values()
        days = {(one.upload.as_at, one.upload.edition): one.upload_id for one in current}
        for subject_id in sorted(days.values()):
            owe_work(CROSS, subject_id)


def _find_anew(alike: Sequence[ListVersion], store: FileStore) -> Iterable[_Anew]:
    """The lists whose findings are others now than they were kept."""
    if len({one.upload_id for one in alike}) < 2:
        return
    frames = load_frames(alike, store)
    found = run_across(RULES, frames, find_context(alike))
    for version in alike:
        kept = load_findings([version], store)
        now = _put(kept, found, frames[version.list_number])
        if not _sorted(now).equals(_sorted(kept)):
            stored = store.put(io.BytesIO(findings_to_parquet(now)))
            errors, warnings = ((now["severity"] == kind).sum() for kind in ("error", "warning"))
            yield _Anew(version.id, stored, int(errors), int(warnings))


def _put(kept: pl.DataFrame, found: Iterable[Finding], frame: ListFrame) -> pl.DataFrame:
    """The findings of a list with those across lists as they are now."""
    mine = findings_to_frame([one for one in found if one.list == frame.spec.number])
    others = kept.filter(~pl.col("code").is_in(ACROSS))
    both = pl.concat([others, place_findings(mine, frame, current_seal())])
    return both.sort("row", maintain_order=True)


def _sorted(findings: pl.DataFrame) -> pl.DataFrame:
    return findings.sort("row", "column", "code", "message")


def _save(inspection_id: int | None, anew: Sequence[_Anew]) -> None:
    lock_lists(inspection_id)
    try:
        check_open(inspection_id)
    except (NotFound, Refused):
        return
    if find_waiting(inspection_id) is not None:
        return
    current = {one.id: one for one in list_current_versions(inspection_id).values()}
    following: dict[int, list[ListVersion]] = {}
    for one in anew:
        if one.version_id in current:
            before = current[one.version_id]
            following.setdefault(before.upload.first_id, []).append(_follow(before, one))
    for first, versions in following.items():
        _add(begin_again(None, get_upload(inspection_id, first)), versions)


def _follow(before: ListVersion, anew: _Anew) -> ListVersion:
    """The version that follows: the same list and signature, with what is found now."""
    now, signature = clock.now(), before.standing_signature
    return ListVersion(
        inspection_id=before.inspection_id,
        list_number=before.list_number,
        name=before.name,
        rows=before.rows,
        errors=anew.errors,
        warnings=anew.warnings,
        content_hash=before.content_hash,
        frame_sha256=before.frame_sha256,
        findings_sha256=register_file(anew.findings, now=now).sha256,
        made_at=now,
        signatures=[copy_signature(signature)] if signature else [],
    )


def _add(upload: Upload, versions: Sequence[ListVersion]) -> None:
    upload.checked_at = clock.now()
    for version in versions:
        version.upload = upload
    db.session.add_all(versions)
    record(
        actor=None,
        event="annexe_a:upload:checked",
        subject=upload,
        changes={
            "lists": (None, len(versions)),
            "errors": (None, sum(one.errors for one in versions)),
            "warnings": (None, sum(one.warnings for one in versions)),
        },
        inspection_id=upload.inspection_id,
    )
