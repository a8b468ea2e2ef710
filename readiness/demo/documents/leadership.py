"""Leadership: self-evaluation, improvement plan, board papers, earlier inspections, structure."""

from readiness.demo.council import NAMES
from readiness.demo.documents.pieces import Content, Facts, h, lead, note, p, table, ul
from readiness.office.docx import Block


def self_evaluation(facts: Facts) -> list[Block]:
    """The three questions of the annual engagement meeting."""
    return [
        lead(
            "Our practice is good and steady. Front-door decisions are safe and prompt, children "
            "in care are well known, and we are in touch with almost all care leavers. Visits to "
            "children in need, permanence timescales and consistency are not yet good enough."
        ),
        h("What we know about the quality and impact of practice"),
        p(
            "2,336 children have an allocated worker: 790 children in need, 274 with a child "
            "protection plan (42.6 in 10,000), 291 in our care (45.3 in 10,000) and 268 care "
            "leavers; the others are supported by early help or are at the front door."
        ),
        ul(
            "93.7% of contacts are decided within a day; partners say that they hear back.",
            "90.8% of assessments are finished within 45 working days.",
            "All 328 reviews of children in care in the last twelve months were held in time.",
            "256 of 268 care leavers are in touch; 243 live in suitable homes.",
        ),
        p(
            "Protection plans rose from 215 to 274 in six months. A dip sample of forty showed "
            "the threshold was right in thirty-seven; neglect and domestic abuse lie behind most "
            "of the rise."
        ),
        h("How we know it"),
        p(
            "Team managers audited 118 cases together with the workers, advanced practitioners 64 "
            "on a theme, and 717 files were dip sampled in the last three cycles. Moderation "
            "changed the grade in more than 30% of audits: we still grade too kindly, and say so."
        ),
        p(
            "Performance surgeries look at live, child-level figures every month. Two external "
            "reviews this year, of the care leavers’ offer and of quality assurance, agree with "
            "our view of ourselves."
        ),
        h("What we plan for the next twelve months"),
        _PRIORITIES,
    ]


def revised_self_evaluation(facts: Facts) -> Content:
    """The next version, which nobody has approved yet."""
    return [
        *self_evaluation(facts),
        h(f"Added after the trial run of {facts.trial}"),
        p(
            "The trial run found our preparation on track. It also showed that caseload figures "
            "still counted workers who had left, and that five open cases had no worker in the "
            "extract for two days. Both are mended; the weekly refresh now checks for them."
        ),
    ]


def improvement_plan(facts: Facts) -> Content:
    """The plan, its progress and the last meeting of the board."""
    return [
        lead(
            "Of 24 actions, 15 are done and have been checked, 6 are on track and 3 are late. "
            "The three late ones all concern permanence and health assessments."
        ),
        _open_actions(facts),
        h(f"Minutes of the continuous improvement board, {facts.month(1)}"),
        p(
            "In the chair: the Director of Children’s Services. Present: the Director of "
            "Supporting Families, heads of service, the principal social worker, the data lead, "
            "health, police."
        ),
        ul(
            "The board asked why visits to children in need have been below 85% for six months. "
            "The summer explains August only. Team by team figures come to the next meeting.",
            "The board heard two care leavers on moving on. It agreed to end the rule that a "
            "tenancy offer lapses after one refusal.",
            "Action 4, feedback to referrers, was closed: 60 referrers were rung, 57 had heard.",
        ),
    ]  # fmt: skip


def _open_actions(facts: Facts) -> Block:
    return table(
        "Actions that are open",
        ("No.", "Action", "Owner", "Due", "Progress"),
        (
            ("7", "Every child in need is seen every four weeks",
             "Assessment and Family Support", facts.month(-2), "On track: surgery each Monday"),
            ("9", "Initial health assessments within 20 working days",
             "Children in Care", facts.month(1), "Late: clinic hours agreed only now"),
            ("11", "Pre-proceedings last 16 weeks at most",
             "Legal", facts.month(2), "Late: experts’ reports take 9 weeks on average"),
            ("12", "Two in three proceedings end within 26 weeks",
             "Legal", facts.month(1), "Late: court time; raised with the local board"),
            ("14", "No child moves home three times in a year",
             "Children in Care", facts.month(-4), "On track: 8.6%, was 11.3%"),
            ("17", "One grade in five, at most, changed in moderation",
             "Principal Social Worker", facts.month(-3), "On track: 46 auditors trained"),
            ("19", "Re-referrals stay below the regional figure",
             "Front Door", facts.month(-1), "On track: 17.9%"),
            ("21", "Three in four care leavers in education, work or training",
             "Care Leavers", facts.month(-5), "On track: nine apprenticeships ring-fenced"),
            ("23", "Turnover at the front door below 15%",
             "HR and Workforce", facts.month(-4), "On track: 18.2%, was 24.0%"),
        ),
        widths=(0.8, 4, 2.4, 1.7, 3.6),
    )  # fmt: skip


