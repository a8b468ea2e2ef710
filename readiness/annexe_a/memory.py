"""Remembers what was worked out of lists, for the pages that ask again: numbers, no child."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Memory(Generic[T]):
    """Answers by what they were worked out of, such as hashes; when it is full it begins anew.

    Threads share it: one may forget everything while another looks something up.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, T] = {}

    def find(self, asked: Hashable, work_out: Callable[[], T]) -> T:
        """The answer to what is asked, worked out where it is not known."""
        try:
            return self._kept[asked]
        except KeyError:
            found = work_out()
        if len(self._kept) >= self._most:
            self.forget()
        self._kept[asked] = found
        return found

    def forget(self) -> None:
        """Know nothing any more."""
        self._kept.clear()
