"""What came after the past inspection: comments, judgements, what had to improve, the plan."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from readiness import clock
from readiness.actions.operations import confirm_done, report_done
from readiness.actions.queries import get_action
from readiness.demo.documents.shelving import Event
from readiness.files.access import current_store
from readiness.files.operations import keep_file
from readiness.inspections.models import Inspection
from readiness.outcomes import operations
from readiness.outcomes.queries import find_edition, list_comments
from readiness.outcomes.rules import COMMENTS, DRAFT, PUBLICATION, Response
from readiness.people.models import Person, Post

GOOD = "Good"
PLAN = "action_plan"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Remark:
    """A comment on the draft, by the holder of a post, and what Ofsted said."""

    post: str
    paragraph: str
    claim: str
    problem: str
    evidence: str
    file: tuple[str, str]
    response: Response
    words: str = ""


@dataclass(frozen=True)
class Weakness:
    """Something that had to improve, and the action that came of it."""

    text: str
    element: str
    action: str
    post: str
    outcome: str


REMARKS = (
    Remark(
        "hos-children-in-care",
        "7",
        "Most children in care are visited every six weeks.",
        "Almost all: 259 of 291 were visited within six weeks.",
        "The performance report of the month, page 3.",
        ("visits-to-children-in-care.csv", "Measure,Number,Of\nVisited in six weeks,259,291\n"),
        Response.ACCEPTED,
    ),
    Remark(
        "hos-front-door",
        "15",
        "Two teams take contacts at the front door.",
        "There are three teams: the third began in the spring.",
        "The structure chart that was sent with the documents.",
        ("front-door-teams.csv", "Team,Began\nFirst,2017\nSecond,2017\nThird,this spring\n"),
        Response.PARTLY,
        "The report will say three teams at the time of fieldwork.",
    ),
)

WEAKNESSES = (
    Weakness(
        "The timeliness of initial health assessments for children who come into care.",
        "outcome-4",
        "Book initial health assessments within two working days of coming into care",
        "hos-children-in-care",
        "Booked within two days for every child in the sample of the last quarter.",
    ),
    Weakness(
        "The length of care and pre-proceedings work.",
        "outcome-3",
        "Review every pre-proceedings case at twelve weeks with legal services",
        "legal-lead",
        "The tracker has a review at twelve weeks for each case.",
    ),
)


def plan_after(inspection: Inspection, posts: Mapping[str, Post]) -> Iterator[Event]:
    """Everything that followed, each with its moment; no key date moves by it."""
    at = {anchor.key: anchor.at for anchor in inspection.anchors}
    coordinator, number = _holder(posts["inspection-coordinator"]), inspection.id
    came, published = at[DRAFT], at[PUBLICATION]
    yield (
        came + HOUR,
        lambda: operations.record_draft(
            actor=coordinator, inspection_id=number, at=came, version=inspection.version
        ),
    )
    yield came + 2 * HOUR, _judging(coordinator, number)
    for place, remark in enumerate(REMARKS):
        hours = place * HOUR
        yield came + 3 * DAY + hours, _commenting(inspection, remark, posts)
        answered = at[COMMENTS] + 6 * DAY + hours
        yield answered, _answering(coordinator, number, place + 1, remark)
    yield (
        published - 5 * DAY,
        lambda: operations.record_publication(
            actor=coordinator,
            inspection_id=number,
            at=published,
            version=inspection.version,
            reference="The report on Ofsted’s site",
        ),
    )
    for place, weakness in enumerate(WEAKNESSES):
        yield from _improve(number, published + (place + 1) * HOUR, weakness, coordinator, posts)
    yield at[PLAN] - DAY, _sending(coordinator, number, at[PLAN] - DAY - HOUR)


def _sending(actor: Person, inspection_id: int, sent_at: datetime) -> Callable[[], object]:
    return lambda: operations.record_plan_sent(
        actor=actor,
        inspection_id=inspection_id,
        key=PLAN,
        sent_at=sent_at,
        reference="Receipt confirmed by email",
    )


def _judging(actor: Person, inspection_id: int) -> Callable[[], object]:
    def judge() -> None:
        edition = find_edition(inspection_id)
        if edition is not None:
            grades = {one.key: GOOD for one in edition.judgements}
            operations.record_judgements(
                actor=actor, inspection_id=inspection_id, version=0, grades=grades
            )

    return judge


def _commenting(
    inspection: Inspection, remark: Remark, posts: Mapping[str, Post]
) -> Callable[[], object]:
    def comment() -> None:
        owner = _holder(posts[remark.post])
        written = operations.add_comment(
            actor=owner,
            inspection_id=inspection.id,
            said=operations.Said(
                paragraph=remark.paragraph,
                claim=remark.claim,
                problem=remark.problem,
                post=posts[remark.post],
                evidence_text=remark.evidence,
            ),
        )
        name, content = remark.file[0], remark.file[1].encode()
        kept = keep_file(io.BytesIO(content), store=current_store(), now=clock.now())
        operations.add_evidence(
            actor=owner,
            comment=written,
            name=name,
            sha256=kept.sha256,
            size=len(content),
            kind=name.rpartition(".")[2],
        )

    return comment


def _answering(
    actor: Person, inspection_id: int, number: int, remark: Remark
) -> Callable[[], object]:
    def answer() -> None:
        comment = next(c for c in list_comments(inspection_id) if c.number == number)
        operations.answer_comment(
            actor=actor,
            comment=comment,
            version=comment.version,
            response=remark.response,
            words=remark.words,
        )

    return answer


def _improve(
    inspection_id: int,
    at: datetime,
    weakness: Weakness,
    coordinator: Person,
    posts: Mapping[str, Post],
) -> Iterator[Event]:
    made: list[int] = []
    owner = _holder(posts[weakness.post])

    def write_down() -> None:
        improvement = operations.add_improvement(
            actor=coordinator,
            inspection_id=inspection_id,
            text=weakness.text,
            element=weakness.element,
        )
        action = operations.plan_action(
            actor=coordinator,
            improvement=improvement,
            title=weakness.action,
            owner=owner,
            due_on=(at + 60 * DAY).date(),
        )
        made.append(action.id)

    def report() -> None:
        action = get_action(made[0])
        report_done(actor=owner, action=action, version=action.version, outcome=weakness.outcome)

    def confirm() -> None:
        action = get_action(made[0])
        confirm_done(actor=coordinator, action=action, version=action.version)

    yield at, write_down
    yield at + 55 * DAY, report
    yield at + 59 * DAY, confirm


def _holder(post: Post) -> Person:
    if post.holder is None:
        raise LookupError(f"Nobody holds the post {post.key} in the invented council.")
    return post.holder
