"""What the gate lets in, and the sentence each kind of bad file gets."""

import contextlib
import hashlib
import struct
import tracemalloc
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.errors import Unusable
from readiness.office.gate import FileKind, Limits, check_file, spoken_size
from tests.support.packages import OLE, content_types, write_package

EVERYTHING = frozenset(FileKind)
MiB = 1024 * 1024
LIMITS = Limits(size=5 * MiB)


def sentence(path: Path, name: str, **limits: int) -> str:
    with pytest.raises(Unusable) as caught:
        check_file(path, name, kinds=EVERYTHING, limits=Limits(**{"size": 5 * MiB, **limits}))
    said = caught.value.sentence
    assert said.startswith(f"“{name}”")
    assert said.endswith(".")
    return said


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("kind", [FileKind.XLSX, FileKind.DOCX, FileKind.PPTX])
def test_an_office_file_comes_in_as_what_it_is(tmp_path: Path, kind: FileKind) -> None:
    path = write_package(tmp_path / "f", kind.value)
    assert check_file(path, f"Plan.{kind.upper()}", kinds=EVERYTHING, limits=LIMITS) is kind


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", b"%PDF-1.7\n...", FileKind.PDF),
        ("a.pdf", b"\r\n junk \n%PDF-1.4", FileKind.PDF),
        ("a.png", b"\x89PNG\r\n\x1a\n...", FileKind.PNG),
        ("a.jpeg", b"\xff\xd8\xff\xe0...", FileKind.JPEG),
        ("a.jpg", b"\xff\xd8\xff\xe0...", FileKind.JPEG),
        ("a.txt", b"Notes of the meeting\r\n", FileKind.TXT),
        ("a.txt", b"MZ is how this note begins", FileKind.TXT),
        ("a.csv", b"Child ID,Date\r\n1,01/02/2026\r\n", FileKind.CSV),
        ("cp1252.csv", "Child ID,Caf\u00e9 \u2019\r\n".encode("cp1252"), FileKind.CSV),
        ("utf16.csv", "Child ID,Caf\u00e9\r\n".encode("utf-16"), FileKind.CSV),
        ("mark.csv", "Child ID\r\n".encode("utf-8-sig"), FileKind.CSV),
    ],
)
def test_other_files_come_in_as_what_they_are(
    tmp_path: Path, name: str, content: bytes, kind: FileKind
) -> None:
    path = write(tmp_path / "f", content)
    assert check_file(path, name, kinds=EVERYTHING, limits=LIMITS) is kind


