"""Both layouts carry every value back exactly, in every edition, whatever stands in the cells."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from itertools import product
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from readiness.annexe_a.frames import ListFrame, hash_sent
from readiness.annexe_a.reading import read_lists
from readiness.annexe_a.workbook import FrontSheet, Layout, write_workbook
from readiness.checklists.annexe_a import Edition, list_editions, load_edition
from readiness.checklists.place import checklists_folder
from readiness.demo.planted import plant_errors
from readiness.office.cells import LONGEST_TEXT
from readiness.office.sheets import Cell, Sheet
from readiness.office.sheets_child import read_workbook
from tests.support.annexe_a import DAY, EDITION, council_lists
from tests.support.soak import in_full, soak

Frames = Mapping[int, ListFrame]
FRONT = FrontSheet("Northmere Council", DAY)
EDITIONS = list_editions(checklists_folder())
EVERY_WAY = [*product(EDITIONS, Layout)]
# Together they have every kind of column, and both ways of reading codes.
LISTS = in_full(tuple(range(1, 12)), else_=(1, 9, 11))
AWKWARD: tuple[Cell, ...] = (
    # Identifiers and numbers, as numbers and as text.
    "007", "00123456789012345678", "12345678901234567890", 123456789012345, 5, "5", 5.5, "1.50",
    "5.0", 0, -1, "-0", "1e5", 1e20, "999999999", "1234567890",
    # Dates, with times and where Excel has none.
    date(2026, 1, 31), datetime.combine(date(2026, 1, 31), time(14, 30)),
    "31/01/2026 14:30", "2026-01-31T09:00:00",
    "31/02/2020", "26 June", date(1900, 1, 1), "28/02/1900", "29/02/1900", "01/03/1900",
    date(1816, 2, 3), "01/01/0999", date(9999, 12, 31),
    # True, false, nothing, and what looks like nothing.
    True, False, "true", "", " ", None, "None", "null", "NaN", "#N/A", "nil",
    # Spaces, lines, quotes, and what runs in a spreadsheet.
    "  x ", "a  b", "a\nb", "a\r\nb", "a\rb", "\ty\t", "\xa0z\xa0", "\u2028w", "\x85v",
    '"q"', "'quoted", "'", "a;b,c|d", "=1+1", '=HYPERLINK("x")', "+44", "-x", "@a", " =1",
    # What the file itself is written with.
    "<r>&amp;</r>", "&#13;", "]]>", "_x0041_", "_x005F_", "_x000D_", "\x00z", "\x01", "\x1fx",
    # Letters of other scripts, marks and emoji.
    "é", "e\u0301", "\ufeffb", "\u200bq", "😀", "👩‍👧‍👦", "名前",
    # Spellings of codes.
    "b", "girl", "FEMALE", "a) Male", "WBRI - White British", "s", "q) 6: Police",
)  # fmt: skip


@cache
def edition_of(name: str) -> Edition:
    return load_edition(checklists_folder(), name)


def frames_of(edition: Edition, lists: Iterable[int], rows: Sequence[Sequence[Cell]]) -> Frames:
    """Lists whose columns hold the cells of these rows, again and again along each row."""
    specs = [edition.list(number) for number in lists]
    sheets = [
        Sheet.from_rows(
            spec.sheet,
            [
                [column.name for column in spec.columns],
                *([row[at % len(row)] for at in range(len(spec.columns))] for row in rows),
            ],
        )
        for spec in specs
    ]
    return read_lists(sheets, edition).frames


def carry(frames: Frames, edition: Edition, layout: Layout, folder: Path) -> Frames:
    """The lists built into a workbook and read from it again."""
    path = folder / "built.xlsx"
    write_workbook(path, frames, edition=edition, layout=layout, front=FRONT)
    sheets = (
        Sheet(name, range(1, numbers + 1) if isinstance(numbers, int) else numbers, columns)
        for name, numbers, columns in read_workbook(str(path))
    )
    return read_lists(sheets, edition).frames


def assert_carried(frames: Frames, edition: Edition, layout: Layout, folder: Path) -> None:
    again = carry(frames, edition, layout, folder)
    for number, frame in frames.items():
        columns = list(frame.letters)
        assert_frame_equal(again[number].values.select(columns), frame.values.select(columns))
        assert_frame_equal(not_understood(again[number], columns), not_understood(frame, columns))
        assert hash_sent(again[number], edition.name) == hash_sent(frame, edition.name)


def not_understood(frame: ListFrame, columns: Sequence[str]) -> pl.DataFrame:
    """The texts that are sent as they came."""
    unread = (pl.when(frame.values[name].is_null()).then(pl.col(name)) for name in columns)
    return frame.originals.select(unread)


@pytest.mark.parametrize(("name", "layout"), EVERY_WAY)
def test_awkward_values_come_back_from_every_kind_of_column(
    tmp_path: Path, name: str, layout: Layout
) -> None:
    edition = edition_of(name)
    frames = frames_of(edition, LISTS, [[value] for value in AWKWARD])
    assert_carried(frames, edition, layout, tmp_path)


numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
dates = st.dates(date(1800, 1, 1)) | st.datetimes(datetime.combine(date(1800, 1, 1), time()))
# What UTF-8 cannot hold never comes here; the last two no workbook can hold.
letters = st.characters(codec="utf-8", exclude_characters="\ufffe\uffff")
cells = st.none() | st.booleans() | numbers | dates | st.sampled_from(AWKWARD) | st.text(letters)


@soak
@settings(max_examples=in_full(400, else_=4), deadline=None)
@given(
    st.sampled_from(EVERY_WAY),
    st.integers(1, 11),
    st.lists(st.lists(cells, min_size=1, max_size=20), min_size=1, max_size=8),
)
def test_any_values_come_back(
    tmp_path_factory: pytest.TempPathFactory,
    way: tuple[str, Layout],
    number: int,
    rows: list[list[Cell]],
) -> None:
    edition = edition_of(way[0])
    frames = frames_of(edition, [number], rows)
    assert_carried(frames, edition, way[1], tmp_path_factory.getbasetemp())


@soak
@pytest.mark.parametrize(("name", "layout"), in_full(EVERY_WAY, else_=EVERY_WAY[1:3]))
def test_the_extract_of_the_demo_comes_back_as_it_is(
    tmp_path: Path, name: str, layout: Layout
) -> None:
    lists = plant_errors(council_lists(scale=in_full(1, else_=0.1)), DAY)
    sheets = [
        Sheet.from_rows(spec.sheet, [[c.name for c in spec.columns], *lists[spec.number]])
        for spec in EDITION.lists
    ]
    edition = edition_of(name)
    frames = read_lists(sheets, edition).frames
    assert len(frames) == 11
    assert_carried(frames, edition, layout, tmp_path)


@pytest.mark.parametrize("text", ["q" * (LONGEST_TEXT + 1), "😀" * (LONGEST_TEXT // 2 + 1)])
def test_a_text_that_no_cell_holds_is_cut_where_its_hash_cuts_it(tmp_path: Path, text: str) -> None:
    frames = frames_of(EDITION, [1], [[text]])
    again = carry(frames, EDITION, Layout.PLAIN, tmp_path)
    assert hash_sent(again[1], "2024") == hash_sent(frames[1], "2024")
    sent = again[1].values["Child Unique ID"][0]
    assert text.startswith(sent)
    assert len(sent.encode("utf-16-le")) // 2 in (LONGEST_TEXT, LONGEST_TEXT - 1)
