"""Which tests one process does together, because what they share takes long to make.

xdist’s own groups (`--dist loadgroup`) rename tests, which pytest 9.2 does not let them.
"""

from xdist.scheduler import LoadScopeScheduling

FOLDERS = ("tests/journeys/", "tests/integration/demo/", "tests/unit/demo/")
"""The served demo, the loaded council, the lists of its children; the longest first."""


def place_of(nodeid: str) -> int:
    """The number of the test’s folder among FOLDERS; after them all where it is in none."""
    found = (n for n, folder in enumerate(FOLDERS) if nodeid.startswith(folder))
    return next(found, len(FOLDERS))


class SharingScheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist ships no types
    """Gives a folder of FOLDERS to one process, and every other test to whichever is free."""

    def _split_scope(self, nodeid: str) -> str:
        return (*FOLDERS, nodeid)[place_of(nodeid)]
