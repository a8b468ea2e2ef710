"""The comments on a draft report as a Word table for Ofsted and as a file for Excel."""

from collections.abc import Sequence
from datetime import datetime

from readiness.inspections.models import Inspection
from readiness.london import in_london
from readiness.office.csv import write_csv
from readiness.office.docx import Block, Facts, Heading, Paragraph, Table, TextStyle, write_document
from readiness.office.names import name_made
from readiness.outcomes.models import DraftComment
from readiness.outcomes.rules import RESPONSE_WORDS, Dates, spell_comments
from readiness.plain_words import format_moment

HEADINGS = ("No.", "Paragraph", "What the draft says", "What is wrong", "Evidence", "Answer")
WIDTHS = (0.7, 1.3, 4, 4, 3, 2.5)
CSV_HEADINGS = ("Inspection", *HEADINGS[:5], "Owner", *HEADINGS[5:])
EMBARGOED = "Embargoed until publication"


def write_comments(
    inspection: Inspection,
    comments: Sequence[DraftComment],
    dates: Dates,
    *,
    council: str,
    made_at: datetime,
) -> bytes:
    """The comments as a table on the base document, with the dates they belong to."""
    title = "Comments on the accuracy of the draft report"
    blocks: list[Block] = [
        Heading(1, title),
        Facts(_facts(inspection, dates), description="Which report, and until when"),
        Paragraph(f"{spell_comments([c.response for c in comments])}.", TextStyle.LEAD),
    ]
    if comments:
        rows = [_row(comment) for comment in comments]
        blocks.append(Table(HEADINGS, rows, widths=WIDTHS, description=title))
    return write_document(
        blocks,
        title=title,
        created=made_at,
        header=f"{council}. {EMBARGOED}",
        footer=inspection.title,
        landscape=True,
    )


def write_comments_csv(inspection: Inspection, comments: Sequence[DraftComment]) -> bytes:
    """The same, a row each, with its inspection and the owner’s post."""
    rows = [_row(comment) for comment in comments]
    return write_csv(
        CSV_HEADINGS,
        (
            (inspection.title, *row[:5], comment.post.title, row[5])
            for row, comment in zip(rows, comments, strict=True)
        ),
    )


def name_file(inspection: Inspection, made_at: datetime, kind: str) -> str:
    """A file name that sorts by date and does not say what Ofsted found."""
    day = f"{in_london(made_at):%Y-%m-%d}"
    return name_made(f"{day} {inspection.title} comments on the draft.{kind}")


def _facts(inspection: Inspection, dates: Dates) -> list[tuple[str, str]]:
    facts = [("Inspection", inspection.title)]
    if dates.draft_received is not None:
        facts.append(("Draft received", format_moment(dates.draft_received)))
    if dates.comments_due is not None:
        facts.append(("Comments due", format_moment(dates.comments_due)))
    return facts


def _row(comment: DraftComment) -> tuple[str, ...]:
    return (
        str(comment.number),
        comment.paragraph,
        comment.claim,
        comment.problem,
        spell_evidence(comment),
        _spell_answer(comment),
    )


def spell_evidence(comment: DraftComment) -> str:
    """What shows it: words, a document of the library, files by their names."""
    said = [comment.evidence_text] if comment.evidence_text else []
    version = comment.document_version
    if version is not None:
        said.append(f"{version.document.title}, version {version.number}")
    said += [found.name for found in comment.files]
    return "\n".join(said)


def _spell_answer(comment: DraftComment) -> str:
    if comment.response is None:
        return ""
    said = RESPONSE_WORDS[comment.response]
    return f"{said}: {comment.response_words}" if comment.response_words else said
