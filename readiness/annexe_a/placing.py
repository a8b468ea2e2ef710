"""Whose a finding is: the child, team and worker of its row, and the reference it is followed by.

A finding is the same in two extracts where its list, rule, column and the key of its row are:
that is what its reference stands for, and what `comparing` counts by.
"""

from collections.abc import Callable

import polars as pl

from readiness.annexe_a.comparing import APART, key_rows
from readiness.annexe_a.frames import ListFrame
from readiness.annexe_a.keeping import FINDINGS
from readiness.annexe_a.reading import SHEET_UNREAD
from readiness.annexe_a.rules.names import ADVISER, TEAM, WORKER, canonical

PLACED = FINDINGS | {
    "child": pl.String,
    "team": pl.String,
    "worker": pl.String,
    "place": pl.Int64,
    "reference": pl.String,
    "child_key": pl.String,
    "team_key": pl.String,
    "worker_key": pl.String,
}
"""`place` counts the rows of the list from 1, 0 for the list as a whole; the keys are opaque."""
KINDS = ("child", "team", "worker")


def place_findings(
    findings: pl.DataFrame, frame: ListFrame | None, seal: Callable[[str], str]
) -> pl.DataFrame:
    """Findings of one list with whose they are; without the list they are nobody’s."""
    rows = _rows(frame)
    beside = findings.join(rows, on="row", how="left", maintain_order="left").with_columns(
        pl.col("key", *KINDS).fill_null(""), pl.col("place").fill_null(0)
    )
    # Two sheets that were not read are told apart by what is said of them: there is no row.
    told = zip(
        beside["list"],
        beside["code"],
        beside["column"],
        pl.select(
            pl.when(beside["code"] == SHEET_UNREAD).then(beside["message"]).otherwise(beside["key"])
        ).to_series(),
        strict=True,
    )
    references = [seal(APART.join(("finding", str(number), *words))) for number, *words in told]
    keys = [_seal_each(beside[kind], kind, seal) for kind in KINDS]
    return beside.with_columns(pl.Series("reference", references, dtype=pl.String), *keys).select(
        list(PLACED)
    )


def seal_one(kind: str, name: str, seal: Callable[[str], str]) -> str:
    """The key of a child, team or worker; that of nobody is empty."""
    return seal(f"{kind}{APART}{name}") if name else ""


def _seal_each(names: pl.Series, kind: str, seal: Callable[[str], str]) -> pl.Series:
    different = names.unique()
    sealed = pl.Series([seal_one(kind, name, seal) for name in different], dtype=pl.String)
    return names.replace_strict(different, sealed, return_dtype=pl.String).alias(f"{kind}_key")


def _rows(frame: ListFrame | None) -> pl.DataFrame:
    """Key, child, team, worker and place of each row of a list, and of the list as a whole."""
    none = {"row": [0], "place": [0], "key": [""], "child": [""], "team": [""], "worker": [""]}
    if frame is None:
        return pl.DataFrame(none)
    names = {canonical(c.name): c.name for c in frame.spec.columns if c.name in frame.letters}
    worker = names.get(WORKER) or names.get(ADVISER)
    table = key_rows(frame).select(
        "row",
        pl.int_range(1, pl.len() + 1).alias("place"),
        "key",
        "child",
        _texts(frame, names.get(TEAM), "team"),
        _texts(frame, worker, "worker"),
    )
    return pl.concat([pl.DataFrame(none), table])


def _texts(frame: ListFrame, column: str | None, name: str) -> pl.Series:
    if column is None:
        return pl.repeat("", frame.values.height, dtype=pl.String, eager=True).alias(name)
    return frame.values[column].cast(pl.String).fill_null("").alias(name)
