"""What of the week on site is one person’s, for the first page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from readiness.clock import in_london
from readiness.fieldwork.queries.cases import list_checks, list_open_referred, read_lines
from readiness.fieldwork.rules.cases import count_checks, spell_due
from readiness.inspections.models import Inspection
from readiness.inspections.queries import find_post_ownership, list_away_ids
from readiness.people.models import Person
from readiness.plain_words import plural


@dataclass(frozen=True)
class OwnItem:
    """Something of theirs: what it is, where it is done, and when."""

    title: str
    href: str
    why: str


def list_own_work(
    person: Person, running: Sequence[Inspection], now: datetime
) -> Iterator[OwnItem]:
    """Cases to answer, and checks of selected cases put together by what is to be done.

    `running` are the running inspections with their key dates.
    """
    if not running:
        return
    titles = {inspection.id: inspection.title for inspection in running}
    for case in list_open_referred(person):
        yield OwnItem(
            f"Case {case.number}, referred back by inspectors",
            url_for("fieldwork.show_referral", inspection_id=case.inspection_id, case_id=case.id),
            f"{titles[case.inspection_id]}: {_spell(case.due_at, now)}",
        )
    yield from _list_checks(person, running, now)


def _list_checks(person: Person, running: Sequence[Inspection], now: datetime) -> Iterator[OwnItem]:
    away = list_away_ids(in_london(now).date())
    checks = [
        check
        for check in list_checks([inspection.id for inspection in running])
        if check.done_at is None and find_post_ownership(check.post, away).person == person
    ]
    for inspection in running:
        own = [check for check in checks if check.case.inspection_id == inspection.id]
        lines = read_lines(own, inspection) if own else ()
        for count in count_checks(lines, now):
            due = min(line.due_at for line in lines if line.key == count.key)
            yield OwnItem(
                f"{count.title}: {plural(count.total, 'selected case')}",
                url_for("fieldwork.list_cases", inspection_id=inspection.id),
                f"{inspection.title}: {_spell(due, now)}",
            )


def _spell(due_at: datetime, now: datetime) -> str:
    return f"{'due ' if due_at >= now else ''}{spell_due(due_at, now)}"
