"""A section that another package offers: everywhere in the register, without a change to it."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from flask import Flask

from readiness import clock
from readiness.checklists.posts import load_posts
from readiness.extensions import db
from readiness.people.permissions import Role
from readiness.people.posts import match_posts
from readiness.people.queries import list_posts
from readiness.register.known import Known
from readiness.register.operations import keep_snapshot
from readiness.register.reminding import list_due_things
from readiness.register.rules.items import Thing
from readiness.register.rules.judging import Judgement, Status
from readiness.register.sections import list_sections, offer_section, offers
from readiness.register.sections.contract import Section
from tests.factories.people import make_person
from tests.support.client import InspectingClient

NOW = datetime(2026, 11, 24, 15, tzinfo=clock.LONDON)
PRESENT = ["lists", "documents", "standing"]
KEY, PAGE = "audit-moderation", "/readiness/things/audit-moderation"


def list_audits(known: Known) -> Iterator[Thing]:
    """One thing that a step of the short inspection rests on."""
    yield Thing(
        key=KEY,
        section="audits",
        title="Moderation is up to date",
        guidance="Moderate the audits of the last month.",
        source="A test",
        confirm=False,
        owner=known.find_owner("hos-quality-assurance"),
        review="A month",
        is_confirmed=False,
        steps=("call-cascade",),
        judge=lambda _day: Judgement(Status.NOT_READY, "Four audits wait for moderation."),
    )


AUDITS = Section("audits", "Audits", list_audits, prefix="audit-")


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Offered until the test ends."""
    monkeypatch.setattr(offers, "_offers", dict(offers._offers))
    offer_section(25, AUDITS)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def measure() -> int:
    """How many things a night counts."""
    snapshot = keep_snapshot(now=NOW)
    db.session.rollback()
    assert snapshot is not None
    return snapshot.things


@pytest.mark.usefixtures("offered")
def test_what_another_package_offers_is_on_every_page_and_counted(
    client: InspectingClient,
) -> None:
    client.sign_in_quickly(make_person(Role.OBSERVER))
    page = client.get("/readiness/").text
    assert f'id="thing-{KEY}"' in page
    assert "Four audits wait for moderation." in page
    assert '<option value="audits">Audits</option>' in page
    assert client.get("/readiness/?section=audits").text.count('id="thing-') == 1
    assert f'id="blocker-{KEY}"' in client.get("/readiness/call").text
    assert "Four audits wait for moderation." in client.get(PAGE).text
    # An arrangement whose key happens to begin like those of the section.
    assert client.get("/readiness/things/audit-cycle").status_code == 200
    assert [section.key for section in list_sections()] == [
        "lists", "documents", "audits", "standing",
    ]  # fmt: skip


@pytest.mark.usefixtures("offered")
def test_its_owner_is_told_in_the_email_of_the_morning_while_it_is_not_ready(app: Flask) -> None:
    match_posts(load_posts(app.extensions["readiness.settings"].checklists_path).values())
    post = next(post for post in list_posts() if post.key == "hos-quality-assurance")
    post.holder = make_person(Role.HEAD_OF_SERVICE)
    db.session.commit()
    (due,) = (due for due in list_due_things(NOW) if due.kind == "audits")
    assert (due.title, due.about, due.chain.owner) == (
        "See to it: Moderation is up to date",
        "Four audits wait for moderation",
        post.holder_id,
    )


def test_it_counts_while_it_is_offered_and_is_gone_with_its_offer(
    app: Flask, client: InspectingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = measure()
    with monkeypatch.context() as patch:
        patch.setattr(offers, "_offers", dict(offers._offers))
        offer_section(25, AUDITS)
        assert measure() == before + 1
    assert measure() == before
    assert [section.key for section in list_sections()] == PRESENT
    client.sign_in_quickly(make_person(Role.OBSERVER))
    assert f'id="thing-{KEY}"' not in client.get("/readiness/").text
    assert client.get(PAGE).status_code == 404


@pytest.mark.usefixtures("offered")
def test_two_sections_never_share_a_prefix() -> None:
    offer_section(40, AUDITS)  # its own again
    assert list_sections()[-1] is AUDITS
    with pytest.raises(ValueError, match="same prefix"):
        offer_section(50, Section("reviews", "Reviews", list_audits, prefix="audit-"))
