"""Pages of 20,000 findings, timed at the server: run with `python -m tests.bench.findings`.

Two uploads of List 6, 60 teams and 600 workers; every tenth row of the second is another child, and
2,000 findings are explained. The whole is done on SQLite, and again on PostgreSQL.
"""

import tempfile
import time
from pathlib import Path
from typing import Any

import click
import polars as pl

from config import Settings
from readiness import clock, create_app
from readiness.annexe_a.editions import find_edition
from readiness.annexe_a.explaining import Explained
from readiness.annexe_a.findings import load_findings
from readiness.annexe_a.models import Upload
from readiness.annexe_a.operations import ask_worklist, explain_findings, make_worklist
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.bench.pages import measure, sign_in
from tests.bench.report import say
from tests.factories.annexe_a import current, list_csv, make_upload
from tests.factories.people import make_person
from tests.support.databases import make_tables
from tests.support.postgresql import fresh_database, running_server
from tests.support.settings import make_settings

ROWS, TEAMS, WORKERS, EXPLAINED = 20_000, 60, 600, 2_000
LIST = 6
BETWEEN = "/annexe-a/between"


def main() -> None:
    """Fill, measure, once for each database."""
    with tempfile.TemporaryDirectory() as folder:
        _measure_on("SQLite", make_settings(Path(folder)))
    with (
        tempfile.TemporaryDirectory() as folder,
        running_server() as server,
        fresh_database(server) as address,
    ):
        _measure_on("PostgreSQL", make_settings(Path(folder), database_url=address))


def _measure_on(database: str, settings: Settings) -> None:
    click.echo(f"{ROWS:,} findings, {database}")
    make_tables(settings)
    app = create_app(settings)
    with app.app_context():
        lead = make_person(Role.DATA_LEAD)
        _upload(0)
        upload = _upload(1)
        found = load_findings([current(LIST)], current_store())
        _explain(lead, upload, found)
        client = sign_in(app, lead)
        row = found.row(5_000, named=True)
        for page, address in _addresses(row, upload.id).items():
            measure(client, page, f"{BETWEEN}/{address}")
        _make_worklists(lead)
        for engine in db.engines.values():
            engine.dispose()


def _upload(turn: int) -> Upload:
    """List 6 with a gender that is no code in every row; a tenth of its children by turns."""
    spec = find_edition().list(LIST)
    names = [column.name for column in spec.columns]
    good = dict.fromkeys(names, "") | {
        "Gender": "blue", "Ethnicity": "WBRI", "Date of Birth": "01/01/2015",
        "Age of Child (Years)": "10", "Does the Child have a Disability": "b",
        "CIN Start Date": "01/11/2025", "Primary Need Code": "N1",
        "Date Child Was Last Seen": "20/11/2025", "Case Status": "c",
    }  # fmt: skip
    rows = [
        good
        | {
            "Child Unique ID": f"{number}-{turn}" if number % 10 == 0 else str(number),
            "Allocated Team": f"Team {number % TEAMS}",
            "Allocated Worker": f"Worker {number % WORKERS}",
        }
        for number in range(ROWS)
    ]
    files = {f"list_{LIST}.csv": list_csv(LIST, *([row[name] for name in names] for row in rows))}
    return make_upload(files)


def _explain(lead: Person, upload: Upload, found: pl.DataFrame) -> None:
    said = [
        Explained(reference, LIST, "code-unknown", "Gender", "Genuine.", clock.today())
        for reference in found["reference"].unique(maintain_order=True)[:EXPLAINED]
    ]
    began = time.perf_counter()
    explain_findings(actor=lead, inspection_id=None, upload=upload, said=said, seen={})
    db.session.commit()
    say(f"Explaining {EXPLAINED:,} findings", (time.perf_counter() - began) * 1000, 2000, "ms")


def _make_worklists(lead: Person) -> None:
    began = time.perf_counter()
    asked = ask_worklist(actor=db.session.merge(lead), inspection_id=None, team_key="")
    db.session.commit()
    make_worklist(worklist_id=asked.id, store=current_store())
    db.session.commit()
    took = (time.perf_counter() - began) * 1000
    say(f"Worklists of {TEAMS} teams", took, 20_000, "ms")


def _addresses(row: dict[str, Any], upload_id: int) -> dict[str, str]:
    return {
        "Counts by rule": "findings",
        "Counts by list": "findings?by=list",
        "Counts by team": "findings?by=team",
        "Counts by worker": "findings?by=worker",
        "Counts by child": "findings?by=child&page=200",
        "Rows, a late page": "findings/rows?page=300",
        "Rows of a team, sorted": f"findings/rows?team={row['team_key']}&sort=worker",
        "Rows of a worker": f"findings/rows?worker={row['worker_key']}",
        "Rows of a child": f"findings/rows?child={row['child_key']}",
        "Rows not explained, sorted": "findings/rows?explained=no&sort=child&order=descending",
        "Rows that are new": "findings/rows?fresh=yes",
        "A finding": f"findings/rows/{row['reference']}",
        "Explanations": "explanations?page=9",
        "Worklists": "worklists",
        "Uploads so far": "history",
        "What an upload changed": f"history/{upload_id}",
        "Whose findings an upload brought": f"history/{upload_id}/rows?which=new&list={LIST}",
    }


if __name__ == "__main__":
    main()
