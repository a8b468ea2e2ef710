"""`compare`, `rules` and `diff`: what is told about extracts, rules and editions."""

import json
import sys
from pathlib import Path

import click

from readiness.annexe_a.commands.inputs import (
    as_at_option,
    check_out,
    check_paths,
    checklists_of_command,
    doubt_edition,
    edition_option,
    json_option,
    mapping_option,
)
from readiness.errors import Unusable
from readiness.plain_words import plural


@click.command
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@as_at_option
@click.option("--old-as-at", help="The day OLD speaks of, where it is another one.")
@edition_option
@mapping_option
@click.option(
    "--identifiers",
    is_flag=True,
    help="Name the rows by their children’s identifiers. Without it there are only counts.",
)
@json_option
def compare(
    old: Path,
    new: Path,
    as_at: str,
    old_as_at: str | None,
    edition: str,
    mapping: Path | None,
    identifiers: bool,
    as_json: bool,
) -> None:
    """Hold the extract NEW against OLD, each a workbook, a csv file or a folder.

    Says which rows joined and left each list, and which findings are new, fixed and still
    there. Exits 1 where an error is new.
    """
    from readiness.annexe_a.commands.printing import comparison_as_json, comparison_as_text
    from readiness.annexe_a.comparing import compare_results

    before = check_paths((old,), old_as_at or as_at, edition, mapping=mapping)
    after = check_paths((new,), as_at, edition, mapping=mapping)
    compared = compare_results(before.result, after.result)
    if as_json:
        answer = comparison_as_json(compared, identifiers=identifiers)
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        click.echo(comparison_as_text(compared, identifiers=identifiers))
        for name, checked in (("OLD", before), ("NEW", after)):
            doubt = doubt_edition(checked)
            if doubt:
                click.echo(f"{name}: {doubt}")
    sys.exit(any(change.new and change.severity == "error" for change in compared.findings))


@click.command
@json_option
@click.option("--markdown", is_flag=True, help="As the page docs/annexe-a-rules.md has them.")
def rules(as_json: bool, markdown: bool) -> None:
    """Print every rule the lists are checked by, and where each comes from."""
    from readiness.annexe_a.rulebook import rules_as_json, rules_as_markdown, rules_as_text

    if as_json:
        click.echo(json.dumps(rules_as_json(), ensure_ascii=False, indent=2))
    else:
        click.echo(rules_as_markdown() if markdown else rules_as_text())


@click.command
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(path_type=Path))
@as_at_option
@edition_option
@mapping_option
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The csv to write.")
def unknown(
    paths: tuple[Path, ...], as_at: str, edition: str, mapping: Path | None, out: Path
) -> None:
    """Write what no rule knows in PATH…: values and headings, with counts and suggestions.

    Fill in its last column and give it to the other commands as --mapping. It holds what cells
    hold, so keep it as safe as the lists.
    """
    from readiness.annexe_a.checking import standards_of
    from readiness.annexe_a.keeping import findings_to_frame
    from readiness.annexe_a.mapping_files import write_unknown
    from readiness.annexe_a.unknown import find_unknown

    check_out(out, ".csv", (*paths, mapping) if mapping else paths)
    result = check_paths(paths, as_at, edition, mapping=mapping).result
    authorities = standards_of(checklists_of_command()).authorities
    found = find_unknown(findings_to_frame(result.findings), result.frames, authorities)
    try:
        out.write_bytes(write_unknown(found))
    except OSError:
        raise Unusable(f"“{out.name}” cannot be written there. Choose another place.") from None
    headings = sum(one.is_heading for one in found)
    values = plural(len(found) - headings, "value")
    click.echo(f"Wrote {out}: {values} and {plural(headings, 'heading')} that are not known.")


@click.command
@click.argument("old")
@click.argument("new")
@json_option
def diff(old: str, new: str, as_json: bool) -> None:
    """Print what changed from edition OLD to edition NEW, as in `diff 2019 2024`."""
    from dataclasses import asdict

    from readiness.annexe_a.edition_changes import compare_editions, spell_changes
    from readiness.checklists.annexe_a import load_edition

    folder = checklists_of_command()
    before, after = load_edition(folder, old), load_edition(folder, new)
    changes = compare_editions(before, after)
    if as_json:
        answer = {"old": old, "new": new, "lists": [asdict(change) for change in changes]}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        click.echo(spell_changes(before, after, changes))
