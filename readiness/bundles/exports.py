"""The Word pages of a bundle: its index, and what is missing from it. Domain to blocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from readiness.bundles.rules import (
    DRAFT_MARK,
    DRAFT_SENTENCE,
    TRIAL_MARK,
    Item,
    ItemKind,
    spell_chosen,
)
from readiness.office.docx import Block, Facts, Heading, Paragraph, Table, TextStyle, write_document
from readiness.plain_words import format_date, format_moment, plural

HEADINGS = ("No.", "Title", "Owner", "Version", "As at", "Length", "Remarks")
WIDTHS = (4, 30, 20, 9, 13, 10, 14)
MISSING_HEADINGS = ("No.", "Title", "Owner", "Remarks")


@dataclass(frozen=True)
class Cover:
    """What both pages say of the bundle they stand in. `frozen_at` is the only date in them.

    Of a draft it is the moment it was made, and nobody has released it.
    """

    council: str
    inspection: str
    gate: str
    frozen_by: str
    frozen_at: datetime
    is_trial: bool
    contents_hash: str
    is_draft: bool = False

    @property
    def watermark(self) -> str | None:
        """What stands pale behind every page of a trial run, or of what nobody released."""
        return DRAFT_MARK if self.is_draft else TRIAL_MARK if self.is_trial else None


def write_index(cover: Cover, items: Sequence[Item]) -> bytes:
    """The index as a Word file: whose bundle it is, then every item, the missing ones too."""
    blocks: list[Block] = [
        Heading(1, f"{cover.gate}: index"),
        *_say_draft(cover),
        Facts(_facts(cover, items), description="What this bundle is, and who released it"),
        Table(
            HEADINGS,
            [_index_row(number, item) for number, item in enumerate(items, 1)],
            widths=WIDTHS,
            caption="Contents",
            description="Each item with its owner, version, date and length",
            right=(0,),
        ),
        Paragraph(
            "The file manifest.sha256 holds the SHA-256 of every file here. “sha256sum -c "
            "manifest.sha256” shows that none was changed.",
            TextStyle.NOTE,
        ),
    ]
    return _write(cover, blocks, f"{cover.gate}: index")


def write_missing(cover: Cover, items: Sequence[Item]) -> bytes | None:
    """The page of what is missing as a Word file; None where nothing is."""
    missing = [(number, item) for number, item in enumerate(items, 1) if item.is_missing]
    if not missing:
        return None
    word = "is" if len(missing) == 1 else "are"
    blocks: list[Block] = [
        Heading(1, f"{cover.gate}: missing items"),
        *_say_draft(cover),
        Paragraph(
            f"{plural(len(missing), 'item')} of {len(items)} {word} not in this bundle, as it "
            f"stood on {format_moment(cover.frozen_at)}.",
            TextStyle.LEAD,
        ),
        Table(
            MISSING_HEADINGS,
            [(str(number), item.title, item.owner, item.fault_words) for number, item in missing],
            widths=(4, 40, 36, 20),
            caption="Missing items",
            description="Each missing item with its number in the index and its owner",
            right=(0,),
        ),
    ]
    return _write(cover, blocks, f"{cover.gate}: missing items")


def _write(cover: Cover, blocks: Sequence[Block], title: str) -> bytes:
    return write_document(
        blocks,
        title=title,
        created=cover.frozen_at,
        header=f"{cover.council}, {cover.inspection}",
        footer=title,
        watermark=cover.watermark,
        landscape=True,
    )


def _say_draft(cover: Cover) -> list[Block]:
    return [Paragraph(DRAFT_SENTENCE, TextStyle.LEAD)] if cover.is_draft else []


def _facts(cover: Cover, items: Sequence[Item]) -> list[tuple[str, str]]:
    word = "Made" if cover.is_draft else "Rehearsed" if cover.is_trial else "Released"
    return [
        ("Council", cover.council),
        ("Inspection", cover.inspection),
        ("Sent for", cover.gate),
        (f"{word} by", cover.frozen_by),
        (f"{word} on", format_moment(cover.frozen_at)),
        ("Contents", spell_chosen(items)),
        ("Contents hash", cover.contents_hash),
    ]


def _index_row(number: int, item: Item) -> tuple[str, ...]:
    place = "" if item.is_missing else f"\n{item.folder}/{item.name}"
    # All lists stand in one workbook: its name once for each would only fill the page.
    title = item.title if item.kind is ItemKind.LIST else item.title + place
    return (
        str(number),
        title,
        item.owner,
        item.version_words,
        spell_date(item.as_at),
        # Of some kinds of file no length can be counted.
        item.length or ("" if item.is_missing else "–"),
        # What is stale or not approved is the council’s own affair; it stays with the release.
        "Missing" if item.is_missing else "",
    )


def spell_date(day: date | None) -> str:
    """“30 November 2026”; nothing for None."""
    return format_date(day) if day else ""
