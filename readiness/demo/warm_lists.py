"""The lists kept warm between inspections: two days’ uploads, and who has signed already.

Two weeks before, four lists came with errors. On the day the four come in the morning with their
planted errors, at midday one of them is corrected, and in the evening all come, nine of them right;
two still have errors, and so nobody has signed them. Of the nine, some wait for a signature. One
finding is explained, for a few days more.
"""

import io
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from readiness import clock
from readiness.annexe_a.editions import find_edition, find_list_posts
from readiness.annexe_a.explaining import Explained
from readiness.annexe_a.findings import load_findings, take_page
from readiness.annexe_a.judging import Wanted
from readiness.annexe_a.mapping_pages import load_authorities
from readiness.annexe_a.operations import (
    KeptExtract,
    check_upload,
    explain_finding,
    receive_upload,
    save_mapping,
    sign_list,
)
from readiness.annexe_a.queries import get_current_version, list_uploads
from readiness.annexe_a.worklists import find_words
from readiness.demo.dates import moment
from readiness.demo.documents.shelving import Event
from readiness.demo.extract_files import CORRECTED, CSV, WITH_ERRORS, name_file
from readiness.demo.planted import MAPPED
from readiness.files.access import current_store
from readiness.files.operations import keep_file
from readiness.people.models import Person, Post

EDITION = "2024"
ALL, MORNING, MIDDAY = range(1, 12), (6, 7, 8, 9), (9,)
NOT_CORRECTED = (6, 8)
SIGNED = (1, 2, 3, 5, 7, 9)
EXPLAINED = "Placement postcode"
WHY = "Genuine: placed with a parent whose address is kept confidential."
STILL_HOLDS = timedelta(days=5)
BEFORE = timedelta(weeks=2)


def find_earlier(as_at: date) -> date:
    """The as-at date of the lists that came before those of this day, and before a meeting."""
    return as_at - BEFORE


def plan_lists(
    extracts: Path, as_at: date, posts: Mapping[str, Post], earlier: Mapping[int, bytes]
) -> Iterator[Event]:
    """The uploads, their checks, and the signatures, each with its moment.

    `earlier` are the files of all lists as at `find_earlier`, with errors, by their number.
    """
    lead, uploaded = posts["data-lead"].holder, moment(as_at, 17, 10)
    yield uploaded - BEFORE, _mapping(lead)
    uploads = [(find_earlier(as_at), uploaded - BEFORE, {n: earlier[n] for n in MORNING})]
    for when, numbers, wrong in (
        (moment(as_at, 9, 25), MORNING, MORNING),
        (moment(as_at, 12, 40), MIDDAY, ()),
        (uploaded, ALL, NOT_CORRECTED),
    ):
        uploads.append((as_at, when, _read(extracts, numbers, wrong)))
    for day, when, files in uploads:
        yield when + timedelta(minutes=1), _uploading(day, lead, files)
        yield when + timedelta(minutes=2), _check
    for place, number in enumerate(SIGNED):
        signer = posts[find_list_posts()[number]].holder
        if signer is not None:
            yield uploaded + timedelta(minutes=20 + 13 * place), _signing(signer, number)
    if lead is not None:
        yield uploaded + timedelta(minutes=40), _explaining(lead, clock.today() + STILL_HOLDS)


def _read(extracts: Path, numbers: Collection[int], wrong: Collection[int]) -> dict[int, bytes]:
    """The files of these lists by their number, with the planted errors where they are `wrong`."""
    files = {}
    for number in numbers:
        folder = extracts / (WITH_ERRORS if number in wrong else CORRECTED) / CSV
        files[number] = (folder / name_file(number)).read_bytes()
    return files


def _uploading(
    as_at: date, actor: Person | None, files: Mapping[int, bytes]
) -> Callable[[], object]:
    def upload() -> None:
        kept = []
        for number, content in files.items():
            stored = keep_file(io.BytesIO(content), store=current_store(), now=clock.now())
            kept.append(KeptExtract(name_file(number), stored.sha256, len(content)))
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


def _explaining(actor: Person, expires_on: date) -> Callable[[], object]:
    def explain() -> None:
        found = load_findings([get_current_version(None, 8)], current_store())
        of_column = found.filter(pl.col("column") == EXPLAINED)
        row = take_page(of_column, 0, 1)[0]
        said = Explained(row.reference, row.list, row.code, row.column, WHY, expires_on)
        words = find_words()
        explain_finding(actor=actor, inspection_id=None, said=said, words=words, seen_id=None)

    return explain


def _signing(signer: Person, number: int) -> Callable[[], object]:
    def sign() -> None:
        seen = get_current_version(None, number).content_hash
        sign_list(actor=signer, inspection_id=None, number=number, content_hash=seen)

    return sign
