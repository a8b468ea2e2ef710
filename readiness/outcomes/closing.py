"""What is still open of the report and its plans when an inspection is closed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from readiness import clock
from readiness.inspections.closing import StillOpen, add_open_source
from readiness.inspections.models import Inspection
from readiness.outcomes.models import Outcome
from readiness.outcomes.operations import name_plan
from readiness.outcomes.queries import (
    find_edition,
    find_outcome,
    get_judgements_file,
    list_plans_sent,
    list_responses,
    measure_progress,
)
from readiness.outcomes.rules import Progress, Response, is_public
from readiness.plain_words import plural


@dataclass(frozen=True)
class Reached:
    """How far everything after an inspection is; its key dates are loaded."""

    inspection: Inspection
    outcome: Outcome | None
    responses: Sequence[Response | None]
    progress: Progress

    @classmethod
    def load(cls, inspection: Inspection, outcome: Outcome | None) -> "Reached":
        """Of one inspection, whose outcome is read. Three queries."""
        number = inspection.id
        return cls(inspection, outcome, list_responses(number), measure_progress(number))


@add_open_source
def list_open_outcome(inspection: Inspection) -> Iterable[StillOpen]:
    """Each part of what comes after that is not recorded; a trial run has none."""
    if not inspection.is_trial:
        yield from list_open(Reached.load(inspection, find_outcome(inspection.id)))


def list_open(reached: Reached) -> Iterator[StillOpen]:
    """The same of what is read already. Two queries."""
    for endpoint, words in _say(reached):
        yield StillOpen(words, (endpoint, {"inspection_id": reached.inspection.id}))


def _say(reached: Reached) -> Iterator[tuple[str, str]]:
    inspection, outcome = reached.inspection, reached.outcome
    if outcome is None or not is_public(outcome.published_at, clock.now()):
        yield "outcomes.show_outcome", "The publication of the report is not recorded"
    if find_edition(inspection.id) and (outcome is None or outcome.judged_at is None):
        yield "outcomes.show_judgements", "The judgements are not recorded"
    unanswered = sum(response is None for response in reached.responses)
    if unanswered:
        said = plural(unanswered, "comment on the draft has", "comments on the draft have")
        yield "outcomes.list_comments", f"{said} no answer of Ofsted"
    without = reached.progress.without_action
    if without:
        said = plural(
            without, "thing that needs to improve has", "things that need to improve have"
        )
        yield "outcomes.list_improvements", f"{said} no action"
    sent, plans = list_plans_sent(inspection.id), get_judgements_file().plans
    for anchor in inspection.anchors:
        if anchor.key in plans and anchor.key not in sent:
            said = f"{name_plan(anchor.title)}: that it was sent is not recorded"
            yield "outcomes.show_outcome", said
