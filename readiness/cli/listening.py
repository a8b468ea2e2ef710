"""The web server, told what a request may bring before it is taken in.

waitress keeps a whole body, on the disk if it is large, before the application sees anything of
it: its own limit is 1 GB, for anybody.
"""

import copy
import socket
from collections.abc import Callable
from typing import Any

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import create_server

from readiness.people.sessions import MOST_OF_STRANGERS, was_signed_in

THREADS = 8
MOST_CONNECTIONS = 1000
"""Browsers keep their connections: at waitress’s usual 100, the rest of a council waits outside."""


def make_server(app: Flask, listener: socket.socket) -> Any:
    """The server of the application at a socket that listens.

    It takes what the application would take, and of those who never signed in next to nothing.
    """
    # Headers of proxies are kept: the application believes only those it was told to trust.
    server: Any = create_server(
        app,
        sockets=[listener],
        threads=THREADS,
        connection_limit=MOST_CONNECTIONS,
        asyncore_use_poll=True,
        clear_untrusted_proxy_headers=False,
        max_request_body_size=app.config["MAX_CONTENT_LENGTH"] + 1,
    )
    server.channel_class = make_channel(lambda cookies: was_signed_in(app, cookies))
    return server


def make_channel(is_known: Callable[[str], bool]) -> type[Any]:
    """A line of waitress that asks whose request it is before it takes in the body."""

    class Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress ships no types
        adj: Any

        def parse_header(self, header_plus: bytes) -> None:
            super().parse_header(header_plus)
            if not is_known(self.headers.get("COOKIE", "")):
                self.adj = copy.copy(self.adj)
                self.adj.max_request_body_size = MOST_OF_STRANGERS + 1

    class Channel(HTTPChannel):  # type: ignore[misc]  # waitress ships no types
        parser_class = Parser

    return Channel
