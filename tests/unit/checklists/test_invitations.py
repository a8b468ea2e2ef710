"""Who is invited to what is data of a checklist, each fault named by file, line and field."""

from pathlib import Path

import pytest

from readiness.checklists.folder import check_folder
from readiness.checklists.inspections import load_checklist
from readiness.checklists.invitations import InvitationSpec
from readiness.inspections.copies import copy_checklist, read_copy, read_invitations_copy
from tests.support.checklist_files import make_folder, spoil

FILE = "inspections/ilacs-short.yaml"
INVITATIONS = """\
invitations:
  - key: gate
    gates: true
    minutes: 30
    posts: [dcs]
  - key: huddle
    title: Huddle
    anchor: call
    after: 120
    minutes: 30
    posts: [dcs, data-lead]
steps:
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_folder(tmp_path / "checklists")
    spoil(made, FILE, "steps:\n", INVITATIONS)
    return made


def test_invitations_are_loaded_and_kept_in_the_copy_of_an_inspection(folder: Path) -> None:
    checklist = load_checklist(folder, "ilacs-short")
    assert checklist.invitations == (
        InvitationSpec("gate", "", "", 0, 30, ("dcs",)),
        InvitationSpec("huddle", "Huddle", "call", 120, 30, ("dcs", "data-lead")),
    )
    copy = copy_checklist(checklist)
    assert read_invitations_copy(copy) == checklist.invitations
    del copy["invitations"]
    assert read_invitations_copy(copy) == read_copy(copy).invitations == ()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("anchor: call", "anchor: cal", "line 42, anchor: “cal” is not one of the anchors"),
        ("posts: [dcs]", "posts: [dsc]", "line 39, posts: “dsc” is not in posts.yaml. Did you"),
        ("[dcs, data-lead]", "[dcs, dcs]", "line 45, posts: “dcs” is named twice"),
        ("    posts: [dcs]\n", "", "posts: is missing"),
        ("gates: true", "gates: true\n    title: Gates", "title: with “gates: true” each gate"),
        ("minutes: 30\n    posts: [dcs, ", "minutes: 0\n    posts: [dcs, ", "minutes: “0” is not"),
        ("after: 120", "before: 120", "before: is not a field"),
        ("key: huddle", "key: gate", "“gate” is already used"),
    ],
)
def test_a_fault_is_named(folder: Path, old: str, new: str, fault: str) -> None:
    spoil(folder, FILE, old, new)
    found = check_folder(folder)
    assert any(fault in each and FILE in each for each in found), found


def test_a_summary_before_the_meeting_needs_a_weekday_for_when_there_is_none(folder: Path) -> None:
    digest = "ahead_working_days: 3"
    spoil(folder, "reminders.yaml", digest, f"{digest}\n    before_meeting: true")
    (fault,) = check_folder(folder)
    assert "before_meeting: needs a weekday" in fault
