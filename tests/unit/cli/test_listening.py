"""What the web server takes in before the application sees anything of it."""

from typing import Any

import pytest
from waitress.adjustments import Adjustments

from readiness.cli.listening import make_channel
from readiness.people.sessions import MOST_OF_STRANGERS

MOST = 1024 * 1024
LARGE = f"Content-Length: {MOST_OF_STRANGERS + 1}"
TOO_LARGE = f"Content-Length: {MOST + 1}"


def begin(*headers: str) -> Any:
    """A request as far as its headers, to a server that knows one cookie."""
    channel = make_channel(lambda cookies: cookies == "known")
    parser = channel.parser_class(Adjustments(max_request_body_size=MOST + 1))
    parser.received("\r\n".join(("POST / HTTP/1.1", *headers, "", "")).encode())
    return parser


@pytest.mark.parametrize(
    "headers", [(LARGE,), (LARGE, "Cookie: made-up"), (TOO_LARGE, "Cookie: known")]
)
def test_a_body_that_the_application_would_refuse_is_not_taken_in(headers: tuple[str, ...]) -> None:
    parser = begin(*headers)
    assert parser.completed
    assert parser.error.code == 413


@pytest.mark.parametrize("headers", [("Content-Length: 1000",), (LARGE, "Cookie: known")])
def test_any_other_body_is_waited_for(headers: tuple[str, ...]) -> None:
    parser = begin(*headers)
    assert (parser.completed, parser.error) == (False, None)


def test_a_stranger_who_does_not_say_how_much_is_stopped_on_the_way() -> None:
    parser = begin("Transfer-Encoding: chunked")
    piece = b"x" * (MOST_OF_STRANGERS - 100)
    parser.received(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
    assert not parser.completed
    parser.received(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
    assert parser.error.code == 413
