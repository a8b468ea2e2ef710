"""What a step delivers (a list, a document, a release, a bundle) and what doing it is called."""

from dataclasses import dataclass

_WORDS = {
    "list": "Sign list {key}",
    "document": "Approve the document",
    "release": "Release",
    "bundle": "Send",
}


@dataclass(frozen=True)
class Delivery:
    """“list:3” taken apart: the kind, and which one."""

    kind: str
    key: str

    @property
    def words(self) -> str:
        """What doing it is called: “Sign list 3”."""
        return _WORDS[self.kind].format(key=self.key)


def read_delivery(delivers: str | None) -> Delivery | None:
    """What a task delivers; None for nothing. Raises KeyError for a kind that does not exist."""
    if not delivers:
        return None
    kind, _, key = delivers.partition(":")
    if kind not in _WORDS:
        raise KeyError(kind)
    return Delivery(kind, key)
