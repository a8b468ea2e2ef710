"""Finding the uploads of a scope one after another, and what stood before one of them."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from readiness.annexe_a.models import ListVersion
from readiness.annexe_a.queries import of_scope
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
    """The version of each of these lists that an upload followed, where there was one. One query.

    Each has its upload.
    """
    latest = (
        select(ListVersion.list_number, func.max(ListVersion.upload_id).label("upload_id"))
        .where(
            of_scope(ListVersion.inspection_id, inspection_id),
            ListVersion.list_number.in_(numbers),
            ListVersion.upload_id < upload_id,
        )
        .group_by(ListVersion.list_number)
        .subquery()
    )
    found = db.session.scalars(
        select(ListVersion)
        .join(
            latest,
            (ListVersion.upload_id == latest.c.upload_id)
            & (ListVersion.list_number == latest.c.list_number),
        )
        .options(joinedload(ListVersion.upload))
        .order_by(ListVersion.list_number)
    )
    return {version.list_number: version for version in found}
