"""An invented council with every post filled, for trying the product out."""

from pathlib import Path

from sqlalchemy import select

from readiness.checklists.posts import PostSpec, load_posts
from readiness.errors import Refused
from readiness.extensions import db
from readiness.people.models import Person
from readiness.people.operations import add_person, fill_post
from readiness.people.passwords import hash_password
from readiness.people.permissions import Role
from readiness.people.posts import match_posts
from readiness.people.queries import list_people, list_posts

PASSWORD = "demo readiness"  # noqa: S105  # shown on the sign-in page; the demo never runs in production

DOMAIN = "demo.example"
LONGEST_TITLE = 100
"""Of a post, as part of a name."""

# One invented name a post, in the order of checklists/posts.yaml.
NAMES = {
    "dcs": "Morgan Ashdown",
    "director-supporting-families": "Robin Elmsworth",
    "hos-front-door": "Frankie Thornley",
    "hos-assessment-family-support": "Jude Wetherfield",
    "hos-children-in-care": "Ariel Stanmoor",
    "hos-care-leavers": "Sky Penhollow",
    "hos-early-help": "Noor Brackenby",
    "hos-quality-assurance": "Alex Merrowdale",
    "psw": "Kit Larchwood",
    "data-lead": "Sam Oakenfold",
    "inspection-coordinator": "Charlie Fernwick",
    "it-lead": "Lee Hazelgrove",
    "facilities-lead": "Pat Rowanby",
    "hr-lead": "Drew Millbeck",
    "legal-lead": "Jo Quarrington",
    "communications-lead": "Ash Winterbourne",
    "observers": "Val Ellerscombe",
}

# Who stands in for whom; the observers’ post needs nobody.
_DEPUTIES = {
    "dcs": "director-supporting-families",
    "director-supporting-families": "dcs",
    "hos-front-door": "hos-assessment-family-support",
    "hos-assessment-family-support": "hos-front-door",
    "hos-children-in-care": "hos-care-leavers",
    "hos-care-leavers": "hos-children-in-care",
    "hos-early-help": "hos-front-door",
    "hos-quality-assurance": "psw",
    "psw": "hos-quality-assurance",
    "data-lead": "inspection-coordinator",
    "inspection-coordinator": "data-lead",
    "it-lead": "facilities-lead",
    "facilities-lead": "it-lead",
    "hr-lead": "communications-lead",
    "legal-lead": "hos-quality-assurance",
    "communications-lead": "hr-lead",
}


def is_loaded() -> bool:
    """Whether the invented council is here. Raises Refused where somebody else’s data is.

    The demo never mixes with it.
    """
    present = [person.email for person in list_people()]
    if not all(address.endswith(f"@{DOMAIN}") for address in present):
        raise Refused("There are accounts here already. Load the demo into an empty database only.")
    return bool(present)


def check_not_here() -> None:
    """Raises Refused where an account of the demo is: everybody may know its password."""
    if db.session.scalar(select(Person.id).where(Person.email.endswith(f"@{DOMAIN}")).limit(1)):
        raise Refused(
            "The demo was loaded into this database, and the password of its accounts is "
            "published. Give production a database of its own: see DATABASE_URL and "
            "READINESS_INSTANCE in docs/setting-up.md."
        )


def load_people(checklists: Path) -> int:
    """Fill every post with an invented person and a deputy; signing in takes PASSWORD.

    Gives how many people there are.
    """
    specs = load_posts(checklists).values()
    match_posts(specs)
    # One hash for all: it is slow on purpose, and everybody’s password is the same and shown.
    password_hash = hash_password(PASSWORD)
    people = {spec.key: _add(spec, password_hash) for spec in specs}
    for post in list_posts():
        deputy = _DEPUTIES.get(post.key)
        fill_post(
            actor=None,
            post=post,
            holder_id=people[post.key].id,
            deputy_id=people[deputy].id if deputy else None,
            version=post.version,
        )
    db.session.flush()
    return len(people)


def _add(spec: PostSpec, password_hash: str) -> Person:
    """Whoever holds a post; of one that officers added, somebody who is called by its title."""
    return add_person(
        actor=None,
        name=NAMES.get(spec.key, f"{spec.title[:LONGEST_TITLE]} (invented)"),
        email=f"{spec.key}@{DOMAIN}",
        role=Role(spec.role),
        password_hash=password_hash,
    )