def test_an_office_file_whose_parts_are_stored_and_not_shrunk_comes_in(tmp_path: Path) -> None:
    packed = write_package(tmp_path / "packed", "docx", {"word/media/a.png": b"picture"})
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(tmp_path / "f", "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    assert check_file(tmp_path / "f", "a.docx", kinds=EVERYTHING, limits=LIMITS) is FileKind.DOCX
    content = (tmp_path / "f").read_bytes()
    (tmp_path / "f").write_bytes(content.replace(b"picture", b"Picture"))
    assert "is damaged" in sentence(tmp_path / "f", "a.docx")


@pytest.mark.parametrize(
    ("size", "spoken"),
    [
        (0, "0 bytes"),
        (1023, "1023 bytes"),
        (1024, "1 KB"),
        (1536 * 1024, "1.5 MB"),
        (60 * MiB, "60 MB"),
        (3 * 1024 * MiB, "3 GB"),
    ],
)
def test_a_size_is_said_as_people_say_it(size: int, spoken: str) -> None:
    assert spoken_size(size) == spoken


def test_a_workbook_with_links_to_other_files_comes_in_and_they_are_left_alone(
    tmp_path: Path,
) -> None:
    link = b'<externalLink><ddeLink ddeService="x" ddeTopic="y"/></externalLink>'
    path = write_package(tmp_path / "f", "xlsx", {"xl/externalLinks/externalLink1.xml": link})
    assert check_file(path, "a.xlsx", kinds=EVERYTHING, limits=LIMITS) is FileKind.XLSX


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    assert "is empty" in sentence(write(tmp_path / "f", b""), "a.xlsx")


def test_a_file_above_the_limit_is_told_the_limit(tmp_path: Path) -> None:
    said = sentence(write(tmp_path / "f", bytes(2 * MiB)), "a.pdf", size=3 * MiB // 2)
    assert "larger than 1.5 MB" in said


def test_a_kind_that_is_not_wanted_here_is_told_which_are(tmp_path: Path) -> None:
    path = write(tmp_path / "f", b"%PDF-1.7")
    with pytest.raises(Unusable) as caught:
        check_file(path, "a.pdf", kinds=frozenset({FileKind.XLSX, FileKind.CSV}), limits=LIMITS)
    assert "Upload an Excel workbook (.xlsx) or a csv file (.csv)." in caught.value.sentence


@pytest.mark.parametrize("name", ["a.exe", "a", ".xlsx", "a.xlsx.html"])
def test_a_name_without_a_known_ending_is_refused(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "f", b"something")
    with pytest.raises(Unusable, match="not a kind of file that can be used here"):
        check_file(path, name, kinds=EVERYTHING, limits=LIMITS)


def test_the_old_excel_format_is_told_to_save_as_the_new_one(tmp_path: Path) -> None:
    assert "save it as .xlsx" in sentence(write(tmp_path / "f", OLE), "a.xls")


def test_a_protected_workbook_is_told_to_remove_password_or_label(tmp_path: Path) -> None:
    said = sentence(write(tmp_path / "f", OLE), "a.xlsx")
    assert "password" in said
    assert "sensitivity label" in said


@pytest.mark.parametrize(
    ("name", "content", "holds"),
    [
        ("a.xlsx", b"%PDF-1.7", "holds a PDF"),
        ("a.xlsx", b"\n<HTML><table>", "holds a web page"),
        ("a.xlsx", b"Child ID,Date", "something else"),
        ("a.docx", b"{\\rtf1", "holds a rich text file"),
        ("a.pdf", b"MZ\x90\x00", "holds a program"),
        ("a.png", b"\xff\xd8\xff\xe0", "holds a JPEG picture"),
        ("a.jpg", b"GIF89a", "holds a GIF picture"),
        ("a.csv", b"PK\x03\x04rest", "holds an Office or zip file"),
        ("a.csv", b"\xef\xbb\xbf<!DOCTYPE HTML>", "holds a web page"),
        ("a.txt", OLE, "holds an old or protected Office file"),
    ],
)
def test_content_that_is_not_what_the_name_says_is_named(
    tmp_path: Path, name: str, content: bytes, holds: str
) -> None:
    assert holds in sentence(write(tmp_path / "f", content), name)


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\r\n1,\x00\x01\x02",
        bytes(range(256)),
        b"a,b\n" * 400_000 + b"\x07",
        b"\xff\xfe" + "a,b".encode("utf-16-le") + b"\x00\xd8",
        b"\xff\xfe" + "a\0b".encode("utf-16-le"),
        b"\xff\xfea",
    ],
)
def test_a_csv_that_is_not_text_is_refused(tmp_path: Path, content: bytes) -> None:
    assert "not text" in sentence(write(tmp_path / "f", content), "a.csv")


@pytest.mark.parametrize("name", ["a.xlsm", "a.xlsb", "a.docm", "a.pptm"])
def test_a_kind_of_file_for_macros_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    assert "macros" in sentence(write(tmp_path / "f", b"PK\x03\x04"), name)


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("xlsx", "xl/vbaProject.bin"),
        ("xlsx", "xl/macrosheets/sheet1.xml"),
        ("docx", "word/vbaProject.bin"),
        ("docx", "word/VbaData.xml"),
        ("pptx", "ppt/vbaProject.bin"),
        ("docx", "word/activeX/activeX1.bin"),
        ("docx", "word/embeddings/Sheet1.XLSM"),
        ("pptx", "ppt/embeddings/document.docm"),
    ],
)
def test_macros_are_found_in_a_renamed_file(tmp_path: Path, kind: str, part: str) -> None:
    path = write_package(tmp_path / "f", kind, {part: b"code"})
    assert "holds macros" in sentence(path, f"a.{kind}")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_renamed_macro_workbook_without_code_is_known_by_its_type(
    tmp_path: Path, encoding: str
) -> None:
    declared = "application/vnd.ms-excel.sheet.macroEnabled.main+xml".encode(encoding)
    path = write_package(tmp_path / "f", "xlsx", {"[Content_Types].xml": declared})
    assert "holds macros" in sentence(path, "a.xlsx")


def test_a_word_document_named_as_a_workbook_is_not_one(tmp_path: Path) -> None:
    assert "not an Excel workbook" in sentence(write_package(tmp_path / "f", "docx"), "a.xlsx")


def test_a_plain_zip_named_as_a_workbook_is_not_one(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "f", "w") as package:
        package.writestr("notes.txt", b"hello")
    assert "not an Excel workbook" in sentence(tmp_path / "f", "a.xlsx")


def test_a_workbook_of_very_many_parts_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = write_package(tmp_path / "f", "xlsx", {f"xl/{n}.xml": b"" for n in range(30)})
    assert "more than 20 parts" in sentence(path, "a.xlsx", entries=20)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    noise = hashlib.shake_128(b"noise").digest(MiB).hex().encode()
    path = write_package(tmp_path / "f", "xlsx", {"xl/sheet.xml": noise})
    assert "would unpack to far more" in sentence(path, "a.xlsx", unpacked=MiB)


