"""Finding uploads, the current version of each list, who owns it and who signed it.

A scope is an inspection or trial run by its id, or None: the lists kept warm between inspections.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from readiness.annexe_a.editions import find_list_posts
from readiness.annexe_a.models import (
    Extract,
    KeptProfile,
    ListComment,
    ListVersion,
    Upload,
    Worklist,
)
from readiness.errors import NotFound
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.owners import Deliveries, Owners
from readiness.inspections.queries import list_posts_by_key
from readiness.inspections.rules.states import InspectionState
from readiness.inspections.rules.tasks import TaskLine
from readiness.people.models import Person, Post
from readiness.people.permissions import Permission, allows


@dataclass(frozen=True)
class ListOwner:
    """Whose a list is today: `person_id` is None where nobody holds the post.

    `task` is the task of the inspection that delivers the list, where it has one.
    """

    person_id: int | None
    name: str
    post_title: str
    task: TaskLine | None = None


NOBODY = ListOwner(None, "", "")


@dataclass(frozen=True)
class WaitingSignature:
    """A list that waits for somebody’s signature. `due_at` is None between inspections."""

    inspection_id: int | None
    inspection_title: str
    version: ListVersion
    due_at: datetime | None


def list_current_versions(inspection_id: int | None) -> dict[int, ListVersion]:
    """The current version of each list by its number, with its upload and its signatures.

    Two queries. A list that was never uploaded is not in the answer.
    """
    found = list_latest_versions(of_scope(ListVersion.inspection_id, inspection_id))
    return {version.list_number: version for version in found}


def list_latest_versions(*chosen: ColumnElement[bool]) -> Sequence[ListVersion]:
    """The latest of the chosen versions of each list of each scope, by list. Two queries.

    Each has its upload and its signatures.
    """
    latest = (
        select(ListVersion.list_number, func.max(ListVersion.upload_id).label("upload_id"))
        .where(*chosen)
        .group_by(ListVersion.inspection_id, ListVersion.list_number)
        .subquery()
    )
    found = db.session.scalars(
        select(ListVersion)
        .join(
            latest,
            (ListVersion.upload_id == latest.c.upload_id)
            & (ListVersion.list_number == latest.c.list_number),
        )
        .options(joinedload(ListVersion.upload), joinedload(ListVersion.signatures))
        .order_by(ListVersion.list_number)
    )
    return found.unique().all()


def list_errors_at(moment: datetime) -> dict[int, int]:
    """The errors of each list kept between inspections as it stood at a moment, by number."""
    return _find_latest(
        ListVersion.errors, ListVersion.inspection_id.is_(None), ListVersion.made_at <= moment
    )


def find_errors_before(inspection_id: int | None) -> dict[int, int]:
    """How many errors each list had before its current files came; one query.

    Of files that were checked again the latest check counts.
    """
    number, first = ListVersion.list_number, func.coalesce(Upload.again_of_id, Upload.id)
    files = func.dense_rank().over(partition_by=number, order_by=first.desc())
    turn = func.row_number().over(
        partition_by=(number, first), order_by=ListVersion.upload_id.desc()
    )
    counted = (
        select(number, ListVersion.errors, files.label("files"), turn.label("turn"))
        .join(ListVersion.upload)
        .where(of_scope(ListVersion.inspection_id, inspection_id))
        .subquery()
    )
    before = select(counted.c.list_number, counted.c.errors).where(
        counted.c.files == 2, counted.c.turn == 1
    )
    return {row[0]: int(row[1]) for row in db.session.execute(before)}


def list_rows_before(upload: Upload) -> dict[int, int]:
    """The rows of each list in the last extract before this one’s files, by number; one query."""
    return _find_latest(
        ListVersion.rows,
        of_scope(ListVersion.inspection_id, upload.inspection_id),
        ListVersion.upload_id < upload.first_id,
    )


def _find_latest(
    counted: InstrumentedAttribute[int], *chosen: ColumnElement[bool]
) -> dict[int, int]:
    """What the latest of these versions of each list counted, by the list’s number."""
    latest = (
        select(ListVersion.list_number, func.max(ListVersion.upload_id).label("upload_id"))
        .where(*chosen)
        .group_by(ListVersion.list_number)
        .subquery()
    )
    found = select(ListVersion.list_number, counted).join(
        latest,
        (ListVersion.upload_id == latest.c.upload_id)
        & (ListVersion.list_number == latest.c.list_number),
    )
    return {row[0]: row[1] for row in db.session.execute(found)}


def get_current_version(inspection_id: int | None, number: int) -> ListVersion:
    """The current version of one list of this scope. Raises NotFound."""
    versions = list_versions(inspection_id, number, limit=1)
    if not versions:
        raise NotFound(f"List {number} has not been uploaded here. Upload it first.")
    return versions[0]


def list_versions(
    inspection_id: int | None, number: int, *, limit: int = 20
) -> Sequence[ListVersion]:
    """The versions of one list, the current one first, with uploads and signatures."""
    return db.session.scalars(
        select(ListVersion)
        .where(
            of_scope(ListVersion.inspection_id, inspection_id), ListVersion.list_number == number
        )
        .options(joinedload(ListVersion.upload), selectinload(ListVersion.signatures))
        .order_by(ListVersion.upload_id.desc())
        .limit(limit)
    ).all()


def get_upload(inspection_id: int | None, upload_id: int) -> Upload:
    """An upload of this scope with its files and lists. Raises NotFound."""
    upload = find_upload(upload_id)
    if upload is None or upload.inspection_id != inspection_id:
        raise NotFound("There is no such upload here. Look for it on the page of the lists.")
    return upload


def find_upload(upload_id: int) -> Upload | None:
    """An upload with its files and lists, whatever its scope: for the job that checks it."""
    return db.session.scalar(
        select(Upload)
        .where(Upload.id == upload_id)
        .options(selectinload(Upload.extracts), selectinload(Upload.lists))
        .execution_options(populate_existing=True)
    )


def list_uploads(inspection_id: int | None, *, limit: int = 5) -> Sequence[Upload]:
    """The latest uploads of this scope, the newest first, with their files and lists."""
    return db.session.scalars(
        select(Upload)
        .where(of_scope(Upload.inspection_id, inspection_id))
        .options(selectinload(Upload.extracts), selectinload(Upload.lists))
        .order_by(Upload.id.desc())
        .limit(limit)
    ).all()


def list_unchecked_uploads(inspection_id: int | None) -> Sequence[Upload]:
    """The uploads of this scope whose check has not ended, or never did."""
    return db.session.scalars(
        select(Upload).where(
            of_scope(Upload.inspection_id, inspection_id),
            Upload.checked_at.is_(None),
            Upload.refusal == "",
        )
    ).all()


def list_extracts(upload_id: int) -> Sequence[Extract]:
    """The files of an upload in the order they were sent."""
    chosen = select(Extract).where(Extract.upload_id == upload_id).order_by(Extract.id)
    return db.session.scalars(chosen).all()


def list_comments(inspection_id: int | None) -> Sequence[ListComment]:
    """The council’s comments of this scope, by list; that on the whole list before columns."""
    return db.session.scalars(
        select(ListComment)
        .where(of_scope(ListComment.inspection_id, inspection_id))
        .order_by(ListComment.list_number, ListComment.column)
    ).all()


def find_comment(inspection_id: int | None, number: int, column: str) -> ListComment | None:
    """The comment on a list (column "") or one of its columns, as it stands now."""
    return db.session.scalar(
        select(ListComment).where(
            of_scope(ListComment.inspection_id, inspection_id),
            ListComment.list_number == number,
            ListComment.column == column,
        )
    )


def find_kept_profile(key: str) -> KeptProfile | None:
    """The profile that was counted of these lists by these standards."""
    return db.session.scalar(select(KeptProfile).where(KeptProfile.key == key))


def get_worklist(inspection_id: int | None, worklist_id: int) -> Worklist:
    """A worklist of this scope. Raises NotFound."""
    worklist = db.session.get(Worklist, worklist_id)
    if worklist is None or worklist.inspection_id != inspection_id:
        raise NotFound("There is no such worklist here. Look for it on the page of worklists.")
    return worklist


def find_latest_worklist(inspection_id: int | None, team_key: str, made_of: str) -> Worklist | None:
    """The latest worklist of this scope and team that is made of the same."""
    return db.session.scalar(
        select(Worklist)
        .where(
            of_scope(Worklist.inspection_id, inspection_id),
            Worklist.team_key == team_key,
            Worklist.made_of == made_of,
        )
        .order_by(Worklist.id.desc())
        .limit(1)
    )


def list_worklists(inspection_id: int | None, *, limit: int) -> Sequence[Worklist]:
    """The latest worklists of this scope, the newest first."""
    return db.session.scalars(
        select(Worklist)
        .where(of_scope(Worklist.inspection_id, inspection_id))
        .order_by(Worklist.id.desc())
        .limit(limit)
    ).all()


def find_list_post(number: int) -> Post | None:
    """The post that signs this list where no task says otherwise."""
    return list_posts_by_key().get(find_list_posts().get(number, ""))


def list_owners(
    inspection_id: int | None, today: date, found: Deliveries | None = None
) -> dict[int, ListOwner]:
    """Whose each list is today: of the task that delivers it, else of the post that signs it.

    `found` is what was read of the same inspection already.
    """
    found = found or Deliveries.load(inspection_id, today)
    owners = {
        int(line.delivers.removeprefix("list:")): ListOwner(
            line.owner_id, line.owner_name, line.post_title, line
        )
        for line in found.lines
        if line.delivers and line.delivers.startswith("list:")
    }
    return owners | {
        number: _owner_by_post(key, found.owners)
        for number, key in find_list_posts().items()
        if number not in owners and key in found.owners.posts
    }


def find_running_id() -> int | None:
    """The id of the real inspection that is going on, if any."""
    running = select(Inspection.id).where(
        Inspection.state == InspectionState.RUNNING, Inspection.is_trial.is_(False)
    )
    return db.session.scalar(running)


def find_end(inspection_id: int | None) -> datetime | None:
    """When this inspection was closed; None while it is running, and between inspections."""
    return db.session.scalar(select(Inspection.closed_at).where(Inspection.id == inspection_id))


def list_other_inspections(inspection_id: int | None) -> Sequence[Inspection]:
    """Every inspection and trial run but this one, the newest call first."""
    newest = select(Inspection).order_by(Inspection.call_at.desc(), Inspection.id.desc())
    if inspection_id is not None:
        newest = newest.where(Inspection.id != inspection_id)
    return db.session.scalars(newest).all()


def list_waiting_signatures(
    person: Person, found: Deliveries, running: Iterable[Inspection]
) -> tuple[WaitingSignature, ...]:
    """The lists that wait for this person’s signature, in what is running, soonest due first.

    Those kept between inspections count while no real inspection is running. `found` is of
    everything that is running. Two queries, however much that is.
    """
    if not allows(person.role, Permission.SIGN_LISTS):
        return ()
    titles: dict[int | None, str] = {one.id: one.title for one in running if one.is_trial}
    real = [one for one in running if not one.is_trial]
    titles |= {one.id: one.title for one in real} if real else {None: "Between inspections"}
    waiting = [
        WaitingSignature(
            version.inspection_id,
            titles[version.inspection_id],
            version,
            owner.task.due_at if owner.task else None,
        )
        for version, owner in _list_unsigned(titles, found)
        if owner.person_id == person.id
    ]
    return tuple(sorted(waiting, key=lambda one: (one.due_at is None, one.due_at)))


def _list_unsigned(
    scopes: Iterable[int | None], found: Deliveries
) -> Iterator[tuple[ListVersion, ListOwner]]:
    chosen = or_(*(of_scope(ListVersion.inspection_id, scope) for scope in scopes))
    unsigned = [one for one in list_latest_versions(chosen) if one.standing_signature is None]
    for scope in scopes:
        owners = list_owners(scope, found.day, found.choose(scope))
        for version in unsigned:
            if version.inspection_id == scope:
                yield version, owners.get(version.list_number, NOBODY)


def _owner_by_post(key: str, owners: Owners) -> ListOwner:
    person, title = owners.find(key).person, owners.posts[key].title
    return ListOwner(person.id if person else None, person.name if person else "", title)


def of_scope(
    column: InstrumentedAttribute[int | None], inspection_id: int | None
) -> ColumnElement[bool]:
    """Whether a row is of this scope; `column` is that of its inspection."""
    return column.is_(None) if inspection_id is None else column == inspection_id
