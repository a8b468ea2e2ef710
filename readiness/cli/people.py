"""`people add` and `people password`: the first accounts, and help for somebody locked out."""

import sys
import warnings
from getpass import GetPassWarning

import click
from flask.cli import with_appcontext

from readiness.checklists.posts import load_posts
from readiness.database.engine import writing
from readiness.errors import NotFound, Unusable
from readiness.extensions import db
from readiness.people import operations, queries
from readiness.people.passwords import hash_password
from readiness.people.permissions import Role
from readiness.people.posts import match_posts
from readiness.settings import current_settings


@click.group("people")
def people() -> None:
    """Accounts: add somebody, give somebody a new password."""


@people.command("add")
@click.argument("email")
@click.option("--name", required=True, help="Full name.")
@click.option(
    "--role",
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="What they are in the product.",
)
@click.option("--password", help="First password; asked for when left out.")
@with_appcontext
def add(email: str, name: str, role: str, password: str | None) -> None:
    """Add somebody who may sign in with EMAIL, and the posts of the checklists."""
    password_hash = hash_password(password if password is not None else _ask_password())
    folder = current_settings().checklists_path
    with writing():
        match_posts(load_posts(folder).values())
        operations.add_person(
            actor=None, name=name, email=email, role=Role(role), password_hash=password_hash
        )
        db.session.commit()
    click.echo(f"{name} may sign in with {email}.")


@people.command("password")
@click.argument("email")
@click.option("--password", help="New password; asked for when left out.")
@with_appcontext
def password(email: str, password: str | None) -> None:
    """Give the person with EMAIL a new password; it signs them out everywhere."""
    password_hash = hash_password(password if password is not None else _ask_password())
    with writing():
        person = queries.find_person_by_email(email)
        if person is None:
            raise NotFound(f"Nobody has the address {email}. Check how it is written.")
        operations.set_password(actor=None, person=person, password_hash=password_hash)
        db.session.commit()
    click.echo(f"{person.name} has a new password and is signed out everywhere.")


def _ask_password() -> str:
    """Ask for it twice, unseen. Raises Unusable where there is no terminal to ask at."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", GetPassWarning)
            asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    except (GetPassWarning, click.Abort):
        if sys.stdin is not None and sys.stdin.isatty():
            raise
        raise Unusable(
            "No password was given, and there is no terminal to ask for one. Give it with "
            "--password."
        ) from None
    return asked
