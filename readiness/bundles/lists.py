"""The lists of a bundle: their frozen versions, and the workbook made from exactly those."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from readiness.annexe_a.editions import find_edition
from readiness.annexe_a.kept import load_frames
from readiness.annexe_a.models import ListVersion
from readiness.annexe_a.workbook import FrontSheet, Layout, write_workbook
from readiness.bundles.queries import get_list_versions
from readiness.bundles.rules import Item, ItemKind, Said
from readiness.checklists.annexe_a import Edition
from readiness.errors import Refused
from readiness.files.store import FileStore
from readiness.plain_words import join_words


def list_versions(items: Iterable[Item]) -> Sequence[ListVersion]:
    """The versions of the lists among these items, missing ones left aside."""
    ids = [item.version_id for item in items if item.kind is ItemKind.LIST and item.version_id]
    return get_list_versions(ids) if ids else ()


def find_edition_of(versions: Sequence[ListVersion]) -> Edition | None:
    """The one edition of these lists, None for no list. Raises Refused for two editions."""
    names = sorted({version.upload.edition for version in versions})
    if len(names) > 1:
        raise Refused(
            f"The lists are of the editions {join_words(names)}, and one workbook takes only one. "
            "Upload those of the older edition again, or leave them out."
        )
    return find_edition(names[0], versions[0].inspection_id) if names else None


def write_lists(
    path: Path,
    versions: Sequence[ListVersion],
    *,
    store: FileStore,
    council: str,
    said: Said,
    watermark: str,
) -> bool:
    """Write the workbook of these versions in Ofsted’s layout; False where there is no list.

    It is as at the latest date of its lists, and says the day of each. The same versions give
    the same bytes.
    """
    edition = find_edition_of(versions)
    if edition is None:
        return False
    frames = load_frames(versions, store)
    days = {version.list_number: version.upload.as_at for version in versions}
    front = FrontSheet(
        council,
        max(days.values()),
        {(one.list_number, one.column): one.text for one in said.comments},
        watermark,
        said.reconciliation,
        days,
    )
    write_workbook(path, frames, edition=edition, layout=Layout.OFSTED, front=front)
    return True
