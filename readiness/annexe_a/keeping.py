"""Lists and findings as Parquet, for the encrypted file store: what was read, kept exactly.

Values are frozen: a list comes back as it was understood then, whatever the mapping has since
learnt.
"""

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple

import polars as pl

from readiness.annexe_a.frames import ORIGINAL, ROW, Finding, ListFrame
from readiness.checklists.annexe_a import Edition

VALUE = "value of "
ABOUT = "readiness"
FINDINGS = {
    "list": pl.Int64,
    "row": pl.Int64,
    "column": pl.String,
    "cell": pl.String,
    "rule": pl.String,
    "severity": pl.String,
    "message": pl.String,
    "code": pl.String,
}


def frame_to_parquet(frame: ListFrame) -> bytes:
    """A list as the bytes of one Parquet file; the same list gives the same bytes."""
    names = [name for name in frame.values.columns if name != ROW]
    table = frame.values.select(
        pl.col(ROW), *(pl.col(name).alias(VALUE + name) for name in names)
    ).with_columns(frame.originals[name].alias(ORIGINAL + name) for name in names)
    about = {"list": frame.spec.number, "letters": frame.letters, "extra": frame.extra}
    about |= {"mapped": frame.mapped, "headings": frame.headings}
    return _parquet(table, {ABOUT: json.dumps(about, ensure_ascii=False)})


def frame_from_parquet(content: bytes, edition: Edition, *, keys_only: bool = False) -> ListFrame:
    """The list that frame_to_parquet was given; `edition` is the one it was read with.

    With `keys_only` it has no other columns than those that tell its rows apart, where it has
    several.
    """
    about = json.loads(pl.read_parquet_metadata(io.BytesIO(content))[ABOUT])
    spec = edition.list(about["list"])
    keys = [name for name in spec.key if name in about["letters"]]
    wanted = [ROW, *(kind + name for kind in (VALUE, ORIGINAL) for name in keys)]
    table = pl.read_parquet(io.BytesIO(content), columns=wanted if keys_only else None)
    if keys_only and table.height == 1:
        # It may be a nil return, which all of its columns tell.
        table = pl.read_parquet(io.BytesIO(content))
    return ListFrame(
        spec=spec,
        values=_part(table, VALUE),
        originals=_part(table, ORIGINAL),
        letters=about["letters"],
        extra=tuple(about["extra"]),
        # Lists kept before there was a mapping have neither.
        mapped=about.get("mapped", {}),
        headings=about.get("headings", {}),
    )


def findings_to_frame(findings: Sequence[Finding]) -> pl.DataFrame:
    """Findings as a table, in their order."""
    rows = [astuple(found) for found in findings]
    return pl.DataFrame(rows, schema=FINDINGS, orient="row")


def findings_to_parquet(findings: pl.DataFrame) -> bytes:
    """A table of findings as the bytes of one Parquet file."""
    return _parquet(findings, {})


def read_findings(content: bytes) -> pl.DataFrame:
    """The findings of findings_to_parquet, with the columns of FINDINGS at least."""
    found = pl.read_parquet(io.BytesIO(content))
    # Those kept before rules had codes of their own are known by their group.
    return found if "code" in found.columns else found.with_columns(code=pl.col("rule"))


def read_columns(contents: Iterable[bytes], columns: Sequence[str]) -> pl.DataFrame | None:
    """These columns of kept findings, one content after the other; all at once is three times as
    quick. None where one of them was kept without a column or in an earlier shape.
    """
    try:
        return pl.read_parquet(list(contents), columns=list(columns)).select(columns)
    except (pl.exceptions.ColumnNotFoundError, pl.exceptions.SchemaError):
        return None


def children_to_bytes(children: Iterable[str]) -> bytes:
    """Identifiers of children as the bytes of one file; the same ones give the same bytes."""
    return json.dumps(sorted(children), ensure_ascii=False).encode()


def children_from_bytes(content: bytes) -> frozenset[str]:
    """The identifiers that children_to_bytes was given."""
    return frozenset(json.loads(content))


def _part(table: pl.DataFrame, prefix: str) -> pl.DataFrame:
    names = [name for name in table.columns if name.startswith(prefix)]
    return table.select(pl.col(ROW), *(pl.col(n).alias(n.removeprefix(prefix)) for n in names))


def _parquet(table: pl.DataFrame, metadata: dict[str, str]) -> bytes:
    file = io.BytesIO()
    table.write_parquet(file, compression="zstd", metadata=metadata)
    return file.getvalue()
