"""The rows of lists that were uploaded, as the file store keeps them."""

from collections.abc import Iterable

from readiness.annexe_a.editions import find_edition
from readiness.annexe_a.frames import ListFrame
from readiness.annexe_a.keeping import frame_from_parquet
from readiness.annexe_a.models import ListVersion
from readiness.files.store import FileStore


def load_frames(versions: Iterable[ListVersion], store: FileStore) -> dict[int, ListFrame]:
    """The rows of these lists, by number, each read with the edition it was checked by."""
    return {one.list_number: load_frame(one, store) for one in versions}


def load_frame(version: ListVersion, store: FileStore, *, keys_only: bool = False) -> ListFrame:
    """The rows of one list; with `keys_only` no other columns than those that tell them apart."""
    edition = find_edition(version.upload.edition, version.inspection_id)
    with store.open(version.frame_sha256) as stream:
        return frame_from_parquet(stream.read(), edition, keys_only=keys_only)
