"""The typed base of every table: naming convention, identifiers, versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry

from readiness.database.types import UtcDateTime

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The registry of all tables. Models derive from Model, never from this."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UtcDateTime(),
            str: String(),
            dict[str, Any]: JSON(),
            list[Any]: JSON(),
        },
    )


class Model(Base):
    """A table with a number for a name."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)


class VersionedModel(Model):
    """A row that people edit: a second writer who saw an older version is refused."""

    __abstract__ = True

    version: Mapped[int] = mapped_column(default=None)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """Let every update name the version it saw."""
        return {"version_id_col": cls.version}
