"""Where children in care live: the names of councils, and inside or outside one’s own."""

import re
from functools import cache

import polars as pl

from readiness.annexe_a.frames import ROW, Context
from readiness.annexe_a.rules.declaring import (
    ERROR,
    WARNING,
    Plan,
    Rule,
    Tables,
    is_code,
)
from readiness.annexe_a.rules.names import AUTHORITY, LOCATION
from readiness.checklists.standards import Authorities

CODES = ("NIR", "WAL", "SCO", "NUK", "CON")
SAYS = f"Guidance tab, List 8: {AUTHORITY}, the name of the authority or NIR, WAL, SCO, NUK, CON"
NO_PART = frozenset(
    {"council", "borough", "county", "city", "metropolitan", "district", "london", "royal"}
    | {"unitary", "authority", "of", "the", "mbc", "bc", "cc", "lb", "dc", "la", "corporation"}
)
CITY_OF_LONDON = ("city", "london")
"""The one council of whose name nothing else is left."""


def plain_name(name: str) -> str:
    """A council’s name without what does not count: “London Borough of Brent” is “brent”.

    “” where nothing is left, which is nobody’s name.
    """
    words = re.findall(r"[a-z]+", name.casefold().replace("&", " and "))
    parts = [word for word in words if word not in NO_PART]
    return " ".join(parts or (CITY_OF_LONDON if {*CITY_OF_LONDON} <= {*words} else ()))


def is_known_authority(text: str, authorities: Authorities, *, former: bool = True) -> bool:
    """Whether this names a council, one that was (unless not `former`), or is one of the codes."""
    if re.match(rf"\s*({'|'.join(CODES)})(\W|$)", text, re.IGNORECASE):
        return True
    names = (*authorities.known, *(authorities.former if former else ()))
    return plain_name(text) in _plain_names(names)


@cache
def _plain_names(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(plain_name, names))


def _names(tables: Tables) -> pl.DataFrame:
    """Every different name on list 8, with its plain one beside it."""
    rows = tables.get(8, AUTHORITY)
    found = tables.tables[8].data[AUTHORITY].drop_nulls().unique().to_list()
    plain = pl.DataFrame(
        [(name, plain_name(name)) for name in found],
        schema={AUTHORITY: pl.String, "plain": pl.String},
        orient="row",
    )
    return rows.join(plain, on=AUTHORITY, how="inner")


def has_code(*codes: str) -> pl.Expr:
    """Whether a code stands there for a council: “NUK”, “NUK - Child placed outside the UK”."""
    found = pl.col(AUTHORITY).str.contains(rf"(?i)^\s*({'|'.join(codes)})(\W|$)")
    return found.fill_null(False)


def find_unknown(tables: Tables, context: Context) -> pl.DataFrame:
    """Names that are no council’s."""
    authorities = context.standards.authorities
    known = [plain_name(name) for name in (*authorities.known, *authorities.former)]
    rows = _names(tables).filter(~has_code(*CODES) & ~pl.col("plain").is_in(known))
    return rows.select(ROW, pl.col(AUTHORITY).alias("value"))


def find_former(tables: Tables, context: Context) -> pl.DataFrame:
    """Names that councils had before they were reorganised."""
    former = context.standards.authorities.former
    names = {plain_name(name): now for name, now in former.items()}
    now = pl.col("plain").replace_strict(
        list(names), list(names.values()), default=None, return_dtype=pl.String
    )
    rows = _names(tables).with_columns(now.alias("now")).filter(pl.col("now").is_not_null())
    return rows.select(ROW, pl.col(AUTHORITY).alias("value"), "now")


def _beside_own(tables: Tables, context: Context) -> pl.DataFrame:
    """Rows with the council that most placements inside the border name: it is one’s own.

    Only where most of them do name it.
    """
    rows = _names(tables).join(tables.get(8, LOCATION).select(ROW, LOCATION), on=ROW)
    inside = rows.filter(is_code(LOCATION, "a)") & (pl.col("plain") != ""))
    shares = inside.group_by("plain").agg(pl.len().alias("times"))
    own = (
        shares.with_columns((pl.col("times") / pl.col("times").sum()).alias("share"))
        .filter((pl.col("share") > 0.5) & (pl.col("times") > 2))
        .select(pl.col("plain").alias("own"))
    )
    return rows.join(own, how="cross")


def find_inside_elsewhere(tables: Tables, context: Context) -> pl.DataFrame:
    """Placements inside the border with another council’s name: one that is known.

    What is no council’s name may be a slip of one’s own, and has a finding already.
    """
    known = [plain_name(name) for name in context.standards.authorities.known]
    elsewhere = (pl.col("plain") != pl.col("own")) & pl.col("plain").is_in(known)
    rows = _beside_own(tables, context).filter(is_code(LOCATION, "a)") & elsewhere)
    return rows.filter(~has_code(*CODES)).select(ROW)


def find_outside_at_home(tables: Tables, context: Context) -> pl.DataFrame:
    """Placements outside the border with one’s own name."""
    rows = _beside_own(tables, context)
    return rows.filter(is_code(LOCATION, "b)") & (pl.col("plain") == pl.col("own"))).select(ROW)


RULES = (
    Rule(
        "authority-unknown", (8,), AUTHORITY,
        "“{value}” is not the name of an English council, nor one of the five codes. Correct "
        "it, unless it is a council outside England.",
        Plan(find_unknown), WARNING, cites=SAYS,
    ),
    Rule(
        "authority-former", (8,), AUTHORITY,
        "“{value}” is a council no longer. Give the present one: {now}.",
        Plan(find_former), WARNING, "authority-unknown", SAYS,
    ),
    Rule(
        "inside-but-elsewhere", (8,), LOCATION,
        "The location is “a) In”, but the authority is another council. Correct one of them.",
        Plan(find_inside_elsewhere), ERROR, "cells-contradict",
    ),
    Rule(
        "outside-but-at-home", (8,), LOCATION,
        "The location is “b) Out”, but the authority is your own council. Correct one of them.",
        Plan(find_outside_at_home), ERROR, "cells-contradict",
    ),
)  # fmt: skip
