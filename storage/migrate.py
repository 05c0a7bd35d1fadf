"""Brings a store to the schema of this code, and refuses to work on any other."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from storage.engine import SQLITE_PRAGMAS, open_engine, reading, writing
from storage.errors import StoreError

UPGRADE_LOCK = 727274  # any fixed number: only one process migrates a Postgres database at a time
MIGRATIONS = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def head() -> str:
    """The newest revision that this code knows."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def revision(engine: Engine) -> str | None:
    """The revision that a store is at; None for an empty one."""
    with reading(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(url: str) -> None:
    """Create or upgrade the store, in one transaction: a failure half-way leaves it as it was.

    Safe when several processes do it at once: Postgres takes an advisory lock, SQLite begins IMMEDIATE.
    """
    # Batch migrations rebuild tables; with foreign keys on, that would empty the tables that refer to them.
    pragmas = tuple(p for p in SQLITE_PRAGMAS if not p.startswith("foreign_keys"))
    engine = open_engine(url, pragmas)
    try:
        with writing(engine) as connection:
            _lock(connection)
            _refuse_newer(MigrationContext.configure(connection).get_current_revision())
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            _check_foreign_keys(connection)
    finally:
        engine.dispose()


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise StoreError(f"The upgrade would break {len(broken)} references, so nothing was changed.")


def _refuse_newer(current: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if current is not None and current not in known:
        raise StoreError(
            f"The store is newer than this program (revision {current}). "
            "Install the newest playerzero-usage-bot and try again."
        )


def open_store(url: str) -> Engine:
    """An engine on a store whose schema is this code's.

    A SQLite file is created and upgraded on the way; Postgres is only checked, because a team upgrades it
    once, on purpose. Raises `StoreError` with the command to run.
    """
    engine = open_engine(url)
    try:
        if revision(engine) != head():
            _bring_up_to_date(engine, url)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _bring_up_to_date(engine: Engine, url: str) -> None:
    _refuse_newer(revision(engine))
    if engine.dialect.name != "sqlite":
        raise StoreError("The database needs its tables brought up to date. Run: usagebot db upgrade")
    upgrade(url)
