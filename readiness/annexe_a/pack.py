"""The section of Annexe A in the pack of a meeting: errors now and at the meeting before.

A list is out of date by the rule of what must stay ready (checklists/inspections/fortnightly.yaml).
"""

from collections.abc import Iterable
from datetime import date

from readiness.annexe_a.editions import find_edition
from readiness.annexe_a.models import ListVersion
from readiness.annexe_a.queries import list_current_versions, list_errors_at
from readiness.checklists.register import load_register
from readiness.clock import in_london
from readiness.inspections.queries import get_calendar
from readiness.inspections.rules.intervals import find_good_until
from readiness.plain_words import plural
from readiness.sections import Period, Section, offer_section
from readiness.settings import current_settings

KEY, TITLE = "annexe-a", "Annexe A"
HEADINGS = ("List", "Data as at", "Rows", "Errors", "Errors before", "Signed")


def make_section(period: Period) -> Section:
    """The lists kept ready between inspections, each with its errors and those of last time."""
    found, lists = list_current_versions(None), find_edition().lists
    before = list_errors_at(period.since) if period.since else {}
    old = _find_old(found.values(), in_london(period.now).date())
    errors = sum(version.errors for version in found.values())
    signed = sum(_is_signed(version) for version in found.values())
    answer = (
        f"{len(found)} of {plural(len(lists), 'list')} are kept: {plural(errors, 'error')}, "
        f"{signed} signed"
    )
    if old:
        answer += f", {len(old)} out of date"
    if before:
        answer += f". At the last meeting there were {plural(sum(before.values()), 'error')}"
    return Section(
        key=KEY,
        title=TITLE,
        answer=f"{answer}.",
        headings=HEADINGS,
        rows=tuple(
            _make_row(
                f"List {spec.number}, {spec.name}",
                found.get(spec.number),
                before.get(spec.number),
                is_old=spec.number in old,
            )
            for spec in lists
        ),
        links=tuple(
            ("annexe_a.show_list", {"inspection_id": None, "number": spec.number}) for spec in lists
        ),
        # No list at all is not “no errors”.
        figures=(("Annexe A errors", errors), ("Lists signed", signed)) if found else (),
    )


def _find_old(versions: Iterable[ListVersion], today: date) -> set[int]:
    """The numbers of the lists whose extract was to be made again before today."""
    review = load_register(current_settings().checklists_path).lists.review
    calendar = get_calendar()
    return {
        version.list_number
        for version in versions
        if find_good_until(version.upload.as_at, review, calendar) < today
    }


def _make_row(
    title: str, version: ListVersion | None, before: int | None, *, is_old: bool
) -> tuple[str, ...]:
    if version is None:
        return (title, "Never uploaded", "–", "–", "–", "No")
    return (
        title,
        f"{version.upload.as_at:%d/%m/%Y}{', out of date' if is_old else ''}",
        f"{version.rows:,}",
        f"{version.errors:,}",
        "–" if before is None else f"{before:,}",
        "Yes" if _is_signed(version) else "No",
    )


def _is_signed(version: ListVersion) -> bool:
    return any(mark.withdrawn_at is None for mark in version.signatures)


offer_section(KEY, 30, TITLE, make_section)
