"""Contents are counted, hashed and named the same way every time."""

import hashlib
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.bundles.rules import (
    Comment,
    Fault,
    Item,
    ItemKind,
    Said,
    answer_gate,
    count_ready,
    find_document_faults,
    find_list_faults,
    hash_contents,
    hash_view,
    join_faults,
    number_folder,
    spell_chosen,
    spell_name,
    split_faults,
    title_bundle,
)
from readiness.checklists.documents import FOLDERS
from readiness.library.rules import DocumentState
from readiness.london import LONDON
from readiness.office.names import safe_name

DUE = datetime(2026, 12, 2, 17, tzinfo=LONDON)
PLAN = Item(ItemKind.DOCUMENT, "plan", "The plan", version_number=2, sha256="b" * 64)
LIST_3 = Item(ItemKind.LIST, "3", "List 3: Referrals", version_number=9, sha256="a" * 64)


def with_faults(*faults: Fault) -> Item:
    return replace(PLAN, faults=faults)


def test_the_contents_hash_is_over_kind_key_version_and_content_in_order() -> None:
    lines = f"list\t3\t9\t{'a' * 64}\ndocument\tplan\t2\t{'b' * 64}\n"
    assert hash_contents([LIST_3, PLAN]) == hashlib.sha256(lines.encode()).hexdigest()


@pytest.mark.parametrize(
    "changed",
    [
        replace(PLAN, kind=ItemKind.LIST),
        replace(PLAN, key="plans"),
        replace(PLAN, version_number=3),
        replace(PLAN, sha256="c" * 64),
        replace(PLAN, version_number=None, sha256=None),
    ],
)
def test_each_part_of_an_item_changes_the_contents_hash(changed: Item) -> None:
    assert hash_contents([LIST_3, changed]) != hash_contents([LIST_3, PLAN])
    assert hash_contents([PLAN, LIST_3]) != hash_contents([LIST_3, PLAN])


def test_a_withdrawn_approval_changes_what_was_seen_and_not_the_contents() -> None:
    withdrawn = with_faults(Fault.NOT_APPROVED)
    assert hash_contents([withdrawn]) == hash_contents([PLAN])
    nothing = hash_view([PLAN], Said())
    assert hash_view([withdrawn], Said()) != nothing
    assert hash_view([PLAN], Said((Comment(3, "", "Late"),))) != nothing
    assert hash_view([PLAN], Said(reconciliation="1 of 1 figure agrees.")) != nothing


def test_an_item_counts_once_under_its_worst_fault() -> None:
    items = [
        LIST_3,
        PLAN,
        with_faults(Fault.MISSING),
        with_faults(Fault.STALE, Fault.NOT_APPROVED),
        with_faults(Fault.NOT_APPROVED),
    ]
    assert count_ready(items) == "2 of 5 are ready; 1 missing, 1 out of date, 1 not approved"
    assert count_ready([PLAN]) == "1 of 1 is ready"


@pytest.mark.parametrize(
    ("now", "when"),
    [
        (datetime(2026, 12, 1, 9, tzinfo=LONDON), "tomorrow at 5pm"),
        (datetime(2026, 12, 2, 9, tzinfo=LONDON), "today at 5pm"),
        (datetime(2026, 12, 2, 18, tzinfo=LONDON), "today at 5pm (passed)"),
        (datetime(2026, 12, 3, 9, tzinfo=LONDON), "yesterday at 5pm (passed)"),
        (datetime(2026, 11, 30, 9, tzinfo=LONDON), "on Wednesday 2 December 2026 at 5pm"),
    ],
)
def test_a_gate_answers_when_it_is_due_and_how_much_is_ready(now: datetime, when: str) -> None:
    answer = answer_gate("Documents due", DUE, now, [PLAN, with_faults(Fault.MISSING)])
    assert answer == f"Documents due {when}: 1 of 2 is ready; 1 missing."


def test_a_gate_whose_needs_are_not_known_says_so() -> None:
    answer = answer_gate("Data due", DUE, DUE.replace(hour=9), [])
    assert answer == "Data due today at 5pm: the checklist names nothing, so choose what goes."


@pytest.mark.parametrize(
    ("state", "approved", "faults"),
    [
        (DocumentState.MISSING, False, (Fault.MISSING,)),
        (DocumentState.STALE, True, (Fault.STALE,)),
        (DocumentState.STALE, False, (Fault.STALE, Fault.NOT_APPROVED)),
        (DocumentState.NOT_APPROVED, False, (Fault.NOT_APPROVED,)),
        (DocumentState.APPROVED, True, ()),
        (DocumentState.APPROVED, False, (Fault.NOT_APPROVED,)),
    ],
)
def test_a_document_has_every_fault_and_not_only_the_worst(
    state: DocumentState, approved: bool, faults: tuple[Fault, ...]
) -> None:
    assert find_document_faults(state, approved=approved) == faults


def test_a_list_is_missing_not_signed_or_in_order() -> None:
    assert find_list_faults(exists=False, signed=False) == (Fault.MISSING,)
    assert find_list_faults(exists=True, signed=False) == (Fault.NOT_SIGNED,)
    assert find_list_faults(exists=True, signed=True) == ()


@given(st.lists(st.sampled_from(Fault), unique=True))
def test_faults_come_back_from_the_database_as_they_went_in(faults: list[Fault]) -> None:
    assert split_faults(join_faults(faults)) == tuple(faults)


def test_faults_are_said_in_words() -> None:
    assert with_faults(Fault.STALE, Fault.NOT_APPROVED).fault_words == "Out of date, not approved"
    assert PLAN.fault_words == ""


def test_folders_are_numbered_by_their_order_after_annexe_a() -> None:
    assert number_folder("Leadership", FOLDERS) == "02 Leadership"
    assert number_folder("Partnership", FOLDERS) == "08 Partnership"
    assert number_folder("Our own", FOLDERS) == "09 Other documents"


@pytest.mark.parametrize(
    ("title", "original", "name"),
    [
        ("Board papers", "Draft 7.DOCX", "03 Board papers.docx"),
        ("Plans and reviews.", "a.pdf", "03 Plans and reviews.pdf"),
        ("Fostering/adoption", "b.tar.xlsx", "03 Fostering-adoption.xlsx"),
        ("Notes", "no ending", "03 Notes"),
    ],
)
def test_a_document_is_named_by_number_title_and_its_own_ending(
    title: str, original: str, name: str
) -> None:
    assert spell_name(3, title, original) == name


@given(st.integers(1, 99), st.text(min_size=1), st.text(min_size=1))
def test_every_name_can_be_made_safe_and_keeps_its_number(
    number: int, title: str, original: str
) -> None:
    name = safe_name(spell_name(number, title, original))
    assert name.startswith(f"{number:02d}")
    assert not set(name) & set('<>:"/\\|?*')


def test_a_version_is_a_version_of_a_document_and_an_upload_of_a_list() -> None:
    assert (PLAN.version_words, LIST_3.version_words) == ("Version 2", "Upload 9")
    assert replace(PLAN, version_number=None).version_words == ""


def test_contents_are_counted_by_kind() -> None:
    assert spell_chosen([LIST_3, PLAN, PLAN]) == "1 list and 2 documents"
    assert spell_chosen([PLAN]) == "1 document"
    assert spell_chosen([]) == "nothing"


def test_a_title_never_outgrows_its_column() -> None:
    assert title_bundle("Documents due", 2, "Short inspection") == (
        "Documents due, bundle 2 – Short inspection"
    )
    assert len(title_bundle("G" * 200, 1, "I" * 200)) == 200
