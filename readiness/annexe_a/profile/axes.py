"""What every measure is broken down by: age, gender, ethnicity and disability."""

from dataclasses import dataclass

import polars as pl

from readiness.annexe_a.profile.declaring import NOT_KNOWN, Groups, number_groups
from readiness.annexe_a.rules.declaring import col
from readiness.annexe_a.rules.names import (
    ADOPTER_DISABLED,
    AGE,
    DISABLED,
    ETHNICITY,
    GENDER,
)

ADOPTERS, LEAVERS = 11, 9
GENDERS: Groups = (("Male", ("Male",)), ("Female", ("Female",)), ("Neither", ("Neither",)))
ETHNICITIES: Groups = (
    ("White", ("WBRI", "WIRI", "WIRT", "WOTH", "WROM")),
    ("Mixed", ("MWBC", "MWBA", "MWAS", "MOTH")),
    ("Asian", ("AIND", "APKN", "ABAN", "AOTH", "CHNE")),
    ("Black", ("BCRB", "BAFR", "BOTH")),
    ("Other", ("OOTH",)),
)
DISABILITIES: Groups = (("Disabled", ("Yes",)), ("Not disabled", ("No",)))
AGES = (("Unborn", -1), ("Under 1", 0), ("1 to 4", 4), ("5 to 9", 9), ("10 to 15", 15),
        ("16 and 17", 17), ("18 and over", 200))  # fmt: skip
AGES_OF_LEAVERS = (("16 and under", 16), ("17 and 18", 18), ("19 to 21", 21),
                   ("22 and over", 200))  # fmt: skip
"""The bands of government’s figures on care leavers."""


@dataclass(frozen=True)
class Axis:
    """One way to break a measure down; `columns` are what it is read from, the first that is."""

    key: str
    words: str
    columns: tuple[str, ...]

    def labels(self, number: int) -> tuple[str, ...]:
        """The words of its groups in a list, in order; the last is “not known”."""
        if self.key == "age":
            return (*(words for words, _ in _ages(number)), NOT_KNOWN)
        return (*(words for words, _ in GROUPS[self.key]), NOT_KNOWN)

    def find_column(self, columns: frozenset[str]) -> str | None:
        """The column of a list that it is read from, None where the list has none."""
        return next((name for name in self.columns if name in columns), None)

    def group(self, number: int, columns: frozenset[str]) -> pl.Expr:
        """The number of the group that a row belongs to."""
        if self.key == "age":
            return _number_ages(number)
        return number_groups(self.find_column(columns) or "", GROUPS[self.key])


GROUPS = {"gender": GENDERS, "ethnicity": ETHNICITIES, "disability": DISABILITIES}
AXES = (
    Axis("age", "Age", (AGE,)),
    Axis("gender", "Gender", (GENDER,)),
    Axis("ethnicity", "Ethnicity", (ETHNICITY,)),
    Axis("disability", "Disability", (DISABLED, ADOPTER_DISABLED)),
)


def _ages(number: int) -> tuple[tuple[str, int], ...]:
    return AGES_OF_LEAVERS if number == LEAVERS else AGES


def _number_ages(number: int) -> pl.Expr:
    bands = _ages(number)
    found: pl.Expr = pl.lit(len(bands))
    for place, (_, most) in reversed(list(enumerate(bands))):
        found = pl.when(col(AGE) <= most).then(place).otherwise(found)
    return found
