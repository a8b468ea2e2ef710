"""What a bundle is and what may follow what. Pure: no database, no clock."""

from enum import StrEnum


class BundleState(StrEnum):
    """Where a bundle stands. From `frozen` on its contents never change."""

    DRAFT = "draft"
    FROZEN = "frozen"
    BUILT = "built"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


class ItemKind(StrEnum):
    """What an item of a bundle is."""

    LIST = "list"
    DOCUMENT = "document"
