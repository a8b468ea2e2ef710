"""Practice: standards, thresholds, trackers, exploitation, feedback, meetings to observe."""

from datetime import date, timedelta
from random import Random

from readiness.demo.documents.pieces import Cell, Content, Facts, Grid, h, lead, p, table, ul


def practice_standards(facts: Facts) -> Content:
    """How social workers are expected to work, and how they are supervised."""
    return [
        lead(
            "We work alongside families, not on them. This page says what a child and a family can "
            "expect of us, and how often a manager looks."
        ),
        table(
            "What is expected",
            ("What", "How often", "Who sees to it"),
            (
                ("A child in need is seen, alone where old enough", "Every 4 weeks", "Worker"),
                ("A child with a protection plan is seen", "Every 10 working days", "Worker"),
                ("A child in care is seen", "Every 6 weeks", "Worker"),
                ("A child in need’s plan is reviewed", "Every 3 months", "Team manager"),
                ("A manager records a decision and its reason", "Every 8 weeks", "Team manager"),
                ("A chronology is brought up to date", "Every 3 months", "Worker"),
                ("Supervision", "Every 4 weeks; 2 weeks in the first year", "Team manager"),
            ),
            widths=(5, 3, 2),
        ),
        h("Our practice model"),
        ul(
            "Curious: we ask what lies behind, and what we do not know.",
            "Connected: direct work is planned, and done by the person the child knows.",
            "Co-produced: the plan is in the family’s words and fits on a page.",
            "Checked back: after six weeks we look whether anything has changed.",
        ),
        h("Supervision"),
        p(
            "Supervision covers the child’s day, the risk, the plan, the worker’s wellbeing and "
            "what was learned. It ends with decisions, each with a reason. A manager’s own "
            "supervision samples two records a month."
        ),
    ]


def threshold_document(facts: Facts) -> Content:
    """The partners’ thresholds, and how the front door works."""
    return [
        lead(
            "Four levels, agreed by all partners. When in doubt, ring: a conversation comes before "
            "a form, and whoever rings hears what was decided within one working day."
        ),
        table(
            "Levels of need",
            ("Level", "What it looks like", "Who helps"),
            (
                ("1 Universal", "Needs are met at home, in school and by health", "Everybody"),
                ("2 Early help", "One or two needs that will grow if nobody acts",
                 "A lead professional and the family hub"),
                ("3 Child in need", "Health or development would suffer without services",
                 "Family support, with a social worker"),
                ("4 Protection", "Suffering, or likely to suffer, significant harm",
                 "Social worker, police and health together"),
            ),
            widths=(2, 5, 4),
        ),
        h("What happens to a contact"),
        ul(
            "Within an hour: a manager reads it and looks for immediate danger.",
            "Within four hours: police, health and education checks where the level is not clear.",
            "Within one working day: a decision with its reason, and word to the referrer.",
            "Consent is asked for unless asking would put a child at risk; the reason is recorded.",
        ),
        p(
            "6,417 contacts in the year so far; 6,015 of them (93.7%) were decided within a day. "
            "Of those that did not go further, one in ten is looked at again each week."
        ),
    ]  # fmt: skip


def plo_tracker(facts: Facts) -> Content:
    """Families in pre-proceedings or court, the week each has reached, what holds it up."""
    rng = Random(f"court {facts.as_at}")  # noqa: S311 - the same each time, no secret
    cases = [row for row in facts.lists[6] if row[11] == "b) Child Protection plan" and row[13]]
    rows: list[tuple[Cell, ...]] = []
    for place, row in enumerate(rng.sample(cases, 38), start=1):
        in_court = place > 21
        weeks = rng.randint(2, 44) if in_court else rng.randint(1, 22)
        limit = 26 if in_court else 16
        stage = "Care proceedings" if in_court else "Pre-proceedings"
        held_up = rng.choice(_HELD_UP) if weeks > limit else ""
        began = facts.as_at - timedelta(weeks=weeks)
        rows.append(
            (f"PL{place:03d}", row[0], row[12], row[13], stage, began, weeks, limit, held_up)
        )
    headings = ("Family", "Child’s identifier", "Team", "Worker", "Stage", "Began", "Week", "Limit",
                "What holds it up")  # fmt: skip
    return Grid(headings, rows)


_HELD_UP = (
    "Waiting for the psychologist’s report",
    "Final hearing listed late; asked for an earlier date",
    "A relative came forward; assessment to be finished",
    "Parent’s new solicitor asked for time",
)


