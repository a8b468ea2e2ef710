"""The section of gaps in the pack of a meeting: what trial runs found and is not closed."""

from readiness.clock import in_london
from readiness.plain_words import plural
from readiness.sections import Period, Section, offer_section
from readiness.trial_runs.queries.gaps import GapLine, list_gaps
from readiness.trial_runs.rules.gaps import (
    KIND_WORDS,
    SEVERITY_WORDS,
    STATE_WORDS,
    GapFilter,
    GapState,
    Severity,
    spell_gaps,
)

KEY, TITLE = "gaps", "Gaps from trial runs"
HEADINGS = ("Gap", "Kind", "Severity", "Owner", "State", "Since")
WIDTHS = (5, 2, 1.8, 2.4, 2.2, 1.6)
LONGEST = 160


def make_section(period: Period) -> Section:
    """Every gap that is open, the most serious first; how many were closed since last time."""
    today = in_london(period.now).date()
    every = list_gaps(GapFilter(all_states=True))
    found = [line for line in every if line.is_open]
    answer = spell_gaps((line.gap.severity, line.state) for line in every)
    if period.since:
        ended = [line for line in every if line.ended_at and line.ended_at > period.since]
        answer += f" {plural(len(ended), 'gap was', 'gaps were')} closed since the last meeting."
    return Section(
        key=KEY,
        title=TITLE,
        answer=answer,
        headings=HEADINGS,
        widths=WIDTHS,
        rows=tuple(
            (
                _shorten(line),
                KIND_WORDS[line.gap.kind],
                SEVERITY_WORDS[line.gap.severity],
                line.gap.owner_post.title,
                STATE_WORDS[line.state],
                line.age(today),
            )
            for line in found
        ),
        links=tuple(
            (
                "trial_runs.show_gap",
                {"inspection_id": line.gap.inspection_id, "gap_id": line.gap.id},
            )
            for line in found
        ),
        figures=(
            ("Gaps open", len(found)),
            ("Serious gaps open", sum(x.gap.severity is Severity.SERIOUS for x in found)),
            ("Gaps without an action", sum(x.state is GapState.NO_ACTION for x in found)),
        ),
    )


def _shorten(line: GapLine) -> str:
    what = " ".join(line.gap.what.split())
    return what if len(what) <= LONGEST else f"{what[:LONGEST].rsplit(' ', 1)[0]} …"


offer_section(KEY, 50, TITLE, make_section)
