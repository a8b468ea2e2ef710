"""The text and the HTML part of an e-mail."""

import pytest
from flask import Flask

from readiness.notifications.messages import compose
from readiness.notifications.rules.sections import Line, Section


@pytest.mark.parametrize(
    ("nouns", "page"),
    [
        ({"task"}, "/inspections/mine"),
        ({"action"}, "/actions/"),
        ({"list", "document", "arrangement"}, "/readiness/"),
        ({"action", "task"}, ""),
        ({"comment"}, ""),
    ],
)
def test_and_more_leads_to_the_page_that_holds_it_or_nowhere(
    app: Flask, nouns: set[str], page: str
) -> None:
    section = Section("Overdue", (Line("Ring", "/somewhere", "Due."),), 7, frozenset(nouns))
    made = compose([section], name="Pat", is_trial=False)
    whole = app.extensions["readiness.settings"].address + page
    assert (f"And 7 more: {whole}\n" in made.text) == bool(page)
    assert (f'<a href="{whole}" style="color: #1a65a6;">And 7 more</a>' in made.html) == bool(page)
    assert "And 7 more" in made.text
