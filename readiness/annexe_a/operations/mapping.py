"""The council’s mapping: saving lines of it and withdrawing one; and checking lists again with it.

The mapping is the council’s, whatever inspection somebody was looking at. What came stays out of
the activity: a cell can hold anything, and the activity is read by people who see no child.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from readiness import clock
from readiness.activity.operations import record
from readiness.annexe_a.judging import Judged, Wanted, judge
from readiness.annexe_a.mapping import fold
from readiness.annexe_a.mapping_queries import get_mapped_spelling, list_standing_lines
from readiness.annexe_a.models import Extract, MappedSpelling, Upload
from readiness.annexe_a.operations.checking import CHECK
from readiness.annexe_a.operations.checks import check_open, lock_lists
from readiness.annexe_a.queries import get_upload, list_current_versions, list_unchecked_uploads
from readiness.annexe_a.spellings import Spelling
from readiness.checklists.annexe_a import Edition
from readiness.checklists.standards import Authorities
from readiness.errors import ChangedMeanwhile, NotAllowed, Refused
from readiness.extensions import db
from readiness.inspections.rules.words import spell_second
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.plain_words import join_words, plural
from readiness.work.queries import find_latest_owed

MOST_COLUMNS = 5
"""Of how many columns the activity speaks by name."""


@dataclass
class _SavedLines:
    """Lines that were saved together, as the activity calls them."""

    id: int
    count: int
    __tablename__: str = "mapped_spelling"

    @property
    def activity_title(self) -> str:
        """How many there are."""
        return f"{plural(self.count, 'line')} of the council’s mapping"


def save_mapping(
    *,
    actor: Person | None,
    inspection_id: int | None,
    wanted: Sequence[Wanted],
    edition: Edition,
    authorities: Authorities,
) -> Judged:
    """Save what is wanted, all of it or, where the answer has faults, nothing.

    What is mapped so already is not saved twice. Raises NotAllowed, Refused.
    """
    check_may_map(actor, inspection_id)
    lock_lists(None)
    judged = judge(wanted, edition, authorities, list_standing_lines())
    if judged.faults or not judged.lines:
        return judged
    now = clock.now()
    rows = [_make_row(line, actor) for line in judged.lines]
    for row in rows:
        row.saved_at = now
    db.session.add_all(rows)
    db.session.flush()
    headings = sum(row.is_heading for row in rows)
    record(
        actor=actor,
        event="annexe_a:mapping:saved",
        subject=_SavedLines(rows[0].id, len(rows)),
        changes={
            "values": (None, len(rows) - headings or None),
            "headings": (None, headings or None),
            "columns": (None, _spell_columns(judged.lines)),
        },
        inspection_id=inspection_id,
    )
    return judged


def _make_row(line: Spelling, actor: Person | None) -> MappedSpelling:
    return MappedSpelling(
        is_heading=line.is_heading,
        column=line.column,
        text=line.text,
        folded=fold(line.text),
        read_as=line.read_as,
        saved_by=actor,
    )


def _spell_columns(lines: Sequence[Spelling]) -> str:
    names = list(dict.fromkeys(f"“{line.column}”" for line in lines))
    if len(names) > MOST_COLUMNS:
        names = [*names[:MOST_COLUMNS], plural(len(names) - MOST_COLUMNS, "other column")]
    return join_words(names)


def withdraw_mapping(
    *, actor: Person, inspection_id: int | None, line_id: int, version: int
) -> MappedSpelling:
    """Withdraw one line: from the next check on, what it read is unknown again.

    Raises ChangedMeanwhile where somebody else did so, NotAllowed, NotFound, Refused.
    """
    check_may_map(actor, inspection_id)
    lock_lists(None)
    line = get_mapped_spelling(line_id)
    if line.withdrawn_at is not None:
        who = line.withdrawn_by.name if line.withdrawn_by else "Readiness"
        raise ChangedMeanwhile(
            f"{who} withdrew this line at {spell_second(line.withdrawn_at)}: nothing is left to do."
        )
    if line.version != version:
        raise ChangedMeanwhile("Somebody else changed this line. Look at the mapping again.")
    line.withdrawn_by, line.withdrawn_at = actor, clock.now()
    saver = line.saved_by.name if line.saved_by else "Readiness"
    record(
        actor=actor,
        event="annexe_a:mapping:withdrawn",
        subject=line,
        changes={"saved_by": (saver, None)},
        inspection_id=inspection_id,
    )
    return line


def check_again(*, actor: Person, inspection_id: int | None) -> list[Upload]:
    """Owe another check of the current lists of a scope, with the mapping as it is now.

    One upload for each that brought some of the lists, with the same files. Raises NotAllowed,
    Refused where there is no list, ChangedMeanwhile where files are being checked: what they bring
    would count as older than what is checked again now.
    """
    check_may_map(actor, inspection_id)
    lock_lists(inspection_id)
    current = list_current_versions(inspection_id)
    if not current:
        raise Refused("No list has been uploaded here yet, so there is nothing to check again.")
    firsts = sorted({version.upload.first_id for version in current.values()})
    waiting = find_waiting(inspection_id)
    if waiting is not None:
        said = "being checked again already" if waiting.again_of_id else "being checked"
        raise ChangedMeanwhile(f"Files of these lists are {said}. Wait for that check.")
    return [begin_again(actor, get_upload(inspection_id, first)) for first in firsts]


def find_waiting(inspection_id: int | None) -> Upload | None:
    """An upload of this scope that is yet to be checked."""
    for waiting in list_unchecked_uploads(inspection_id):
        owed = find_latest_owed(CHECK, waiting.id)
        if owed is None or owed.is_open:
            return waiting
    return None


def begin_again(actor: Person | None, first: Upload) -> Upload:
    """Add an upload that checks the files of another again; no actor is Readiness."""
    upload = Upload(
        inspection_id=first.inspection_id,
        edition=first.edition,
        as_at=first.as_at,
        uploaded_by=actor,
        uploaded_at=clock.now(),
        again_of_id=first.id,
        extracts=[Extract(name=f.name, sha256=f.sha256, size=f.size) for f in first.extracts],
    )
    db.session.add(upload)
    record(
        actor=actor,
        event="annexe_a:upload:again",
        subject=upload,
        changes={"files_of_upload": (None, first.id)},
        inspection_id=upload.inspection_id,
    )
    return upload


def note_unknown_download(*, actor: Person, upload: Upload, spellings: int) -> None:
    """Record who took the file of unknown values; `upload` is the latest that they are in."""
    record(
        actor=actor,
        event="annexe_a:unknown:downloaded",
        subject=upload,
        changes={"spellings": (None, spellings)},
        inspection_id=upload.inspection_id,
    )


def check_may_map(actor: Person | None, inspection_id: int | None) -> None:
    """Raises NotAllowed for other roles, Refused in an inspection that is closed."""
    if actor is not None and not allows(actor.role, Permission.UPLOAD_EXTRACTS):
        raise NotAllowed("Your role does not map values. Ask the data lead.")
    check_open(inspection_id)
