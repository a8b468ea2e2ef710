"""Keeping the posts of the database in step with checklists/posts.yaml."""

from collections.abc import Iterable
from typing import Protocol

from sqlalchemy import select

from readiness.extensions import db
from readiness.people.models import Post


class Named(Protocol):
    """What a post of the checklists says of itself."""

    @property
    def key(self) -> str:
        """Its stable key."""
        ...

    @property
    def title(self) -> str:
        """What it is called on screen."""
        ...


def match_posts(specs: Iterable[Named]) -> None:
    """Add posts that are new and rename those whose title changed; remove none."""
    known = {post.key: post for post in db.session.scalars(select(Post))}
    for spec in specs:
        post = known.get(spec.key)
        if post is None:
            db.session.add(Post(key=spec.key, title=spec.title))
        elif post.title != spec.title:
            post.title = spec.title
    db.session.flush()
