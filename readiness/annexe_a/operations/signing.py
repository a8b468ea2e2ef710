"""Signing a list, and taking a signature back.

What is written there stays with the lists: their tasks are read by people who see no list.
"""

from readiness import clock
from readiness.activity.operations import record
from readiness.annexe_a.models import ListSignature, ListVersion
from readiness.annexe_a.operations.checks import (
    check_may_sign,
    check_open,
    lock_lists,
    reopen_task,
    tick_task,
)
from readiness.annexe_a.queries import get_current_version
from readiness.errors import ChangedMeanwhile, Refused
from readiness.extensions import db
from readiness.inspections.rules.words import spell_second
from readiness.people.models import Person
from readiness.plain_words import plural


def sign_list(
    *,
    actor: Person,
    inspection_id: int | None,
    number: int,
    content_hash: str,
    note: str = "",
    seen_errors: str = "",
) -> ListSignature:
    """Sign the current version of a list, whose content the actor saw under this hash.

    `seen_errors` is how many errors the page showed. Raises ChangedMeanwhile where these or the
    version are others now or somebody signed it, Refused where errors are left and no note says
    why, NotAllowed, NotFound.
    """
    lock_lists(inspection_id)
    version = get_current_version(inspection_id, number)
    check_may_sign(actor, inspection_id, number)
    check_open(inspection_id)
    _check_seen(version, content_hash)
    _check_unsigned(version)
    _check_errors(version, seen_errors)
    said = note.strip()
    if version.errors and not said:
        raise Refused(
            f"List {number} has errors left. Say in the note why it can go to Ofsted like this.",
            "note",
        )
    return _sign(actor, version, said)


def _sign(actor: Person, version: ListVersion, said: str) -> ListSignature:
    signature = ListSignature(
        content_hash=version.content_hash, signed_by=actor, signed_at=clock.now(), note=said
    )
    version.signatures.append(signature)
    db.session.flush()
    tick_task(actor, version, "Signed on the Annexe A page.")
    record(
        actor=actor,
        event="annexe_a:list:signed",
        subject=version,
        changes={
            "content_hash": (None, version.content_hash),
            "errors": (None, version.errors),
            "note": (None, said or None),
        },
        inspection_id=version.inspection_id,
    )
    return signature


def withdraw_signature(
    *, actor: Person, inspection_id: int | None, number: int, content_hash: str, reason: str
) -> None:
    """Take the signature of a list back, saying why; its task opens again.

    Raises ChangedMeanwhile where it no longer stands, Refused without a reason, NotAllowed.
    """
    lock_lists(inspection_id)
    version = get_current_version(inspection_id, number)
    check_may_sign(actor, inspection_id, number)
    check_open(inspection_id)
    _check_seen(version, content_hash)
    signature = version.standing_signature
    if signature is None:
        raise ChangedMeanwhile(f"List {number} is not signed any more. Look at it again.")
    said = reason.strip()
    if not said:
        raise Refused("Say why the signature is withdrawn.")
    signature.withdrawn_by, signature.withdrawn_at = actor, clock.now()
    db.session.flush()
    reopen_task(actor, version, "The signature was withdrawn on the Annexe A page.")
    signer = signature.signed_by.name if signature.signed_by else "Readiness"
    record(
        actor=actor,
        event="annexe_a:list:withdrawn",
        subject=version,
        changes={"signed_by": (signer, None), "reason": (None, said)},
        inspection_id=inspection_id,
    )


def _check_seen(version: ListVersion, content_hash: str) -> None:
    if version.content_hash == content_hash:
        return
    who = version.upload.uploaded_by.name if version.upload.uploaded_by else "Somebody"
    raise ChangedMeanwhile(
        f"{who} uploaded List {version.list_number} again, checked at "
        f"{spell_second(version.made_at)}, after you opened it. Look at the new version first."
    )


def _check_errors(version: ListVersion, seen_errors: str) -> None:
    if seen_errors and seen_errors != str(version.errors):
        raise ChangedMeanwhile(
            f"List {version.list_number} was held against other lists after you opened it, and "
            f"now has {plural(version.errors, 'error')}. Look at them first."
        )


def _check_unsigned(version: ListVersion) -> None:
    signature = version.standing_signature
    if signature is not None:
        who = signature.signed_by.name if signature.signed_by else "Readiness"
        raise ChangedMeanwhile(
            f"{who} signed List {version.list_number} at {spell_second(signature.signed_at)}: "
            "nothing is left to do."
        )
