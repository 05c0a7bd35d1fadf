"""Inserts that say what to do when the row is there already, alike on SQLite and on Postgres."""

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Upsert = postgresql.Insert | sqlite.Insert


def inserting(connection: Connection, table: Table) -> Upsert:
    """An insert that can be given `on_conflict_do_nothing` or `on_conflict_do_update`."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
