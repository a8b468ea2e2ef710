"""A worklist as a workbook: whose it is, what to do, and text that stays text."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
from python_calamine import CalamineWorkbook

from readiness.annexe_a.findings import mark_explained
from readiness.annexe_a.placing import PLACED
from readiness.annexe_a.seals import make_seal
from readiness.annexe_a.worklists import (
    COLUMNS,
    Cover,
    Team,
    choose_team,
    give_teams,
    list_teams,
    write_each,
    write_worklist,
)
from readiness.checklists.folder import checklists_folder
from readiness.checklists.worklists import Worklists, load_worklists

WORDS = load_worklists(checklists_folder())
SEAL = make_seal(b"k" * 32)


def finding(**changes: Any) -> dict[str, Any]:
    """A finding in List 6."""
    usual = {
        "list": 6, "row": 2, "column": "Date of Birth", "cell": "D2", "rule": "odd",
        "severity": "error", "message": "Wrong.", "code": "odd", "child": "C1",
        "team": "North", "worker": "Worker 1", "place": 1, "reference": "bcdf",
        "child_key": "c", "team_key": "n", "worker_key": "w",
    }  # fmt: skip
    return usual | changes


def table(*rows: dict[str, Any]) -> pl.DataFrame:
    return mark_explained(pl.DataFrame(rows, schema=PLACED), {"ghjk"})


def cover(watermark: str = "") -> Cover:
    said = {"ghjk": "Twins (A. Person, until 31/01/2027)"}
    return Cover(date(2026, 11, 24), datetime(2026, 11, 28, 9, tzinfo=UTC), watermark, WORDS, said)


def read(path: Path) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def test_a_worklist_has_what_to_do_where_and_blanks_for_the_reply(tmp_path: Path) -> None:
    found = table(
        finding(reference="ghjk", child="C0"),
        finding(child="=1+1", message="+44 is no date.", rule="date-in-future"),
    )
    path = tmp_path / "worklist.xlsx"
    write_worklist(path, Team("n", "North", 2), found, cover("TRIAL RUN"))
    rows = read(path)
    assert rows[0][0] == "Worklist: North"
    assert rows[1][0] == "TRIAL RUN"
    assert rows[2][0] == "2 findings as at Tuesday 24 November 2026, 1 of them explained."
    assert rows[4] == list(COLUMNS)
    first, last = (dict(zip(COLUMNS, row, strict=True)) for row in rows[5:])
    assert (first["Child or adopter"], first["What is wrong"]) == ("=1+1", "+44 is no date.")
    assert first["What to do"].startswith("Correct the date.")
    assert first["Where in the case system"] == "The person’s details."
    assert (first["Corrected on"], first["Explanation"], first["Until"]) == ("", "", "")
    assert last["Explained"] == "Twins (A. Person, until 31/01/2027)"


def test_every_team_has_a_workbook_of_its_own_under_a_name_of_its_own(tmp_path: Path) -> None:
    names = ["a/b", "a\\b", "North"]
    found = table(
        *(finding(team=team, team_key=team) for team in names), finding(team="", team_key="")
    )
    done: list[tuple[int, int]] = []
    entries = list(
        write_each(tmp_path, list_teams(found), found, cover(), lambda *at: done.append(at))
    )
    assert [entry.name for entry in entries] == [
        "North.xlsx", "a-b.xlsx", "2 a-b.xlsx", "No team in the list.xlsx",
    ]  # fmt: skip
    assert done[-1] == (4, 5)
    assert list(tmp_path.iterdir()) == []


def test_names_that_are_cut_to_the_same_are_told_apart_too(tmp_path: Path) -> None:
    names = ["T" * 200 + end for end in "ab"]
    found = table(*(finding(team=team, team_key=team) for team in names))
    entries = write_each(tmp_path, list_teams(found), found, cover(), lambda *_: None)
    assert [entry.name[:3] for entry in entries] == ["TTT", "2 T"]


def test_a_list_that_names_no_team_goes_to_the_one_the_council_says() -> None:
    words = Worklists(6, 12, {1: "Front door"}, {}, {}, {}, "", {}, {})
    found = give_teams(table(finding(list=1, team="", team_key=""), finding()), words, SEAL)
    north, door = sorted(list_teams(found), key=lambda team: team.name, reverse=True)
    assert (door.name, north.name) == ("Front door", "North")
    assert choose_team(found, door.key)["list"].to_list() == [1]
