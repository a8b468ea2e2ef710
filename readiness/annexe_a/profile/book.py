"""The catalogue of measures as the page docs/annexe-a-profile.md, written by the product."""

from collections import Counter
from collections.abc import Iterator

from readiness.annexe_a.profile.axes import AXES
from readiness.annexe_a.profile.catalogue import FAMILIES, MEASURES, Family
from readiness.annexe_a.profile.declaring import Count, Length, Measure, Shape, Share, Spread
from readiness.annexe_a.profile.words import spell_counted, spell_out_of
from readiness.checklists.standards import Standards
from readiness.plain_words import join_words, plural

HEAD = """# The measures of the profile

What `annexe-a profile` counts in the eleven lists. This page is written by the product: after a
change of a measure, run `.venv/bin/flask --app wsgi annexe-a measures > docs/annexe-a-profile.md`.

A **count** is a number; those marked *rate* are also given per 10,000 children of the area, those
counted over six months as the rate of a year. A **share** is a percentage: what is counted, out of
what. A **spread** is divided by a column. A **length** is a median with its bands. “The six months”
and “the 12 months” are those before the day the lists speak of, that day included; “now” is that
day. Dates that cannot be read count nowhere. Where children or adopters are counted, one who is
there twice counts once. Limits are the council’s standards (`checklists/annexe_a/standards.yaml`).
"""


def measures_as_markdown(standards: Standards) -> str:
    """The page of documentation."""
    kinds = Counter(spell_kind(measure.shape) for measure in MEASURES)
    counted = join_words([plural(number, kind) for kind, number in sorted(kinds.items())])
    axes = join_words([axis.words.lower() for axis in AXES])
    parts = [HEAD, f"There are {plural(len(MEASURES), 'measure')}: {counted}. Each is also given"]
    parts[1] += f" by {axes}, as far as its list has the column.\n"
    return "\n".join([*parts, *(line for one in FAMILIES for line in _section(one, standards))])


def measures_as_json(standards: Standards) -> list[dict[str, object]]:
    """Every measure for programs."""
    return [
        {
            "key": measure.key,
            "family": family.title,
            "list": measure.number,
            "title": measure.title,
            "kind": spell_kind(measure.shape),
            "has_rate": _has_rate(measure),
            "counted": spell_counted(measure, standards),
            "out_of": spell_out_of(measure, standards),
        }
        for family in FAMILIES
        for measure in family.measures
    ]


def spell_kind(shape: Shape) -> str:
    """What a shape is called."""
    match shape:
        case Count():
            return "count"
        case Share():
            return "share"
        case Spread():
            return "spread"
        case Length():
            return "length"


def _section(family: Family, standards: Standards) -> Iterator[str]:
    yield f"## {family.title}\n"
    yield "| Measure | List | Kind | What is counted | Out of |"
    yield "|---|---|---|---|---|"
    for measure in family.measures:
        yield f"| {' | '.join(_cells(measure, standards))} |"
    yield ""


def _cells(measure: Measure, standards: Standards) -> tuple[str, ...]:
    kind = spell_kind(measure.shape) + (", rate" if _has_rate(measure) else "")
    return (
        f"{measure.title} (`{measure.key}`)",
        str(measure.number),
        kind,
        spell_counted(measure, standards),
        spell_out_of(measure, standards),
    )


def _has_rate(measure: Measure) -> bool:
    return isinstance(measure.shape, Count) and measure.shape.rate_months is not None
