"""Audits: the list of audited cases, the framework, and what audits found."""

from datetime import timedelta
from random import Random

from readiness.demo.children import Row
from readiness.demo.documents.pieces import Cell, Content, Facts, Grid, h, lead, p, table, ul

MANAGERS_AUDITS, THEMATIC_AUDITS = 118, 64
GRADES = ("Outstanding", "Good", "Requires improvement to be good", "Inadequate")
_SHARES = (6, 52, 36, 6)
_MODERATED, _CHANGED = 0.8, 0.32
_OPEN, _STATUS, _TEAM, _WORKER = 9, 11, 12, 13


def audited_case_list(facts: Facts) -> Content:
    """Every audit of the last three cycles, by identifier: the cases are those of list 6."""
    rng = Random(f"audits {facts.as_at}")  # noqa: S311 - the same each time, no secret
    cases = [row for row in facts.lists[6] if row[_OPEN] is None and row[_WORKER]]
    chosen = rng.sample(cases, min(len(cases), MANAGERS_AUDITS + THEMATIC_AUDITS))
    rows = [_audit(facts, rng, row, place < MANAGERS_AUDITS) for place, row in enumerate(chosen)]
    headings = (
        "Child’s identifier", "Service", "Team", "Worker", "Kind of audit", "Date",
        "Grade", "Moderated", "Grade after moderation", "Family’s view heard", "Open actions",
    )  # fmt: skip
    return Grid(headings, sorted(rows, key=lambda row: str(row[0])))


def _audit(facts: Facts, rng: Random, row: Row, by_manager: bool) -> tuple[Cell, ...]:
    grade = rng.choices(range(4), weights=_SHARES)[0]
    moderated = rng.random() < _MODERATED
    # Moderation is mostly stricter, as auditors grade too kindly.
    step = rng.choice((1, 1, 1, -1)) if rng.random() < _CHANGED else 0
    after = GRADES[min(max(grade + step, 0), 3)] if moderated else None
    kind = "Collaborative, by a team manager" if by_manager else "Thematic, by a practitioner"
    day = facts.as_at - timedelta(days=rng.randint(3, 178))
    service = str(row[_STATUS]).partition(") ")[2]
    heard = "Yes" if rng.random() < 0.7 else "No"
    return (
        row[0], service, row[_TEAM], row[_WORKER], kind, day,
        GRADES[grade], "Yes" if moderated else "No", after, heard, rng.randint(0, 3),
    )  # fmt: skip


def qa_framework(facts: Facts) -> Content:
    """How audits are chosen, done, graded and moderated."""
    return [
        lead(
            "We look at practice in three ways: audits done together with the worker, dip samples "
            "of one question, and themes. What we learn becomes an action with a name and a date."
        ),
        h("The cycle"),
        table(
            "A cycle of two months",
            ("Week", "What happens", "Who"),
            (
                ("1", "Cases are drawn by lot, one for each auditor, across services",
                 "Quality assurance"),
                ("2 to 4", "The audit, with the worker beside the auditor; the family is rung",
                 "Team managers, advanced practitioners"),
                ("5", "Moderation by somebody who does not manage the team", "Service managers"),
                ("6", "Themes drawn together; the board sees them", "Principal Social Worker"),
                ("7 to 8", "Actions done, and checked within six weeks", "Team managers"),
            ),
            widths=(1, 5, 3),
        ),
        h("Grades"),
        p(
            "The four words that inspectors use. The grade that counts is the one after "
            "moderation. Both are kept, and the share that moderation changes is reported."
        ),
        h("When an auditor is worried"),
        ul(
            "A worry about a child’s safety goes to the team manager, the service manager, the "
            "head of service and the audit team within the hour.",
            "Who disagrees with a grade or with its moderation says so to the principal social "
            "worker, who decides within five working days.",
            "A sample of audited cases is audited again to see whether anything changed.",
            "Reviewers from outside verify the framework every six months.",
        ),
        h("This year’s themes"),
        ul("Domestic abuse", "Neglect", "Harm outside the home", "Pathway plans",
           "Supervision that changes something"),
    ]  # fmt: skip


def audit_summaries(facts: Facts) -> Content:
    """What the audits of three cycles found, and the tracker of actions."""
    return [
        lead(
            "182 audits and 717 dip samples in three cycles. Practice is improving in direct work "
            "and in plans; recording of management oversight is where we fall short."
        ),
        table(
            "Audits by cycle, after moderation",
            ("Cycle", "Audits", *("Outstanding", "Good", "Requires improvement", "Inadequate"),
             "Grade changed"),
            (
                (facts.month(6), 58, 3, 26, 25, 4, "38%"),
                (facts.month(4), 61, 4, 31, 23, 3, "34%"),
                (facts.month(2), 63, 4, 35, 21, 3, "31%"),
            ),
            right=(1, 2, 3, 4, 5, 6),
        ),
        h("What is strong"),
        ul(
            "Risk is seen and answered in good time; referrers hear what became of a referral.",
            "Children’s voices are on file, in their words.",
            "Family and friends are looked for before a child comes into care.",
        ),
        h("What is not yet good enough"),
        ul(
            "Management oversight is recorded, but its reasons are not.",
            "Plans name tasks more often than the change wanted for the child.",
            "Life-story work starts late for one child in four.",
        ),
        _ACTIONS,
    ]  # fmt: skip


_ACTIONS = table(
    "Actions from audits",
    ("Theme", "Actions", "Done and checked", "Done", "Open", "Late"),
    (
        ("Oversight", 64, 41, 12, 8, 3),
        ("Plans", 71, 52, 9, 9, 1),
        ("Direct work", 38, 33, 3, 2, 0),
        ("Life-story work", 22, 11, 4, 5, 2),
    ),
    right=(1, 2, 3, 4, 5),
)
