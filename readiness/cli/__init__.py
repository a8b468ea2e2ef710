"""The commands of `flask --app wsgi`: each group in its own file, all with plain errors."""

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from readiness.command_errors import log_to, make_plain, make_usage_plain

COMMANDS = {
    "checklists": "checklists",
    "timeline": "timeline",
    "annexe-a": "annexe_a",
    "inspections": "inspections",
    "bundles": "bundles",
    "people": "people",
    "activity": "activity",
    "demo": "demo",
    "serve": "serve",
    "worker": "serve",
}
"""A command's name and the file of this folder that holds it under that name."""


class LazyCommands(AppGroup):
    """Reads a command's file only when it is asked for, so that none slows the others down."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in alphabetical order."""
        ours = [name for name, file in COMMANDS.items() if find_spec(f"{__name__}.{file}")]
        return sorted({*super().list_commands(ctx), *ours})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None for a name that is not known."""
        if cmd_name in COMMANDS and cmd_name in self.list_commands(ctx):
            return find_command(cmd_name)
        return super().get_command(ctx, cmd_name)


def register_commands(app: Flask) -> None:
    """Offer the commands to `flask`, and log what goes wrong in the instance folder."""
    # Extensions may have added theirs already (`db`): they stay.
    app.cli = LazyCommands(app.name, commands=app.cli.commands)
    log_to(Path(app.instance_path))


@lru_cache
def find_command(name: str) -> click.Command:
    """A command of COMMANDS by its name, with plain errors."""
    module = import_module(f"{__name__}.{COMMANDS[name]}")
    command: click.Command = getattr(module, name.replace("-", "_"))
    make_plain(command)
    make_usage_plain(command)
    return command
