"""What only the council’s mapping understood: said at each cell and heading, so nothing hides."""

import polars as pl

from readiness.annexe_a.frames import ORIGINAL, ROW, Context
from readiness.annexe_a.rules.declaring import (
    ALL,
    COLUMN,
    LIST,
    LOCAL,
    WARNING,
    Plan,
    Rule,
    Tables,
)

SHOWN = 60
CELLS = {
    ROW: pl.Int64,
    "value": pl.String,
    "read_as": pl.String,
    LIST: pl.Int64,
    COLUMN: pl.String,
}


def find_mapped_values(tables: Tables, context: Context) -> pl.DataFrame:
    """Every cell that the mapping read, with what it held and what it was read as."""
    found = [pl.DataFrame(schema=CELLS)]
    for table in tables.tables.values():
        for name, column in table.columns.items():
            texts = list(table.frame.mapped.get(column.name, ()))
            if texts:
                original = pl.col(ORIGINAL + name)
                found.append(
                    table.data.filter(original.is_in(texts)).select(
                        pl.col(ROW),
                        original.str.strip_chars().str.slice(0, SHOWN).alias("value"),
                        pl.col(name).alias("read_as"),
                        pl.lit(table.number, dtype=pl.Int64).alias(LIST),
                        pl.lit(name).alias(COLUMN),
                    )
                )
    return pl.concat(found)


def find_mapped_headings(tables: Tables, context: Context) -> pl.DataFrame:
    """Every column that was found by a mapped heading."""
    rows = [
        (table.number, 0, name, table.frame.headings[column.name].strip()[:SHOWN])
        for table in tables.tables.values()
        for name, column in table.columns.items()
        if column.name in table.frame.headings
    ]
    schema = {LIST: pl.Int64, ROW: pl.Int64, COLUMN: pl.String, "value": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


RULES = (
    Rule(
        "value-mapped", ALL, "",
        "“{value}” was read as “{read_as}” by the council’s mapping. Correct it at the source.",
        Plan(find_mapped_values), WARNING, cites=LOCAL,
    ),
    Rule(
        "heading-mapped", ALL, "",
        "The heading “{value}” was read as “{column}” by the council’s mapping.",
        Plan(find_mapped_headings), WARNING, cites=LOCAL,
    ),
)  # fmt: skip
