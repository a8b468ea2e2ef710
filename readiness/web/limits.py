"""Counting how often something is asked, where nothing may be written: in memory, per process.

For what is dear to answer or could be guessed. With several processes each allows its share.
"""

import threading
from collections import OrderedDict, deque
from datetime import datetime, timedelta

MOST_NAMES = 10_000
"""Names remembered at once; the one that was asked longest ago is forgotten first."""


class Limit:
    """So many times in a length of time for each name."""

    def __init__(self, most: int, within: timedelta) -> None:
        self.most, self.within = most, within
        self._seen: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, name: str, now: datetime) -> None:
        """Note that it was asked."""
        with self._lock:
            times = self._seen.setdefault(name, deque(maxlen=self.most))
            times.append(now)
            self._seen.move_to_end(name)
            while len(self._seen) > MOST_NAMES:
                self._seen.popitem(last=False)

    def is_reached(self, name: str, now: datetime) -> bool:
        """Whether it has been asked as often as is allowed."""
        with self._lock:
            times = self._seen.get(name)
            is_full = times is not None and len(times) == self.most
            return bool(is_full and times and now - times[0] < self.within)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._seen.clear()
