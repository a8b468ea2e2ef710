"""Finding people, posts, absences and live sign-ins."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true

from readiness.checklists.posts import load_posts
from readiness.errors import NotFound
from readiness.extensions import db
from readiness.people.models import Absence, Person, Post, SignIn, SignInAttempt
from readiness.people.permissions import Role
from readiness.people.rules import Away, Failures, find_owner, people_away
from readiness.settings import current_settings


def get_person(person_id: int) -> Person:
    """The person, disabled ones included. Raises NotFound."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound("There is no such person. They may have been entered under another name.")
    return person


def lock_people(numbers: Collection[int]) -> None:
    """Hold these people, as they stand now, until the transaction ends.

    What only points to them, such as a task they did, is not kept waiting.
    """
    in_order = select(Person).where(Person.id.in_(numbers)).order_by(Person.id)
    held = in_order.with_for_update(key_share=True, of=Person)
    db.session.scalars(held.execution_options(populate_existing=True)).all()


def find_person_by_email(email: str) -> Person | None:
    """The person with this address, whatever its capitals."""
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def list_people() -> Sequence[Person]:
    """Everybody, by name."""
    return db.session.scalars(select(Person).order_by(Person.name)).all()


def count_people(search: str = "") -> int:
    """How many people the words of a search are about."""
    return db.session.scalar(select(func.count(Person.id)).where(_is_about(search))) or 0


def list_people_about(search: str, *, limit: int, offset: int = 0) -> Sequence[Person]:
    """The people each word of a search is about, by name: a page of them.

    A word stands in their name or address, or in what a post is called that they hold or
    stand in for.
    """
    found = select(Person).where(_is_about(search)).order_by(Person.name, Person.id)
    return db.session.scalars(found.limit(limit).offset(offset)).all()


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


def lock_post(post_id: int) -> Post:
    """The post as it stands now, held until the transaction ends. Raises NotFound."""
    held = select(Post).where(Post.id == post_id).with_for_update(key_share=True, of=Post)
    db.session.scalar(held.execution_options(populate_existing=True))
    return get_post(post_id)


def find_holder_today(key: str, today: date) -> int | None:
    """Whose the work of the post of this key is today, by their number; nobody who has left."""
    post = db.session.scalar(select(Post).where(Post.key == key))
    away = people_away(list_away(today), today)
    return find_owner(*post.present, away) if post is not None else None


def get_role_of_post(post: Post) -> Role:
    """The role that the checklists give its holder; of a post they do not know, a director’s."""
    specs = load_posts(current_settings().checklists_path)
    return Role(specs[post.key].role) if post.key in specs else Role.DIRECTOR


def list_posts_of(person: Person) -> Sequence[Post]:
    """The posts that somebody holds or stands in for."""
    chosen = select(Post).where((Post.holder_id == person.id) | (Post.deputy_id == person.id))
    return db.session.scalars(chosen).all()


def list_stood_in_for(person: Person) -> frozenset[int]:
    """The people, by their numbers, who hold a post in which this one is the deputy."""
    held = select(Post.holder_id).where(Post.deputy_id == person.id, Post.holder_id.is_not(None))
    return frozenset(number for number in db.session.scalars(held) if number is not None)


def get_absence(absence_id: int) -> Absence:
    """The absence. Raises NotFound."""
    absence = db.session.get(Absence, absence_id)
    if absence is None:
        raise NotFound("There is no such absence. Somebody may have removed it already.")
    return absence


def list_absences(first_day: date) -> Sequence[Absence]:
    """Absences that have not ended before this day, soonest first."""
    chosen = select(Absence).where(Absence.last_day >= first_day)
    return db.session.scalars(chosen.order_by(Absence.first_day, Absence.id)).all()


def list_away(first_day: date) -> tuple[Away, ...]:
    """The same as the rules take them."""
    chosen = select(Absence.person_id, Absence.first_day, Absence.last_day)
    lasting = chosen.where(Absence.last_day >= first_day)
    rows = db.session.execute(lasting.order_by(Absence.first_day, Absence.id))
    return tuple(Away(*row) for row in rows)


def list_names_away(first_day: date, last_day: date) -> Sequence[tuple[str, date, date]]:
    """Who is away on some of these days, both ends included: name, first and last day."""
    chosen = select(Person.name, Absence.first_day, Absence.last_day).join(Absence.person)
    touching = chosen.where(Absence.last_day >= first_day, Absence.first_day <= last_day)
    rows = db.session.execute(touching.order_by(Absence.first_day, Absence.id))
    return [(row.name, row.first_day, row.last_day) for row in rows]


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


def _is_about(search: str) -> ColumnElement[bool]:
    return and_(true(), *(_is_about_word(word) for word in search.split()))


def _is_about_word(word: str) -> ColumnElement[bool]:
    post = exists().where(
        Post.title.icontains(word, autoescape=True),
        or_(Post.holder_id == Person.id, Post.deputy_id == Person.id),
    )
    named = (field.icontains(word, autoescape=True) for field in (Person.name, Person.email))
    return or_(*named, post.correlate(Person))
