"""What every change of a bundle checks first."""

from readiness import clock
from readiness.bundles.models import Bundle
from readiness.bundles.rules import BundleState
from readiness.errors import ChangedMeanwhile
from readiness.inspections.operations.checks import get_running
from readiness.inspections.rules.words import spell_second
from readiness.people.models import Person


def check_draft(bundle: Bundle, version: int) -> None:
    """Raises ChangedMeanwhile for an older version or a frozen bundle, Refused in a closed one."""
    get_running(bundle.inspection_id)
    if bundle.state is not BundleState.DRAFT:
        who = bundle.frozen_by.name if bundle.frozen_by else "The command line"
        when = f" at {spell_second(bundle.frozen_at)}" if bundle.frozen_at else ""
        word = "rehearsed its release" if bundle.is_trial else "released it"
        raise ChangedMeanwhile(
            f"“{bundle.title}” is frozen: {who} {word}{when}. Nothing of yours was changed by it."
        )
    check_version(bundle, version)


def check_version(bundle: Bundle, version: int) -> None:
    """Raises ChangedMeanwhile, saying who and when, unless `version` is the current one."""
    if bundle.version == version:
        return
    who = bundle.changed_by.name if bundle.changed_by else "The command line"
    raise ChangedMeanwhile(
        f"{who} changed “{bundle.title}” at {spell_second(bundle.changed_at)}, after you "
        "opened it. Look at it as it is now, then make your change."
    )


def check_not_sent(bundle: Bundle) -> None:
    """Raises ChangedMeanwhile, saying who and when, once the bundle is sent."""
    if bundle.sent_at is None:
        return
    who = bundle.sent_by.name if bundle.sent_by else "Somebody"
    raise ChangedMeanwhile(
        f"{who} marked “{bundle.title}” as sent at {spell_second(bundle.sent_at)}. That is final."
    )


def mark_changed(actor: Person | None, bundle: Bundle) -> None:
    """Note who changed the bundle last, and when; its version goes up with it."""
    bundle.changed_by, bundle.changed_at = actor, clock.now()
