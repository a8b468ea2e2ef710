"""The rules of the lists in words: their names on screen, their guidance, and the catalogue."""

import re
from collections import Counter
from collections.abc import Iterator

from readiness.annexe_a.rules.catalogue import FAMILIES, RULES, Family, rules_by_code
from readiness.annexe_a.rules.declaring import LOCAL, Rule
from readiness.plain_words import plural

TAB = "Guidance tab, "
PART = re.compile(r"\{\w+\}")
RULE_WORDS = {
    "age-of-the-born-wrong": "Age does not fit the date of birth",
    "age-wrong": "Age does not fit the date of birth",
    "below-minimum": "Number too small",
    "code-unknown": "Not a listed code",
    "code-grouped": "Grouping instead of a code",
    "code-contradicts": "Letter and words of two codes",
    "column-extra": "Column that is not Ofsted’s",
    "column-missing": "Column missing",
    "column-repeated": "Column there twice",
    "date-in-future": "Date in the future",
    "date-unreadable": "Not a date",
    "dates-out-of-order": "Dates out of order",
    "duplicate": "Row that repeats another",
    "edition-wrong": "Columns of another edition",
    "heading-mapped": "Heading read by the mapping",
    "headings-missing": "No headings",
    "list-empty": "List without rows",
    "list-missing": "List missing",
    "list-repeated": "List there twice",
    "not-together": "One given without the other",
    "outside-window": "Outside the list’s period",
    "required-blank": "Blank but needed",
    "sheet-unread": "Sheet that is none of the lists",
    "text-too-long": "Text too long for Excel",
    "value-mapped": "Value read by the mapping",
    "whole-unreadable": "Not a whole number",
}
HEAD = """# The rules of Annexe A

What `annexe-a check` looks for in the eleven lists. This page is written by the product: after
a change of a rule, run
`.venv/bin/flask --app wsgi annexe-a rules --markdown > docs/annexe-a-rules.md`.

An **error** is wrong: correct it before the lists go out. A **warning** is a question: look at it,
and correct it or be ready to answer. *Guidance* names the tab and field of Ofsted’s workbook of
August 2019. What rests on a *local standard* is not asked by Ofsted; its limits stand in
`checklists/annexe_a/standards.yaml`, where the council changes them. “…” stands for a value of
the row.
"""


def spell_rule(code: str) -> str:
    """What a rule or a group of rules is called on screen."""
    plain = code.replace("outside-window", "outside the list’s period").replace("-", " ")
    return RULE_WORDS.get(code, plain.capitalize())


def find_guidance(code: str) -> str:
    """Where a rule comes from: “Guidance: List 6: Case Status”; "" for no rule of these."""
    rule = rules_by_code().get(code)
    if rule is None:
        return ""
    cited = rule.guidance
    return f"Guidance: {cited.removeprefix(TAB)}" if cited != LOCAL else LOCAL


def rules_as_json() -> list[dict[str, object]]:
    """Every rule for programs."""
    return [
        {
            "code": rule.code,
            "rule": rule.group,
            "family": family.name,
            "severity": rule.severity,
            "lists": list(rule.lists),
            "column": rule.column,
            "says": _spell(rule),
            "guidance": rule.guidance,
        }
        for family in FAMILIES
        for rule in family.rules
    ]


def rules_as_text() -> str:
    """Every rule for a person at a terminal."""
    lines: list[str] = []
    for family in FAMILIES:
        lines += ["", family.title]
        for rule in family.rules:
            lines += [f"  {rule.code} ({rule.severity}; {rule.where})", f"      {_spell(rule)}"]
            lines += [f"      {rule.guidance}"]
    return "\n".join([*lines[1:], "", f"{_count()}."])


def rules_as_markdown() -> str:
    """The page of documentation."""
    parts = [HEAD, f"There are {_count()}.\n"]
    return "\n".join([*parts, *(line for family in FAMILIES for line in _section(family))])


def _section(family: Family) -> Iterator[str]:
    yield f"## {family.title}\n"
    yield "| Rule | | Where | What it says | From |"
    yield "|---|---|---|---|---|"
    for rule in family.rules:
        cells = (f"`{rule.code}`", rule.severity, rule.where, _spell(rule), rule.guidance)
        yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
    yield ""


def _spell(rule: Rule) -> str:
    return PART.sub("…", rule.says)


def _count() -> str:
    severities = Counter(rule.severity for rule in RULES)
    cited = sum(rule.guidance != LOCAL for rule in RULES)
    return (
        f"{plural(len(RULES), 'rule')}: {plural(severities['error'], 'error')} and "
        f"{plural(severities['warning'], 'warning')}, {cited} of them with Ofsted’s guidance"
    )
