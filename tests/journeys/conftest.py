"""The product as a person starts it, and a browser to walk it with."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from config import load_settings
from readiness import clock, create_app
from readiness.database.engine import writing
from readiness.extensions import db
from readiness.inspections.operations import close_inspection
from readiness.inspections.queries import get_inspection
from readiness.people.queries import find_person_by_email
from tests.factories.inspections import make_inspection
from tests.support.accessibility import DESKTOP, PHONE
from tests.support.soak import in_full

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""The first that is here: Chromium without a desktop’s windows does the same for less."""
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",
    "--renderer-process-limit=1",
    "--disable-extensions",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def environment_of(folder: Path) -> dict[str, str]:
    return {"READINESS_INSTANCE": str(folder), "READINESS_DEMO": "1"}


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instance folder of the server, with the demo council in it."""
    folder = tmp_path_factory.mktemp("served")
    made = create_app(load_settings(environment_of(folder)))
    for words in ("db upgrade", "demo load"):
        said = made.test_cli_runner().invoke(args=words)
        assert said.exit_code == 0, said.output
    with made.app_context():
        for engine in db.engines.values():
            engine.dispose()
    return folder


@pytest.fixture(scope="session")
def address(served: Path) -> Iterator[str]:
    """Where the demo council is served, by the command that people use."""
    server = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", "0"],
        cwd=ROOT,
        env={**os.environ, **environment_of(served), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        said = ""
        while not (found := re.search(r"http://[0-9.]+:\d+", said)):
            line = server.stdout.readline()
            assert line, f"The server said only: {said}"
            said += line
        yield found[0]
    finally:
        server.terminate()
        server.wait(timeout=20)
        if server.stdout is not None:
            server.stdout.close()


@pytest.fixture
def board(served: Path) -> Iterator[str]:
    """The path of a trial run that goes on beside whatever else does."""
    made = create_app(load_settings(environment_of(served)))
    with made.app_context():
        with writing():
            number = make_inspection(call_at=clock.now(), is_trial=True).id
        db.session.remove()
        yield f"/inspections/{number}"
        with writing():
            keeper = find_person_by_email("inspection-coordinator@demo.example")
            assert keeper is not None
            version = get_inspection(number).version
            close_inspection(actor=keeper, inspection_id=number, version=version)
            db.session.commit()
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed, so no journey can be walked.")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield made
        made.close()


WAYS = [
    "at a desktop",
    "on a phone without JavaScript",
    "on a phone",
    "at a desktop without JavaScript",
]
"""All four are walked by `make soak`. `make journeys` walks the story the first two ways, which
differ most, and every other journey the first, which looks at each page in both sizes."""


@pytest.fixture(params=in_full(WAYS, else_=WAYS[:1]))
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A page at each size; a page with scripts is looked at in both sizes wherever it goes."""
    size = DESKTOP if "desktop" in request.param else PHONE
    context: BrowserContext = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        java_script_enabled="without" not in request.param,
        base_url=address,
        accept_downloads=True,
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()
