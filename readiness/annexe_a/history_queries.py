"""Finding the uploads of a scope one after another, and what stood before one of them."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from readiness.annexe_a.models import ListSignature, ListVersion
from readiness.annexe_a.queries import list_latest_versions, of_scope
from readiness.extensions import db


def list_all_versions(inspection_id: int | None) -> Sequence[ListVersion]:
    """Every version of every list of a scope with its upload, the oldest upload first."""
    return db.session.scalars(
        select(ListVersion)
        .where(of_scope(ListVersion.inspection_id, inspection_id))
        .options(joinedload(ListVersion.upload))
        .order_by(ListVersion.upload_id, ListVersion.list_number)
    ).all()


def find_versions_before(
    inspection_id: int | None, upload_id: int, numbers: Collection[int]
) -> dict[int, ListVersion]:
    """The version of each of these lists that an upload followed, where there was one. Two queries.

    Each has its upload and its signatures.
    """
    found = list_latest_versions(
        of_scope(ListVersion.inspection_id, inspection_id),
        ListVersion.list_number.in_(numbers),
        ListVersion.upload_id < upload_id,
    )
    return {version.list_number: version for version in found}


def find_errors_since(versions: Iterable[ListVersion]) -> dict[int, int]:
    """How many errors more signed lists of one scope have than when they were signed, by number.

    A list without more is not in the answer. One query. A signature is copied to what follows
    with the same content, and what is found in that content may change.
    """
    signed = {
        (one.list_number, one.standing_signature.signed_at): one
        for one in versions
        if one.standing_signature is not None
    }
    if not signed:
        return {}
    scope = next(iter(signed.values())).inspection_id
    found = db.session.execute(
        select(ListVersion.list_number, ListSignature.signed_at, ListVersion.errors)
        .join(ListSignature, ListSignature.list_version_id == ListVersion.id)
        .where(
            of_scope(ListVersion.inspection_id, scope),
            ListSignature.signed_at.in_({moment for _, moment in signed}),
        )
        .order_by(ListVersion.upload_id.desc())
    )
    # The oldest comes last: it is the one that was signed.
    then = {(row[0], row[1]): row[2] for row in found}
    more = {number: one.errors - then[number, moment] for (number, moment), one in signed.items()}
    return {number: count for number, count in more.items() if count > 0}
