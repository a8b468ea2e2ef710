"""Lists 10 and 11 against list 8 and each other: adoption, care and families."""

import polars as pl

from readiness.annexe_a.frames import ROW, Context
from readiness.annexe_a.rules.declaring import (
    WARNING,
    Plan,
    Rule,
    Tables,
    blank,
    col,
    filled,
    is_code,
)
from readiness.annexe_a.rules.joining import ACROSS, absent, compared, other, other_blank
from readiness.annexe_a.rules.names import (
    ADOPTED,
    ADOPTER,
    CARE_END,
    CARE_REASON,
    CARE_START,
    CHILDREN,
    ENTERED,
    FAMILY,
    FAMILY_MATCHED,
    FAMILY_PLACED,
    FOSTERED,
    FOSTERING,
    ID,
    LEGAL,
    LEGAL_START,
    MATCHED,
    NEED_REASON,
    ORDER,
    PERMANENCE,
    PLACED,
    PLACED_ADOPTION,
    PLACEMENT,
    REVERSED,
)
from readiness.annexe_a.rules.standing import in_care

ADOPTED_CODES = r"E1[12]:"
PLACED_FOR_ADOPTION = r"A[3-6]:"
WHO = "Guidance tab, List 10: who is on the list"
MATCH = f"Guidance tab, List 10: {FAMILY}"


def _waiting(context: Context) -> pl.Expr:
    return blank(ADOPTED) & blank(REVERSED)


CARE = (
    absent(
        "for-adoption-not-in-care", (10, ID),
        "The child waits for adoption, but is not in care on list 8. Correct one of them.",
        8, where=_waiting, there=in_care, cites=WHO,
    ),
    compared(
        "entered-care-differs", (10, ENTERED),
        "The child entered care on another day than on list 8 (row {there}). Correct one of them.",
        8, lambda context: col(ENTERED) != other(CARE_START),
    ),
    absent(
        "adopted-not-on-adoption-list", (8, CARE_REASON),
        "The child left care adopted, but is not on list 10. Add it.",
        10, where=lambda context: is_code(CARE_REASON, "E11", "E12"), cites=WHO,
    ),
    compared(
        "adoption-order-differs", (10, ADOPTED),
        "The order is of another day than care ended on list 8 (row {there}). Correct one of them.",
        8, lambda context: (col(ADOPTED) != other(CARE_END))
        & other(CARE_REASON).str.contains(ADOPTED_CODES),
    ),
    compared(
        "adopted-but-in-care", (10, ADOPTED),
        "The child was adopted, but is in care on list 8 (row {there}). Correct one of them.",
        8, lambda context: col(ADOPTED).is_not_null() & other_blank(CARE_END)
        & other(CARE_START).is_not_null(),
    ),
    compared(
        "left-care-adopted-without-order", (10, ADOPTED),
        "The child left care adopted (list 8, row {there}), but has no adoption order here.",
        8, lambda context: blank(ADOPTED) & other(CARE_REASON).str.contains(ADOPTED_CODES),
    ),
    compared(
        "adopted-but-left-otherwise", (10, ADOPTED),
        "The child was adopted, but left care for another reason on list 8 (row {there}).",
        8, lambda context: col(ADOPTED).is_not_null()
        & ~other(CARE_REASON).str.contains(ADOPTED_CODES),
    ),
    compared(
        "placement-order-not-in-status", (10, ORDER),
        "There is a placement order, but list 8 (row {there}) has another legal status.",
        8, lambda context: col(ORDER).is_not_null() & _waiting(context)
        & ~other(LEGAL).str.contains(r"^(E1|D1):"),
    ),
    compared(
        "status-without-placement-order", (10, ORDER),
        "List 8 (row {there}) has a placement order, but its date is not here. Give it.",
        8, lambda context: blank(ORDER) & other(LEGAL).str.contains(r"^E1:"),
    ),
    compared(
        "placement-order-date-differs", (10, ORDER),
        "The order is of another day than the legal status on list 8 (row {there}).",
        8, lambda context: (col(ORDER) != other(LEGAL_START)) & other(LEGAL).str.contains(r"^E1:"),
    ).warns(),
    absent(
        "placement-order-not-on-adoption-list", (8, LEGAL),
        "There is a placement order, but the child is not on list 10. Add it.",
        10, where=lambda context: is_code(LEGAL, "E1") & in_care(context), cites=WHO,
    ),
    absent(
        "adoption-plan-not-on-adoption-list", (8, PERMANENCE),
        "The plan is adoption, but the child is not on list 10. Add it once it is decided.",
        10, where=lambda context: is_code(PERMANENCE, "b)") & in_care(context),
        cites=WHO,
    ).warns(),
    absent(
        "placed-not-on-adoption-list", (8, PLACEMENT),
        "The child is placed for adoption, but is not on list 10. Add it.",
        10, where=lambda context: is_code(PLACEMENT, "A3", "A4", "A5", "A6"), cites=WHO,
    ),
    compared(
        "placed-but-other-placement", (10, PLACED_ADOPTION),
        "The child is placed for adoption, but list 8 (row {there}) has another placement type.",
        8, lambda context: col(PLACED_ADOPTION).is_not_null() & _waiting(context)
        & ~other(PLACEMENT).str.contains(PLACED_FOR_ADOPTION),
    ),
    compared(
        "placement-without-date", (10, PLACED_ADOPTION),
        "List 8 (row {there}) has a placement for adoption, but its date is not here. Give it.",
        8, lambda context: blank(PLACED_ADOPTION) & blank(REVERSED)
        & other(PLACEMENT).str.contains(PLACED_FOR_ADOPTION),
    ),
    compared(
        "placement-date-differs", (10, PLACED_ADOPTION),
        "The child was placed on another day than on list 8 (row {there}). Correct one of them.",
        8, lambda context: (col(PLACED_ADOPTION) != other(PLACED))
        & other(PLACEMENT).str.contains(PLACED_FOR_ADOPTION),
    ).warns(),
    compared(
        "fostering-placement-without-date", (10, FOSTERED),
        "List 8 (row {there}) has fostering for adoption (U2, U5), but its date is not here.",
        8, lambda context: blank(FOSTERED) & other(PLACEMENT).str.contains(r"\) U[25]:"),
    ).warns(),
    compared(
        "reversed-but-plan-adoption", (10, REVERSED),
        "The decision was reversed, but the plan on list 8 (row {there}) is still adoption.",
        8, lambda context: col(REVERSED).is_not_null() & other(PERMANENCE).str.starts_with("b)")
        & other_blank(CARE_END),
        cites=f"Guidance tab, List 8: {PERMANENCE}",
    ).warns(),
    absent(
        "closed-adopted-not-on-adoption-list", (6, NEED_REASON),
        "The case closed because the child was adopted (RC1), but is not on list 10. Add it.",
        10, where=lambda context: is_code(NEED_REASON, "RC1"), cites=WHO,
    ),
)  # fmt: skip


