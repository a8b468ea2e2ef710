"""The people of the lists, an inspection whose lists they are, and csv files read at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from readiness.inspections.models import Inspection
from readiness.office import sheets
from readiness.office.gate import FileKind
from readiness.office.sheets import Sheet
from readiness.office.sheets_child import columns_of, read_csv
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.inspections import make_inspection
from tests.factories.people import make_person, make_post


@pytest.fixture(autouse=True)
def quick_csv(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process for each csv file: that one reads them is what tests/unit/office is about."""
    ask_child = sheets._ask_child

    @contextmanager
    def read(path: Path, kind: FileKind, shown: str, seconds: int) -> Iterator[Iterator[Sheet]]:
        if kind is FileKind.CSV:
            rows = read_csv(path.read_bytes())
            yield iter([Sheet(Path(shown).stem, range(1, len(rows) + 1), columns_of(rows))])
        else:
            with ask_child(path, kind, shown, seconds) as found:
                yield found

    monkeypatch.setattr(sheets, "_ask_child", read)


@pytest.fixture
def data_lead(app: Flask) -> Person:
    return make_person(Role.DATA_LEAD, "Dana Data")


@pytest.fixture
def owner(app: Flask) -> Person:
    """The head of service whose post signs List 1."""
    holder = make_person(Role.HEAD_OF_SERVICE, "Olu Owner")
    make_post("hos-front-door", "Head of front door", holder)
    return holder


@pytest.fixture
def coordinator(app: Flask) -> Person:
    return make_person(Role.COORDINATOR, "Avery Example")


@pytest.fixture
def inspection(coordinator: Person, owner: Person) -> Inspection:
    return make_inspection(coordinator)
