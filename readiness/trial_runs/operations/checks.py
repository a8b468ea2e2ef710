"""Who may do what with a gap, and what every change of one checks first."""

from readiness.errors import ChangedMeanwhile, NotAllowed, Refused
from readiness.inspections.models import Inspection
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.trial_runs.models import Gap


def may_change_gap(actor: Person, gap: Gap) -> bool:
    """Whether the actor may change what was recorded: who did, or works on every task."""
    return gap.seen_by_id == actor.id or allows(actor.role, Permission.WORK_ALL_TASKS)


def may_accept_gap(actor: Person, gap: Gap) -> bool:
    """Whether the actor may decide to live with it: not whoever would have to close it.

    That is the holder of its post, or the deputy where the holder left or there is none.
    """
    owner_id = next((one for one in gap.owner_post.present if one is not None), None)
    return allows(actor.role, Permission.AGREE_ACTIONS) and actor.id != owner_id


def check_may_record(actor: Person, inspection: Inspection) -> None:
    """Raises NotAllowed without the right, Refused for a real inspection."""
    if not allows(actor.role, Permission.RECORD_GAPS):
        raise NotAllowed("Your role may not record gaps. Ask the inspection coordinator.")
    if not inspection.is_trial:
        raise Refused("Gaps are recorded in trial runs only.")


def check_version(gap: Gap, version: int) -> None:
    """Raises ChangedMeanwhile unless `version` is the current one."""
    if gap.version != version:
        raise ChangedMeanwhile(
            f"{gap.changed_by.name} changed this gap after you opened it. Look at it again, then "
            "make your change."
        )
