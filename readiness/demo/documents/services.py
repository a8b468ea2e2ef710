"""Services: early help, sufficiency, corporate parenting, care leavers, and annual reports."""

from readiness.demo.documents.pieces import Content, Facts, h, lead, p, table, ul


def early_help_strategy(facts: Facts) -> Content:
    """What is offered, who reaches it and what it changes."""
    return [
        lead(
            "Help comes early, close to home and from one person the family trusts. Seven in ten "
            "families who finish need nothing more a year later."
        ),
        table(
            f"Early help, {facts.year}",
            ("What", "Families", "Finished with their goals met"),
            (
                ("Family hub, one to one", 312, "71%"),
                ("Parenting groups", 448, "68%"),
                ("Young people’s workers", 205, "62%"),
                ("Parents’ relationships", 96, "74%"),
            ),
            right=(1, 2),
            widths=(4, 1.5, 3),
        ),
        h("Five aims until the strategy is renewed"),
        ul(
            "One front door for early help and social care.",
            "Early help and social care record in one case system.",
            "Schools lead a third of assessments; health visitors a fifth.",
            "Fathers take part in every second assessment, not every fourth.",
            "We know who does not come: reach is mapped by ward each term.",
        ),
    ]


def sufficiency_strategy(facts: Facts) -> Content:
    """Whether there are enough suitable homes."""
    return [
        lead(
            "Most of our 291 children live with our own foster carers or with family. We are short "
            "of homes for brothers and sisters together, and for teenagers."
        ),
        table(
            "Homes needed and homes there",
            ("Kind of home", "Needed", "There", "What we do"),
            (
                ("Our own foster homes", 175, 152, "Campaign with carers; council tax rebate"),
                ("Homes with family or friends", 60, 57, "One team assesses and supports"),
                ("For brothers and sisters together", 24, 15, "Grants for a room more"),
                ("Children’s homes in the area", 20, 12, "Two small homes open next year"),
                ("Supported lodgings", 30, 22, "Scheme widened to 17 year olds"),
            ),
            right=(1, 2),
            widths=(3.4, 1, 1, 4),
        ),
        h("Principles"),
        ul(
            "As near to home and school as is safe.",
            "No child in an unregistered home for longer than it takes to find another.",
            "Young people say what a good home is: they sit on the panel that buys places.",
        ),
    ]


def corporate_parenting(facts: Facts) -> Content:
    """The strategy, the promise, and the board’s minutes."""
    return [
        lead(
            "The whole council is parent to 291 children and stands by 268 care leavers. Six "
            "promises say what that means; the children in care council marks us on each."
        ),
        h("Our promises, and the mark for each (out of 10)"),
        table(
            "Promises",
            ("Promise", "Mark", "Last year"),
            (
                ("You will know your worker’s name and number", 8, 7),
                ("You will see brothers and sisters", 6, 6),
                ("You will have your say, and hear what became of it", 7, 5),
                ("You will be helped with school", 8, 8),
                ("You will keep your things in a proper bag", 10, 9),
                ("We will still be there when you are 25", 7, 6),
            ),
            right=(1, 2),
            widths=(6, 1, 1.2),
        ),
        h(f"Minutes of the corporate parenting board, {facts.month(2)}"),
        ul(
            "Housing: twelve tenancies set aside for care leavers this year, nine taken up.",
            "Health: initial health assessments in time for 61 of 100 children; a clinic on "
            "Saturdays begins next month.",
            "Leisure: free membership now covers the carer who comes along.",
            "The young inspectors reported on three supported homes; one is asked to improve.",
        ),
    ]


def care_leavers_offer(facts: Facts) -> Content:
    """The published offer, and the latest figures."""
    return [
        lead(
            "Support lasts until 25 for everybody who wants it. We are in touch with 256 of 268 "
            "care leavers; 243 live in suitable homes and 185 are in education, work or training."
        ),
        table(
            "Figures",
            ("What", "Number", "Of", "Share", "Last year"),
            (
                ("In touch", 256, 268, "95.5%", "98.1%"),
                ("In suitable accommodation", 243, 268, "90.7%", "94.4%"),
                ("In education, employment or training", 185, 268, "69.0%", "77.3%"),
            ),
            right=(1, 2, 3, 4),
            widths=(4, 1, 1, 1, 1.2),
        ),
        h("The offer"),
        ul(
            "A personal adviser until 25, who answers within a working day.",
            "£3,000 to set up a first home, and a second offer if the first does not suit.",
            "No council tax until 25, here or elsewhere.",
            "A laptop, a bus pass, and a bed at home in the university holidays.",
            "Nine apprenticeships in the council set aside, and interviews for all who ask.",
            "A drop-in on Thursdays with a nurse, a housing officer and a hot meal.",
        ),
        h("What we know is not good enough"),
        p(
            "Work and learning have fallen from 77.3% to 69.0%. Half of those without are ill or "
            "caring for a child; for the other half there is now one adviser who does nothing else."
        ),
    ]


