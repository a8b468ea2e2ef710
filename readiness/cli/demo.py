"""`demo load`: an invented council in an empty database."""

import click
from flask.cli import with_appcontext

from readiness.database.engine import writing
from readiness.demo.council import PASSWORD
from readiness.demo.load import Loaded, load_council, offer_extracts
from readiness.errors import Refused
from readiness.extensions import db
from readiness.plain_words import plural
from readiness.settings import current_settings


@click.group("demo")
def demo() -> None:
    """An invented council for trying the product out."""


@demo.command("load")
@with_appcontext
def load() -> None:
    """Fill an empty database with the demo council. Doing it again changes nothing.

    Only where READINESS_DEMO is 1: the password of its accounts is published.
    """
    settings = current_settings()
    if not settings.demo:
        raise Refused(
            "The demo is loaded only where READINESS_DEMO is 1: the password of its accounts is "
            "published."
        )
    with writing():
        loaded = load_council(settings)
        db.session.commit()
    folder = offer_extracts(settings)
    click.echo(_say(loaded))
    click.echo(f"Extracts to upload, with planted errors and corrected: {folder}")
    click.echo(f"Every account’s password is “{PASSWORD}”. What to try: docs/demo.md.")


def _say(loaded: Loaded | None) -> str:
    if loaded is None:
        return "The demo council was here already: nothing of it was changed."
    people = f"{loaded.people} people"
    documents = f"{loaded.documents} of the {loaded.asked} documents asked for"
    lists = plural(loaded.lists, "list")
    past = " and ".join(f"“{title}”" for title in loaded.inspections)
    return f"The demo council is ready: {people}, {documents}, {lists}, and as its past {past}."
