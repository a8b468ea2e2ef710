"""What an e-mail says of an inject: its title, its words and where to answer it."""

from readiness.notifications.messages import path_to
from readiness.notifications.rules.sections import TRIAL, Line, Section
from readiness.trial_runs.models import Inject


def make_subject(inject: Inject) -> str:
    """“Trial run: The data lead is ill”."""
    return f"{TRIAL}{inject.title}"


def write_inject(inject: Inject) -> tuple[Section, ...]:
    """The body: what has happened, as it is told."""
    path = path_to(
        "trial_runs.show_inject", inspection_id=inject.inspection_id, inject_id=inject.id
    )
    return (Section("This has happened", (Line(inject.title, path, inject.words),)),)