def iro_annual_report(facts: Facts) -> Content:
    """What the independent reviewing officers saw and challenged."""
    return [
        lead(
            "All 328 reviews were held in time. Officers challenged 74 times; 66 were settled "
            "within a fortnight, the other eight went to a head of service."
        ),
        table(
            f"What was challenged, {facts.year}",
            ("Subject", "Challenges", "Settled within two weeks"),
            (
                ("Permanence plan late or unclear", 29, 25),
                ("Health assessment late", 18, 16),
                ("Contact with brothers and sisters", 11, 10),
                ("Pathway plan late", 10, 10),
                ("Life-story work not begun", 6, 5),
            ),
            right=(1, 2),
            widths=(4, 1.3, 2.4),
        ),
        h("Children’s part"),
        p(
            "Nine in ten children over four took part in their review; three in ten ran part of it "
            "themselves. Officers saw or spoke with the child beforehand in 87 of 100 reviews."
        ),
        h("What we ask of the service"),
        ul(
            "Plans for permanence agreed by the second review, for every child.",
            "Life-story work begun when the plan is adoption, not when the match is made.",
        ),
    ]


def lado_annual_report(facts: Facts) -> Content:
    """Allegations against people who work with children."""
    return [
        lead(
            "208 referrals about people who work with children; 91 met the threshold. 84% of those "
            "were finished within three months."
        ),
        table(
            f"Referrals that met the threshold, {facts.year}",
            ("Employer", "Referrals", "Substantiated", "Finished in three months"),
            (
                ("Schools", 38, 11, 33),
                ("Early years", 17, 5, 15),
                ("Foster carers", 14, 4, 10),
                ("Children’s homes", 12, 4, 9),
                ("Sport, faith and clubs", 10, 3, 9),
                ("All", 91, 27, 76),
            ),
            right=(1, 2, 3),
            widths=(3, 1.2, 1.5, 2.4),
        ),
        h("What was learned"),
        ul(
            "Clubs ring earlier since the evening briefings: 10 referrals, 3 the year before.",
            "Foster carers wait longest. A supporter of their own is offered from day one.",
        ),
    ]


def virtual_school_report(facts: Facts) -> Content:
    """Attendance, attainment and education plans."""
    return [
        lead(
            "Children in our care attend better than a year ago, and nine in ten education plans "
            "are good. Key stage 4 results are not yet where we want them."
        ),
        table(
            f"Education of children in care, school year {facts.year}",
            ("Measure", "This year", "Year before"),
            (
                ("Attendance", "91.8%", "90.6%"),
                ("Persistently absent", "21.4%", "24.9%"),
                ("Education plan in date", "98%", "96%"),
                ("Education plan judged good", "90%", "83%"),
                ("Reading, writing and maths at 11", "41%", "38%"),
                ("Grade 4 in English and maths at 16", "24%", "26%"),
                ("Permanent exclusions", "0", "0"),
            ),
            right=(1, 2),
            widths=(4, 1.5, 1.5),
        ),
        h("What the pupil premium bought"),
        ul(
            "One-to-one teaching for 62 pupils; most made more than a month’s progress each month.",
            "Attachment training in 31 schools.",
            "A summer school for all who changed school.",
        ),
    ]


def complaints_report(facts: Facts) -> Content:
    """Complaints and compliments, and what was changed because of them."""
    return [
        lead(
            "96 complaints, 9 of them from children or their advocates, and 143 compliments. 78% "
            "of complaints were answered in time."
        ),
        table(
            f"Complaints about children’s social care, {facts.year}",
            ("Stage", "Received", "Upheld or partly", "Answered in time"),
            (
                ("1: by the team", 96, 37, "78%"),
                ("2: independent investigation", 7, 4, "57%"),
                ("3: panel", 2, 1, "100%"),
                ("Ombudsman", 3, 1, "100%"),
            ),
            right=(1, 2, 3),
            widths=(3.6, 1.2, 2, 2),
        ),
        h("What changed"),
        ul(
            "A letter after each visit where a parent asked for one.",
            "Parents who live apart each get the record of the meeting.",
            "A complaint by a child is rung through the same day.",
        ),
    ]
