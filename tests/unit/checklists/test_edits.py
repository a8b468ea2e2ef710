"""A change of one step leaves every other line of the file as officers wrote it."""

import subprocess
import tempfile
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.checklists.edits import Edit, EditKind, Value, edit_text, make_key
from readiness.checklists.faults import Report
from readiness.checklists.folder import checklists_folder
from readiness.checklists.inspections import DueSpec, StepSpec, read_checklist
from readiness.checklists.proposals import find_faults, propose
from readiness.errors import NotFound, Unusable
from tests.support.checklist_files import CHECKLIST

TEXT = """\
# How the week goes
key: visit
steps:
  # The first day

  - key: take-call
    title: "Take the call"   # by telephone
    guidance: >-
      Write it down.
      # This line belongs to the text.

      So does this one.
    # Agreed with the Director in March
    post: dcs  # until April
    due: {anchor: call, working_days: 0, minutes: 45} # not later

  # The second day

  - key: send-data
    title: Send the data
    guidance: Upload it.
    post: data-lead
    due:
      anchor: data_due
      working_days: 0
      at: "16:00"
    after: [take-call, other] # both
  - key: review
    title: Review
    after:
      - take-call

# The end
"""


def change(step: str, **fields: Value) -> str:
    return edit_text(TEXT, Edit(EditKind.CHANGE, step, fields))


def lines_out(after: str) -> list[str]:
    return [line for line in TEXT.splitlines() if line not in after.splitlines()]


def lines_in(after: str) -> list[str]:
    return [line for line in after.splitlines() if line not in TEXT.splitlines()]


def test_only_the_lines_of_the_changed_fields_differ_and_remarks_stay() -> None:
    after = change("take-call", title="Take “the” call", post="psw")
    assert lines_in(after) == [
        '    title: "Take “the” call"   # by telephone',
        "    post: psw  # until April",
    ]
    assert lines_out(after) == [
        '    title: "Take the call"   # by telephone',
        "    post: dcs  # until April",
    ]


def test_a_text_block_ends_before_the_comment_of_the_next_field() -> None:
    after = change("take-call", guidance="Short.")
    assert "      Short.\n    # Agreed with the Director in March\n    post: dcs" in after
    assert "belongs to the text" not in after
    assert "So does this one" not in after


def test_a_due_time_is_written_on_one_line_and_keeps_its_remark() -> None:
    at_nine = DueSpec("arrival", None, -2, time(9), None)
    assert lines_in(change("take-call", due=at_nine)) == [
        '    due: {anchor: arrival, weeks: -2, at: "09:00"} # not later'
    ]
    after = change("send-data", due=at_nine)
    assert '    due: {anchor: arrival, weeks: -2, at: "09:00"}\n    after: [' in after


def test_a_long_text_is_wrapped_as_the_files_are() -> None:
    after = change("send-data", guidance="Upload it again. " * 30)
    assert max(len(line) for line in after.splitlines()) <= 118


def test_a_new_step_stands_after_the_one_it_follows_with_a_key_of_its_own() -> None:
    fields: dict[str, Value] = {"title": "Review", "post": "dcs", "after": ("send-data",)}
    after = edit_text(TEXT, Edit(EditKind.ADD, "send-data", fields))
    made = (
        '    after: [take-call, other] # both\n\n  - key: review-2\n    title: "Review"\n'
        "    post: dcs\n    after: [send-data]\n  - key: review\n"
    )
    assert made in after


def test_a_step_that_is_taken_out_is_waited_for_by_nobody() -> None:
    after = edit_text(TEXT, Edit(EditKind.REMOVE, "take-call", {}))
    assert "take-call" not in after
    assert "    after: [other] # both\n" in after
    assert "    title: Review\n\n# The end" in after
    assert "  # The first day\n\n\n" not in after


def test_the_line_endings_of_the_file_stay() -> None:
    windows = TEXT.replace("\n", "\r\n")
    after = edit_text(windows, Edit(EditKind.CHANGE, "review", {"title": "Look back"}))
    assert after.replace("\r\n", "") == change("review", title="Look back").replace("\n", "")
    assert after.count("\r\n") == after.count("\n") == TEXT.count("\n")


def test_a_step_that_is_gone_is_said() -> None:
    with pytest.raises(Unusable, match="no step “gone” any more"):
        change("gone", title="Never")


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Try the doors’ locks", "try-the-doors-locks"),
        ("2 calls", "calls"),
        ("!!!", "new-step"),
        ("Review", "review-2"),
    ],
)
def test_a_key_is_made_of_the_title(title: str, key: str) -> None:
    assert make_key(title, {"review"}) == key


PRINTED = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf"]), min_size=1, max_size=60)


@given(PRINTED.map(lambda text: " ".join(text.split())).filter(bool))
def test_what_is_written_is_read_back_whatever_it_is(words: str) -> None:
    edit = Edit(EditKind.CHANGE, "send-data", {"title": words, "guidance": words})
    before, read = read_steps(CHECKLIST), read_steps(edit_text(CHECKLIST, edit))
    assert (read["send-data"].title, read["send-data"].guidance) == (words, words)
    assert {**read, "send-data": before["send-data"]} == before


def read_steps(text: str) -> dict[str, StepSpec]:
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "inspections"
        path.mkdir()
        (path / "ilacs-short.yaml").write_text(text, encoding="utf-8")
        report = Report()
        checklist, _lines = read_checklist(Path(made), "ilacs-short", report)
        report.raise_first()
        return {step.key: step for step in checklist.steps}


def test_the_difference_is_one_that_patch_takes(tmp_path: Path) -> None:
    edit = Edit(EditKind.REMOVE, "send-action-plan", {})
    proposal = propose(checklists_folder(), "ilacs-short", edit)
    target = tmp_path / proposal.name
    target.parent.mkdir(parents=True)
    target.write_text(proposal.before, encoding="utf-8")
    git = ["git", "apply", "-"]
    subprocess.run(git, input=proposal.diff, cwd=tmp_path, text=True, check=True)
    assert target.read_text(encoding="utf-8") == proposal.after
    assert find_faults(checklists_folder(), proposal) == []


def test_what_the_loader_refuses_is_named_with_file_line_and_field() -> None:
    folder = checklists_folder()
    gone = propose(folder, "ilacs-short", Edit(EditKind.REMOVE, "call-cascade", {}))
    nobody = Edit(EditKind.CHANGE, "take-call", {"post": "nobody-here"})
    after = edit_text(gone.after, nobody)
    faults = find_faults(folder, replace(gone, after=after))
    assert len(faults) == 2
    # The register names the step that is gone.
    assert faults[0].startswith("checklists/inspections/fortnightly.yaml, line 58, steps:")
    line = after.splitlines().index("    post: nobody-here") + 1
    assert faults[1].startswith(f"checklists/inspections/ilacs-short.yaml, line {line}, post:")


def test_an_unknown_checklist_is_not_found() -> None:
    with pytest.raises(NotFound):
        propose(checklists_folder(), "../posts", Edit(EditKind.REMOVE, "dcs", {}))
