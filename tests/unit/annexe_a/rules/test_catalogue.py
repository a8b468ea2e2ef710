"""The catalogue: every rule has its words and its source, and the page of docs is up to date."""

from collections import Counter
from pathlib import Path

import pytest

from readiness.annexe_a.rulebook import (
    find_guidance,
    rules_as_json,
    rules_as_markdown,
    rules_as_text,
    spell_rule,
)
from readiness.annexe_a.rules.catalogue import RULES
from readiness.annexe_a.rules.declaring import ERROR, LOCAL, WARNING, Rule, spell_lists

ROOT = Path(__file__).parents[4]
TABS = ("Guidance tab", "Front_Sheet tab", "FAQ_and_changes tab", "Codes_used tab", "List tabs")


def test_there_are_more_than_150_rules_each_with_a_code_of_its_own() -> None:
    assert len(RULES) > 150
    assert [code for code, times in Counter(rule.code for rule in RULES).items() if times > 1] == []


def test_a_rule_says_what_is_wrong_and_where_it_comes_from() -> None:
    assert [rule.code for rule in RULES if _lacks_words(rule)] == []


def _lacks_words(rule: Rule) -> bool:
    says = rule.says.replace(rule.column, "")
    is_sentence = says.endswith((".", "?", "{value}", "{detail}")) and "'" not in says
    is_cited = rule.guidance.startswith((*TABS, LOCAL))
    return not is_sentence or not is_cited or rule.severity not in (ERROR, WARNING)


def test_the_page_of_documentation_is_up_to_date() -> None:
    written = (ROOT / "docs" / "annexe-a-rules.md").read_text(encoding="utf-8")
    assert written == rules_as_markdown() + "\n"


def test_the_catalogue_has_every_rule_in_each_form() -> None:
    text = rules_as_text()
    assert [line["code"] for line in rules_as_json()] == [rule.code for rule in RULES]
    assert all(f"  {rule.code} (" in text for rule in RULES)
    assert text.endswith("of them with Ofsted’s guidance.")


def test_guidance_is_named_as_pages_show_it() -> None:
    shown = find_guidance("closed-but-status-open")
    assert shown == "Guidance: List 6: Case Status"
    assert find_guidance("child-in-need-not-seen") == LOCAL
    assert find_guidance("list-of-long-ago") == ""
    assert spell_rule("code-unknown") == "Not a listed code"
    assert spell_rule("in-care-not-in-need") == "In care not in need"


@pytest.mark.parametrize(
    ("lists", "words"),
    [((6,), "List 6"), ((6, 7, 8), "Lists 6 to 8"), ((3, 5, 8), "Lists 3, 5 and 8")],
)
def test_lists_are_named_as_people_do(lists: tuple[int, ...], words: str) -> None:
    assert spell_lists(lists) == words
