"""Every rule of the lists, by family: what is run, printed and counted."""

from dataclasses import dataclass
from functools import cache

from readiness.annexe_a.rules import (
    across,
    across_adoption,
    across_children,
    adoption,
    care,
    cells,
    duplicates,
    front_door,
    leavers,
    local_standards,
    mapped,
    need,
    oddities,
    persons,
    placements,
    structure,
    unread,
    windows,
)
from readiness.annexe_a.rules.declaring import Rule


@dataclass(frozen=True)
class Family:
    """Rules of one kind, kept in one file."""

    name: str
    title: str
    rules: tuple[Rule, ...]


FAMILIES = (
    Family("structure", "Lists, columns and rows", structure.RULES),
    Family("unread", "Cells that cannot be understood", unread.RULES),
    Family("mapped", "Read by the council’s mapping", mapped.RULES),
    Family("cells", "Cells by themselves", cells.RULES),
    Family("persons", "The person of a row", persons.RULES),
    Family("front-door", "Rows of lists 1 to 5", front_door.RULES),
    Family("need", "Rows of lists 6 and 7", need.RULES),
    Family("care", "Rows of list 8", care.RULES),
    Family("placements", "Councils and borders", placements.RULES),
    Family("leavers", "Rows of list 9", leavers.RULES),
    Family("adoption", "Rows of lists 10 and 11", adoption.RULES),
    Family("duplicates", "Repeats and overlaps", duplicates.RULES),
    Family("windows", "Periods and days", windows.RULES),
    Family("children", "One child on several rows and lists", across_children.RULES),
    Family("across", "Lists against each other", across.RULES),
    Family("across-adoption", "Adoption against care, and families", across_adoption.RULES),
    Family("standards", "Past its limit", local_standards.RULES),
    Family("oddities", "Unlikely", oddities.RULES),
)
RULES: tuple[Rule, ...] = tuple(rule for family in FAMILIES for rule in family.rules)


@cache
def rules_by_code() -> dict[str, Rule]:
    """Every rule by its code."""
    return {rule.code: rule for rule in RULES}


def list_rule_names() -> frozenset[str]:
    """What worklists may call a rule: its code, or the group that it stands in."""
    return frozenset(name for rule in RULES for name in (rule.code, rule.group) if name)
