from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from readiness.activity.rules import FIRST, describe_changes, find_broken_seal, seal_content
from readiness.activity.vocabulary import EVENTS, find_event

PACKAGE = Path(__file__).resolve().parents[3] / "readiness"


@dataclass
class Entry:
    id: int
    words: str
    previous_seal: str
    seal: str

    def content(self) -> Mapping[str, Any]:
        return {"words": self.words}


def chain(*words: str) -> list[Entry]:
    entries: list[Entry] = []
    previous = FIRST
    for number, said in enumerate(words, 1):
        seal = seal_content(previous, {"words": said})
        entries.append(Entry(number, said, previous, seal))
        previous = seal
    return entries


def test_an_unaltered_chain_holds() -> None:
    assert find_broken_seal(chain("one", "two", "three")) is None


def test_an_altered_entry_is_found() -> None:
    entries = chain("one", "two", "three")
    entries[1] = replace(entries[1], words="too")
    assert find_broken_seal(entries) == 2


def test_a_removed_entry_is_found() -> None:
    entries = chain("one", "two", "three")
    del entries[1]
    assert find_broken_seal(entries) == 3


def test_a_resealed_entry_breaks_the_one_after_it() -> None:
    entries = chain("one", "two", "three")
    entries[1] = replace(
        entries[1], words="too", seal=seal_content(entries[0].seal, {"words": "too"})
    )
    assert find_broken_seal(entries) == 3


def test_every_event_is_named_by_source_subject_and_action() -> None:
    assert all(name.count(":") == 2 for name in EVENTS)


def test_every_declared_event_is_recorded_somewhere() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("operations*/*.py"))
    code += "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("operations.py"))
    assert [name for name in EVENTS if f'"{name}"' not in code] == []


def test_an_event_outside_the_vocabulary_is_refused() -> None:
    with pytest.raises(LookupError, match="not in the activity vocabulary"):
        find_event("people:person:painted")


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"state": ["to_do", "done"]}, "State: to do → done"),
        ({"note": [None, "By phone"]}, "Note: By phone"),
        ({"note": ["By phone", None]}, "Note: By phone → nothing"),
        ({"reference": ["ABC 1", ""]}, "Reference: ABC 1 → nothing"),
        ({"reference": ["", "ABC 1"]}, "Reference: ABC 1"),
        ({"is_trial": [None, True]}, "Trial run: yes"),
        (
            {"due_at": ["2026-12-01T11:00:00+00:00", "2026-12-01T17:30:00+00:00"]},
            "Due: Tuesday 1 December 2026, 11am → Tuesday 1 December 2026, 5.30pm",
        ),
        ({"day": [None, "2026-12-24"]}, "Day: Thursday 24 December 2026"),
        ({"sha256": [None, "0123456789abcdef" * 4]}, "Content: 0123456789ab…"),
        ({"tasks_moved": [None, 12]}, "Tasks moved: 12"),
    ],
)
def test_old_and_new_are_told_as_people_say_them(
    changes: Mapping[str, list[Any]], line: str
) -> None:
    assert describe_changes(changes) == [line]


def test_an_entry_reads_as_a_sentence_wherever_its_subject_stands() -> None:
    sent, ticked = find_event("bundles:bundle:sent"), find_event("inspections:task:ticked")
    assert sent.tell("A. Person", "this bundle") == "A. Person marked this bundle as sent"
    assert ticked.tell("A. Person", "this task") == "A. Person ticked off this task"
    assert all(event.words.count("…") <= 1 for event in EVENTS.values())
