"""What a command says when something is wrong: one sentence, an exit code, never a traceback."""

import logging
import sys
import traceback
from collections.abc import Callable
from functools import wraps
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from readiness.errors import ReadinessError

P = ParamSpec("P")
R = TypeVar("R")

UNUSABLE = 2
LOG_FILE = "commands.log"

log = logging.getLogger("readiness.commands")
# Not passed on: what the rest of the product logs may be shown on the terminal.
log.propagate = False
log.addHandler(logging.NullHandler())


def plain_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Wrap a command's function: errors become one sentence on stderr and an exit code."""

    @wraps(command)
    def careful(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except ReadinessError as error:
            click.echo(error.sentence, err=True)
            sys.exit(error.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise  # click itself answers these
        except Exception as error:
            _log_without_its_words(error)
            click.echo(
                f"Something went wrong and the command stopped ({type(error).__name__}). "
                f"{_say_where(error)}",
                err=True,
            )
            sys.exit(UNUSABLE)

    return careful


def make_plain(command: click.Command) -> None:
    """Give a command, or every command of a group, plain errors."""
    if command.callback is not None:
        command.callback = plain_errors(command.callback)
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            make_plain(inner)


def log_to(folder: Path) -> None:
    """Write the log of commands that went wrong into this folder; no file until one does."""
    for handler in log.handlers[:]:
        log.removeHandler(handler)
        handler.close()
    handler = RotatingFileHandler(
        folder / LOG_FILE, maxBytes=1_000_000, backupCount=1, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log.addHandler(handler)


def _log_without_its_words(error: BaseException) -> None:
    """Log the kind and the place. The words of an error could hold a child's details."""
    place = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s\n%s", type(error).__name__, place)


def _say_where(error: BaseException) -> str:
    """Where the log is or, where there is none, the place in the code itself."""
    if any(isinstance(handler, RotatingFileHandler) for handler in log.handlers):
        return f"Where it happened is in {LOG_FILE} in the instance folder."
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"It happened in {Path(last.filename).name}, line {last.lineno}."
