"""Freshness by calendar months, states, the opening sentence and keys."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.library.rules import (
    LONGEST_KEY,
    DocumentState,
    count_months,
    judge,
    make_key,
    name_gate,
    spell_age,
    spell_answer,
)
from tests.support.months import naive_add

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
MONTHS = st.integers(1, 120)


@given(DAYS, st.integers(0, 5000))
def test_the_age_in_months_is_the_most_that_still_fits(since: date, days: int) -> None:
    until = since + timedelta(days=days)
    months = count_months(since, until)
    assert naive_add(since, months) <= until < naive_add(since, months + 1)


@given(DAYS, MONTHS, st.integers(-400, 4000), st.booleans())
def test_a_document_is_out_of_date_from_the_day_after_its_longest_age(
    as_at: date, months: int, days: int, is_approved: bool
) -> None:
    on_day = as_at + timedelta(days=days)
    state = judge(months, as_at, on_day, is_approved=is_approved).state
    assert (state is DocumentState.STALE) == (on_day > naive_add(as_at, months))


def test_a_judgement_says_how_old_it_is_and_how_old_it_may_be() -> None:
    stale = judge(3, date(2026, 6, 3), date(2026, 11, 4), is_approved=True)
    assert stale.state is DocumentState.STALE
    assert stale.sentence == "as at 3 June 2026: 5 months old, at most 3 months"
    due = judge(1, date(2026, 11, 1), date(2026, 12, 2), is_approved=True, is_due_day=True)
    assert due.sentence == "as at 1 November 2026: 1 month 1 day old when due, at most 1 month"
    assert due.state is DocumentState.STALE
    by_days = judge(72, date(2020, 11, 15), date(2026, 11, 24), is_approved=True)
    assert by_days.sentence == "as at 15 November 2020: 72 months 9 days old, at most 72 months"


def test_what_has_no_version_is_missing_and_what_has_no_limit_is_never_out_of_date() -> None:
    assert judge(1, None, date(2026, 1, 1), is_approved=False).state is DocumentState.MISSING
    old = judge(None, date(1999, 1, 1), date(2026, 1, 1), is_approved=False)
    assert old.state is DocumentState.NOT_APPROVED
    assert not old.is_ready
    assert judge(None, date(1999, 1, 1), date(2026, 1, 1), is_approved=True).is_ready


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (date(2026, 6, 3), date(2026, 6, 3), "less than a day"),
        (date(2026, 6, 5), date(2026, 6, 3), "less than a day"),
        (date(2026, 6, 3), date(2026, 6, 15), "12 days"),
        (date(2026, 1, 31), date(2026, 2, 28), "1 month"),
        (date(2026, 6, 3), date(2026, 9, 4), "3 months 1 day"),
        (date(2026, 6, 3), date(2028, 6, 20), "24 months"),
    ],
)
def test_an_age_is_told_in_months_and_in_days_where_they_decide(
    since: date, until: date, words: str
) -> None:
    assert spell_age(since, until) == words


def test_the_page_opens_with_what_is_wrong_worst_first() -> None:
    m, s, n, a = DocumentState
    assert spell_answer([m] * 12 + [s] * 3 + [n] * 4 + [a] * 11) == (
        "30 documents are asked for: 12 are missing, 3 out of date, 4 not approved."
    )
    assert spell_answer([s, a]) == "2 documents are asked for: 1 is out of date."
    assert spell_answer([a, a]) == "2 documents are asked for: all are in date and approved."
    assert spell_answer([a]) == "1 document is asked for: it is in date and approved."
    assert spell_answer([]) == "No document is asked for."


def test_a_key_is_made_from_the_title_and_never_twice() -> None:
    assert make_key("Children’s rights: an account", ()) == "childrens-rights-an-account"
    assert make_key("Letter", {"letter"}) == "letter-2"
    assert make_key("Letter", {"letter", "letter-2"}) == "letter-3"
    assert make_key("New", ()) == "new-2"
    assert make_key("2026 plan", ()) == "document-2026-plan"
    assert make_key("文書", ()) == "document"


@given(st.text(max_size=300), st.sets(st.sampled_from(["document", "a", "document-2"])))
def test_every_key_fits_an_address_and_is_free(title: str, taken: set[str]) -> None:
    key = make_key(title, taken)
    assert key not in taken | {"new"}
    assert key.replace("-", "").isalnum()
    assert key.isascii()
    assert len(key) <= LONGEST_KEY + 4


def test_a_gate_has_a_name_without_an_inspection() -> None:
    assert name_gate("documents_due") == "Documents due"
    assert name_gate("arrival") == "Inspectors arrive"
