"""The commands of Annexe A, for both doors: `python -m readiness.annexe_a` and `flask annexe-a`.

They answer in exit codes: 0 fine, 1 findings that are errors, 2 input that cannot be used, with
one sentence on stderr. Nothing here knows Flask, and the engine is read only when a list is, so
that the words of help come at once.
"""

from collections.abc import Callable
from pathlib import Path

import click

from readiness.annexe_a.commands.inputs import COUNCIL, FOLDER
from readiness.annexe_a.commands.lists import build, check, demo
from readiness.annexe_a.commands.profiling import measures, profile
from readiness.annexe_a.commands.telling import compare, diff, rules, unknown


def make_group(
    usual_folder: Callable[[], Path | None], usual_council: Callable[[], str]
) -> click.Group:
    """The group of commands; they read `usual_folder()` unless another one is named.

    None is the product’s own folder. What they write is of `usual_council()`, likewise.
    """

    @click.group(
        "annexe-a",
        help="Check, compare, build and profile the lists of Annexe A.",
        commands=[check, build, unknown, compare, profile, rules, measures, diff, demo],
    )
    @click.option(
        "--checklists",
        type=click.Path(path_type=Path),
        help="A checklists folder of your own: editions, limits and names of councils.",
    )
    @click.pass_context
    def annexe_a(ctx: click.Context, checklists: Path | None) -> None:
        ctx.meta[COUNCIL] = usual_council
        ctx.meta[FOLDER] = usual_folder if checklists is None else lambda: checklists

    return annexe_a