def test_a_zip_bomb_is_refused_with_little_memory(tmp_path: Path) -> None:
    path = write_package(tmp_path / "f", "xlsx", {"xl/sheet.xml": bytes(40 * MiB)})
    tracemalloc.start()
    try:
        said = sentence(path, "a.xlsx")
        assert tracemalloc.get_traced_memory()[1] < 8 * MiB
    finally:
        tracemalloc.stop()
    assert "200 times its size" in said


def _understate(path: Path, name: bytes, true: int, stated: int) -> None:
    """Let a zip say in both headers that an entry is smaller than it is."""
    content = path.read_bytes()
    path.write_bytes(content.replace(struct.pack("<I", true), struct.pack("<I", stated)))
    assert content != path.read_bytes()
    assert name in content


def test_a_zip_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    path = write_package(tmp_path / "f", "xlsx", {"xl/sheet.xml": bytes(20 * MiB + 7)})
    _understate(path, b"xl/sheet.xml", 20 * MiB + 7, 1000)
    assert "is damaged" in sentence(path, "a.xlsx")


def test_entries_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    """David Fifield's overlapped bomb: many names in the directory, one content."""
    path = write_package(tmp_path / "f", "xlsx", {"xl/a.xml": b"a" * 500, "xl/b.xml": b"a" * 500})
    with zipfile.ZipFile(path) as package:
        first = package.getinfo("xl/a.xml").header_offset
        second = package.getinfo("xl/b.xml").header_offset
    content = path.read_bytes()
    where = content.rindex(b"xl/b.xml") - 4
    assert content[where : where + 4] == struct.pack("<I", second)
    path.write_bytes(content[:where] + struct.pack("<I", first) + content[where + 4 :])
    assert "is damaged" in sentence(path, "a.xlsx")


@pytest.mark.parametrize(
    "part", ["../../evil.xml", "/etc/evil.xml", "C:/evil.xml", "xl\\..\\..\\evil.xml"]
)
def test_a_part_that_leads_out_of_the_file_is_refused(tmp_path: Path, part: str) -> None:
    path = write_package(tmp_path / "f", "xlsx", {part: b"x"})
    assert "leads out of the file" in sentence(path, "a.xlsx")


def test_a_part_named_twice_is_refused(tmp_path: Path) -> None:
    with warnings.catch_warnings(), zipfile.ZipFile(tmp_path / "f", "w") as package:
        warnings.simplefilter("ignore")
        for content in (content_types("xlsx"), b"another"):
            package.writestr("[Content_Types].xml", content)
    assert "is damaged" in sentence(tmp_path / "f", "a.xlsx")


def test_a_zip_with_a_password_is_told_to_remove_it(tmp_path: Path) -> None:
    path = write_package(tmp_path / "f", "xlsx")
    content = bytearray(path.read_bytes())
    central = content.index(b"PK\x01\x02")
    content[central + 8] |= 1
    path.write_bytes(content)
    assert "remove the password" in sentence(path, "a.xlsx")


def test_a_zip_packed_in_an_unusual_way_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "f", "w", zipfile.ZIP_LZMA) as package:
        package.writestr("[Content_Types].xml", content_types("xlsx"))
    assert "unusual way" in sentence(tmp_path / "f", "a.xlsx")


@pytest.mark.parametrize("keep", [30, 100, 300, 0.5, 0.9])
def test_a_workbook_cut_short_is_said_to_be_damaged(tmp_path: Path, keep: float) -> None:
    path = write_package(tmp_path / "f", "xlsx", {"xl/sheet.xml": b"<row/>" * 1000})
    content = path.read_bytes()
    path.write_bytes(content[: int(keep if keep > 1 else keep * len(content))])
    assert "is damaged" in sentence(path, "a.xlsx")


def test_a_workbook_with_a_changed_byte_is_said_to_be_damaged(tmp_path: Path) -> None:
    noise = hashlib.shake_128(b"noise").digest(5000)
    path = write_package(tmp_path / "f", "xlsx", {"xl/media/a.png": noise})
    content = bytearray(path.read_bytes())
    content[content.index(noise[:50]) + 100] ^= 0xFF
    path.write_bytes(content)
    assert "is damaged" in sentence(path, "a.xlsx")


@given(st.lists(st.tuples(st.integers(min_value=0), st.integers(0, 255)), min_size=1, max_size=5))
def test_a_workbook_with_changed_bytes_is_taken_or_refused_but_never_fails(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]]
) -> None:
    path = write_package(tmp_path_factory.mktemp("gate") / "f", "xlsx", {"xl/s.xml": b"abc" * 50})
    content = bytearray(path.read_bytes())
    for where, byte in changes:
        content[where % len(content)] = byte
    path.write_bytes(content)
    with contextlib.suppress(Unusable):
        assert check_file(path, "a.xlsx", kinds=EVERYTHING, limits=LIMITS) is FileKind.XLSX
