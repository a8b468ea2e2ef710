"""Which cases people are reminded of, by their numbers in the inspection: never an identifier.

Of the evidence that keep-in-touch meetings were promised, and of what those of trial runs agreed.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import cast

from readiness.actions.queries import list_open_of_trials
from readiness.actions.reminding import make_due
from readiness.actions.rules import ActionState
from readiness.fieldwork.models import CaseCheck
from readiness.fieldwork.queries.cases import list_checks, list_open_referred, read_lines
from readiness.fieldwork.queries.talk import list_owed
from readiness.fieldwork.rules.cases import CheckLine
from readiness.inspections.models import Inspection
from readiness.inspections.queries import list_running_inspections
from readiness.inspections.reminding import Council
from readiness.notifications.messages import path_to
from readiness.notifications.rules.reminders import Due
from readiness.notifications.sources import add_source
from readiness.plain_words import format_day

REFERRED, CHECK, EVIDENCE = "referred-case", "case-check", "keep-in-touch-evidence"


@add_source
def list_due_cases(now: datetime) -> Iterable[Due]:
    """What is open in running inspections: cases referred back, checks of selected cases.

    A fixed number of queries; who may not see a case still reaches the page of counts.
    """
    running = {inspection.id: inspection for inspection in list_running_inspections()}
    if not running:
        return []
    councils = Council.load_all(running.values(), now)
    return [
        *_list_referred(councils),
        *_list_checks(running, councils),
        *_list_owed_evidence(councils),
        *_list_agreed(councils),
    ]


def _list_referred(councils: Mapping[int, Council]) -> Iterator[Due]:
    for case in list_open_referred():
        council = councils[case.inspection_id]
        inspection = council.inspection
        post = case.post.key if case.post is not None else council.rules.director
        chain = council.find_chain(post, case.owner_id)
        page = path_to("fieldwork.list_referred", inspection_id=inspection.id)
        yield Due(
            kind=REFERRED,
            id=case.id,
            title=f"Answer case {case.number}, which inspectors referred back",
            due_at=case.due_at,
            path=f"{page}#case-{case.number}",
            chain=chain,
            owner_name=council.names.get(chain.owner or 0, ""),
            about=inspection.title,
            noun="referred case",
            is_pressing=True,
            trial_id=council.trial_id,
            now=council.now,
        )


def _list_checks(
    running: Mapping[int, Inspection], councils: Mapping[int, Council]
) -> Iterator[Due]:
    checks: dict[int, list[CaseCheck]] = {}
    for check in list_checks(tuple(running)):
        checks.setdefault(check.case.inspection_id, []).append(check)
    for number, own in checks.items():
        lines = read_lines(own, running[number])
        for check, line in zip(own, lines, strict=True):
            if not line.is_done:
                yield _make_due(check, line, councils[number])


def _list_owed_evidence(councils: Mapping[int, Council]) -> Iterator[Due]:
    """What lead inspectors were promised by a time: of whoever wrote the note, then of those above.

    What was said stays in the note.
    """
    for point in list_owed():
        council, note = councils[point.note.inspection_id], point.note
        chain = council.find_chain(council.rules.director, note.changed_by_id)
        number = council.inspection.id
        yield Due(
            kind=EVIDENCE,
            id=point.id,
            title=f"Give the evidence promised on {format_day(note.day)}",
            due_at=cast("datetime", point.due_at),
            path=path_to("fieldwork.show_note", inspection_id=number, note_id=note.id),
            chain=chain,
            owner_name=council.names.get(chain.owner or 0, ""),
            about=council.inspection.title,
            noun="keep-in-touch point",
            is_pressing=True,
            trial_id=council.trial_id,
            now=council.now,
        )


def _list_agreed(councils: Mapping[int, Council]) -> Iterator[Due]:
    """The open actions of trial runs, due by the clock of each."""
    trials = [council.trial_id for council in councils.values() if council.trial_id is not None]
    for action in list_open_of_trials(trials) if trials else ():
        if action.state is ActionState.OPEN and action.trial_id is not None:
            yield make_due(action, trial_id=action.trial_id, now=councils[action.trial_id].now)


def _make_due(check: CaseCheck, line: CheckLine, council: Council) -> Due:
    inspection, chain = council.inspection, council.find_chain(check.post.key)
    page = path_to("fieldwork.list_cases", inspection_id=inspection.id)
    return Due(
        kind=CHECK,
        id=check.id,
        title=f"{check.title}: selected case {check.case.number}",
        due_at=line.due_at,
        path=f"{page}#case-{check.case.number}",
        chain=chain,
        owner_name=council.names.get(chain.owner or 0, ""),
        about=inspection.title,
        noun="check",
        is_pressing=line.due_at <= council.until,
        trial_id=council.trial_id,
        now=council.now,
    )
