"""The section of documents in the pack of a meeting: what is not ready, and what soon is not."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from readiness.clock import in_london
from readiness.library.lines import DocumentLine
from readiness.library.queries import list_documents
from readiness.library.rules import DocumentState, spell_answer
from readiness.months import add_months
from readiness.plain_words import plural
from readiness.sections import Period, Section, offer_section

KEY, TITLE = "documents", "Documents"
HEADINGS = ("Document", "Owner", "How it stands")
WIDTHS = (4, 2.5, 4)
AHEAD = timedelta(weeks=4)
WORDS = {
    DocumentState.MISSING: "Missing",
    DocumentState.STALE: "Out of date",
    DocumentState.NOT_APPROVED: "Not approved",
}


def make_section(period: Period) -> Section:
    """Documents that are asked for and not ready, then those out of date within four weeks."""
    today = in_london(period.now).date()
    asked = [line for line in list_documents(today=today).values() if line.spec]
    unready = [line for line in asked if not line.judgement.is_ready]
    soon = [line for line in asked if line.judgement.is_ready and _ends(line, today)]
    answer = spell_answer(line.state for line in asked)
    if soon:
        answer += f" {plural(len(soon), 'more goes', 'more go')} out of date within four weeks."
    answer += _spell_changes(asked, period.since)
    rows = [(line, f"{WORDS[line.state]}: {line.judgement.sentence}") for line in unready]
    rows += [(line, f"Out of date on {_ends(line, today):%d/%m/%Y}") for line in soon]
    return Section(
        key=KEY,
        title=TITLE,
        answer=answer,
        headings=HEADINGS,
        widths=WIDTHS,
        rows=tuple((line.title, line.owner_name or line.post_title, words) for line, words in rows),
        links=tuple(("library.show_document", {"key": line.key}) for line, _words in rows),
        figures=(
            ("Documents ready", len(asked) - len(unready)),
            ("Documents not ready", len(unready)),
        ),
    )


def _spell_changes(lines: Iterable[DocumentLine], since: datetime | None) -> str:
    """How many have a version or an approval that is younger than the last meeting."""
    if since is None:
        return ""
    dates = [(line.version, line.approval) for line in lines]
    added = sum(version is not None and version.added_at > since for version, _ in dates)
    approved = sum(mark is not None and mark.approved_at > since for _, mark in dates)
    if not added and not approved:
        return " None has changed since the last meeting."
    verb = "was" if approved == 1 else "were"
    return f" Since the last meeting {added} got a new version, {approved} {verb} approved."


def _ends(line: DocumentLine, today: date) -> date | None:
    """The first day on which it is too old, where that comes soon."""
    if line.version is None or line.months is None:
        return None
    first = add_months(line.version.as_at, line.months) + timedelta(days=1)
    return first if first <= today + AHEAD else None


offer_section(KEY, 40, TITLE, make_section)
