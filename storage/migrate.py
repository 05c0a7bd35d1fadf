"""Brings a store to the schema of this code, and refuses to work on any other."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from storage.engine import SQLITE_PRAGMAS, open_engine, reading, writing
from storage.errors import StoreError

UPGRADE_LOCK = 727274  # any fixed number: only one process migrates a Postgres database at a time
MIGRATIONS = Path(__file__).parent / "migrations"


def head() -> str:
    """The newest revision that this code knows."""
    return max(_known())


def _known() -> set[str]:
    """All revisions of this code: the names of their files begin with them."""
    return {file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py")}


def revision(engine: Engine) -> str | None:
    """The revision that a store is at; None for an empty one."""
    with reading(engine) as connection:
        return _revision(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.exec_driver_sql(
        "SELECT version_num FROM alembic_version"
    ).scalar_one_or_none()
    return found


def upgrade(url: str) -> None:
    """Create or upgrade the store, in one transaction: a failure half-way leaves it as it was.

    Safe when several processes do it at once: Postgres takes an advisory lock, SQLite begins IMMEDIATE.
    """
    from alembic import command  # takes a tenth of a second to load, and a store is upgraded seldom
    from alembic.config import Config

    # Batch migrations rebuild tables; with foreign keys on, that would empty the tables that refer to them.
    pragmas = tuple(p for p in SQLITE_PRAGMAS if not p.startswith("foreign_keys"))
    engine = open_engine(url, pragmas)
    try:
        with writing(engine) as connection:
            _lock(connection)
            _refuse_newer(_revision(connection))
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
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
    if current is not None and current not in _known():
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