def board_papers(facts: Facts) -> Content:
    """Scrutiny and the corporate safeguarding board over the year."""
    return [
        lead(
            "Scrutiny looked at children’s services six times in the last year and the corporate "
            "safeguarding board four times. Both asked for figures with reasons, and got them."
        ),
        table(
            "What members and the chief executive’s board discussed",
            ("When", "Where", "Subject", "What they asked, and what came of it"),
            (
                (facts.month(1), "Scrutiny", "Inspection preparation",
                 "What would worry you on the day? Answer: visits and permanence, with the plan"),
                (facts.month(2), "Safeguarding board", "Quarter’s figures",
                 "Why are plans up by a quarter? A dip sample was done and reported back"),
                (facts.month(4), "Scrutiny", "Care leavers",
                 "Members met eight young people and took up council tax until 25"),
                (facts.month(5), "Safeguarding board", "Workforce",
                 "Agency share by team every quarter; first report received"),
                (facts.month(7), "Scrutiny", "Early help",
                 "Who does not reach us? Ward map made; two family hubs opened longer"),
                (facts.month(9), "Scrutiny", "Audit and quality",
                 "How do you know grades are right? External moderation of twenty audits"),
                (facts.month(11), "Safeguarding board", "Exploitation",
                 "Ask of police: one analyst shared; in post since spring"),
            ),
            widths=(1.5, 1.8, 2, 4.5),
        ),
        note("Full papers and minutes are public and are kept by democratic services."),
    ]  # fmt: skip


def previous_inspections(facts: Facts) -> Content:
    """The last inspection, visits and reviews, each with what was done."""
    return [
        lead(
            f"The last inspection, in {facts.inspected}, found services good in all areas. Every "
            "recommendation since, from visits and reviews, is closed but two."
        ),
        table(
            f"Judgements of the short inspection, {facts.inspected}",
            ("Judgement", "Grade"),
            (
                ("The impact of leaders on social work practice with children and families",
                 "Good"),
                ("The experiences and progress of children who need help and protection", "Good"),
                ("The experiences and progress of children in care and care leavers", "Good"),
                ("Overall effectiveness", "Good"),
            ),
            widths=(5, 1),
        ),
        table(
            "Visits and reviews since",
            ("When", "What", "What it said", "What we did"),
            (
                (facts.month(28), "Focused visit: children in care",
                 "Strong relationships; health assessments too slow", "Clinic agreed; still late"),
                (facts.month(20), "Peer review of early help",
                 "Wide offer; hard to see what it changes", "Outcome star in every case: closed"),
                (facts.month(19), "External review of help and protection",
                 "Thresholds sound; plans too long", "One-page plan for families: closed"),
                (facts.month(8), "External review of the care leavers’ offer",
                 "Ambitious leadership; go further on housing", "Second offer of a tenancy: open"),
                (facts.month(5), "External review of audit and quality assurance",
                 "A learning culture that closes the loop; grading too kind", "Training: closed"),
            ),
            widths=(1.4, 2.6, 3.4, 3),
        ),
    ]  # fmt: skip


def structure_chart(facts: Facts) -> Content:
    """Every team with its manager, its workers and a telephone number."""
    teams: dict[str, set[str]] = {}
    for number, team, worker in ((6, 12, 13), (9, 7, 8)):
        for row in facts.lists[number]:
            teams.setdefault(str(row[team]), set()).add(str(row[worker]))
    rows = [
        (
            team,
            f"Manager {place + 1:02d}",
            f"{min(workers)} to {max(workers)}",
            f"01632 960{100 + place}",
        )
        for place, (team, workers) in enumerate(sorted(teams.items()))
        if team
    ]
    return [
        lead(f"{len(rows)} teams, with the names that the lists of Annexe A use."),
        table(
            "Senior leaders",
            ("Post", "Name"),
            (
                ("Director of Children’s Services", NAMES["dcs"]),
                ("Director of Supporting Families", NAMES["director-supporting-families"]),
                ("Head of Service, Front Door", NAMES["hos-front-door"]),
                ("Head of Service, Assessment and Family Support",
                 NAMES["hos-assessment-family-support"]),
                ("Head of Service, Children in Care", NAMES["hos-children-in-care"]),
                ("Head of Service, Care Leavers", NAMES["hos-care-leavers"]),
                ("Head of Service, Early Help", NAMES["hos-early-help"]),
                ("Head of Service, Quality Assurance", NAMES["hos-quality-assurance"]),
                ("Principal Social Worker", NAMES["psw"]),
            ),
        ),
        table("Teams", ("Team", "Led by", "Workers", "Telephone"), rows, widths=(3, 3, 3, 2)),
        note("The telephone numbers are out of a range that no telephone has."),
    ]  # fmt: skip


_PRIORITIES = table(
    "Priorities for the next twelve months",
    ("Priority", "What will be different for children", "Lead"),
    (
        ("Visits to children in need", "Every child seen every four weeks; now 77.8%",
         "Head of Service, Assessment and Family Support"),
        ("Permanence", "Fewer than 26 weeks in proceedings for two in three families",
         "Head of Service, Children in Care"),
        ("Initial health assessments", "Seen within 20 working days of entering care",
         "Head of Service, Children in Care"),
        ("Care leavers’ work and learning", "Three in four in education or work; now 69%",
         "Head of Service, Care Leavers"),
        ("Consistency", "Moderation changes one grade in five at most",
         "Principal Social Worker"),
    ),
    widths=(2, 4, 3),
)  # fmt: skip
