"""Which cases people are reminded of, by their numbers in the inspection: never an identifier."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from readiness.clock import in_london
from readiness.fieldwork.models import CaseCheck
from readiness.fieldwork.queries.cases import list_checks, list_open_referred, read_lines
from readiness.fieldwork.rules.cases import CheckLine
from readiness.inspections.models import Inspection
from readiness.inspections.queries import list_running_inspections
from readiness.inspections.reminding import Council, find_end
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
    council = Council.load(in_london(now).date())
    return [*_list_referred(running, council), *_list_checks(running, council)]


def _list_referred(running: Mapping[int, Inspection], council: Council) -> Iterator[Due]:
    for case in list_open_referred():
        inspection = running[case.inspection_id]
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
            is_pressing=True,
            is_trial=inspection.is_trial,
        )


def _list_checks(running: Mapping[int, Inspection], council: Council) -> Iterator[Due]:
    checks: dict[int, list[CaseCheck]] = {}
    for check in list_checks(tuple(running)):
        checks.setdefault(check.case.inspection_id, []).append(check)
    for number, own in checks.items():
        lines = read_lines(own, running[number])
        for check, line in zip(own, lines, strict=True):
            if not line.is_done:
                yield _make_due(check, line, running[number], council)


def _make_due(check: CaseCheck, line: CheckLine, inspection: Inspection, council: Council) -> Due:
    chain = council.find_chain(check.post.key, None)
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
        is_pressing=line.due_at <= find_end(inspection, council.rules.until),
        is_trial=inspection.is_trial,
    )
