"""The revisions that are read off the names of files are those that Alembic knows."""

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from storage import migrate


def test_the_newest_revision_is_the_one_that_alembic_upgrades_to(engine: Engine) -> None:
    assert migrate.head() == _scripts().get_current_head()
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == migrate.revision(engine)


def test_every_file_of_a_migration_begins_with_its_revision() -> None:
    for script in _scripts().walk_revisions():
        assert script.path.rpartition("/")[2].startswith(f"{script.revision}_")


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    return ScriptDirectory.from_config(config)
