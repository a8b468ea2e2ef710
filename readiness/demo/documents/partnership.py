"""Partnership: what was learned from serious incidents and reviews."""

from readiness.demo.documents.pieces import Content, Facts, h, lead, p, table, ul


def serious_incident_learning(facts: Facts) -> Content:
    """Incidents and reviews since the last inspection, and how the learning was checked."""
    return [
        lead(
            f"Since {facts.inspected}: four serious incidents notified, four rapid reviews, one "
            "published review. All 19 actions are done; 16 have been checked in practice."
        ),
        table(
            "Reviews since the last inspection",
            ("Review", "What it was about", "Actions", "Done", "Checked"),
            (
                ("Rapid review A", "A baby injured; parents new to the area", 4, 4, 4),
                ("Rapid review B", "A young person hurt by others; exploitation", 5, 5, 4),
                ("Rapid review C", "Neglect over years; many short episodes", 3, 3, 3),
                ("Rapid review D", "A death not thought preventable", 1, 1, 1),
                ("Published review", "From rapid review B", 6, 6, 4),
            ),
            right=(2, 3, 4),
            widths=(2, 4.4, 1, 1, 1.1),
        ),
        h("What we learned, and how we know it stuck"),
        ul(
            "Ask the other council: 30 files of families who moved in were sampled, and the "
            "earlier history was there in 28.",
            "Neglect adds up: a chronology is looked at in supervision; audits find it in 83%.",
            "Places matter: safety plans name places, in 35 of 41 plans.",
        ),
        h("How learning reaches the teams"),
        p(
            "A page of seven minutes’ reading for each review, talked through in every team within "
            "a month, and a question about it in the next cycle of audits."
        ),
    ]
