from datetime import UTC, datetime, timedelta

import pytest

from readiness.outcomes.rules import (
    LONGEST_SOURCE,
    Dates,
    Progress,
    Response,
    count_progress,
    is_public,
    spell_answer,
    spell_comments,
    spell_embargo,
    spell_progress,
    spell_source,
)

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOTHING = Progress(0, 0, 0, 0)


def dates(**at: datetime) -> Dates:
    names = ("draft_expected", "draft_received", "comments_due")
    later = ("publication_expected", "published")
    return Dates(**{name: at.get(name) for name in (*names, *later)})


def test_a_report_is_public_from_its_moment_on() -> None:
    assert is_public(NOW, NOW)
    assert not is_public(NOW + HOUR, NOW)
    assert not is_public(None, NOW)


def test_comments_are_counted_by_what_ofsted_said() -> None:
    assert spell_comments([]) == "No comment is written yet"
    said = [Response.ACCEPTED, None, Response.REFUSED, Response.ACCEPTED]
    assert spell_comments(said) == ("4 comments: 2 accepted, 1 not accepted, 1 without an answer")


def test_an_improvement_counts_as_without_action_until_one_counts() -> None:
    progress = count_progress(3, [(1, True), (1, False), (2, True)])
    assert progress == Progress(3, 1, 3, 2)
    assert spell_progress(progress) == (
        "3 things need to improve: 2 of 3 actions done, 1 without an action"
    )
    assert spell_progress(Progress(1, 1, 0, 0)) == (
        "1 thing needs to improve: no action is agreed yet"
    )
    assert spell_progress(NOTHING) == "Nothing is recorded that needs to improve"


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (dates(), "The draft report has not come."),
        (dates(draft_expected=NOW), "has not come, expected Tuesday 24 November 2026, 3pm."),
        (dates(draft_received=NOW, comments_due=NOW + 2 * HOUR), "are due in 2 hours. No comment"),
        (dates(draft_received=NOW, comments_due=NOW - HOUR), "embargoed until it is published."),
        (dates(draft_received=NOW, published=NOW + HOUR), "until Tuesday 24 November 2026, 4pm."),
        (dates(published=NOW - HOUR), "Nothing is recorded that needs to improve."),
    ],
)
def test_the_page_opens_with_what_is_next(known: Dates, said: str) -> None:
    assert said in spell_answer(known, [], NOTHING, NOW)


def test_the_embargo_says_when_publication_is_expected() -> None:
    assert spell_embargo(dates(publication_expected=NOW)).endswith(
        "until it is published, expected Tuesday 24 November 2026, 3pm."
    )


@pytest.mark.parametrize("length", [1, 60, 150, 171, 172, 200])
def test_what_an_action_came_from_names_its_outcome_whole(length: int) -> None:
    element, title = "o" * length, "Short inspection, 13 June 2022" * 6
    said = spell_source(title, 1, element)
    assert element in said
    assert len(said) <= LONGEST_SOURCE
    assert length > 150 or said.startswith("Short inspe")


def test_what_names_no_outcome_is_called_by_its_inspection_and_number() -> None:
    assert spell_source("Visit, 6 May 2026", 3, "") == "Visit, 6 May 2026, number 3"
