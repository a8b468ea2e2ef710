"""What is still open of the report and its plans when an inspection is closed."""

from collections.abc import Iterable, Iterator

from readiness import clock
from readiness.inspections.closing import StillOpen, add_open_source
from readiness.inspections.models import Inspection
from readiness.outcomes.operations import name_plan
from readiness.outcomes.queries import (
    find_edition,
    find_outcome,
    get_judgements_file,
    list_comments,
    list_plans_sent,
    measure_progress,
)
from readiness.outcomes.rules import is_public
from readiness.plain_words import plural


@add_open_source
def list_open_outcome(inspection: Inspection) -> Iterable[StillOpen]:
    """Each part of what comes after that is not recorded; a trial run has none."""
    if inspection.is_trial:
        return
    for endpoint, words in _say(inspection):
        yield StillOpen(words, (endpoint, {"inspection_id": inspection.id}))


def _say(inspection: Inspection) -> Iterator[tuple[str, str]]:
    outcome = find_outcome(inspection.id)
    if outcome is None or not is_public(outcome.published_at, clock.now()):
        yield "outcomes.show_outcome", "The publication of the report is not recorded"
    if find_edition(inspection.id) and (outcome is None or outcome.judged_at is None):
        yield "outcomes.show_judgements", "The judgements are not recorded"
    unanswered = sum(comment.response is None for comment in list_comments(inspection.id))
    if unanswered:
        said = plural(unanswered, "comment on the draft has", "comments on the draft have")
        yield "outcomes.list_comments", f"{said} no answer of Ofsted"
    without = measure_progress(inspection.id).without_action
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
