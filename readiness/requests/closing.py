"""What the requests log leaves open when an inspection is closed."""

from collections.abc import Iterable

from readiness.inspections.closing import StillOpen, add_open_source
from readiness.inspections.models import Inspection
from readiness.plain_words import plural
from readiness.requests.queries import list_open


@add_open_source
def list_open_requests(inspection: Inspection) -> Iterable[StillOpen]:
    """How many requests nobody has answered."""
    count = len(list_open(inspection.id))
    if count:
        log = ("requests.list_requests", {"inspection_id": inspection.id, "state": "open"})
        yield StillOpen(f"{plural(count, 'request is', 'requests are')} not answered", log)
