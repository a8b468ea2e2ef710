"""The peer that Annexe A is measured against, in an environment of its own: `.peer`.

`python -m tests.bench.annexe_a_peer` makes it where it can, and else says in one sentence that
it is not there. It is old and wants a Python up to 3.11 (pandas 1.5), so nothing of it may come
near the product’s own environment. Its interactive parts are left out.
"""

import os
import subprocess
import sys
from pathlib import Path

PEER = "sfdata-annexa-clean"
FOLDER = Path(__file__).resolve().parents[2] / ".peer"
PIP = ("install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:")
NEEDS = ("pandas==1.5.3", "numpy<2", "openpyxl", "PyYAML", "dacite", "xlrd>=2,<3", "XlsxWriter")
ITSELF = ("--no-deps", f"{PEER}==0.1.1")
IMPORT = ("-W", "ignore", "-c", "import sfdata_annexa_clean.annex_a.cleaner")
NAMED = "BENCH_ANNEXA_CLEAN"
SECONDS = 600


def find_peer() -> str:
    """The Python that has the peer: the one that is named, or that of `.peer`; "" for none."""
    named = os.environ.get(NAMED, "")
    ours = FOLDER / "bin" / "python"
    python = named or (str(ours) if ours.exists() else "")
    return python if python and _has_peer(python) else ""


def make_peer() -> str:
    """The sentence that says why the peer is not there; "" where it is."""
    if find_peer():
        return ""
    python = str(FOLDER / "bin" / "python")
    pip = [python, "-m", "pip", *PIP]
    try:
        for command in (
            [sys.executable, "-m", "venv", str(FOLDER)],
            [*pip, *NEEDS],
            [*pip, *ITSELF],
        ):
            subprocess.run(command, check=True, timeout=SECONDS, stderr=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError):
        return (
            f"{PEER} is not there and could not be installed into .peer: name a Python that has it "
            f"in {NAMED}. Annexe A is measured without it."
        )
    return "" if find_peer() else f"{PEER} is in .peer, but does not start."


def _has_peer(python: str) -> bool:
    command = [python, *IMPORT]
    try:
        return subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    said = make_peer()
    if said:
        sys.stdout.write(said + "\n")
