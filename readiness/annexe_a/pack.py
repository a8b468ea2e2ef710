"""The section of Annexe A in the pack of a meeting: errors now and at the meeting before."""

from readiness.annexe_a.editions import find_edition
from readiness.annexe_a.models import ListVersion
from readiness.annexe_a.queries import list_current_versions, list_errors_at
from readiness.plain_words import plural
from readiness.sections import Period, Section, offer_section

KEY, TITLE = "annexe-a", "Annexe A"
HEADINGS = ("List", "Data as at", "Rows", "Errors", "Errors before", "Signed")


def make_section(period: Period) -> Section:
    """The lists kept ready between inspections, each with its errors and those of last time."""
    found, lists = list_current_versions(None), find_edition().lists
    before = list_errors_at(period.since) if period.since else {}
    errors = sum(version.errors for version in found.values())
    signed = sum(_is_signed(version) for version in found.values())
    answer = (
        f"{len(found)} of {plural(len(lists), 'list')} are kept: {plural(errors, 'error')}, "
        f"{signed} signed"
    )
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
            )
            for spec in lists
        ),
        links=tuple(
            ("annexe_a.show_list", {"inspection_id": None, "number": spec.number}) for spec in lists
        ),
        # No list at all is not “no errors”.
        figures=(("Annexe A errors", errors), ("Lists signed", signed)) if found else (),
    )


def _make_row(title: str, version: ListVersion | None, before: int | None) -> tuple[str, ...]:
    if version is None:
        return (title, "Never uploaded", "–", "–", "–", "No")
    return (
        title,
        f"{version.upload.as_at:%d/%m/%Y}",
        f"{version.rows:,}",
        f"{version.errors:,}",
        "–" if before is None else f"{before:,}",
        "Yes" if _is_signed(version) else "No",
    )


def _is_signed(version: ListVersion) -> bool:
    return any(mark.withdrawn_at is None for mark in version.signatures)


offer_section(KEY, 30, TITLE, make_section)
