"""The columns that tables share, and the one list of tables.

`org_id` comes first in every unique key and index, so that several organisations share one store without
ever meeting. Dimension and state tables have a plain integer `id`; `events` and `tallies` have none.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, MetaData, String, UniqueConstraint

from storage.types import BigId, UTCDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def row_id() -> Column[int]:
    return Column("id", BigId, primary_key=True, autoincrement=True)


def org_id() -> Column[int]:
    return Column("org_id", ForeignKey("organizations.id"), nullable=False)


def ref(name: str, table: str, nullable: bool = False) -> Column[int]:
    return Column(name, ForeignKey(f"{table}.id"), nullable=nullable)


def words(name: str, length: int, nullable: bool = False, default: str | None = None) -> Column[str]:
    return Column(name, String(length), nullable=nullable, server_default=default)


def unique(*columns: str) -> UniqueConstraint:
    return UniqueConstraint("org_id", *columns)


def one_of(column: str, values: tuple[str, ...], extra: str = "") -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{extra}{column} IN ({listed})", name=column)


def changed_at() -> Column[object]:
    """The `at` of the line that set this row: a later one wins, an equal one conflicts (D-55)."""
    return Column("set_at", UTCDateTime, nullable=False)


def content() -> Column[str]:
    """Hash of the normalised fields of the line that set this row (E16)."""
    return Column("content_hash", String(64), nullable=False)
