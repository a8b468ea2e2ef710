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

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 320, "height": 640}}


def flask(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "wsgi", *words]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instance folder of the server; the demo puts its extracts there."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="session")
def address(served: Path) -> Iterator[str]:
    """Where the demo council is served, from a folder of its own."""
    folder = served
    environment = {
        **os.environ,
        "READINESS_INSTANCE": str(folder),
        "READINESS_DEMO": "1",
        "PYTHONUNBUFFERED": "1",
    }
    for words in (("db", "upgrade"), ("demo", "load")):
        subprocess.run(flask(folder, *words), cwd=ROOT, env=environment, check=True)
    server = subprocess.Popen(
        flask(folder, "serve", "--port", "0"),
        cwd=ROOT,
        env=environment,
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed, so no journey can be walked.")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield made
        made.close()


@pytest.fixture(params=["desktop", "phone", "desktop without JavaScript"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A page at each size, and once with scripts switched off."""
    size = SIZES["phone" if request.param == "phone" else "desktop"]
    context: BrowserContext = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        java_script_enabled="without" not in request.param,
        base_url=address,
        accept_downloads=True,
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()
