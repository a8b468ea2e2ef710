"""Whose a finding is, and the reference by which it is followed from extract to extract."""

from collections.abc import Mapping

import polars as pl

from readiness.annexe_a.findings import (
    EXPLAINED,
    WantedFindings,
    choose_findings,
    count_by,
    mark_explained,
    only_fresh,
    take_counts,
)
from readiness.annexe_a.keeping import findings_to_frame
from readiness.annexe_a.placing import place_findings
from readiness.annexe_a.reading import SHEET_UNREAD, read_lists
from readiness.annexe_a.rules import names as n
from readiness.annexe_a.rules.catalogue import RULES
from readiness.annexe_a.rules.running import run_rules
from readiness.annexe_a.seals import make_seal
from readiness.office.sheets import Cell, Sheet
from tests.support.annexe_a import EDITION, sheet_of
from tests.support.annexe_a_rules import GOOD, context_of

SEAL = make_seal(b"k" * 32)
BLUE: Mapping[str, Cell] = {**GOOD[6], n.GENDER: "blue"}


def place(*rows: Mapping[str, Cell], number: int = 6) -> pl.DataFrame:
    """The findings of these rows of a list, placed."""
    frames = read_lists([sheet_of(number, *rows)], EDITION).frames
    found = [one for one in run_rules(RULES, frames, context_of()) if one.column == n.GENDER]
    return place_findings(findings_to_frame(found), frames[number], SEAL)


def test_a_finding_knows_its_child_team_and_worker() -> None:
    row = place({**GOOD[6], n.ID: "C9"}, BLUE).row(0, named=True)
    assert (row["child"], row["team"], row["worker"]) == ("C1", "North team", "Worker 101")
    assert (row["row"], row["place"]) == (3, 2)


def test_the_same_row_has_the_same_reference_wherever_it_stands() -> None:
    (before,) = place(BLUE)["reference"]
    (after,) = place({**GOOD[6], n.ID: "C9"}, {**BLUE, n.WORKER: "Worker 7"})["reference"]
    (other,) = place({**BLUE, n.ID: "C2"})["reference"]
    assert before == after
    assert before != other


def test_each_sheet_that_was_not_read_has_a_reference_of_its_own() -> None:
    notes = [Sheet.from_rows(name, [["one"], ["two"]]) for name in ("Notes", "More children")]
    reading = read_lists([sheet_of(6, GOOD[6]), *notes], EDITION)
    found = [one for one in reading.findings if one.rule == SHEET_UNREAD]
    references = place_findings(findings_to_frame(found), reading.frames[6], SEAL)["reference"]
    assert references.n_unique() == 2


def test_no_key_tells_what_it_stands_for_nor_could_be_a_number_or_a_formula() -> None:
    row = place(BLUE).row(0, named=True)
    keys = [row[name] for name in ("reference", "child_key", "team_key", "worker_key")]
    assert len(set(keys)) == 4
    assert all(len(key) == 16 and key.isalpha() and key.islower() for key in keys)
    assert make_seal(b"x" * 32)("C1") != SEAL("C1")


def test_a_list_without_teams_and_a_blank_child_are_nobody_s() -> None:
    row = place({**GOOD[1], n.ID: None, n.GENDER: "blue"}, number=1).row(0, named=True)
    assert (row["child"], row["team"], row["worker"]) == ("", "", "")
    assert (row["child_key"], row["team_key"], row["worker_key"]) == ("", "", "")


def test_a_finding_about_a_list_as_a_whole_has_a_reference_and_no_row() -> None:
    found = findings_to_frame([])
    about = {**dict.fromkeys(found.columns, "x"), "list": 6, "row": 0}
    placed = place_findings(pl.DataFrame([about], schema=found.schema), None, SEAL)
    assert placed["place"].to_list() == [0]
    assert placed["reference"][0]


def test_findings_are_counted_and_chosen_by_team_worker_and_child() -> None:
    found = place(BLUE, {**BLUE, n.ID: "C2", n.TEAM: None}, {**BLUE, n.ID: "C3"})
    marked = mark_explained(found, {found["reference"][2]})
    north, nobody = take_counts(count_by(marked, "team"), 0, 9)
    assert (north.name, north.errors, north.explained) == ("North team", 2, 1)
    assert (nobody.key, nobody.errors) == ("", 1)
    assert count_by(marked, "child").height == 3
    assert count_by(marked, "list")["key"].to_list() == ["6"]
    chosen = choose_findings(marked, WantedFindings(team=north.key, explained="no"))
    assert chosen["child"].to_list() == ["C1"]
    assert choose_findings(marked, WantedFindings(team="none"))["child"].to_list() == ["C2"]
    backwards = WantedFindings(sort="child", descending=True)
    assert choose_findings(marked, backwards)["child"].to_list() == ["C3", "C2", "C1"]
    assert marked[EXPLAINED].sum() == 1


def test_only_what_was_added_is_fresh_even_of_equal_findings() -> None:
    before, after = place(BLUE), place(BLUE, BLUE, {**BLUE, n.ID: "C2"})
    fresh = only_fresh(after, before)
    assert fresh["child"].to_list() == ["C1", "C2"]
    assert fresh.columns == after.columns
