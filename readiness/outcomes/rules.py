"""What comes after an inspection: Ofsted’s answers, the embargo, and the sentences. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from readiness.plain_words import format_moment, plural, spell_length

DRAFT = "draft_report"
COMMENTS = "comments_due"
PUBLICATION = "publication"
ACTION_PLAN = "action_plan"
"""The key dates of the checklists that this package reads and moves."""

LONGEST_SOURCE = 200
"""So many characters say what an action came from."""


class Response(StrEnum):
    """What Ofsted said to a comment."""

    ACCEPTED = "accepted"
    PARTLY = "partly_accepted"
    REFUSED = "not_accepted"


RESPONSE_WORDS = {
    Response.ACCEPTED: "Accepted",
    Response.PARTLY: "Partly accepted",
    Response.REFUSED: "Not accepted",
}


@dataclass(frozen=True)
class Dates:
    """When things came or are to come; None where the checklist has no such date."""

    draft_expected: datetime | None
    draft_received: datetime | None
    comments_due: datetime | None
    publication_expected: datetime | None
    published: datetime | None


@dataclass(frozen=True)
class Progress:
    """How far the actions for what must improve are; dropped ones are not counted."""

    improvements: int
    without_action: int
    actions: int
    done: int


def is_public(published: datetime | None, now: datetime) -> bool:
    """Whether the embargo is over: the report is published, and its moment has come."""
    return published is not None and published <= now


def spell_comments(responses: Sequence[Response | None]) -> str:
    """How many comments there are, and what Ofsted said to them."""
    if not responses:
        return "No comment is written yet"
    said = [
        f"{count} {RESPONSE_WORDS[response].lower()}"
        for response in Response
        if (count := sum(one is response for one in responses))
    ]
    waiting = sum(response is None for response in responses)
    if waiting:
        said.append(f"{waiting} without an answer")
    return f"{plural(len(responses), 'comment')}: {', '.join(said)}"


def spell_progress(progress: Progress) -> str:
    """How many things must improve, and how many of their actions are done."""
    if not progress.improvements:
        return "Nothing is recorded that needs to improve"
    needs = plural(progress.improvements, "thing needs", "things need")
    if not progress.actions:
        return f"{needs} to improve: no action is agreed yet"
    done = f"{progress.done} of {plural(progress.actions, 'action')} done"
    without = f", {progress.without_action} without an action" if progress.without_action else ""
    return f"{needs} to improve: {done}{without}"


def spell_source(title: str, number: int, element: str) -> str:
    """What an action came from: “…, number 1 (National Framework, Outcome 4: children in care…)”.

    `element` is never shortened: the inspection’s title is, where they do not fit together.
    """
    place = f", number {number}" + (f" (National Framework, {element})" if element else "")
    room = LONGEST_SOURCE - len(place)
    if room < 1:
        return element
    return f"{title if len(title) <= room else f'{title[: room - 1].rstrip()}…'}{place}"


def spell_answer(
    dates: Dates, comments: Sequence[Response | None], progress: Progress, now: datetime
) -> str:
    """The sentence that the page opens with, for somebody who may see the draft."""
    if is_public(dates.published, now):
        return f"{spell_progress(progress)}."
    if dates.draft_received is None:
        return f"The draft report has not come{_expected(dates.draft_expected)}."
    if dates.comments_due is not None and now <= dates.comments_due:
        left = spell_length(dates.comments_due - now)
        return f"Comments on the draft report are due in {left}. {spell_comments(comments)}."
    return f"{spell_comments(comments)}. {spell_embargo(dates)}"


def spell_embargo(dates: Dates) -> str:
    """Until when nothing may be told."""
    if dates.published is not None:
        return f"The report is embargoed until {format_moment(dates.published)}."
    return f"The report is embargoed until it is published{_expected(dates.publication_expected)}."


def count_progress(improvements: int, actions: Iterable[tuple[int, bool]]) -> Progress:
    """The progress from the actions that still count: whose improvement, and whether done."""
    found = list(actions)
    return Progress(
        improvements=improvements,
        without_action=improvements - len({improvement for improvement, _ in found}),
        actions=len(found),
        done=sum(done for _, done in found),
    )


def _expected(at: datetime | None) -> str:
    return f", expected {format_moment(at)}" if at is not None else ""
