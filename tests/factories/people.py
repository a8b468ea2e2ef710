"""People and posts for tests."""

from functools import cache
from itertools import count

from readiness import clock
from readiness.extensions import db
from readiness.people.models import Person, Post
from readiness.people.operations import add_person
from readiness.people.passwords import hash_password
from readiness.people.permissions import Role

PASSWORD = "three words together"

_number = count(1)


@cache
def _password_hash() -> str:
    return hash_password(PASSWORD)


def build_person(role: Role = Role.HEAD_OF_SERVICE) -> Person:
    """A person with PASSWORD, of whose coming the activity knows nothing; not yet committed."""
    n = next(_number)
    return Person(
        name=f"Person {n}",
        email=f"person{n}@example.org",
        role=role,
        password_hash=_password_hash(),
        created_at=clock.now(),
    )


def make_person(role: Role = Role.HEAD_OF_SERVICE, name: str | None = None) -> Person:
    """A committed person who can sign in with PASSWORD."""
    n = next(_number)
    person = add_person(
        actor=None,
        name=name or f"Person {n}",
        email=f"person{n}@example.org",
        role=role,
        password_hash=_password_hash(),
    )
    db.session.commit()
    return person


def make_post(
    key: str = "data-lead",
    title: str = "Data lead",
    holder: Person | None = None,
    deputy: Person | None = None,
) -> Post:
    """A committed post."""
    post = Post(key=key, title=title, holder=holder, deputy=deputy)
    db.session.add(post)
    db.session.commit()
    return post
