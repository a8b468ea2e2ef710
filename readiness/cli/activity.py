"""`activity verify`: whether the chain of the activity holds."""

import sys

import click
from flask.cli import with_appcontext

from readiness.activity.queries import find_broken_entry, find_end
from readiness.plain_words import plural

BROKEN = 1


@click.group("activity")
def activity() -> None:
    """The activity: who did what to what, and when."""


@activity.command("verify")
@with_appcontext
def verify() -> None:
    """Hold each entry against the one before it. Exit 1 where one was changed or taken out.

    That the newest ones were taken off the end shows only in the last seal: keep the line.
    """
    broken = find_broken_entry()
    if broken is not None:
        click.echo(
            f"Entry {broken} does not follow from the one before it: it was changed, or one "
            "before it was taken out."
        )
        sys.exit(BROKEN)
    total, seal = find_end()
    end = f" The last seal is {seal}." if seal else ""
    click.echo(f"The chain of {plural(total, 'entry', 'entries')} holds.{end}")
