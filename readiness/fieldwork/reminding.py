"""Which cases people are reminded of, by their numbers in the inspection: never an identifier."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from readiness.fieldwork.models import CaseCheck
from readiness.fieldwork.queries.cases import list_checks, list_open_referred, read_lines
from readiness.fieldwork.rules.cases import CheckLine
from readiness.inspections.models import Inspection
from readiness.inspections.queries import list_running_inspections
from readiness.inspections.reminding import Council
from readiness.notifications.messages import path_to
from readiness.notifications.rules.reminders import Due
from readiness.notifications.sources import add_source

REFERRED, CHECK = "referred-case", "case-check"


@add_source
def list_due_cases(now: datetime) -> Iterable[Due]:
    """What is open in running inspections: cases referred back, checks of selected cases.

    A fixed number of queries; who may not see a case still reaches the page of counts.
    """
    running = {inspection.id: inspection for inspection in list_running_inspections()}
    if not running:
        return []
    councils = Council.load_all(running.values(), now)
    return [*_list_referred(councils), *_list_checks(running, councils)]


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
