"""Checking an upload: read its files, find what is wrong, and make its lists the current ones.

The long part holds no lock. A list whose content is the same as that of the version it follows
takes over its signature: a copy, with the same person and moment, since the word was given for
that content. With other content the list is unsigned again, and its task opens.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from readiness import clock
from readiness.activity.operations import record, record_change
from readiness.annexe_a.checking import CheckResult, ListResult, check_files, name_files
from readiness.annexe_a.editions import find_edition
from readiness.annexe_a.keeping import (
    findings_to_frame,
    findings_to_parquet,
    frame_to_parquet,
)
from readiness.annexe_a.known import find_known
from readiness.annexe_a.models import ListSignature, ListVersion, Upload
from readiness.annexe_a.operations.checks import check_open, lock_lists, reopen_task
from readiness.annexe_a.placing import place_findings
from readiness.annexe_a.queries import find_upload, list_current_versions, list_extracts
from readiness.annexe_a.seals import current_seal
from readiness.annexe_a.spellings import count_mapped
from readiness.errors import NotFound, Refused, Unusable
from readiness.extensions import db
from readiness.files.access import plain_folder
from readiness.files.operations import register_file
from readiness.files.rooms import private_room
from readiness.files.store import FileStore, Stored, refused_when_full
from readiness.office.names import safe_name
from readiness.work.contract import Report, saving

CHECK = "annexe-a-check"
"""The kind of owed work whose subject is an upload."""
LEFT_OUT = frozenset({"list-repeated", "headings-missing"})
"""What the check finds of a sheet it could not take, so that the upload is refused."""


@dataclass(frozen=True)
class _KeptList:
    """A list that was read: its counts, and where its rows and findings are in the store."""

    result: ListResult
    frame: Stored
    findings: Stored
    mapped: int
    """How many cells the mapping read."""


def check_upload(
    *, upload_id: int, store: FileStore, report: Report = lambda _done, _total: None
) -> None:
    """Check an upload and save its lists, or the sentence that refuses it; once only.

    In a job, or in a transaction that the caller commits. Raises NotFound for no such upload
    and Refused where the disk is full; then nothing is saved.
    """
    upload = _get(upload_id)
    if upload.is_ended:
        return
    try:
        kept = _check_and_keep(upload, store, report)
    except Unusable as error:
        sentence = error.sentence
        with saving():
            _refuse(_get(upload_id), sentence)
        return
    with saving():
        _save(_get(upload_id), kept)


def _get(upload_id: int) -> Upload:
    upload = find_upload(upload_id)
    if upload is None:
        raise NotFound("There is no such upload.")
    return upload


def _check_and_keep(upload: Upload, store: FileStore, report: Report) -> list[_KeptList]:
    edition, as_at = find_edition(upload.edition, upload.inspection_id), upload.as_at
    known = find_known(upload, store)
    files = [(extract.name, extract.sha256) for extract in list_extracts(upload.id)]
    steps = len(files) + 2
    # The files are plain in this folder.
    with refused_when_full(), private_room(plain_folder("checking")) as folder:
        paths = []
        for place, (name, sha256) in enumerate(files):
            # Under its own name, which a csv file says its list by, and a sentence its fault.
            paths.append(folder / str(place) / safe_name(name))
            paths[-1].parent.mkdir()
            store.copy_to(sha256, paths[-1])
            report(place + 1, steps)
        result = check_files(paths, edition=edition, as_at=as_at, known=known)
    _refuse_half(result)
    report(steps - 1, steps)
    kept = [_keep(found, result, store) for found in result.lists]
    report(steps, steps)
    return kept


def _refuse_half(result: CheckResult) -> None:
    """Raises Unusable where taking the lists would leave something of the files out."""
    left_out = [found.message for found in result.findings if found.rule in LEFT_OUT]
    if left_out:
        raise Unusable(" ".join(left_out))


def _keep(found: ListResult, result: CheckResult, store: FileStore) -> _KeptList:
    # A list that is missing has findings too, but no rows: it is not among `result.lists`.
    findings = [one for one in result.findings if one.list == found.number]
    read = result.frames[found.number]
    mapped = sum(one.cells for one in count_mapped([read]))
    placed = place_findings(findings_to_frame(findings), read, current_seal())
    frame = store.put(io.BytesIO(frame_to_parquet(read)))
    return _KeptList(found, frame, store.put(io.BytesIO(findings_to_parquet(placed))), mapped)


def _refuse(upload: Upload, sentence: str) -> None:
    upload.refusal = sentence
    told = _hide_names(sentence, [extract.name for extract in list_extracts(upload.id)])
    record(
        actor=None,
        event="annexe_a:upload:refused",
        subject=upload,
        changes={"reason": (None, told)},
        inspection_id=upload.inspection_id,
    )


def _hide_names(sentence: str, names: Sequence[str]) -> str:
    """The sentence with “file 2” for a file’s name, which may be that of a child.

    The page of the upload has the names in order.
    """
    shown = [(name, f"“file {place}”") for place, name in enumerate(name_files(names), 1)]
    # A longer name may end with a shorter one.
    plain = [(safe_name(name), f"file {place}") for place, name in enumerate(names, 1)]
    for name, instead in shown + sorted(plain, key=lambda one: -len(one[0])):
        sentence = sentence.replace(name, instead)
    return sentence


def _save(upload: Upload, kept: list[_KeptList]) -> None:
    lock_lists(upload.inspection_id)
    if upload.is_ended:
        return
    try:
        check_open(upload.inspection_id)
    except Refused as error:
        _refuse(upload, error.sentence)
        return
    current = list_current_versions(upload.inspection_id)
    kept = [one for one in kept if _is_wanted(upload, current.get(one.result.number))]
    if not kept:
        _refuse(
            upload, "These lists have been uploaded anew since. Nothing is left to check again."
        )
        return
    upload.checked_at = clock.now()
    for one in kept:
        _make_current(upload, _make_version(upload, one), current.get(one.result.number))
    record(
        actor=None,
        event="annexe_a:upload:checked",
        subject=upload,
        changes={
            "lists": (None, len(kept)),
            "errors": (None, sum(one.result.errors for one in kept)),
            "warnings": (None, sum(one.result.warnings for one in kept)),
            "mapped": (None, sum(one.mapped for one in kept) or None),
        },
        inspection_id=upload.inspection_id,
    )


def _is_wanted(upload: Upload, current: ListVersion | None) -> bool:
    """Whether a list of this upload is taken: all are, or those whose files it checks again."""
    if upload.again_of_id is None:
        return True
    return current is not None and current.upload.first_id == upload.again_of_id


def _make_version(upload: Upload, kept: _KeptList) -> ListVersion:
    now, result = clock.now(), kept.result
    version = ListVersion(
        upload=upload,
        inspection_id=upload.inspection_id,
        list_number=result.number,
        name=result.name,
        rows=result.rows,
        errors=result.errors,
        warnings=result.warnings,
        content_hash=result.content_hash,
        frame_sha256=register_file(kept.frame, now=now).sha256,
        findings_sha256=register_file(kept.findings, now=now).sha256,
        made_at=now,
        signatures=[],
    )
    db.session.add(version)
    return version


def _make_current(upload: Upload, version: ListVersion, before: ListVersion | None) -> None:
    """Carry the signature over or let it fall; nothing where a later upload was faster."""
    if before is None or before.upload_id > upload.id:
        return
    signature = before.standing_signature
    if signature is not None and before.content_hash == version.content_hash:
        version.signatures.append(copy_signature(signature))
        return
    if signature is not None:
        reopen_task(
            upload.uploaded_by,
            version,
            "The list was uploaded again with other content, so it must be signed again.",
        )
    _record_replaced(upload, version, before, signature)


def copy_signature(signature: ListSignature) -> ListSignature:
    """A signature for another version of the same content."""
    return ListSignature(
        content_hash=signature.content_hash,
        signed_by_id=signature.signed_by_id,
        signed_at=signature.signed_at,
        note=signature.note,
    )


def _record_replaced(
    upload: Upload, version: ListVersion, before: ListVersion, signature: ListSignature | None
) -> None:
    changes: dict[str, tuple[object, object]] = {
        "content_hash": (before.content_hash, version.content_hash),
        "rows": (before.rows, version.rows),
        "errors": (before.errors, version.errors),
    }
    if signature is not None:
        signer = signature.signed_by.name if signature.signed_by else "Readiness"
        changes["signed_by"] = (signer, None)
    record_change(
        upload.uploaded_by,
        "annexe_a:list:replaced",
        version,
        upload.inspection_id,
        **changes,
    )
