"""The rules of the week on site are loaded as they are written, and each fault is named."""

from datetime import time
from pathlib import Path

import pytest

from readiness.checklists.faults import ChecklistFault
from readiness.checklists.fieldwork import load_fieldwork
from readiness.checklists.folder import check_folder, checklists_folder
from tests.support.checklist_files import make_folder, spoil

FILE = "fieldwork.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "checklists")


def test_the_file_is_loaded_as_it_is_written(folder: Path) -> None:
    spec = load_fieldwork(folder)
    assert (spec.first, spec.last, spec.closes, spec.post) == (
        "arrival",
        "review",
        time(17),
        "dcs",
    )
    assert [concern.title for concern in spec.concerns.values()] == ["Safety", "Something else"]
    told, back = spec.checks
    assert (told.post, told.anchor, told.working_days, told.at) == (None, "data_due", 1, time(10))
    assert (back.post, back.counted, back.confirm) == ("data-lead", "audits are back", True)


def test_the_file_of_the_product_counts_the_audits_last() -> None:
    checks = load_fieldwork(checklists_folder()).checks
    assert checks[-1].counted == "audits are back"
    assert len({check.key for check in checks}) == len(checks)


@pytest.mark.parametrize(
    ("old", "new", "line", "fault"),
    [
        ("from: arrival", "from: arival", 2, "timetable.from: “arival” is not an anchor of every"),
        ("to: review", "too: review", 3, "timetable.too: is not a field that belongs here."),
        ('  at: "17:00"', '  at: "5 pm"', 5, "referred_back.at: “5 pm” is not a time of day."),
        ("post: dcs", "post: dsc", 6, "referred_back.post: “dsc” is not in posts.yaml."),
        ("key: other", "key: safety", 9, "key: “safety” is already used"),
        ("anchor: arrival", "anchor: sometime", 21, "due.anchor: “sometime” is not an anchor"),
        ("working_days: -1", "working_days: soon", 21, "due.working_days: “soon” is not a whole"),
        (', at: "12:00"', "", 21, "due.at: is missing. Add a time of day"),
        ("post: data-lead", "post: nobody", 22, "post: “nobody” is not in posts.yaml."),
        ("      counted: audits are back\n", "", 18, "counted: is missing."),
    ],
)
def test_each_fault_says_its_file_line_and_field(
    folder: Path, old: str, new: str, line: int, fault: str
) -> None:
    spoil(folder, FILE, old, new)
    said = check_folder(folder)
    assert any(f"checklists/{FILE}, line {line}, {fault}" in one for one in said), said
    if "posts.yaml" not in fault and "anchor" not in fault:
        with pytest.raises(ChecklistFault):
            load_fieldwork(folder)


def test_a_ninth_check_is_refused(folder: Path) -> None:
    text = (folder / FILE).read_text(encoding="utf-8")
    one = text[text.index("    - key: worker-told") : text.index("    - key: audit-returned")]
    more = "".join(one.replace("worker-told", f"more-{n}") for n in range(7))
    (folder / FILE).write_text(text + more, encoding="utf-8")
    assert any("is one check too many: at most 8" in one for one in check_folder(folder))
