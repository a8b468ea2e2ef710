"""Every measure of the profile, by family: one file each."""

from dataclasses import dataclass
from functools import cache

from readiness.annexe_a.profile import adoption, assessing, care, front_door, leavers, need
from readiness.annexe_a.profile.declaring import Measure


@dataclass(frozen=True)
class Family:
    """Measures that belong together."""

    title: str
    measures: tuple[Measure, ...]


FAMILIES = (
    Family("The front door", front_door.MEASURES),
    Family("Assessments and conferences", assessing.MEASURES),
    Family("Need and protection", need.MEASURES),
    Family("Children in care", care.MEASURES),
    Family("Care leavers", leavers.MEASURES),
    Family("Adoption", adoption.MEASURES),
)
MEASURES = tuple(measure for family in FAMILIES for measure in family.measures)


@cache
def measures_by_key() -> dict[str, Measure]:
    """Every measure by its key."""
    return {measure.key: measure for measure in MEASURES}
