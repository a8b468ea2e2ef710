"""The requests log as a file for Excel and as a Word file. Domain to rows and blocks."""

from collections.abc import Sequence
from datetime import datetime

from readiness.bundles.rules import TRIAL_MARK
from readiness.clock import in_london
from readiness.inspections.models import Inspection
from readiness.office.csv import Cell, write_csv
from readiness.office.docx import Block, Heading, Paragraph, Table, TextStyle, write_document
from readiness.office.names import safe_name
from readiness.plain_words import format_moment, format_time, spell_length
from readiness.requests.pages import RequestLine
from readiness.requests.rules import STATE_WORDS

HEADINGS = (
    "Inspection",
    "Number",
    "Asked",
    "By",
    "What was asked",
    "About",
    "Owner",
    "Due",
    "State",
    "How late",
    "Answered",
    "Answered by",
    "Answered with",
    "Time taken",
    "What was wrong",
)
WORD_HEADINGS = ("No.", "Asked", "What was asked", "Owner", "Due", "State", "Answered with", "Took")
WIDTHS = (1, 3, 7, 4, 3, 3, 6, 2)


def write_log_csv(inspection: Inspection, lines: Sequence[RequestLine]) -> bytes:
    """The requests, a row each, which says of which inspection or trial run it is."""
    return write_csv(HEADINGS, ((inspection.title, *_row(line)) for line in lines))


def write_log_word(
    inspection: Inspection,
    lines: Sequence[RequestLine],
    *,
    answer: str,
    council: str,
    made_at: datetime,
) -> bytes:
    """The requests as a landscape table under the sentence that answers."""
    blocks: list[Block] = [
        Heading(1, "Requests log"),
        Paragraph(answer, TextStyle.LEAD),
    ]
    if lines:
        rows = [_word_row(line) for line in lines]
        blocks.append(
            Table(WORD_HEADINGS, rows, widths=WIDTHS, description="Requests of inspectors")
        )
    note = f"As everything stood on {format_moment(made_at)}."
    blocks.append(Paragraph(note, TextStyle.NOTE))
    return write_document(
        blocks,
        title=f"Requests log: {inspection.title}",
        created=made_at,
        header=f"{council}, {inspection.title}",
        footer="Requests log",
        watermark=TRIAL_MARK if inspection.is_trial else None,
        landscape=True,
    )


def name_log(inspection: Inspection, now: datetime, ending: str) -> str:
    """The name of a file: a trial run’s begins with its mark."""
    mark = f"{TRIAL_MARK} " if inspection.is_trial else ""
    return safe_name(f"{mark}requests log {in_london(now):%Y-%m-%d %H%M}.{ending}")


def spell_answered(line: RequestLine) -> str:
    """What it was answered with: the document and the words; nothing while it is open."""
    row = line.row
    if line.took is None:
        return ""
    found = row.document_version
    document = f"{found.document.title}, version {found.number}" if found else ""
    return ". ".join(part for part in (document, row.answer) if part) or "In person"


def _row(line: RequestLine) -> tuple[Cell, ...]:
    row = line.row
    by = row.answered_by.name if row.answered_by and line.took is not None else ""
    return (
        row.number,
        _local(row.asked_at),
        row.asked_by,
        row.question,
        line.area,
        line.owner,
        _local(row.due_at),
        STATE_WORDS[row.state],
        line.late,
        _local(row.answered_at) if line.took is not None else "",
        by,
        spell_answered(line),
        spell_length(line.took) if line.took is not None else "",
        row.flag_reason,
    )


def _word_row(line: RequestLine) -> tuple[str, ...]:
    row = line.row
    state = STATE_WORDS[row.state]
    return (
        str(row.number),
        f"{_brief(row.asked_at)}, {row.asked_by}",
        row.question,
        line.owner,
        _brief(row.due_at),
        f"{state}. {line.late}" if line.late else state,
        spell_answered(line),
        spell_length(line.took) if line.took is not None else "",
    )


def _brief(moment: datetime) -> str:
    local = in_london(moment)
    return f"{local:%a} {local.day} {local:%b}, {format_time(local)}"


def _local(moment: datetime | None) -> datetime | str:
    return in_london(moment) if moment is not None else ""
