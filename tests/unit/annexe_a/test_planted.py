"""Each fault planted in the invented council’s lists is found at its cell, and nothing else."""

from readiness.demo.planted import PLANTED, plant_errors, planted_rows
from readiness.office.cells import column_letter
from tests.support.annexe_a import DAY, check_lists, council_lists

RULES = {
    "required": "required-blank",
    "code": "code-unknown",
    "type": {4: "date-unreadable", 11: "date-unreadable"},
    "age": "age-wrong",
    "duplicate": "duplicate",
    "order": "dates-out-of-order",
    "future": "date-in-future",
    "window": "outside-window",
    "pair": "not-together",
    "minimum": "below-minimum",
}
FIRST_ROW = 2


def expected() -> set[tuple[int, str, str]]:
    """List, cell and rule of every planted fault that is wrong."""
    lists = council_lists()
    ends = {number: len(rows) + FIRST_ROW for number, rows in lists.items()}
    places: set[tuple[int, str, str]] = set()
    for planted, rows in planted_rows(lists):
        rule = RULES.get(planted.fault)
        for row in rows if rule else ():
            at = row + FIRST_ROW
            if planted.fault == "duplicate":
                at = ends[planted.number]
                ends[planted.number] += 1
            word = rule[planted.number] if isinstance(rule, dict) else str(rule)
            places.add((planted.number, f"{column_letter(planted.column)}{at}", word))
    return places


def test_every_planted_fault_is_found_at_its_cell() -> None:
    found = check_lists(plant_errors(council_lists(), DAY)).findings
    places = {(finding.list, finding.cell, finding.rule) for finding in found}
    assert expected() - places == set()
    assert len(expected()) == sum(p.count for p in PLANTED if p.fault != "understood")
    assert places - expected() == set()
