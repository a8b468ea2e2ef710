"""Cells by themselves, each rule with a row that breaks it and one that does not."""

from datetime import date

from readiness.annexe_a.reading import read_lists
from readiness.annexe_a.rules import names as n
from readiness.annexe_a.rules.catalogue import RULES
from readiness.annexe_a.rules.running import run_rules
from tests.support.annexe_a import DAY, EDITION, sheet_of
from tests.support.annexe_a_rules import GOOD, Case, ago, context_of, find, missed, untried

CASES = [
    Case("required-blank", 1, {n.GENDER: None}, {n.BIRTH: None}),
    Case("unallocated-team", 6, {n.TEAM: None}, {n.TEAM: None, n.STATUS: "e)"}),
    Case("unallocated-worker", 6, {n.WORKER: None}, {n.WORKER: None, n.STATUS: "e)"}),
    Case("last-team-blank", 6, {n.TEAM: None, n.STATUS: "e)"}, {n.TEAM: None}),
    Case("last-worker-blank", 6, {n.WORKER: None, n.STATUS: "e)"}, {n.WORKER: None}),
    Case("team-blank", 5, {n.TEAM: " "}, {n.TEAM: "x"}),
    Case("worker-blank", 9, {n.WORKER: None}, {n.ADVISER: None}),
    Case("worker-is-nobody", 3, {n.WORKER: "Unallocated"}, {n.WORKER: "Una Located"}),
    Case("team-is-none", 3, {n.TEAM: "TBC"}, {n.TEAM: "TBC Street team"}),
    Case("adviser-is-nobody", 9, {n.ADVISER: "vacancy"}, {n.ADVISER: "Vacant Hills team"}),
    Case("below-minimum", 8, {n.PLACEMENTS: 0}, {n.PLACEMENTS: 1}),
    Case("date-in-future", 8, {n.DENTAL: date(2026, 11, 25)}, {n.DENTAL: DAY}),
    Case("birth-too-far-ahead", 1, {n.BIRTH: date(2027, 9, 25)}, {n.BIRTH: date(2027, 9, 24)}),
    Case("date-long-ago", 3, {n.REFERRED: date(1996, 11, 23)}, {n.REFERRED: date(1996, 11, 24)}),
    Case("date-stand-in", 6, {n.SEEN: date(1900, 1, 1)}, {n.SEEN: date(1996, 11, 24)}),
    Case("text-too-long", 6, {n.TEAM: "x" * 32_768}, {n.TEAM: "x" * 32_767}),
    Case("text-garbled", 2, {n.HELP_BY: "CafÃ© Zoe"}, {n.HELP_BY: "Café Zoe"}),
    Case("text-garbled", 2, {n.HELP_BY: "Ã‰cole"}, {n.HELP_BY: "JOÃO’S"}),
    Case("text-formula-error", 2, {n.HELP_BY: "#REF!"}, {n.HELP_BY: "Ref 1"}),
    Case("formula-as-text", 2, {n.HELP_BY: "=VLOOKUP(A2)"}, {n.HELP_BY: "= equal"}),
    Case("number-stored-as-text", 8, {n.URN: "'123456"}, {n.URN: "123456"}),
    Case("identifier-rounded", 1, {n.ID: "1.23457E+15"}, {n.ID: "123457"}),
    Case("identifier-decimal", 1, {n.ID: "1234.0"}, {n.ID: "1234"}),
    Case("identifier-without-digit", 1, {n.ID: "Robin"}, {n.ID: "R1"}),
    Case("identifier-with-spaces", 1, {n.ID: "12 34"}, {n.ID: " 1234 "}),
    Case("postcode-shape", 8, {n.POSTCODE: "AA1"}, {n.POSTCODE: "aa11aa"}),
    Case(
        "postcode-shape",
        8,
        {n.POSTCODE: "75001", n.AUTHORITY: "SCO"},
        {n.POSTCODE: "75001", n.AUTHORITY: "NUK - Child placed outside the UK"},
    ),
    Case("urn-shape", 8, {n.URN: "home"}, {n.URN: "SC123456"}),
]


def test_every_rule_of_cells_speaks_of_the_row_that_breaks_it_alone() -> None:
    assert missed("cells", CASES) == []
    assert untried("cells", CASES) == set()


def test_a_confidential_placement_needs_no_postcode_of_the_usual_shape() -> None:
    assert find("cells", {8: [{n.POSTCODE: "confidential", n.AUTHORITY: "CON"}]}) == []


def test_a_rounded_identifier_of_digits_is_known_by_its_last_one() -> None:
    rows = {1: [{n.ID: "1234567890123450"}, {n.ID: "1234567890123456"}]}
    assert [f.cell for f in find("cells", rows)] == ["A2"]


def test_a_stand_in_for_no_date_is_found_once_and_no_other_rule_counts_from_it() -> None:
    seen = {**GOOD[6], n.SEEN: date(1900, 1, 1), n.NEED_START: date(2027, 1, 1)}
    found = run_rules(RULES, read_lists([sheet_of(6, seen)], EDITION).frames, context_of())
    about = [f.code for f in found if f.column in {n.SEEN, n.NEED_START}]
    assert sorted(about) == ["date-in-future", "date-stand-in"]


def test_what_lies_ahead_is_found_once_and_counts_as_unknown_for_the_rest() -> None:
    found = find("cells", {6: [{n.NEED_START: date(2027, 1, 1), n.SEEN: ago(3)}]})
    assert [finding.code for finding in found] == ["date-in-future"]
