"""The lists kept warm between inspections: this week’s upload, and who has signed already.

Nine lists are the corrected ones; two still have their planted errors, and so nobody has
signed them. Of the nine, some wait for a signature.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from readiness import clock
from readiness.annexe_a.editions import find_edition, find_list_posts
from readiness.annexe_a.judging import Wanted
from readiness.annexe_a.mapping_pages import load_authorities
from readiness.annexe_a.operations import (
    KeptExtract,
    check_upload,
    receive_upload,
    save_mapping,
    sign_list,
)
from readiness.annexe_a.queries import get_current_version, list_uploads
from readiness.demo.dates import moment
from readiness.demo.documents.shelving import Event
from readiness.demo.extract_files import CORRECTED, CSV, WITH_ERRORS
from readiness.demo.planted import MAPPED
from readiness.files.access import current_store
from readiness.files.operations import keep_file
from readiness.people.models import Person, Post

EDITION = "2024"
NOT_CORRECTED = (6, 8)
SIGNED = (1, 2, 3, 5, 7, 9)


def plan_lists(extracts: Path, as_at: date, posts: Mapping[str, Post]) -> Iterator[Event]:
    """The upload of the day, its check, and the signatures, each with its moment."""
    uploaded = moment(as_at, 17, 10)
    yield uploaded - timedelta(weeks=2), _mapping(posts["data-lead"].holder)
    yield uploaded, _uploading(extracts, as_at, posts["data-lead"].holder)
    yield uploaded + timedelta(minutes=1), _check
    for place, number in enumerate(SIGNED):
        signer = posts[find_list_posts()[number]].holder
        if signer is not None:
            yield uploaded + timedelta(minutes=20 + 13 * place), _signing(signer, number)


def _uploading(extracts: Path, as_at: date, actor: Person | None) -> Callable[[], object]:
    def upload() -> None:
        kept = []
        for number in range(1, 12):
            folder = extracts / (WITH_ERRORS if number in NOT_CORRECTED else CORRECTED)
            path = folder / CSV / f"list_{number}.csv"
            with path.open("rb") as stream:
                stored = keep_file(stream, store=current_store(), now=clock.now())
            kept.append(KeptExtract(path.name, stored.sha256, path.stat().st_size))
        receive_upload(actor=actor, inspection_id=None, as_at=as_at, edition=EDITION, files=kept)

    return upload


def _mapping(actor: Person | None) -> Callable[[], object]:
    """The one line the council has mapped so far."""

    def save() -> None:
        wanted = Wanted(1, False, "Primary Need Code", MAPPED, "N1")
        save_mapping(
            actor=actor,
            inspection_id=None,
            wanted=[wanted],
            edition=find_edition(EDITION),
            authorities=load_authorities(),
        )

    return save


def _check() -> None:
    """Check the upload here and now: no worker runs while the demo is loaded."""
    newest = list_uploads(None, limit=1)[0]
    check_upload(upload_id=newest.id, store=current_store())


def _signing(signer: Person, number: int) -> Callable[[], object]:
    def sign() -> None:
        seen = get_current_version(None, number).content_hash
        sign_list(actor=signer, inspection_id=None, number=number, content_hash=seen)

    return sign
