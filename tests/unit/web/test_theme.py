import json
import re
from pathlib import Path

import pytest

from readiness.web.static_files import contrast, theme

ROOT = Path(__file__).parents[3]
SOURCES = ROOT / "readiness" / "web" / "static" / "src"


def test_contrast_is_what_the_guidelines_say_it_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == pytest.approx(1)


def test_a_dark_colour_carries_white_words_and_colours_the_buttons() -> None:
    sheet = theme("#00615d")
    assert "--on-accent:#ffffff" in sheet
    assert "--action:#00615d;--action-dark:#00302e" in sheet


def test_a_light_colour_carries_dark_words_and_leaves_buttons_readable() -> None:
    sheet = theme("#ffcc00")
    assert "--accent:#ffcc00" in sheet
    assert "--on-accent:#0b0c0c" in sheet
    assert "--action:#0b0c0c" in sheet


def test_the_script_asks_for_the_pinned_version_of_the_front_end() -> None:
    pinned = json.loads((ROOT / "package.json").read_text())["dependencies"]["govuk-frontend"]
    asked = re.findall(r"\?v=([\d.]+)", (SOURCES / "app.js").read_text())
    assert asked == [pinned]


def test_the_lock_file_names_no_download_address() -> None:
    lock = (ROOT / "package-lock.json").read_text()
    assert "resolved" not in lock
    assert lock.count('"integrity"') > 2


def test_no_style_source_asks_for_a_font_file_or_another_site() -> None:
    for source in SOURCES.iterdir():
        assert not re.search(r"url\(|https?://|@font-face", source.read_text()), source.name