def permanence_tracker(facts: Facts) -> Content:
    """Each child in care with the permanence plan and the next step: the rows of list 8."""
    rng = Random(f"permanence {facts.as_at}")  # noqa: S311 - the same each time, no secret
    rows = []
    for row in facts.lists[8]:
        started, plan = row[7], row[14]
        if row[19] is not None or not isinstance(started, date):
            continue
        second_review = started + timedelta(days=120)
        agreed = min(second_review, facts.as_at) if plan else None
        step = _next_step(rng, str(plan)) if plan else "Agree the plan at the next review"
        rows.append((row[0], row[32], row[33], started, row[22], plan, agreed, step))
    headings = ("Child’s identifier", "Team", "Worker", "In care since", "Placement",
                "Permanence plan", "Agreed", "Next step")  # fmt: skip
    return Grid(headings, rows)


def _next_step(rng: Random, plan: str) -> str:
    steps = {
        "Adoption": ("Family-finding meeting", "Matching panel booked", "Life-story book"),
        "Return": ("Reunification plan at review", "Support plan with family support"),
        "SGO": ("Assessment of carers to be filed", "Support plan for carers"),
        "Long-term": ("Match carers at panel", "Matched: annual review"),
    }
    for word, choices in steps.items():
        if word in plan:
            return rng.choice(choices)
    return rng.choice(("Pathway plan in hand", "Review of the plan at the next review"))


def exploitation_and_missing(facts: Facts) -> Content:
    """The strategy, the figures, and return interviews."""
    missing = sum(1 for row in facts.lists[8] if isinstance(row[28], int) and row[28] > 0)
    return [
        lead(
            "41 children are known to be at risk of exploitation. Each has a plan that police, "
            "school and health share, and one worker who stays."
        ),
        table(
            f"Children at risk, end of {facts.month(8)}",
            ("Kind of risk", "High", "Medium", "Low", "All"),
            (
                ("Criminal exploitation", 9, 11, 6, 26),
                ("Sexual exploitation", 4, 5, 3, 12),
                ("Both", 2, 1, 0, 3),
                ("All", 15, 17, 9, 41),
            ),
            right=(1, 2, 3, 4),
        ),
        p(
            f"{missing} of the children in our care had at least one missing episode in twelve "
            "months. Most were offered a return interview within three days; the reasons of those "
            "who declined are read at the monthly panel."
        ),
        h("What we do"),
        ul(
            "A daily meeting of fifteen minutes with police on everybody missing.",
            "Places as well as people: two parks and a retail car park have plans of their own.",
            "Transport, licensing and hotels are trained; 214 drivers in the last year.",
            "Return interviews are held by people outside the social work teams.",
        ),
    ]


def family_feedback(facts: Facts) -> Content:
    """What children, parents and carers said in a year, and what changed because of it."""
    return [
        lead(
            "612 people told us what they thought in the last year: 246 children and young people, "
            "281 parents and 85 carers. Four things changed because of it."
        ),
        table(
            "What they said, and what changed",
            ("They said", "Who", "What changed"),
            (
                ("“I told it all again to every new worker.”", "Children in need",
                 "A handover with the child in the room; checked in audits"),
                ("“Letters before meetings frightened us.”", "Parents",
                 "Letters rewritten with parents; a call comes first"),
                ("“Nobody told me why I could not stay over.”", "Children in care",
                 "Carers decide on overnight stays; a card says so"),
                ("“The grant for my first home ran out at the cooker.”", "Care leavers",
                 "The grant is now £3,000 and rises each April"),
            ),
            widths=(4, 2, 4),
        ),
        h("What we still hear"),
        ul(
            "Workers change too often at the front door.",
            "Plans are long. The one-page plan is not yet used in every team.",
        ),
    ]  # fmt: skip


def meetings_schedule(facts: Facts) -> Content:
    """Meetings that inspectors could observe in the next two weeks."""
    monday = facts.today + timedelta(days=7 - facts.today.weekday())
    usual = (
        (0, "09:15", "Front door: daily multi-agency meeting", "First floor"),
        (0, "14:00", "Pre-proceedings meeting", "Meeting room 2"),
        (1, "10:00", "Child protection conference: first", "Conference suite"),
        (1, "13:30", "Strategy meeting, if one is called", "First floor"),
        (2, "09:30", "Child protection conference: review", "Conference suite"),
        (2, "11:00", "Fostering panel", "Harbour room"),
        (2, "15:00", "Review of a child in care, with the child’s agreement", "At the home"),
        (3, "10:00", "Resource and permanence panel", "Harbour room"),
        (3, "17:00", "Children in care council", "Youth centre"),
        (4, "09:30", "Exploitation and missing: daily meeting", "Online"),
        (4, "13:00", "Legal planning meeting", "Meeting room 2"),
    )
    rows = [
        (monday + timedelta(weeks=week, days=day), at, what, where)
        for week in range(2)
        for day, at, what, where in usual
    ]
    return Grid(("Day", "Time", "Meeting", "Where"), rows)
