"""What the commands print: the contract for programs, and lines for people."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from readiness.plain_words import format_day, plural

if TYPE_CHECKING:
    from readiness.annexe_a.checking import CheckResult
    from readiness.annexe_a.comparing import ComparedResults, FindingChange, ListChange
    from readiness.annexe_a.frames import Finding

KINDS = ("new", "fixed", "still")
ROW_KINDS = ("joined", "left")


def result_as_json(result: "CheckResult") -> dict[str, Any]:
    """The contract: as_at, edition, lists with their counts, what was mapped, findings."""
    from readiness.annexe_a.rulebook import find_guidance
    from readiness.annexe_a.spellings import count_mapped

    return {
        "as_at": result.as_at.isoformat(),
        "edition": result.edition,
        "lists": [
            {"list": r.number, "rows": r.rows, "errors": r.errors, "warnings": r.warnings}
            for r in result.lists
        ],
        "mapped": [
            {**asdict(one.line), "lists": one.lists, "cells": one.cells}
            for one in count_mapped(result.frames.values())
        ],
        "findings": [
            {**asdict(found), "guidance": find_guidance(found.code)} for found in result.findings
        ],
    }


def result_as_text(result: "CheckResult") -> str:
    """The same for a person: each list's counts, its findings, and how many there are."""
    lines = []
    for r in result.lists:
        counts = f"{plural(r.errors, 'error')}, {plural(r.warnings, 'warning')}"
        lines.append(f"List {r.number} {r.name}: {plural(r.rows, 'row')}, {counts}")
    for found in result.findings:
        place = f"List {found.list} {_spell_place(found)}".rstrip()
        lines.append(f"  {place}: {found.severity}: {found.message}")
    lines.append(f"{count_findings(result)}.")
    return "\n".join(lines)


def _spell_place(found: "Finding") -> str:
    """The cell; the row where it is all of it; nothing for a list as a whole."""
    return found.cell or (f"row {found.row}" if found.row else "")


def count_findings(result: "CheckResult") -> str:
    """“3 errors and 1 warning”."""
    errors = sum(found.severity == "error" for found in result.findings)
    return f"{plural(errors, 'error')} and {plural(len(result.findings) - errors, 'warning')}"


def comparison_as_json(compared: "ComparedResults", *, identifiers: bool) -> dict[str, Any]:
    """Counts; with `identifiers` beside each the identifiers that it counts."""
    return {
        "old": {"as_at": compared.old.as_at.isoformat(), "findings": len(compared.old.findings)},
        "new": {"as_at": compared.new.as_at.isoformat(), "findings": len(compared.new.findings)},
        "edition": compared.new.edition,
        "lists": [_list_as_json(compared, one, identifiers) for one in compared.lists],
        "findings": [_finding_as_json(compared, one, identifiers) for one in compared.findings],
    }


def _list_as_json(
    compared: "ComparedResults", change: "ListChange", identifiers: bool
) -> dict[str, Any]:
    named = {kind: _name_rows(compared, change, kind) for kind in ROW_KINDS if identifiers}
    return {
        "list": change.number,
        "rows_old": change.rows_old,
        "rows_new": change.rows_new,
        "joined": change.joined,
        "left": change.left,
        **{f"{kind}_identifiers": found for kind, found in named.items()},
    }


def _finding_as_json(
    compared: "ComparedResults", change: "FindingChange", identifiers: bool
) -> dict[str, Any]:
    named = {kind: _name_findings(compared, change, kind) for kind in KINDS if identifiers}
    return {
        "list": change.list,
        "code": change.code,
        "severity": change.severity,
        **{kind: getattr(change, kind) for kind in KINDS},
        **{f"{kind}_identifiers": found for kind, found in named.items()},
        "fixed_as_their_row_left": change.gone,
    }


def _name_rows(compared: "ComparedResults", change: "ListChange", kind: str) -> list[str]:
    from readiness.annexe_a.comparing import Which

    return list(filter(None, compared.matched.list_identifiers(Which(kind), change.number)))


def _name_findings(compared: "ComparedResults", change: "FindingChange", kind: str) -> list[str]:
    from readiness.annexe_a.comparing import Which

    rule = (change.list, change.code, change.severity)
    return list(filter(None, compared.matched.list_identifiers(Which(kind), *rule)))


def comparison_as_text(compared: "ComparedResults", *, identifiers: bool) -> str:
    """Counts first, then each list, then each rule by what became of its findings."""
    lines = [
        f"From {format_day(compared.old.as_at)} to {format_day(compared.new.as_at)}: "
        f"{_count_changes(compared.findings)}."
    ]
    for change in compared.lists:
        lines.append(
            f"List {change.number} {change.name}: {change.rows_old:,} then, "
            f"{plural(change.rows_new, 'row')} now; {change.joined:,} joined, "
            f"{change.left:,} left"
        )
        for kind in ROW_KINDS if identifiers else ():
            lines += _spell_named(f"{kind}: ", _name_rows(compared, change, kind))
    for kind, words in zip(KINDS, ("New:", "Fixed:", "Still there:"), strict=True):
        rules = list(_spell_rules(compared, kind, identifiers))
        lines += ["", words, *rules] if rules else []
    return "\n".join(lines)


def _count_changes(changes: Sequence["FindingChange"]) -> str:
    new, fixed, still = (sum(getattr(c, kind) for c in changes) for kind in KINDS)
    gone = sum(change.gone for change in changes)
    of_rows = f" ({gone:,} of them because the row left)" if gone else ""
    return f"{plural(new, 'finding')} new, {fixed:,} fixed{of_rows}, {still:,} still there"


def _spell_rules(compared: "ComparedResults", kind: str, identifiers: bool) -> Iterator[str]:
    from readiness.annexe_a.rulebook import spell_rule

    for change in compared.findings:
        count = getattr(change, kind)
        if count:
            counted = plural(count, change.severity)
            yield f"  List {change.list}: {spell_rule(change.code)} ({change.code}): {counted}"
            named = _name_findings(compared, change, kind) if identifiers else []
            yield from _spell_named("", named)


def _spell_named(word: str, named: Sequence[str]) -> list[str]:
    return [f"    {word}{', '.join(named)}"] if named else []
