"""What bundles leave open when an inspection is closed: drafts, and what was never sent."""

from collections.abc import Iterable

from sqlalchemy import select

from readiness.bundles.models import Bundle
from readiness.bundles.rules import WAITING_STATES, BundleState
from readiness.extensions import db
from readiness.inspections.closing import StillOpen, add_open_source
from readiness.inspections.models import Inspection

OPEN = (BundleState.DRAFT, *WAITING_STATES)


@add_open_source
def list_open_bundles(inspection: Inspection) -> Iterable[StillOpen]:
    """Each bundle that is a draft, or was released and never marked as sent."""
    chosen = select(Bundle).where(Bundle.inspection_id == inspection.id, Bundle.state.in_(OPEN))
    for bundle in db.session.scalars(chosen.order_by(Bundle.id)):
        if bundle.state is BundleState.DRAFT:
            words = f"{bundle.title} is a draft"
        elif bundle.is_trial:
            continue
        else:
            words = f"{bundle.title} was released and is not marked as sent"
        address = {"inspection_id": inspection.id, "bundle_id": bundle.id}
        yield StillOpen(words, ("bundles.show_bundle", address))
