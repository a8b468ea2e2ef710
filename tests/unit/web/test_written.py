"""What people write: one line stays one line, and nothing in it is unseen."""

import pytest

from readiness.web.forms import _label, _on_one_line, _stripped
from readiness.web.moments import read_day


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Ring\r\nthe schools ", "Ring the schools"),
        ("Plan\x01 of\x0b work\x7f", "Plan of work"),
        ("abc\u202edcba", "abcdcba"),
        ("Siân’s café", "Siân’s café"),
        ("", ""),
        (None, None),
    ],
)
def test_one_line_is_kept_without_breaks_and_unseen_characters(
    written: str | None, kept: str | None
) -> None:
    assert _on_one_line(written) == kept


def test_several_lines_keep_their_breaks() -> None:
    assert _stripped(" One\nTwo\x00\u2066 ") == "One\nTwo"


@pytest.mark.parametrize("year", ["0001", "1989", "2100", "9999"])
def test_a_year_far_away_is_a_slip(year: str) -> None:
    with pytest.raises(ValueError, match="from 1990 to 2099"):
        read_day("1", "1", year)


def test_a_field_that_is_needed_at_times_is_not_called_optional() -> None:
    assert _label("Note", None, {}) == "Note (optional)"
    assert _label("Note", None, {"when": "needed if it is late"}) == "Note (needed if it is late)"
    assert _label("Note", "Write a note.", {}) == "Note"
