"""Bringing a store up to date, and refusing one that is not."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, inspect

from storage import migrate
from storage.engine import open_engine, writing
from storage.errors import StoreError
from storage.tables import metadata


def test_the_migrations_build_the_tables_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_the_migrations_build_the_checks_of_the_code(engine: Engine) -> None:
    found = {name: _checks(engine, name) for name in metadata.tables}
    assert found == {
        name: {str(each.name) for each in table.constraints if isinstance(each, CheckConstraint)}
        for name, table in metadata.tables.items()
    }


def _checks(engine: Engine, table: str) -> set[str]:
    return {str(each["name"]) for each in inspect(engine).get_check_constraints(table)}


def test_upgrading_again_changes_nothing(database_url: str, engine: Engine) -> None:
    migrate.upgrade(database_url)
    assert migrate.revision(engine) == migrate.head()


def test_three_upgrades_at_once_make_one_store(database_url: str, engine: Engine) -> None:
    with writing(engine) as connection:
        metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(migrate.upgrade, [database_url] * 3))
    assert migrate.revision(engine) == migrate.head()


def test_an_upgrade_that_fails_half_way_can_be_run_again(
    database_url: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(engine) as connection:
        metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")

    def fail(*_: object) -> None:
        raise StoreError("the power went")

    with monkeypatch.context() as patched:
        patched.setattr(migrate, "_check_foreign_keys", fail)
        with pytest.raises(StoreError, match="the power went"):
            migrate.upgrade(database_url)
    assert inspect(engine).get_table_names() == []
    migrate.upgrade(database_url)
    assert migrate.revision(engine) == migrate.head()


def test_a_store_newer_than_the_code_is_refused(database_url: str, engine: Engine) -> None:
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer than this program"):
        migrate.open_store(database_url)


def test_a_sqlite_file_creates_itself(tmp_path: Path) -> None:
    store = migrate.open_store(f"sqlite:///{tmp_path}/usage.sqlite3")
    assert migrate.revision(store) == migrate.head()
    store.dispose()


def test_a_mistyped_folder_is_not_created(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"cannot be opened\. Check its folder"):
        migrate.open_store(f"sqlite:///{tmp_path}/nowhere/usage.sqlite3")
    assert not (tmp_path / "nowhere").exists()


def test_an_empty_postgres_names_the_command_to_run(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    with writing(engine) as connection:
        metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
    engine.dispose()
    with pytest.raises(StoreError, match="Run: usagebot db upgrade"):
        migrate.open_store(postgres_url)
