"""Figures: the performance report, caseloads, workforce, and lists kept ready for a request."""

from collections import Counter
from random import Random

from readiness.demo.documents.pieces import Cell, Content, Facts, Grid, h, lead, p, table, ul
from readiness.demo.scorecard import AMBER, GREEN, INDICATORS, RED, Indicator, rate

_REASONS = {
    "3.3": "57 more visits were needed to reach the minimum. Below it in all six months: the "
    "summer made it worse and is not the cause. Every team brings its list to Monday’s surgery.",
    "4.7.2": "8 visits short. Two teams had two vacancies each; agency cover began this month.",
    "5.10": "5 assessments too many are overdue. 21 of the 34 are booked before the month’s end.",
    "5.11": "3 visits short, all of children placed more than 60 miles away.",
    "4.8": "2 reviews late of 176: one for a court hearing, one because a parent was in hospital.",
}


def performance_report(facts: Facts) -> Content:
    """The scorecard with its words, the trend, and a sentence for each figure in red."""
    words = Counter(rate(indicator)[0] for indicator in INDICATORS)
    reds = [indicator for indicator in INDICATORS if indicator.ref in _REASONS]
    return [
        lead(
            f"Of 14 measures with a target, {words[GREEN]} are green, {words[AMBER]} amber and "
            f"{words[RED]} red in {facts.month(1)}. Four of the five reds miss the minimum by "
            "less than 3 points; visits to children in need miss it by 7.2."
        ),
        table(
            f"Scorecard, {facts.month(1)}",
            ("Ref", "Measure", "Last year", "Number", "Of", "Now", "Minimum", "Upper", "State"),
            [_line(indicator) for indicator in INDICATORS],
            right=(2, 3, 4, 5, 6, 7),
            widths=(0.8, 4.4, 1, 1, 1, 1, 1.2, 0.9, 2.6),
        ),
        table(
            "The last six months",
            ("Ref", *(facts.month(back).split()[0] for back in range(6, 0, -1))),
            [
                (indicator.ref, *(_figure(indicator, month) for month in indicator.months))
                for indicator in INDICATORS
            ],
            right=(1, 2, 3, 4, 5, 6),
        ),
        h("Why the red ones are red"),
        *(p(f"{indicator.ref} {indicator.measure}: {_REASONS[indicator.ref]}")
          for indicator in reds),
        h("What the figures tell us"),
        ul(
            "The number of families who need support is broadly stable, but protection plans are "
            "up from 215 to 274 in six months.",
            "Contacts were slow in two months of the six and are quick again.",
            "A figure for the year so far need not be that of the latest month: 2.1 and 2.10a.",
        ),
    ]  # fmt: skip


def _line(indicator: Indicator) -> tuple[Cell, ...]:
    word, why = rate(indicator)
    number, of = (
        "" if part is None else f"{part:,}" for part in (indicator.numerator, indicator.denominator)
    )
    targets = (
        "" if target is None else f"{target:g}%" for target in (indicator.minimum, indicator.upper)
    )
    return (
        indicator.ref, indicator.measure, _figure(indicator, indicator.before), number, of,
        _figure(indicator, indicator.current), *targets, f"{word}: {why}" if word else "Count",
    )  # fmt: skip


def _figure(indicator: Indicator, value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:g}" if indicator.is_count else f"{value:.1f}%"


def team_caseloads(facts: Facts) -> Content:
    """Open cases of each worker, counted from the lists themselves."""
    cases = Counter(
        (str(row[12]), str(row[13])) for row in facts.lists[6] if row[9] is None and row[13]
    )
    cases.update((str(row[7]), str(row[8])) for row in facts.lists[9])
    rng = Random("hours of the invented council")  # noqa: S311 - the same each time, no secret
    rows = [
        (team, worker, rng.choice((1.0, 1.0, 1.0, 0.8, 0.6)), new, number)
        for (team, worker), number in sorted(cases.items())
        for new in ("Yes" if rng.random() < 0.12 else "No",)
    ]
    headings = ("Team", "Worker", "Full-time equivalent", "Newly qualified", "Open cases")
    return Grid(headings, rows)


def workforce_report(facts: Facts) -> Content:
    """Vacancies, turnover, agency, sickness and newly qualified workers."""
    return [
        lead(
            "One social work post in eight is vacant and two thirds of those are covered by "
            "agency workers. Turnover is highest at the front door and is falling."
        ),
        table(
            f"Social workers, full-time equivalent, end of {facts.month(5)}",
            ("Service", "Posts", "Filled", "Vacant", "Agency", "Turnover in 12 months"),
            (
                ("Front door", "31.0", "25.4", "18.1%", "4.0", "18.2%"),
                ("Assessment", "44.0", "37.6", "14.5%", "4.5", "16.8%"),
                ("Family support", "62.5", "55.1", "11.8%", "5.0", "13.1%"),
                ("Children in care", "48.0", "44.2", "7.9%", "2.0", "9.4%"),
                ("Care leavers", "22.5", "20.8", "7.6%", "1.0", "8.7%"),
                ("All", "208.0", "183.1", "12.0%", "16.5", "13.2%"),
            ),
            right=(1, 2, 3, 4, 5),
            widths=(2.4, 1, 1, 1, 1, 2),
        ),
        h("What we do about it"),
        ul(
            "24 newly qualified workers in their assessed year, each with a practice educator and "
            "a caseload of at most 90%.",
            "An academy with the university: 11 apprentices in their second year.",
            "A retention payment in year two and year four at the front door.",
            "Exit conversations held by somebody outside the service: workload first, then travel.",
        ),
        h("Sickness and supervision"),
        p(
            "8.9 days lost for each worker in twelve months. 88% of supervisions were held in "
            "time; the best service reached 97%, the front door 79%."
        ),
    ]  # fmt: skip


def particular_circumstances(facts: Facts) -> Content:
    """Children in circumstances that inspectors often ask about."""
    rng = Random(f"circumstances {facts.as_at}")  # noqa: S311 - the same each time, no secret
    in_care = [row for row in facts.lists[8] if row[19] is None]
    wanted = (
        ("In an unregistered home", 2, "Notified; search under way, reviewed each day"),
        ("Deprived of liberty by order", 1, "Order reviewed by the court each month"),
        ("Secure home", 1, "Review held; step-down home found"),
        ("Missing from education", 7, "Virtual school has a plan"),
        ("Unaccompanied, arrived in the last month", 3, "Initial health assessment booked"),
    )
    chosen = iter(rng.sample(in_care, sum(number for _, number, _ in wanted)))
    rows = [
        (what, row[0], row[32], row[33], doing)
        for what, number, doing in wanted
        for row in (next(chosen) for _ in range(number))
    ]
    return Grid(("Circumstance", "Child’s identifier", "Team", "Worker", "What is done"), rows)
