"""`people add` and `people password`: where nobody can be asked for the password."""

from getpass import GetPassWarning
from typing import NoReturn
from warnings import warn

import pytest
from click import termui
from click.testing import CliRunner
from flask import Flask

from readiness.cli import find_command
from readiness.people.queries import find_person_by_email

ADD = ("add", "ada@example.org", "--name", "Ada", "--role", "director")


@pytest.mark.parametrize("arguments", [ADD, ("password", "ada@example.org")])
def test_without_a_terminal_to_ask_at_it_is_one_sentence(
    app: Flask, arguments: tuple[str, ...]
) -> None:
    result = app.test_cli_runner().invoke(args=["people", *arguments])
    assert result.exit_code == 2
    assert "No password was given, and there is no terminal to ask for one." in result.stderr
    assert "Aborted" not in result.output


def test_a_password_is_never_asked_for_where_it_would_be_seen(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(_prompt: str) -> NoReturn:
        warn("Can not control echo on the terminal.", GetPassWarning, stacklevel=2)
        raise AssertionError("It was asked for all the same.")

    command = find_command("people")
    with CliRunner().isolation(), app.app_context():
        monkeypatch.setattr(termui, "hidden_prompt_func", ask)
        with pytest.raises(SystemExit) as ended:
            command.main([*ADD], standalone_mode=False)
    assert ended.value.code == 2


def test_a_password_that_is_asked_for_is_asked_for_twice(app: Flask) -> None:
    typed = "a quite long phrase\n" * 2
    result = app.test_cli_runner().invoke(args=["people", *ADD], input=typed)
    assert result.exit_code == 0, result.output
    assert find_person_by_email("ada@example.org") is not None
