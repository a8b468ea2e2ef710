"""How long a file is, in words for an index: “12 pages”, “3 sheets, 340 rows”.

Counted in a process of its own with limits, because a file can be built to harm its reader.
A length is a courtesy: what cannot be counted has none, and nobody is troubled with it.
"""

import json
import subprocess
import sys
from pathlib import Path

from readiness.office import lengths_child
from readiness.office.gate import FileKind
from readiness.plain_words import plural

MEMORY = 1024**3
SECONDS = 10


def measure_length(path: Path, kind: FileKind, *, seconds: int = SECONDS) -> str:
    """The length of a file that passed the gate, or “” where it cannot be counted.

    Pages of a PDF, and of a Word document whose program noted them, else its words; slides;
    sheets and rows of a workbook; rows of a csv file. Rows are those with something in them,
    headings too.
    """
    if kind.value not in lengths_child.COUNTERS:
        return ""
    return spell_length(_ask_child(path, kind, seconds))


def spell_length(counts: dict[str, int]) -> str:
    """The counts in words, in the order given; nothing where a file has nothing to count."""
    if not any(counts.values()):
        return ""
    return ", ".join(plural(number, noun) for noun, number in counts.items())


def _ask_child(path: Path, kind: FileKind, seconds: int) -> dict[str, int]:
    command = [sys.executable, "-I", lengths_child.__file__, str(path), kind.value]
    command += [str(MEMORY), str(seconds)]
    try:
        answer = subprocess.run(  # noqa: S603 - our own module; the path is one argument and meets no shell
            command, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return {}
    if answer.returncode:
        return {}
    counts: dict[str, int] = json.loads(answer.stdout)
    return counts
