"""The long work of bundles: building the zip of what was frozen."""

from readiness import clock
from readiness.bundles.building import build_bundle
from readiness.bundles.operations import BUILD, record_built
from readiness.bundles.queries import get_bundle_to_build, lock_bundle
from readiness.bundles.rules import BundleState
from readiness.files.access import current_store, plain_folder
from readiness.files.operations import register_file
from readiness.settings import current_settings
from readiness.work.contract import Report, job, saving


@job(BUILD)
def build(bundle_id: int, report: Report) -> None:
    """Build the zip of this bundle; one that does not wait for it any more is left as it is."""
    bundle = get_bundle_to_build(bundle_id)
    if bundle.state is not BundleState.FROZEN:
        return
    stored = build_bundle(
        bundle,
        store=current_store(),
        council=current_settings().council_name,
        folder=plain_folder("building"),
        report=report,
    )
    with saving():
        held = lock_bundle(bundle.inspection_id, bundle_id)
        record_built(held, register_file(stored, now=clock.now()))
