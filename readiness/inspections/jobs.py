"""The daily look at archives: whoever manages them is told when one has been kept long enough."""

from datetime import datetime

from readiness.clock import in_london
from readiness.inspections.archives import list_past_keeping
from readiness.notifications.messages import path_to
from readiness.notifications.operations import announce
from readiness.notifications.rules.sections import Line, Section
from readiness.people.permissions import Permission, allows
from readiness.people.queries import list_active_people
from readiness.plain_words import format_day
from readiness.work.contract import Scheduled


def tell_past_keeping(slot: datetime) -> None:
    """Tell those who manage archives of each that is past its day, once a day that it has.

    Nothing is deleted: they keep it longer, or have it deleted as the council’s schedule says.
    """
    keepers = [p for p in list_active_people() if allows(p.role, Permission.MANAGE_ARCHIVES)]
    for archive in list_past_keeping(in_london(slot).date()):
        line = Line(
            archive.inspection.title,
            path_to("inspections.show_archive", inspection_id=archive.inspection_id),
            f"kept until {format_day(archive.keep_until)}",
        )
        announce(
            people=keepers,
            key=f"archive:{archive.id}:{archive.keep_until}",
            subject="An archived inspection is past the day it is kept until",
            sections=[Section("Keep it longer, or have it deleted as your schedule says", (line,))],
            now=slot,
        )


SCHEDULE = (Scheduled("inspections-past-keeping", {"hour": 6, "minute": 40}, tell_past_keeping),)
