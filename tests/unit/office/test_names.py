"""File names made safe to show, download and unpack."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.office.names import LONGEST, name_made, safe_name

FORBIDDEN = set('<>:"/\\|?*')


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("Report.docx", "Report.docx"),
        ("C:\\Users\\me\\Report.docx", "Report.docx"),
        ("../../etc/passwd", "passwd"),
        ("a/", "file"),
        ("", "file"),
        ("...", "file"),
        ("con.txt", "_con.txt"),
        ("COM1", "_COM1"),
        ("LPT9.tar.gz", "_LPT9.tar.gz"),
        ("nul .txt", "_nul.txt"),
        ("console.txt", "console.txt"),
        ("what? is: this*.pdf", "what- is- this-.pdf"),
        ("line\r\nbreak\x00.txt", "linebreak.txt"),
        ("invoice\u202excod.exe", "invoicexcod.exe"),
        ("two   spaces\u00a0.xlsx", "two spaces.xlsx"),
        ("ends with dot.", "ends with dot"),
        ("cafe\u0301.txt", "caf\u00e9.txt"),
        (".gitignore", "gitignore"),
    ],
)
def test_a_name_is_made_safe(given_name: str, safe: str) -> None:
    assert safe_name(given_name) == safe


def test_a_long_name_is_shortened_and_keeps_its_extension() -> None:
    name = safe_name("é" * 300 + ".docx")
    assert name.endswith("é.docx")
    assert len(name.encode()) <= LONGEST


@given(st.text() | st.from_regex(r"[.\s_a-zCONcomLPT\x00/:0-9é-]{0,150}", fullmatch=True))
def test_any_name_comes_out_safe_and_stays_the_same_a_second_time(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert len(safe.encode()) <= LONGEST
    assert not FORBIDDEN & set(safe)
    assert not any(unicodedata.category(character).startswith("C") for character in safe)
    assert safe == safe.strip(" .")
    assert safe.split(".")[0].strip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}
    assert safe_name(safe) == safe


def test_a_stroke_in_what_names_a_made_file_takes_nothing_away() -> None:
    assert name_made("TRIAL RUN worklist CIN/CP \\ North.xlsx") == (
        "TRIAL RUN worklist CIN-CP - North.xlsx"
    )