def _family_date(code: str, here: str, there: str) -> Rule:
    return compared(
        code, (10, here),
        f"“{here}” differs from the family’s date on list 11 (row {{there}}). Correct one of them.",
        (11, FAMILY), lambda context: col(here) != other(there), cites=MATCH,
    ).warns()  # fmt: skip


def _couple_differs(code: str, column: str) -> Rule:
    """The adopters of one family have the same date, or number of children."""

    def find(tables: Tables, context: Context) -> pl.DataFrame:
        rows = tables.get(11, FAMILY, column).filter(col(FAMILY).is_not_null())
        theirs = pl.col(column).first().over(FAMILY)
        one_blank = blank(column) != blank(column).first().over(FAMILY)
        beside = rows.with_columns(
            ((pl.col(column) != theirs).fill_null(False) | one_blank).alias("differs"),
            pl.col(ROW).first().over(FAMILY).alias("there"),
        )
        return beside.filter(pl.col("differs")).select(ROW, "there")

    return Rule(
        code, (11,), column,
        f"“{column}” differs from that of the same family in row {{there}}. Correct one of them.",
        Plan(find), kind="family-differs",
    )  # fmt: skip


def find_large_families(tables: Tables, context: Context) -> pl.DataFrame:
    """The third and later adopters of one family."""
    rows = tables.get(11, FAMILY, ADOPTER).filter(col(FAMILY).is_not_null())
    counted = rows.with_columns(pl.int_range(pl.len()).over(FAMILY).alias("place"))
    return counted.filter(pl.col("place") > 1).select(ROW)


def find_too_few_children(tables: Tables, context: Context) -> pl.DataFrame:
    """Adopters with fewer children placed than list 10 has placed with their family."""
    children = tables.get(10, FAMILY, PLACED_ADOPTION, REVERSED)
    placed = children.filter(filled(PLACED_ADOPTION) & blank(REVERSED) & filled(FAMILY))
    counted = placed.group_by(FAMILY).agg(pl.len().alias("placed"))
    rows = tables.get(11, FAMILY, CHILDREN).join(counted, on=FAMILY, how="inner")
    return rows.filter(pl.col(CHILDREN) < pl.col("placed")).select(ROW, "placed")


FAMILIES = (
    absent(
        "family-not-among-adopters", (10, FAMILY),
        "The family is not on list 11. Leave it blank for a match between agencies, or add it.",
        (11, FAMILY), cites=MATCH,
    ).warns(),
    _family_date("family-match-differs", MATCHED, FAMILY_MATCHED),
    _family_date("family-placement-differs", PLACED_ADOPTION, FAMILY_PLACED),
    _family_date("family-order-differs", ADOPTED, ADOPTED),
    compared(
        "family-not-fostering-for-adoption", (11, FOSTERING),
        "The child on list 10 (row {there}) is fostered for adoption, but the answer here is “No”.",
        (10, FAMILY), lambda context: (col(FOSTERING) == "No") & other(FOSTERED).is_not_null(),
    ).warns(),
    _couple_differs("couple-match-differs", FAMILY_MATCHED),
    _couple_differs("couple-placement-differs", FAMILY_PLACED),
    _couple_differs("couple-order-differs", ADOPTED),
    _couple_differs("couple-children-differ", CHILDREN),
    Rule(
        "family-of-three", (11,), FAMILY,
        "This is the third adopter of one family or more. Check the identifier.",
        Plan(find_large_families), WARNING, "family-differs",
        "Guidance tab, List 11: where the family is a couple, two rows",
    ),
    Rule(
        "fewer-children-than-placed", (11,), CHILDREN,
        "List 10 has {placed} children placed with this family. Correct the number.",
        Plan(find_too_few_children), WARNING, ACROSS,
    ),
)  # fmt: skip
RULES = (*CARE, *FAMILIES)
