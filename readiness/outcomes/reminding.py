"""Which comments on a draft report people are reminded of: by number, since the draft is secret."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from readiness.inspections.queries import list_running_inspections
from readiness.inspections.reminding import Council
from readiness.notifications.messages import path_to
from readiness.notifications.rules.reminders import Due
from readiness.notifications.sources import add_source
from readiness.outcomes.models import DraftComment
from readiness.outcomes.queries import list_unproved
from readiness.outcomes.rules import COMMENTS
from readiness.people.permissions import Permission, allows
from readiness.people.queries import list_active_people

COMMENT = "draft-comment"


@add_source
def list_due_comments(now: datetime) -> Iterable[Due]:
    """What nothing shows yet, due when comments are; without such a key date never. Few queries.

    Told to those alone who may read the draft: whoever else is in the chain could not open it.
    """
    comments = list_unproved()
    if not comments:
        return []
    councils = Council.load_all(list_running_inspections(), now)
    may = {p.id for p in list_active_people() if allows(p.role, Permission.SEE_DRAFT_REPORTS)}
    return [due for one in comments for due in _make_due(one, councils[one.inspection_id], may)]


def _make_due(comment: DraftComment, council: Council, may: set[int]) -> Iterator[Due]:
    readers = {number: name for number, name in council.names.items() if number in may}
    chain = replace(council, names=readers).find_chain(comment.post.key)
    inspection = council.inspection
    for anchor in inspection.anchors:
        if anchor.key == COMMENTS:
            yield Due(
                kind=COMMENT,
                id=comment.id,
                title=f"Show that {comment.activity_title} is right",
                due_at=anchor.at,
                path=path_to(
                    "outcomes.show_comment", inspection_id=inspection.id, comment_id=comment.id
                ),
                chain=chain,
                owner_name=readers.get(chain.owner or 0, ""),
                about=inspection.title,
                noun="comment",
                is_pressing=anchor.at <= council.until,
            )
