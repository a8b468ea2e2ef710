"""The people of the demo, with the posts that officers added, and who may load them."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from readiness.checklists.folder import checklists_folder
from readiness.demo.council import DOMAIN, check_not_here, load_people
from readiness.extensions import db
from readiness.people.operations import add_person
from readiness.people.permissions import Role
from readiness.people.queries import list_people, list_posts

ADDED = """
  - key: fostering-lead
    title: "Fostering Lead"
    role: contributor
    about: "Knows the foster homes."
"""


def test_a_post_that_officers_added_has_a_holder_in_the_demo_too(
    app: Flask, tmp_path: Path
) -> None:
    folder = shutil.copytree(checklists_folder(), tmp_path / "checklists")
    with (folder / "posts.yaml").open("a", encoding="utf-8") as posts:
        posts.write(ADDED)
    assert load_people(folder) == 18
    added = next(post for post in list_posts() if post.key == "fostering-lead")
    assert added.holder is not None
    assert (added.holder.name, added.deputy) == ("Fostering Lead (invented)", None)


def test_the_demo_is_not_loaded_where_it_is_not_the_demo(app: Flask) -> None:
    """Whoever read its password could sign in."""
    refused = app.test_cli_runner().invoke(args=["demo", "load"])
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "only where READINESS_DEMO is 1" in refused.stderr
    assert list_people() == []


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_production_does_not_start_on_the_database_of_the_demo(
    app: Flask, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    settings = replace(app.extensions["readiness.settings"], production=True)
    monkeypatch.setitem(app.extensions, "readiness.settings", settings)
    check_not_here()
    add_person(actor=None, name="Pat Demo", email=f"it-lead@{DOMAIN}", role=Role.OBSERVER)
    db.session.commit()
    refused = app.test_cli_runner().invoke(args=[command])
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "The demo was loaded into this database" in refused.stderr
