"""Who is invited by e-mail to what: the `invitations` of a checklist of an inspection."""

from collections.abc import Collection
from dataclasses import dataclass

from readiness.checklists.reader import Entry, suggest

LONGEST = 480
"""Minutes: what takes longer than a working day is no meeting."""


@dataclass(frozen=True)
class InvitationSpec:
    """An event at an anchor, or with no anchor one at every gate, and the posts invited.

    It begins `after` minutes after its anchor and takes `minutes`; one at a gate ends at the
    gate instead, and the owners of the tasks that feed the gate are invited too.
    """

    key: str
    title: str
    anchor: str
    after: int
    minutes: int
    posts: tuple[str, ...]

    @property
    def is_at_gates(self) -> bool:
        """Whether there is one at every gate."""
        return not self.anchor


def read_invitations(entries: tuple[Entry, ...]) -> list[InvitationSpec]:
    """The invitations as written, faults noted."""
    return [_read(entry) for entry in entries]


def _read(entry: Entry) -> InvitationSpec:
    at_gates = entry.flag("gates")
    if at_gates:
        for name in ("anchor", "title", "after"):
            if entry.has(name):
                entry.fault(name, "with “gates: true” each gate gives its own. Take this out.")
    posts = entry.texts("posts")
    if not posts:
        entry.fault("posts", "is missing. Name at least one post to invite.")
    return InvitationSpec(
        key=entry.key("key"),
        title=(entry.text_or_none("title") or "") if at_gates else entry.text("title"),
        anchor=(entry.text_or_none("anchor") or "") if at_gates else entry.name("anchor"),
        after=entry.integer_or_none("after", 0, LONGEST) or 0,
        minutes=entry.integer("minutes", 5, LONGEST),
        posts=posts,
    )


def check_invitation(
    entry: Entry, spec: InvitationSpec, anchors: Collection[str], posts: Collection[str]
) -> None:
    """Note an anchor that the checklist has not, and posts that are not in posts.yaml.

    What is empty is not checked against.
    """
    if spec.anchor and anchors and spec.anchor not in anchors:
        hint = suggest(spec.anchor, anchors)
        entry.fault("anchor", f"“{spec.anchor}” is not one of the anchors of this file.{hint}")
    for place, post in enumerate(spec.posts):
        if posts and post not in posts:
            entry.fault("posts", f"“{post}” is not in posts.yaml.{suggest(post, posts)}", place)
        elif post in spec.posts[:place]:
            entry.fault("posts", f"“{post}” is named twice. Keep one.", place)
