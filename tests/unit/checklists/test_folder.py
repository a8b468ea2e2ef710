"""A checklists folder is loaded whole, and every contradiction in it is named."""

from datetime import time
from pathlib import Path

import pytest

from readiness.checklists.cycles import find_cycle
from readiness.checklists.documents import load_documents
from readiness.checklists.faults import ChecklistFault
from readiness.checklists.folder import check_folder, checklists_folder
from readiness.checklists.inspections import (
    DueSpec,
    Weekday,
    Weeks,
    WorkingDays,
    load_checklist,
    load_checklists,
)
from readiness.checklists.posts import load_posts
from readiness.checklists.reminders import DigestSpec, ReminderSpec, load_reminders
from readiness.errors import Unusable
from tests.support.checklist_files import make_folder, spoil

SHORT = "inspections/ilacs-short.yaml"
REMINDERS = "reminders.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "checklists")


def test_the_checklists_of_the_product_have_no_fault() -> None:
    assert check_folder(checklists_folder()) == []


def test_the_product_has_the_five_kinds_of_inspection() -> None:
    found = load_checklists(checklists_folder())
    kinds = ("ilacs-focused-visit", "ilacs-monitoring-visit", "ilacs-short", "ilacs-standard")
    assert tuple(found) == (*kinds, "jtai")
    assert len(found["ilacs-short"].steps) >= 60
    assert all(anchor.named[0] != "“" for spec in found.values() for anchor in spec.anchors)


def test_the_product_has_the_posts_inspections_need() -> None:
    posts = load_posts(checklists_folder())
    assert len(posts) == 17
    assert posts["data-lead"].role == "data_lead"


def test_reminders_are_loaded_as_they_are_written(folder: Path) -> None:
    found = load_reminders(folder)
    assert (found.opens, found.closes, found.until) == (time(8), time(18), "arrival")
    assert found.rules == (
        ReminderSpec("due-soon", "owner", -120),
        ReminderSpec("late", "director", 30),
    )
    assert found.heads == {"data-lead": "dcs"}
    assert found.digests == (DigestSpec("morning", "owner", None, time(8), 3),)
    spoil(folder, REMINDERS, "when: after", "when: afer")
    with pytest.raises(ChecklistFault, match="line 11, when: “afer”"):
        load_reminders(folder)


def test_documents_come_in_the_order_of_the_bundle(folder: Path) -> None:
    spoil(folder, "documents.yaml", "number: 1", "number: 9")
    documents = load_documents(folder)
    assert [document.key for document in documents.values()] == ["duty-rota", "self-evaluation"]
    assert documents["duty-rota"].on_request
    assert documents["self-evaluation"].gate == "data_due"


