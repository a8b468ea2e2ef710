"""`checklists check`: reads every checklist file and names each fault."""

import sys

import click

from readiness.annexe_a.rules.catalogue import list_rule_names
from readiness.checklists.annexe_a import list_editions
from readiness.checklists.documents import load_documents
from readiness.checklists.folder import check_folder
from readiness.checklists.inspections import list_checklist_keys
from readiness.checklists.posts import load_posts
from readiness.cli.folder import chosen_folder
from readiness.command_errors import plain_errors
from readiness.plain_words import join_words, plural

FAULTS_FOUND = 1


@click.group("checklists")
def checklists() -> None:
    """The checklists that officers edit."""


@checklists.command("check")
@plain_errors
def check() -> None:
    """Read every checklist file and name each fault by file, line and field.

    Exits with 0 where there is none, 1 where there are faults.
    """
    folder = chosen_folder()
    faults = check_folder(folder, list_rule_names())
    if faults:
        click.echo("\n".join(faults))
        click.echo(f"{plural(len(faults), 'fault')} found. Correct them and run this again.")
        sys.exit(FAULTS_FOUND)
    counts = (
        plural(len(list_checklist_keys(folder)), "checklist"),
        plural(len(load_posts(folder)), "post"),
        plural(len(load_documents(folder)), "document"),
        plural(len(list_editions(folder)), "edition of Annexe A", "editions of Annexe A"),
    )
    click.echo(f"No faults in {join_words(counts)}.")
