"""The people of the demo, with the posts that officers added, and who may load them."""

import shutil
from pathlib import Path

from flask import Flask

from readiness.checklists.folder import checklists_folder
from readiness.demo.council import load_people
from readiness.people.queries import list_posts

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
