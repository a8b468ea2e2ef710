"""The uploads of a scope one after another: how many findings the lists had after each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from readiness.annexe_a.history_queries import list_all_versions
from readiness.annexe_a.models import ListVersion, Upload
from readiness.annexe_a.rules.declaring import spell_lists
from readiness.plain_words import plural

STEPS = (1, 2, 3, 4, 5, 6, 8)
MOST_SHOWN = 60


@dataclass(frozen=True)
class Point:
    """The lists as they stood after an upload: those that were in it, and the others as before."""

    upload_id: int
    as_at: date
    uploaded_at: datetime
    by: str
    lists: int
    """How many were in the upload."""
    rows: int
    errors: int
    warnings: int
    again: str = ""
    """Why its files were checked again; nothing where it brought them."""


@dataclass(frozen=True)
class Chart:
    """The points as two lines: (along, up), each 0 to 100 of `top`."""

    errors: tuple[tuple[float, float], ...]
    warnings: tuple[tuple[float, float], ...]
    top: int


def list_points(inspection_id: int | None) -> tuple[Point, ...]:
    """Every upload of a scope that was checked, the oldest first. One query."""
    standing: dict[int, ListVersion] = {}
    points: list[Point] = []
    came: tuple[int, ...] = ()
    for upload, versions in groupby(list_all_versions(inspection_id), lambda one: one.upload):
        held = {version.list_number: version for version in versions}
        standing |= held
        if upload.again_of_id is None:
            came = tuple(held)
        points.append(_make_point(upload, len(held), standing, spell_again(upload, came)))
    return tuple(points)


def spell_again(upload: Upload, came: tuple[int, ...]) -> str:
    """“checked again because List 6 came”; "" for an upload that brought its files.

    `came` are the lists of the last upload before it that brought some.
    """
    if upload.again_of_id is None:
        return ""
    if upload.uploaded_by is not None:
        return f"checked again, the files of upload {upload.again_of_id}"
    return f"checked again because {spell_lists(came)} came"


def draw_chart(points: Sequence[Point]) -> Chart | None:
    """The chart of these points; None while there are too few for a line."""
    shown = points[-MOST_SHOWN:]
    if len(shown) < 2:
        return None
    top = round_up(max(max(one.errors, one.warnings) for one in shown))
    along = [round(100 * place / (len(shown) - 1), 2) for place in range(len(shown))]
    errors, warnings = [one.errors for one in shown], [one.warnings for one in shown]
    return Chart(_place(along, errors, top), _place(along, warnings, top), top)


def round_up(number: int) -> int:
    """The next round number that is not less: 10, 20, 30, 40, 50, 60, 80, 100, 200 …"""
    size = 10
    while True:
        for step in STEPS:
            if step * size >= number:
                return step * size
        size *= 10


def spell_progress(points: Sequence[Point]) -> str:
    """“12 errors are left of 46 in the first of 3 uploads.”: the sentence of the page."""
    if not points:
        return "Nothing was uploaded here yet."
    errors = points[-1].errors
    left = f"{errors:,} error is left" if errors == 1 else f"{errors:,} errors are left"
    if len(points) == 1:
        return f"{left} after the first upload."
    uploads = sum(not one.again for one in points)
    then = (
        "before the upload was checked again"
        if uploads == 1
        else f"after the first of {uploads:,} uploads"
    )
    first = points[0].errors
    if errors > first:
        return f"{plural(errors, 'error')} now, {first:,} {then}."
    return f"{left} of {first:,} {then}."


def _make_point(upload: Upload, lists: int, standing: dict[int, ListVersion], again: str) -> Point:
    return Point(
        upload_id=upload.id,
        as_at=upload.as_at,
        uploaded_at=upload.uploaded_at,
        by=upload.uploaded_by.name if upload.uploaded_by else "Readiness",
        lists=lists,
        again=again,
        rows=sum(one.rows for one in standing.values()),
        errors=sum(one.errors for one in standing.values()),
        warnings=sum(one.warnings for one in standing.values()),
    )


def _place(
    along: Sequence[float], numbers: Sequence[int], top: int
) -> tuple[tuple[float, float], ...]:
    return tuple(
        (place, round(100 * number / top, 2)) for place, number in zip(along, numbers, strict=True)
    )
