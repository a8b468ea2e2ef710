"""The people of the demo, with the posts that officers added, and who may load them."""

import shutil
from pathlib import Path

from flask import Flask

from readiness.checklists.folder import checklists_folder
from readiness.demo.council import load_people
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
