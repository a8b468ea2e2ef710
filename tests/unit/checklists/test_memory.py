"""What is loaded is kept, and loaded again once an officer changed a file."""

import os
from pathlib import Path

import pytest

from readiness.checklists.faults import ChecklistFault
from readiness.checklists.memory import remembered
from readiness.checklists.posts import load_posts

POST = """posts:
  - key: dcs
    title: {title}
    role: director
    about: Takes the call.
"""


def write(folder: Path, title: str, moment: int) -> None:
    file = folder / "posts.yaml"
    file.write_text(POST.format(title=title), encoding="utf-8")
    os.utime(file, ns=(moment, moment))


def test_a_changed_file_is_read_again_and_an_unchanged_one_is_not(tmp_path: Path) -> None:
    write(tmp_path, "Director", 1_000)
    first = load_posts(tmp_path)
    assert load_posts(tmp_path) is first
    write(tmp_path, "Manager.", 2_000)  # as many letters: the moment alone tells
    assert load_posts(tmp_path)["dcs"].title == "Manager."


def test_a_file_in_an_inner_folder_counts_too(tmp_path: Path) -> None:
    calls: list[Path] = []

    @remembered
    def load(folder: Path) -> int:
        calls.append(folder)
        return len(calls)

    assert (load(tmp_path), load(tmp_path)) == (1, 1)
    inner = tmp_path / "annexe_a" / "2024"
    inner.mkdir(parents=True)
    (inner / "edition.yaml").write_text("name: x", encoding="utf-8")
    assert load(tmp_path) == 2


def test_a_fault_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "posts.yaml").write_text("posts: [", encoding="utf-8")
    with pytest.raises(ChecklistFault):
        load_posts(tmp_path)
    write(tmp_path, "Director", 5_000)
    assert load_posts(tmp_path)["dcs"].title == "Director"
