"""Which requests people are reminded of: by number alone, since what was asked may name a case."""

from collections.abc import Iterable
from datetime import datetime

from readiness.checklists.requests import RequestsSpec
from readiness.clock import in_london
from readiness.inspections.queries import list_running_inspections
from readiness.inspections.reminding import Council, find_end
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
    council = Council.load(in_london(now).date())
    keys = {post.id: key for key, post in council.posts.items()}
    until = {
        inspection.id: find_end(inspection, council.rules.until)
        for inspection in list_running_inspections()
    }
    spec = get_spec()
    return [_make_due(row, spec, council, keys, until[row.inspection_id]) for row in rows]


def _make_due(
    row: InspectorRequest,
    spec: RequestsSpec,
    council: Council,
    keys: dict[int, str],
    until: datetime,
) -> Due:
    """What has no owner is told to the keeper of the log."""
    key = keys.get(row.post_id or 0, spec.keeper)
    chain = council.find_chain(key)
    return Due(
        kind=REQUEST,
        id=row.id,
        title=f"{row.activity_title}: {spec.name_area(row.area).lower()}",
        due_at=row.due_at,
        path=path_to("requests.show_request", inspection_id=row.inspection_id, number=row.number),
        chain=chain,
        owner_name=council.names.get(chain.owner or 0, ""),
        about=row.inspection.title,
        is_pressing=row.due_at <= until,
        is_trial=row.inspection.is_trial,
    )
