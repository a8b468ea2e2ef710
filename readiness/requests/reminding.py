"""Which requests people are reminded of: by number alone, since what was asked may name a case."""

from collections.abc import Iterable
from datetime import datetime

from readiness.checklists.requests import RequestsSpec
from readiness.inspections.queries import list_running_inspections
from readiness.inspections.reminding import Council
from readiness.notifications.messages import path_to
from readiness.notifications.rules.reminders import Due
from readiness.notifications.sources import add_source
from readiness.requests.models import InspectorRequest
from readiness.requests.queries import get_spec, list_open

REQUEST = "request"


@add_source
def list_due_requests(now: datetime) -> Iterable[Due]:
    """The open requests of every running inspection, told as tasks are. Few queries."""
    rows = list_open()
    if not rows:
        return []
    councils, spec = Council.load_all(list_running_inspections(), now), get_spec()
    return [_make_due(row, spec, councils[row.inspection_id]) for row in rows]


def _make_due(row: InspectorRequest, spec: RequestsSpec, council: Council) -> Due:
    """What has no owner is told to the keeper of the log."""
    owners = (key for key, post in council.posts.items() if post.id == row.post_id)
    chain = council.find_chain(next(owners, spec.keeper))
    return Due(
        kind=REQUEST,
        id=row.id,
        title=f"{row.activity_title}: {spec.name_area(row.area).lower()}",
        due_at=row.due_at,
        path=path_to("requests.show_request", inspection_id=row.inspection_id, number=row.number),
        chain=chain,
        owner_name=council.names.get(chain.owner or 0, ""),
        about=row.inspection.title,
        noun="request",
        is_pressing=row.due_at <= council.until,
        trial_id=council.trial_id,
        now=council.now,
    )
