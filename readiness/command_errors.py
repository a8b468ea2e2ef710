"""What a command says when something is wrong: one sentence, an exit code, never a traceback."""

import logging
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO, Any, ParamSpec, TypeVar

import click

from readiness.errors import ReadinessError

P = ParamSpec("P")
R = TypeVar("R")

UNUSABLE = 2
DATABASE_ERRORS = ("OperationalError", "ProgrammingError")
LOG_FILE = "commands.log"
ON_PAGES = {
    r"(?<=then )upload (it again|it|that)(?=\.(?: |$))": r"give \1",
    r"the most that can be uploaded(?=\. )": "the most that can be read",
    r"(?<=can be used here\. )Upload\b": "Give",
}
"""What sentences about files say on pages, and what a command says in its place."""

log = logging.getLogger("readiness.commands")
# Not passed on: what the rest of the product logs may be shown on the terminal.
log.propagate = False
log.addHandler(logging.NullHandler())


class PlainUsage(click.ClickException):
    """How a command was miscalled, in one line instead of click’s three."""

    exit_code = UNUSABLE

    def __init__(self, error: click.UsageError) -> None:
        said = re.sub(r"'([^']*)'", r"“\1”", " ".join(error.format_message().split()))
        path = error.ctx.command_path if error.ctx else "flask"
        end = "" if said.endswith((".", "?", "!")) else "."
        super().__init__(f"{said}{end} “{path} --help” says how it is called.")

    def show(self, file: IO[Any] | None = None) -> None:
        """The sentence alone, on stderr."""
        click.echo(self.message, file=file, err=file is None)


def plain_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Wrap a command's function: errors become one sentence on stderr and an exit code."""

    @wraps(command)
    def careful(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except ReadinessError as error:
            click.echo(_say_give(error.sentence), err=True)
            sys.exit(error.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise  # click itself answers these
        except Exception as error:
            _log_without_its_words(error)
            click.echo(f"{_say_what(error)} {_say_where(error)}", err=True)
            sys.exit(UNUSABLE)

    return careful


def make_plain(command: click.Command) -> None:
    """Give a command, or every command of a group, plain errors."""
    if command.callback is not None:
        command.callback = plain_errors(command.callback)
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            make_plain(inner)


def make_usage_plain(command: click.Command) -> None:
    """Have a command, and every command beneath it, say in one sentence how it was miscalled."""
    make_context, invoke = command.make_context, command.invoke

    def careful_context(*args: Any, **kwargs: Any) -> click.Context:
        with _plain_usage():
            return make_context(*args, **kwargs)

    def careful_invoke(context: click.Context) -> Any:
        with _plain_usage():
            return invoke(context)

    command.make_context = careful_context  # type: ignore[method-assign]  # click offers no hook
    command.invoke = careful_invoke  # type: ignore[assignment, method-assign]  # nor here


@contextmanager
def _plain_usage() -> Iterator[None]:
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise  # it is the help itself
    except click.UsageError as error:
        raise PlainUsage(error) from None


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


def _say_give(sentence: str) -> str:
    """The sentence for whoever gives a command a file: pages say to upload it."""
    for words, ours in ON_PAGES.items():
        sentence = re.sub(words, ours, sentence)
    return sentence


def _log_without_its_words(error: BaseException) -> None:
    """Log the kind and the place. The words of an error could hold a child's details."""
    place = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s\n%s", type(error).__name__, place)


def _say_what(error: BaseException) -> str:
    kind = type(error)
    if kind.__module__.startswith("sqlalchemy.") and kind.__name__ in DATABASE_ERRORS:
        return (
            "The database cannot be used as it is. If it is new or older than this version, "
            "run “.venv/bin/flask --app wsgi db upgrade” first."
        )
    return f"Something went wrong and the command stopped ({kind.__name__})."


def _say_where(error: BaseException) -> str:
    """Where the log is or, where there is none, the place in the code itself."""
    if any(isinstance(handler, RotatingFileHandler) for handler in log.handlers):
        return f"Where it happened is in {LOG_FILE} in the instance folder."
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"It happened in {Path(last.filename).name}, line {last.lineno}."
