"""Finding what is archived, until when it is kept, and the rules of keeping."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, select

from readiness.checklists.archive import ArchiveSpec, load_archive
from readiness.errors import NotFound
from readiness.extensions import db
from readiness.inspections.models import Archive, Inspection
from readiness.settings import current_settings


def get_archive_rules() -> ArchiveSpec:
    """How long what is archived is kept, as the checklists have it. Raises ChecklistFault."""
    return load_archive(current_settings().checklists_path)


def find_archive(inspection: Inspection) -> Archive | None:
    """The standing archive of an inspection; none while it is running. At most one query."""
    if inspection.is_running:
        return None
    return db.session.scalar(_standing().where(Archive.inspection_id == inspection.id))


def get_archive(inspection_id: int) -> Archive:
    """The same by number, held until the transaction ends. Raises NotFound."""
    held = _standing().where(Archive.inspection_id == inspection_id).with_for_update(of=Archive)
    archive = db.session.scalar(held.execution_options(populate_existing=True))
    if archive is None:
        raise NotFound("This inspection is not archived. Close it first.")
    return archive


def list_reopened(inspection_id: int) -> Sequence[Archive]:
    """Each time it was opened again, the latest first."""
    chosen = select(Archive).where(
        Archive.inspection_id == inspection_id, Archive.reopened_at.is_not(None)
    )
    return db.session.scalars(chosen.order_by(Archive.id.desc())).all()


def list_archives() -> Sequence[Archive]:
    """Everything that is archived, the first to be decided about first."""
    return db.session.scalars(_standing().order_by(Archive.keep_until, Archive.id)).all()


def list_past_keeping(today: date) -> Sequence[Archive]:
    """What is archived and past the last day it is kept, longest past first."""
    past = _standing().where(Archive.keep_until < today)
    return db.session.scalars(past.order_by(Archive.keep_until, Archive.id)).all()


def _standing() -> Select[Archive]:
    return select(Archive).where(Archive.reopened_at.is_(None))
