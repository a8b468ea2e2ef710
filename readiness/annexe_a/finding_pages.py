"""What the pages of findings are given: those of a scope, as wanted, counted or row by row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from readiness.annexe_a.explanation_queries import find_explained
from readiness.annexe_a.findings import (
    EXPLAINED,
    NOBODY,
    GroupCount,
    RuleCount,
    WantedFindings,
    choose_findings,
    count_by,
    count_by_rule,
    load_findings,
    mark_explained,
    only_fresh,
    take_counts,
)
from readiness.annexe_a.history_queries import find_versions_before
from readiness.annexe_a.pages import Scope
from readiness.annexe_a.rulebook import spell_rule
from readiness.annexe_a.seals import current_seal
from readiness.annexe_a.worklists import find_words, give_teams, list_teams
from readiness.files.access import current_store
from readiness.web.pagination import USUAL_SIZE, Page, asked_page

WAYS = {"rule": "Rule", "list": "List", "team": "Team", "worker": "Worker", "child": "Child"}
"""What findings are counted by, with the heading of each."""
OF_CHILDREN = ("worker", "child")
"""Ways that are for those with the right to child-level rows alone."""


@dataclass(frozen=True)
class Counts:
    """Findings counted one way: by rule as `rules`, any other way as a page of `groups`."""

    by: str
    errors: int
    warnings: int
    explained: int
    rules: tuple[RuleCount, ...] = ()
    groups: Page[GroupCount] | None = None


@dataclass(frozen=True)
class Options:
    """What the filter of the rows offers: values with their words."""

    rules: Sequence[tuple[str, str]]
    columns: Sequence[tuple[str, str]]
    teams: Sequence[tuple[str, str]]


def load_marked(scope: Scope, number: int | None = None) -> pl.DataFrame:
    """The findings of a scope, or of one of its lists: with teams, and with what is explained."""
    versions = [v for v in scope.versions if number is None or v.list_number == number]
    marked = mark_explained(load_findings(versions, current_store()), find_explained(scope.id))
    return give_teams(marked, find_words(), current_seal())


def load_wanted(scope: Scope, wanted: WantedFindings, *, sees_rows: bool = True) -> pl.DataFrame:
    """The findings that are wanted, those of workers and children only for who may see rows."""
    if not sees_rows:
        wanted = replace(wanted, worker="", child="")
    return choose_wanted(scope, load_marked(scope, wanted.number), wanted)


def choose_wanted(scope: Scope, found: pl.DataFrame, wanted: WantedFindings) -> pl.DataFrame:
    """Those of a scope’s findings that are wanted."""
    return choose_findings(_take_fresh(scope, found) if wanted.fresh else found, wanted)


def count_findings(found: pl.DataFrame, by: str, *, sees_rows: bool) -> Counts:
    """Findings counted by rule, list, team, worker or child."""
    errors = int((found["severity"] == "error").sum())
    told = (by, errors, found.height - errors, int(found[EXPLAINED].sum()))
    if by == "rule":
        return Counts(*told, rules=count_by_rule(found, by_list=not sees_rows))
    counted = count_by(found, by)
    number = asked_page(counted.height)
    groups = take_counts(counted, (number - 1) * USUAL_SIZE, USUAL_SIZE)
    return Counts(*told, groups=Page(groups, number, USUAL_SIZE, counted.height))


def count_explained(scope: Scope) -> int:
    """How many findings of a scope are explained; the lists are read only where any could be."""
    references = find_explained(scope.id)
    if not references:
        return 0
    return len(
        mark_explained(load_findings(scope.versions, current_store()), references).filter(EXPLAINED)
    )


def choose_way(asked: str, *, sees_rows: bool) -> str:
    """The way to count that an address asks for, by rule where it may not."""
    return asked if asked in list_ways(sees_rows=sees_rows) else "rule"


def list_ways(*, sees_rows: bool) -> dict[str, str]:
    """The ways to count, with their headings."""
    return {by: words for by, words in WAYS.items() if sees_rows or by not in OF_CHILDREN}


def make_options(found: pl.DataFrame) -> Options:
    """What these findings can be filtered by."""
    rules, columns = found["code"].unique().sort(), found["column"].unique().sort()
    return Options(
        rules=[(code, spell_rule(code)) for code in rules],
        columns=[(name, name) for name in columns if name],
        teams=[(team.key or NOBODY, team.name) for team in list_teams(found)],
    )


def _take_fresh(scope: Scope, found: pl.DataFrame) -> pl.DataFrame:
    """What was not there before the latest upload, also where its coming had it found elsewhere."""
    latest = scope.latest_brought_id
    if latest is None:
        return found
    lists = [one.list_number for one in scope.versions if one.upload_id >= latest]
    before = find_versions_before(scope.id, latest, lists)
    brought = found.filter(pl.col("list").is_in(lists))
    return only_fresh(brought, load_findings(before.values(), current_store(), ["reference"]))
