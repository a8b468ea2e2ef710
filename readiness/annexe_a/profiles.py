"""The profile of lists that were uploaded: remembered, kept in the file store, or counted now."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from readiness.annexe_a.checking import Known, make_context, standards_of
from readiness.annexe_a.frames import Context
from readiness.annexe_a.kept import load_frames
from readiness.annexe_a.memory import Memory
from readiness.annexe_a.models import ListVersion
from readiness.annexe_a.profile.figures import Profile
from readiness.annexe_a.profile.keeping import key_of, profile_from_bytes
from readiness.annexe_a.profile.measuring import measure_lists
from readiness.annexe_a.queries import find_kept_profile
from readiness.checklists.standards import Standards
from readiness.files.store import FileStore
from readiness.settings import current_settings

_known = Memory[Profile](most=20)
"""By their keys: counts, no row."""


def find_profile(versions: Iterable[ListVersion], store: FileStore) -> Profile | None:
    """The profile of these lists with today’s population; None where there is no list."""
    lists = list(versions)
    if not lists:
        return None
    key = make_key(lists)
    profile = _known.find(key, lambda: _load(key, store) or measure_versions(lists, store))
    settings = current_settings()
    return replace(profile, population=settings.child_population)


def make_key(versions: Iterable[ListVersion]) -> str:
    """What names the profile of these lists."""
    lists = {one.list_number: (one.frame_sha256, one.upload.as_at) for one in versions}
    return key_of(lists, find_standards())


def measure_versions(versions: Iterable[ListVersion], store: FileStore) -> Profile:
    """Count the profile of these lists: most of a second for twenty thousand rows."""
    lists = list(versions)
    days = {one.list_number: one.upload.as_at for one in lists}
    return measure_lists(load_frames(lists, store), _contexts(days))


def find_standards() -> Standards:
    """The council’s own limits."""
    folder = current_settings().checklists_path
    return standards_of(folder)


def _contexts(days: Mapping[int, date]) -> dict[int, Context]:
    known = Known(find_standards())
    made = {day: make_context(day, known) for day in set(days.values())}
    return {number: made[day] for number, day in days.items()}


def _load(key: str, store: FileStore) -> Profile | None:
    kept = find_kept_profile(key)
    if kept is None:
        return None
    with store.open(kept.file_sha256) as stream:
        return profile_from_bytes(stream.read())