def test_a_checklist_is_loaded_as_it_is_written(folder: Path) -> None:
    checklist = load_checklist(folder, "ilacs-short")
    call, data_due, arrival, review = checklist.anchors
    assert (call.start, call.rule, call.at, call.named) == (None, None, None, "the call")
    assert (data_due.rule, data_due.at, data_due.gate) == (WorkingDays(1), time(17), True)
    assert data_due.confirm
    assert arrival.rule == Weekday(0, 1)
    assert arrival.named == "“Inspectors arrive”"
    assert (review.rule, review.start, review.estimate) == (Weeks(2), "arrival", True)
    take, send, *_ = checklist.steps
    assert take.due == DueSpec("call", 0, None, None, 45)
    assert (send.after, send.gate, send.evidence) == (("take-call",), "data_due", True)


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("posts.yaml", "key: data-lead", "key: dcs",
         "line 6, key: “dcs” is already used in line 2"),
        ("posts.yaml", "role: director", "role: boss", "line 4, role: “boss” is not one of"),
        ("documents.yaml", "post: dcs", "post: dsc",
         "line 6, post: “dsc” is not in posts.yaml. Did you mean “dcs”?"),
        ("documents.yaml", "gate: data_due", "gate: review",
         "line 7, gate: “review” is not a gate of ilacs-short."),
        ("documents.yaml", "on_request: true", "on_request: false",
         "line 11, gate: give either a gate or “on_request: true”"),
        ("documents.yaml", "number: 2", "number: 1",
         "line 12, number: 1 is already the number of “self-evaluation”."),
        (SHORT, "key: ilacs-short", "key: short", "line 1, key: must be ilacs-short, the name"),
        (SHORT, "key: call", "key: ring", "line 8, key: the first anchor must be “call”"),
        (SHORT, "    named: the call", "    at: \"09:00\"", "line 8, from: the first anchor is"),
        (SHORT, "from: arrival", "from: arival",
         "line 30, from: “arival” is not an anchor of this checklist. Did you mean “arrival”?"),
        (SHORT, "from: call", "from: review",
         "line 15, from: “review” comes later in the file."),
        (SHORT, "    weeks: 2\n", "    weeks: 2\n    working_days: 3\n",
         "line 32, working_days: give exactly one of working_days, weekday and weeks."),
        (SHORT, "    weeks: 2\n", "", "line 28, working_days: give exactly one"),
        (SHORT, "    weeks: 2\n", "    weeks: 2\n    weeks_later: 1\n",
         "line 32, weeks_later: belongs to a weekday only."),
        (SHORT, "weekday: monday", "weekday: mondey",
         "line 24, weekday: “mondey” is not one of the choices. Did you mean “monday”?"),
        (SHORT, 'at: "17:00"', 'at: "25:00"', "line 17, at: “25:00” is not a time of day."),
        (SHORT, '    at: "17:00"\n', "", "line 11, at: is missing."),
        (SHORT, 'at: "16:00"', 'at: "16:60"', "line 47, due.at: “16:60” is not a time of day."),
        (SHORT, "post: data-lead", "post: data-lad",
         "line 46, post: “data-lad” is not in posts.yaml. Did you mean “data-lead”?"),
        (SHORT, "anchor: data_due", "anchor: data_deu",
         "line 47, due.anchor: “data_deu” is not in the anchors of this file. Did you mean"),
        (SHORT, "working_days: 0, minutes: 45", "working_days: -1, at: \"10:00\"",
         "line 40, due.working_days: nothing can be due before the call."),
        (SHORT, "minutes: 45", "minutes: 721", "line 40, due.minutes: “721” is not a whole number"),
        (SHORT, "working_days: 0, minutes: 45", "working_days: 1, minutes: 45",
         "line 40, due.minutes: count on the day of the anchor only"),
        (SHORT, "minutes: 45", 'minutes: 45, at: "10:00"',
         "line 40, due.at: give exactly one of at (a time of day) and minutes."),
        (SHORT, "weeks: 3,", "", "line 67, due.working_days: give exactly one of working_days"),
        (SHORT, "gate: data_due", "gate: review",
         "line 49, gate: “review” is not an anchor with gate: true."),
        (SHORT, 'at: "16:00"', 'at: "17:30"',
         "line 47, due: the step is due after its gate, data_due. Make it earlier."),
        (SHORT, 'data_due, working_days: 0, at: "16:00"', 'data_due, working_days: 0, minutes: 5',
         "line 47, due: the step is due after its gate"),
        (SHORT, "delivers: bundle:data_due", "delivers: list:12",
         "line 51, delivers: must be list:1 to list:11, document:key, release:gate"),
        (SHORT, "delivers: bundle:data_due", "delivers: bundle:review",
         "line 51, delivers: “review” is not in the gates of this file."),
        (SHORT, "document:self-evaluation", "document:self-evalution",
         "line 59, delivers: “self-evalution” is not in documents.yaml. Did you mean"),
        (SHORT, "delivers: bundle:data_due", "delivers: document:self-evaluation",
         "line 59, delivers: “document:self-evaluation” is already delivered by send-data."),
        (SHORT, "delivers: document:self-evaluation", "evidence: true\n    done_at_start: true",
         "line 60, done_at_start: a step that needs a file or delivers something is done later."),
        (SHORT, "evidence: true\n    delivers: bundle:data_due", "done_at_start: true",
         "line 50, done_at_start: the step waits for “take-call”, which is done later."),
        (SHORT, "after: [take-call]", "after: [take-cal]",
         "line 48, after: “take-cal” is not a step of this checklist. Did you mean “take-call”?"),
        (SHORT, "after: [take-call]", "after: [take-call, take-call]",
         "line 48, after: “take-call” is named twice."),
        (SHORT, "key: hold-review", "key: take-call",
         "line 63, key: “take-call” is already used in line 36"),
        (REMINDERS, 'to: "18:00"', 'to: "07:00"', "line 1, working_hours.to: the working day must"),
        (REMINDERS, ', to: "18:00"', "", "line 1, working_hours.to: is missing."),
        (REMINDERS, "until: arrival", "until: arival",
         "line 3, inspection.until: “arival” is not an anchor of every kind of inspection. Did"),
        (REMINDERS, "to: owner", "to: onwer", "line 6, to: “onwer” is not one of the choices. Did"),
        (REMINDERS, "key: late", f"key: {'late' * 20}", "line 9, key: is 80 characters long."),
        (REMINDERS, "when: before", "when: at",
         "line 8, minutes: “when: at” is the due time itself."),
        (REMINDERS, "      minutes: 120\n", "", "line 5, minutes: is missing."),
        (REMINDERS, "minutes: 120", "minutes: 9999", "line 8, minutes: “9999” is not a whole"),
        (REMINDERS, "key: late", "key: due-soon",
         "line 9, key: “due-soon” is already used in line 5"),
        (REMINDERS, "director: dcs", "director: dsc",
         "line 13, director: “dsc” is not in posts.yaml. Did you mean “dcs”?"),
        (REMINDERS, "head: dcs", "head: data-lead", "line 15, head: a post cannot stand above"),
        (REMINDERS, "head: dcs}", "head: dcs}\n  - {post: data-lead, head: dcs}",
         "line 16, post: “data-lead” has a line above already."),
        (REMINDERS, '    at: "08:00"\n', "", "line 17, at: is missing."),
        (REMINDERS, '    at: "08:00"\n', '    at: "08:00"\n    weekday: sunday\n',
         "line 20, weekday: “sunday” is not one of the choices."),
    ],
)  # fmt: skip
def test_a_contradiction_is_named_by_file_line_and_field(
    folder: Path, file: str, old: str, new: str, fault: str
) -> None:
    spoil(folder, file, old, new)
    found = check_folder(folder)
    assert any(sentence.startswith(f"checklists/{file}, {fault}") for sentence in found), found


