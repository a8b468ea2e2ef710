"""Finding people, posts, absences and live sign-ins."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select

from readiness.errors import NotFound
from readiness.extensions import db
from readiness.people.models import Absence, Person, Post, SignIn, SignInAttempt
from readiness.people.rules import Away, Failures


def get_person(person_id: int) -> Person:
    """The person, disabled ones included. Raises NotFound."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound("There is no such person. They may have been entered under another name.")
    return person


def find_person_by_email(email: str) -> Person | None:
    """The person with this address, whatever its capitals."""
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def list_people() -> Sequence[Person]:
    """Everybody, by name."""
    return db.session.scalars(select(Person).order_by(Person.name)).all()


def list_active_people() -> Sequence[Person]:
    """Everybody who may sign in, by name."""
    chosen = select(Person).where(Person.is_active.is_(True)).order_by(Person.name)
    return db.session.scalars(chosen).all()


def list_posts() -> Sequence[Post]:
    """All posts in the checklists’ order, with holder and deputy."""
    return db.session.scalars(select(Post).order_by(Post.id)).all()


def get_post(post_id: int) -> Post:
    """The post. Raises NotFound."""
    post = db.session.get(Post, post_id)
    if post is None:
        raise NotFound("There is no such post.")
    return post


def get_absence(absence_id: int) -> Absence:
    """The absence. Raises NotFound."""
    absence = db.session.get(Absence, absence_id)
    if absence is None:
        raise NotFound("There is no such absence. Somebody may have removed it already.")
    return absence


def list_absences(first_day: date) -> Sequence[Absence]:
    """Absences that have not ended before this day, soonest first."""
    chosen = select(Absence).where(Absence.last_day >= first_day).order_by(Absence.first_day)
    return db.session.scalars(chosen).all()


def list_away(first_day: date) -> tuple[Away, ...]:
    """The same absences as the rules take them."""
    return tuple(Away(a.person_id, a.first_day, a.last_day) for a in list_absences(first_day))


def find_sign_in(token_hash: str) -> SignIn | None:
    """The sign-in with this secret’s hash, live or not, with its person."""
    return db.session.scalar(select(SignIn).where(SignIn.token_hash == token_hash))


def count_failures(account_hash: str, address_hash: str, since: datetime) -> Failures:
    """Failed attempts since then: of the account, from the address, and both at once."""
    is_account = SignInAttempt.account_hash == account_hash
    is_address = SignInAttempt.address_hash == address_hash
    row = db.session.execute(
        select(
            func.count().filter(is_account, is_address),
            func.count().filter(is_account),
            func.count().filter(is_address),
        ).where(SignInAttempt.at >= since, or_(is_account, is_address))
    ).one()
    return Failures(pair=int(row[0]), account=int(row[1]), address=int(row[2]))
