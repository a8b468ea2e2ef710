"""Tests that can go on for longer: shortened in `make test`, in full in `make soak`."""

import os
from typing import TypeVar

import pytest

IN_FULL = os.environ.get("READINESS_SOAK") == "1"
Amount = TypeVar("Amount")

soak = pytest.mark.soak
"""For a test that asks for more in `make soak`, which runs the marked tests alone."""


def in_full(full: Amount, *, else_: Amount) -> Amount:
    """How much a marked test asks for: the first in `make soak`, the other in `make test`."""
    return full if IN_FULL else else_