def test_a_step_due_before_the_one_it_waits_for_is_a_fault(folder: Path) -> None:
    spoil(folder, SHORT, "    area: after", "    after: [write-evaluation]\n    area: after")
    spoil(folder, SHORT, 'weeks: 3, at: "14:00"', 'working_days: -2, at: "11:00"')
    assert check_folder(folder) == [
        f"checklists/{SHORT}, line 67, due: the step is due before “write-evaluation”, "
        "which it waits for."
    ]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('at: "17:00"', 'at: "25:00"', "line 17, at"),
        ("gate: true", "gate: yess", "line 14, gate"),
        ("key: data_due", "key: data due", "line 11, key"),
        ("key: call", "key: ring", "line 8, key"),
        ('at: "16:00"', 'at: "26:00"', "line 56, due.at"),
    ],
)
def test_a_fault_is_not_told_again_of_all_that_rests_on_it(
    folder: Path, old: str, new: str, place: str
) -> None:
    pack = (
        "  - key: pack-data\n"
        "    title: Pack the data\n"
        "    guidance: Put it together.\n"
        "    post: data-lead\n"
        '    due: {anchor: data_due, working_days: 0, at: "16:30"}\n'
        "    after: [send-data]\n"
        "    gate: data_due\n"
        "    area: data\n"
        "    source: Common practice\n"
    )
    spoil(folder, SHORT, "steps:\n", f"steps:\n{pack}")
    assert check_folder(folder) == []
    spoil(folder, SHORT, old, new)
    (found,) = check_folder(folder)
    assert found.startswith(f"checklists/{SHORT}, {place}: ")


