"""Finds a circle among things that wait for each other."""

from collections.abc import Mapping, Sequence


def find_cycle(waits_for: Mapping[str, Sequence[str]]) -> list[str]:
    """One circle as [a, b, a], each waiting for the next; [] where there is none.

    Names that are not keys themselves are passed over. Walks with its own stack, so that a
    chain of any length is no trouble.
    """
    finished: set[str] = set()
    for start in waits_for:
        path = [start] if start not in finished else []
        left = {start: iter(waits_for[start])}
        while path:
            following = next(left[path[-1]], None)
            if following is None:
                finished.add(path.pop())
            elif following in path:
                return [*path[path.index(following) :], following]
            elif following in waits_for and following not in finished:
                path.append(following)
                left[following] = iter(waits_for[following])
    return []
