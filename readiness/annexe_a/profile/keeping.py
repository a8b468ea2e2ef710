"""A profile as the bytes of a file, to be counted once and shown often; and what it was made of.

It is kept as it was counted: what is hidden is hidden when it is shown.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from readiness.annexe_a.profile.axes import AXES
from readiness.annexe_a.profile.catalogue import MEASURES, measures_by_key
from readiness.annexe_a.profile.figures import Figure, Profile, Slice
from readiness.checklists.standards import Standards

WAY = 1
"""Of counting: another number, and what was kept before is counted anew."""


def key_of(lists: Mapping[int, tuple[str, date]], standards: Standards) -> str:
    """A name for the profile of these lists (content and day by number) by these standards."""
    made_of = {
        "way": WAY,
        "lists": {number: (content, day.isoformat()) for number, (content, day) in lists.items()},
        "standards": dict(standards.numbers),
        "measures": [(one.key, one.counted, one.out_of, one.labels) for one in MEASURES],
        "groups": [axis.labels(number) for axis in AXES for number in (1, 9)],
    }
    return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()


def profile_to_bytes(profile: Profile) -> bytes:
    """A profile with nothing hidden, as JSON. The population is none of it."""
    kept = {
        "as_at": {number: day.isoformat() for number, day in profile.as_at.items()},
        "left_out": dict(profile.left_out),
        "figures": [
            [
                key,
                _pack(figure.overall),
                {axis: list(map(_pack, of)) for axis, of in figure.by.items()},
            ]
            for key, figure in profile.figures.items()
        ],
    }
    return json.dumps(kept, separators=(",", ":")).encode()


def profile_from_bytes(content: bytes, population: int | None = None) -> Profile:
    """The profile that profile_to_bytes was given, with the population of today."""
    kept = json.loads(content)
    figures = {
        key: Figure(
            key, _unpack(overall), {axis: tuple(map(_unpack, of)) for axis, of in by.items()}
        )
        for key, overall, by in kept["figures"]
        if key in measures_by_key()
    }
    as_at = {int(number): date.fromisoformat(day) for number, day in kept["as_at"].items()}
    return Profile(as_at, figures, kept["left_out"], population)


def _pack(group: Slice) -> list[Any]:
    return [group.median, int(group.is_twin), *group.cells]


def _unpack(packed: Sequence[Any]) -> Slice:
    median, is_twin, *cells = packed
    return Slice(sum(cells), tuple(cells), median, bool(is_twin))
