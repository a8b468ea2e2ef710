"""What the pages of Annexe A are given: a scope’s eleven lists at one moment, and the answer."""

from dataclasses import dataclass
from datetime import date, datetime

from readiness.annexe_a.editions import find_edition
from readiness.annexe_a.history_queries import find_errors_since
from readiness.annexe_a.models import ListSignature, ListVersion
from readiness.annexe_a.queries import NOBODY, ListOwner, list_current_versions, list_owners
from readiness.annexe_a.rules.declaring import spell_lists
from readiness.checklists.annexe_a import ListSpec
from readiness.clock import in_london
from readiness.inspections.models import AnchorDate, Inspection
from readiness.inspections.now import now_for
from readiness.inspections.owners import Deliveries
from readiness.inspections.queries import get_inspection
from readiness.inspections.rules.tasks import TaskState
from readiness.plain_words import format_day, join_words, plural

DATA_DUE = "data_due"


@dataclass(frozen=True)
class ListLine:
    """One of the eleven lists: its current version, if it was ever uploaded, and whose it is."""

    spec: ListSpec
    version: ListVersion | None
    owner: ListOwner
    errors_since: int = 0
    """How many errors more it has than when it was signed."""

    @property
    def title(self) -> str:
        """“6. Children in need”."""
        return f"{self.spec.number}. {self.spec.name}"

    @property
    def signature(self) -> ListSignature | None:
        """The signature that holds."""
        return self.version.standing_signature if self.version else None

    @property
    def state(self) -> str:
        """The words of its tag: missing, signed or not signed."""
        if self.version is None:
            return "missing"
        return "signed" if self.signature else "not_signed"


@dataclass(frozen=True)
class Scope:
    """The lists of one inspection or trial run, or those kept between inspections.

    `was_sent` once the task is done that sends them.
    """

    inspection: Inspection | None
    lines: tuple[ListLine, ...]
    now: datetime
    was_sent: bool = False

    @property
    def id(self) -> int | None:
        """The inspection’s number."""
        return self.inspection.id if self.inspection else None

    @property
    def title(self) -> str:
        """The inspection’s title."""
        return self.inspection.title if self.inspection else "Between inspections"

    @property
    def is_open(self) -> bool:
        """Whether its lists may change."""
        return self.inspection is None or self.inspection.is_running

    @property
    def closed_at(self) -> datetime | None:
        """When the inspection was closed: what came later is not of it."""
        return self.inspection.closed_at if self.inspection else None

    @property
    def is_trial(self) -> bool:
        """Whether it is practice."""
        return self.inspection is not None and self.inspection.is_trial

    @property
    def data_due(self) -> AnchorDate | None:
        """When child-level data is due, where the inspection has such a date."""
        anchors = self.inspection.anchors if self.inspection else []
        return next((anchor for anchor in anchors if anchor.key == DATA_DUE), None)

    @property
    def versions(self) -> list[ListVersion]:
        """The lists that are here."""
        return [line.version for line in self.lines if line.version is not None]

    @property
    def latest_upload_id(self) -> int | None:
        """The latest upload that brought any of them."""
        return max((version.upload_id for version in self.versions), default=None)

    @property
    def latest_brought_id(self) -> int | None:
        """The latest upload that brought files: checks of the same files again are none."""
        return max((version.upload.first_id for version in self.versions), default=None)

    @property
    def missing(self) -> list[ListLine]:
        """The lists that were never uploaded here."""
        return [line for line in self.lines if line.version is None]

    @property
    def unsigned(self) -> int:
        """How many lists are not signed, missing ones included."""
        return sum(line.signature is None for line in self.lines)

    @property
    def errors(self) -> int:
        """How many errors are left in the lists that are here."""
        return sum(version.errors for version in self.versions)

    @property
    def needs(self) -> str:
        """“3 of 11 lists are not signed, 1 of them missing”."""
        total, unsigned, missing = len(self.lines), self.unsigned, len(self.missing)
        if not unsigned:
            return f"all {total} lists are signed"
        are = "is" if unsigned == 1 else "are"
        said = f"{unsigned} of {total} lists {are} not signed"
        if missing:
            said += ", and it is missing" if unsigned == 1 else f", {missing} of them missing"
        return said

    @property
    def apart(self) -> str:
        """Which lists are not held against each other, as they are not of one day and edition."""
        kinds: dict[tuple[date, str], list[int]] = {}
        for version in sorted(self.versions, key=lambda one: one.upload.as_at, reverse=True):
            key = version.upload.as_at, version.upload.edition
            kinds.setdefault(key, []).append(version.list_number)
        if len(kinds) < 2:
            return ""
        has_editions = len({edition for _, edition in kinds}) > 1
        said = [
            f"{spell_lists(tuple(sorted(numbers)))} (as at {format_day(day)}"
            + (f", edition of {edition})" if has_editions else ")")
            for (day, edition), numbers in kinds.items()
        ]
        differ = "days or editions" if has_editions else "days"
        return f"Not held against each other, as their {differ} differ: {join_words(said)}."

    @property
    def between(self) -> str:
        """“9 of 11 lists are here with 42 errors; the oldest are as at Monday 2 November 2026”."""
        if not self.versions:
            return "No list is kept ready: upload the extracts to see how they stand."
        here = f"{len(self.versions)} of {len(self.lines)} lists are here"
        oldest = format_day(min(version.upload.as_at for version in self.versions))
        return f"{here} with {plural(self.errors, 'error')}; the oldest data is as at {oldest}."

    def line(self, number: int) -> ListLine | None:
        """The line of this list, None for a number that no list has."""
        return next((line for line in self.lines if line.spec.number == number), None)


def make_scope(inspection_id: int | None) -> Scope:
    """The eleven lists of a scope as they stand there now. Raises NotFound for no inspection."""
    inspection = get_inspection(inspection_id) if inspection_id is not None else None
    now, versions = now_for(inspection), list_current_versions(inspection_id)
    today = in_london(now).date()
    found = Deliveries.load(inspection_id, today)
    owners = list_owners(inspection_id, today, found)
    latest = max(versions.values(), key=lambda version: version.upload_id, default=None)
    edition = find_edition(latest.upload.edition if latest else "", inspection_id)
    since = find_errors_since(versions.values())
    lines = tuple(
        ListLine(
            spec,
            versions.get(spec.number),
            owners.get(spec.number, NOBODY),
            since.get(spec.number, 0),
        )
        for spec in edition.lists
    )
    sending = (line for line in found.lines if line.delivers == f"bundle:{DATA_DUE}")
    was_sent = any(line.state is TaskState.DONE for line in sending)
    return Scope(inspection, lines, now, was_sent)
