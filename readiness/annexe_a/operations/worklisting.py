"""Asking for worklists, making them in the worker, and noting who took them."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import polars as pl
from sqlalchemy import select

from readiness import clock
from readiness.activity.operations import record
from readiness.annexe_a.explanation_queries import describe_explained
from readiness.annexe_a.findings import NOBODY, load_findings, mark_explained
from readiness.annexe_a.models import ListVersion, Worklist
from readiness.annexe_a.operations.checks import check_open, lock_lists
from readiness.annexe_a.queries import find_latest_worklist, list_current_versions
from readiness.annexe_a.seals import current_seal
from readiness.annexe_a.worklists import (
    Cover,
    Team,
    choose_team,
    find_words,
    give_teams,
    list_teams,
    write_each,
    write_worklist,
)
from readiness.checklists.worklists import Worklists
from readiness.errors import NotAllowed, NotFound, Refused
from readiness.extensions import db
from readiness.files.access import plain_folder
from readiness.files.operations import register_file
from readiness.files.rooms import private_room
from readiness.files.store import FileStore, Stored, refused_when_full
from readiness.inspections.models import Inspection
from readiness.office.zip import write_zip
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.work.contract import Report, saving
from readiness.work.queries import find_open_owed

WORKLIST = "annexe-a-worklist"
"""The kind of owed work whose subject is a worklist."""
TRIAL = "TRIAL RUN"


def ask_worklist(*, actor: Person, inspection_id: int | None, team_key: str) -> Worklist:
    """Ask for the worklist of a team (its opaque key, NOBODY for what names none), or of all (“”).

    One that is made of the same, or is being made, is given instead of another.
    Raises NotAllowed, NotFound for no such team, Refused where there is no finding or the
    inspection is closed.
    """
    if not allows(actor.role, Permission.SEE_CHILD_ROWS):
        raise NotAllowed("Worklists hold child-level rows. Ask the data lead for yours.")
    check_open(inspection_id)
    lock_lists(inspection_id)
    versions = list_current_versions(inspection_id)
    if not any(version.errors or version.warnings for version in versions.values()):
        raise Refused("The lists here have no findings, so there is no worklist to make.")
    made_of = _name_contents(versions, describe_explained(inspection_id), find_words())
    there = find_latest_worklist(inspection_id, team_key, made_of)
    if there is not None and (there.file_sha256 or find_open_owed(WORKLIST, there.id)):
        return there
    worklist = Worklist(
        inspection_id=inspection_id,
        team_key=team_key,
        made_of=made_of,
        upload_id=_latest(versions),
        asked_by=actor,
        asked_at=clock.now(),
    )
    db.session.add(worklist)
    record(
        actor=actor,
        event="annexe_a:worklist:asked",
        subject=worklist,
        inspection_id=inspection_id,
    )
    return worklist


def make_worklist(
    *, worklist_id: int, store: FileStore, report: Report = lambda _done, _total: None
) -> None:
    """Make the file of a worklist from the lists as they are now; once only. For its job."""
    worklist = _get(worklist_id)
    if worklist.file_sha256 is not None:
        return
    versions = list_current_versions(worklist.inspection_id)
    findings, cover = _gather(worklist.inspection_id, versions, store)
    made_of = _name_contents(versions, cover.explained, cover.words)
    upload_id = _latest(versions)
    teams = list_teams(findings)
    if worklist.team_key:
        teams = tuple(team for team in teams if (team.key or NOBODY) == worklist.team_key)
    if not teams:
        raise Refused("The team has no findings any more. Look at the findings again.")
    is_zip = not worklist.team_key
    stored = _write(findings, teams, cover, store, report, is_zip=is_zip)
    with saving():
        held = _get(worklist_id)
        held.file_sha256 = register_file(stored, now=clock.now()).sha256
        held.made_at, held.made_of, held.upload_id = clock.now(), made_of, upload_id
        held.teams = len(teams)
        held.findings = sum(team.findings for team in teams)


def note_worklist_download(*, actor: Person, worklist: Worklist) -> None:
    """Record who took a worklist, with how many findings of how many teams."""
    record(
        actor=actor,
        event="annexe_a:worklist:downloaded",
        subject=worklist,
        changes={"findings": (None, worklist.findings), "teams": (None, worklist.teams)},
        inspection_id=worklist.inspection_id,
    )


def _get(worklist_id: int) -> Worklist:
    found = db.session.scalar(select(Worklist).where(Worklist.id == worklist_id))
    if found is None:
        raise NotFound("There is no such worklist.")
    return found


def _name_contents(
    versions: Mapping[int, ListVersion], explained: Mapping[str, str], words: Worklists
) -> str:
    """The same for the same lists, explanations and words: what tells whether a worklist is old."""
    lists = sorted(version.id for version in versions.values())
    return sha256(repr((lists, sorted(explained.items()), words)).encode()).hexdigest()


def _latest(versions: Mapping[int, ListVersion]) -> int:
    return max(version.upload_id for version in versions.values())


def _gather(
    inspection_id: int | None, versions: Mapping[int, ListVersion], store: FileStore
) -> tuple[pl.DataFrame, Cover]:
    explained, words = describe_explained(inspection_id), find_words()
    found = mark_explained(load_findings(versions.values(), store), explained)
    inspection = db.session.get(Inspection, inspection_id) if inspection_id is not None else None
    cover = Cover(
        as_at=max(version.upload.as_at for version in versions.values()),
        made_at=clock.in_london(clock.now()),
        watermark=TRIAL if inspection is not None and inspection.is_trial else "",
        words=words,
        explained=explained,
    )
    return give_teams(found, words, current_seal()), cover


def _write(
    findings: pl.DataFrame,
    teams: tuple[Team, ...],
    cover: Cover,
    store: FileStore,
    report: Report,
    *,
    is_zip: bool,
) -> Stored:
    with refused_when_full(), private_room(plain_folder("making")) as room:
        path = Path(room) / "made"
        if is_zip:
            write_zip(path, write_each(room, teams, findings, cover, report), manifest=False)
        else:
            write_worklist(path, teams[0], choose_team(findings, teams[0].key), cover)
        with path.open("rb") as stream:
            stored = store.put(stream)
        report(len(teams) + 1, len(teams) + 1)
        return stored