def test_a_circle_of_steps_is_named_from_its_first_step_back_to_it(folder: Path) -> None:
    spoil(folder, SHORT, "    area: people", "    after: [hold-review]\n    area: people")
    spoil(folder, SHORT, "    area: after", "    after: [send-data]\n    area: after")
    found = check_folder(folder)
    assert len(found) == 1
    assert "take-call → hold-review → send-data → take-call" in found[0]
    assert found[0].startswith(f"checklists/{SHORT}, line 41, after: ")


def test_every_fault_of_every_file_is_found_in_one_go(folder: Path) -> None:
    spoil(folder, "posts.yaml", "role: director", "role: boss")
    spoil(folder, "documents.yaml", "months: 12", "months: none")
    spoil(folder, SHORT, "gate: data_due", "gate: dinner")
    (folder / "inspections" / "odd.yaml").write_text("a: [", encoding="utf-8")
    files = [sentence.partition(",")[0] for sentence in check_folder(folder)]
    assert files == [
        "checklists/documents.yaml",
        f"checklists/{SHORT}",
        "checklists/inspections/odd.yaml",
        "checklists/posts.yaml",
    ]


def test_an_unreadable_file_of_posts_is_one_fault_and_hides_no_other(folder: Path) -> None:
    (folder / "posts.yaml").unlink()
    spoil(folder, SHORT, "area: data", "area: dota")
    found = check_folder(folder)
    assert len(found) == 2
    assert "line 52, area: “dota”" in found[0]
    assert "posts.yaml, line 1: The file cannot be opened." in found[1]


def test_an_unreadable_register_hides_no_fault_of_reminders(folder: Path) -> None:
    (folder / "inspections" / "fortnightly.yaml").write_text("a: [", encoding="utf-8")
    spoil(folder, REMINDERS, "director: dcs", "director: dsc")
    files = [sentence.partition(",")[0] for sentence in check_folder(folder)]
    assert files == ["checklists/inspections/fortnightly.yaml", "checklists/reminders.yaml"]


def test_loading_refuses_with_the_first_fault(folder: Path) -> None:
    spoil(folder, SHORT, "post: dcs", "post: nobody")
    with pytest.raises(ChecklistFault, match=r"line 39, post: “nobody” is not in posts.yaml"):
        load_checklist(folder, "ilacs-short")


def test_an_unknown_checklist_is_refused_with_the_known_ones(folder: Path) -> None:
    with pytest.raises(Unusable, match=r"no checklist “ilacs-shirt”. Did you mean “ilacs-short”"):
        load_checklist(folder, "ilacs-shirt")
    with pytest.raises(Unusable, match=r"no checklist “../posts”. Use one of: ilacs-short"):
        load_checklist(folder, "../posts")


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="no checklists folder at"):
        checklists_folder(tmp_path / "nowhere")


def test_a_circle_is_found_wherever_it_starts_and_a_diamond_is_none() -> None:
    assert find_cycle({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}) == []
    assert find_cycle({"a": ["b"], "b": ["c"], "c": ["b"]}) == ["b", "c", "b"]
    assert find_cycle({"a": ["a"]}) == ["a", "a"]
    assert find_cycle({"a": ["elsewhere"]}) == []
    chain = {str(number): [str(number + 1)] for number in range(5000)}
    assert find_cycle(chain) == []
    assert len(find_cycle({**chain, "5000": ["0"]})) == 5002
