"""What runs of a checklist and their days are called."""

from datetime import date

import pytest

from readiness.inspections.rules.words import spell_day_in


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Trial run: JTAI, 8 December 2026", "Trial run: JTAI, 8 December 2026"),
        ("Trial run: JTAI, 8 December 2026 (2)", "Trial run: JTAI, 8 December 2026 (2)"),
        (
            "Trial run: JTAI, 18 December 2026",
            "Trial run: JTAI, 18 December 2026, on Tuesday 8 December 2026",
        ),
    ],
)
def test_the_day_of_the_call_is_not_said_twice(title: str, words: str) -> None:
    assert spell_day_in(title, date(2026, 12, 8)) == words
