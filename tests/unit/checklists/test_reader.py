"""Checklist files are read with every fault named by file, line and field."""

from datetime import time
from pathlib import Path

import pytest

from readiness.checklists.faults import ChecklistFault, Report
from readiness.checklists.reader import LARGEST_FILE, Entry, read_file, suggest


def write(folder: Path, text: str | bytes) -> None:
    data = text.encode() if isinstance(text, str) else text
    (folder / "file.yaml").write_bytes(data)


def read(folder: Path, text: str | bytes) -> tuple[Entry, Report]:
    write(folder, text)
    report = Report()
    return read_file(folder, "file.yaml", report), report


def sentences(report: Report) -> list[str]:
    return [fault.sentence for fault in report.close()]


def refusal(folder: Path, text: str | bytes) -> str:
    with pytest.raises(ChecklistFault) as caught:
        read(folder, text)
    return caught.value.sentence


def test_values_are_taken_as_they_are_written(tmp_path: Path) -> None:
    entry, report = read(tmp_path, "a: Yes\nb: 2024\nc: 17:00\nd: >-\n  two\n  lines\ne: 010\n")
    assert [entry.text(name) for name in "abcd"] == ["Yes", "2024", "17:00", "two lines"]
    assert entry.time_or_none("c") == time(17)
    assert entry.integer("e") == 10
    assert sentences(report) == []


def test_every_fault_of_a_file_is_reported_not_only_the_first(tmp_path: Path) -> None:
    entry, report = read(tmp_path, "key: Bad Key\ncount: many\nflag: perhaps\nat: 25:00\n")
    assert entry.key("key") == ""
    assert entry.integer("count", 1, 9) == 0
    assert entry.flag("flag") is False
    assert entry.time_or_none("at") == time(0)
    assert entry.text("title") == ""
    assert sentences(report) == [
        "checklists/file.yaml, line 1, key: “Bad Key” must be small letters, digits and hyphens, "
        "like take-call.",
        "checklists/file.yaml, line 1, title: is missing. Add it.",
        "checklists/file.yaml, line 2, count: “many” is not a whole number from 1 to 9.",
        "checklists/file.yaml, line 3, flag: “perhaps” must be true or false.",
        "checklists/file.yaml, line 4, at: “25:00” is not a time of day. Write it like “17:00”.",
    ]


def test_an_inner_field_is_named_with_its_parents_and_its_own_line(tmp_path: Path) -> None:
    entry, report = read(tmp_path, "steps:\n  - key: one\n    due:\n      anchor: [x]\n")
    (step,) = entry.entries("steps")
    step.key("key")
    step.entry("due").text("anchor")
    assert sentences(report) == [
        "checklists/file.yaml, line 4, due.anchor: must be a text, not a list or a group of fields."
    ]
    assert step.line_of("due.anchor") == 4


def test_an_unknown_field_is_refused_with_the_one_that_was_meant(tmp_path: Path) -> None:
    entry, report = read(tmp_path, "titel: A\nshape: round\n")
    entry.text_or_none("title")
    found = sentences(report)
    assert "line 1, titel: is not a field that belongs here. Did you mean “title”?" in found[0]
    assert "line 2, shape: is not a field that belongs here." in found[1]


def test_a_mapping_with_free_names_refuses_none(tmp_path: Path) -> None:
    entry, report = read(tmp_path, "colour: [red]\nsize: [big]\n")
    assert entry.names() == ("colour", "size")
    assert sentences(report) == []


def test_a_missing_inner_group_is_one_fault_and_not_one_for_each_of_its_fields(
    tmp_path: Path,
) -> None:
    entry, report = read(tmp_path, "key: one\n")
    entry.key("key")
    assert entry.entry("due").text("anchor") == ""
    assert sentences(report) == ["checklists/file.yaml, line 1, due: is missing. Add it."]


def test_a_list_must_be_a_list_and_its_items_what_they_should_be(tmp_path: Path) -> None:
    entry, report = read(tmp_path, "a: text\nb:\n  - fine\n  - {x: 1}\nc:\n  - x: 1\n  - text\n")
    assert entry.texts("a") == ()
    assert entry.texts("b") == ("fine",)
    assert [item.text("x") for item in entry.entries("c")] == ["1"]
    found = sentences(report)
    assert len(found) == 3
    assert "line 1, a: must be a list" in found[0]
    assert "line 4, b: each item of this list must be a text." in found[1]
    assert "line 7, c: each item of this list must be a group of fields." in found[2]


def test_a_choice_offers_what_could_have_been_meant(tmp_path: Path) -> None:
    entry, report = read(tmp_path, "area: dota\n")
    assert entry.choice("area", ("data", "people")) == ""
    assert "“dota” is not one of the choices. Did you mean “data”?" in sentences(report)[0]
    assert suggest("zzz", ("data", "people")) == " Use one of: data, people."
    assert suggest("zzz", ()) == ""


def test_the_first_fault_in_the_file_is_the_one_raised(tmp_path: Path) -> None:
    entry, report = read(tmp_path, "a: 1\nb: [x]\nc: [y]\n")
    entry.text("c")
    entry.text("b")
    entry.text("a")
    with pytest.raises(ChecklistFault, match="line 2, b: "):
        report.raise_first()


def test_a_field_written_twice_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a:\n  b: 1\n  c: 2\n  b: 3\n") == (
        "checklists/file.yaml, line 4: The field “b” is written twice. Keep one of them."
    )


def test_aliases_are_refused_before_they_can_unfold(tmp_path: Path) -> None:
    bomb = "a: &a [x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(12)
    )
    assert "line 1: “&” and “*” references are not used" in refusal(tmp_path, bomb)


def test_nesting_without_end_is_refused(tmp_path: Path) -> None:
    assert "nested too deeply" in refusal(tmp_path, "a: " + "[" * 400_000)


def test_a_tag_makes_no_object(tmp_path: Path) -> None:
    entry, _ = read(tmp_path, "a: !!python/object/apply:os.getcwd []\nb: !!python/name:os.sep x\n")
    assert entry.texts("a") == ()
    assert entry.text("b") == "x"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "line 1: The file must begin with named fields"),
        ("- one\n- two\n", "line 1: The file must begin with named fields"),
        ("a: 1\nb: “\n  c: 2\n", "line 3: This is not readable YAML"),
        ("a: 1\n\tb: 2\n", "line 2: This is not readable YAML"),
        ("a: 1\n---\nb: 2\n", "This is not readable YAML"),
        ("a: 1\n? [x]\n: 2\n", "line 2: A field name must be a plain word."),
        (b"a: 1\nb: caf\xe9\n", "line 2: The file is not saved as UTF-8."),
        (b"a: \x00\n", "line 1: "),
        (b"a: " + b"x" * LARGEST_FILE, "line 1: The file is larger than 1 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_with_its_line(
    tmp_path: Path, content: str | bytes, expected: str
) -> None:
    assert expected in refusal(tmp_path, content)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ChecklistFault, match=r"^checklists/no/such.yaml, line 1: .*opened"):
        read_file(tmp_path, "no/such.yaml", Report())


def test_a_file_saved_on_windows_reads_like_any_other(tmp_path: Path) -> None:
    entry, report = read(tmp_path, b"\xef\xbb\xbfa: one\r\nb: two\r\n")
    assert (entry.text("a"), entry.text("b")) == ("one", "two")
    assert entry.line_of("b") == 2
    assert sentences(report) == []
