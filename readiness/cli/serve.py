"""`serve` and `worker`: running the product."""

import errno
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

import click
from flask import Flask
from flask.cli import ScriptInfo

from readiness.cli.listening import make_server
from readiness.settings import current_settings
from readiness.web import warm_up
from readiness.work.worker import Worker

UNUSABLE = 2


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The port to listen at; 0 for any free one.",
)
@click.option("--no-worker", is_flag=True, help="Serve the pages only; run “worker” elsewhere.")
@click.pass_obj
def serve(info: ScriptInfo, host: str, port: int, no_worker: bool) -> None:
    """Serve the pages, and work behind them, until Ctrl-C."""
    app = info.load_app()
    _check_database(app)
    with _listening(host, port) as listener:
        server = make_server(app, listener)
        warm_up(app)
        try:
            if no_worker:
                _serve_until_stopped(server, listener)
            else:
                with _working(app):
                    _serve_until_stopped(server, listener)
        finally:
            server.close()


@click.command("worker")
@click.pass_obj
def worker(info: ScriptInfo) -> None:
    """Do the work behind the pages, without serving them, until Ctrl-C."""
    app = info.load_app()
    _check_database(app)
    stopped = threading.Event()
    with _working(app), _signals_call(stopped.set):
        click.echo("The worker is running. Press Ctrl-C to stop it.")
        stopped.wait()


def _check_database(app: Flask) -> None:
    """Raises Refused for a production on the database of the demo."""
    with app.app_context():
        if current_settings().production:
            # Only here: nothing else of serving needs the invented council.
            from readiness.demo.council import check_not_here

            check_not_here()


def _serve_until_stopped(server: Any, listener: socket.socket) -> None:
    with suppress(KeyboardInterrupt), _signals_call(_interrupt):
        click.echo(f"Readiness is at {_address(listener)} (press Ctrl-C to stop it).")
        server.run()  # returns after KeyboardInterrupt, when its threads have ended


def _interrupt() -> None:
    raise KeyboardInterrupt


@contextmanager
def _working(app: Flask) -> Iterator[None]:
    running = Worker(app)
    running.start()
    try:
        yield
    finally:
        running.stop()


@contextmanager
def _signals_call(stop: Any) -> Iterator[None]:
    """Until the end of the block, Ctrl-C and a service manager's stop call `stop`."""

    def handle(_number: int, _frame: FrameType | None) -> None:
        stop()

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens; exits 2 with one sentence when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        click.echo(_why_not(error, host, port), err=True)
        raise SystemExit(UNUSABLE) from None
    with listener:
        yield listener


def _why_not(error: OSError, host: str, port: int) -> str:
    other = port + 1 if port < 65535 else 8001
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is already in use: stop the program that uses it, "
            f"or choose another with --port {other}."
        )
    if isinstance(error, PermissionError):
        return f"Port {port} is only for administrators: choose another with --port 8000."
    return f"“{host}” is not an address of this machine: try --host 127.0.0.1."


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
