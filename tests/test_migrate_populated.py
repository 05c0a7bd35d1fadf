"""A store of the first schema with everything in it keeps it all when it is brought up to date."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, MetaData, text

from storage import deliveries as delivering
from storage import migrate
from storage import subscriptions as subscribing
from storage.engine import SQLITE_PRAGMAS, open_engine, reading, writing
from storage.store import Store
from storage.tables import metadata
from tests.regular import taken

FIRST = "0001"
ROWS = (
    "INSERT INTO organizations (id, slug, name, time_zone, data_start_on, set_at, content_hash,"
    " alert_channel) VALUES (1, 'acme', 'Acme', 'UTC', '2025-10-01', '2025-10-01 00:00:00+00:00', 'x', 'C9')",
    "INSERT INTO projects (id, org_id, external_id, slug, name, set_at, content_hash)"
    " VALUES (1, 1, 'p', 'pay', 'Pay', '2025-10-01 00:00:00+00:00', 'x')",
    "INSERT INTO events (org_id, source, event_id, revision, kind, project_id, occurred_at, occurred_on,"
    " amount, content_hash, batch_id, ingested_at) VALUES (1, 's', 'e', 0, 'defect.prevented', 1,"
    " '2026-11-03 12:00:00+00:00', '2026-11-03', 1, 'x', 1, '2026-11-03 12:00:00+00:00')",
    "INSERT INTO subscriptions (id, org_id, project_id, team_id, slack_channel_id, owner, kind, schedule,"
    " time_zone, sections, thresholds, active) VALUES (1, 1, 1, 'T1', 'C1', 'U1', 'digest', 'daily 09:00',"
    " 'UTC', '', NULL, true), (2, 1, NULL, 'T1', 'C1', 'U1', 'credit_alert', '', 'UTC', '', '90,100', true)",
    "INSERT INTO deliveries (id, org_id, subscription_id, dedupe_key, destination, status, owner, facts)"
    " VALUES (1, 1, 1, 'daily 1', 'C1', 'sent', 'one', '{}'), (2, 1, 2, 'credit', 'C1',"
    " 'pending', NULL, NULL)",
)


@pytest.fixture
def first(database_url: str) -> Iterator[Engine]:
    """A store at the first revision, with a row of everything that later revisions change."""
    old = open_engine(database_url, tuple(p for p in SQLITE_PRAGMAS if "foreign" not in p))
    with writing(old) as connection:
        _empty(connection)
        config = Config()
        config.set_main_option("script_location", str(migrate.MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, FIRST)
        for row in ROWS:
            connection.execute(text(row))
    yield old
    old.dispose()


def _empty(connection: Connection) -> None:
    metadata.drop_all(connection)
    rest = MetaData()
    rest.reflect(connection)
    rest.drop_all(connection)


def test_what_was_stored_is_still_there(first: Engine, database_url: str) -> None:
    migrate.upgrade(database_url)
    assert migrate.revision(first) == migrate.head()
    with reading(first) as connection:
        org = Store(connection).organization("acme")
        events = connection.execute(text("SELECT count(*) FROM events")).scalar_one()
        assert [each.key for each in delivering.of_org(connection, 1, 9)] == ["credit", "daily 1"]
    assert (org.alert_channel, org.default_role, org.admin_group) == ("C9", "manager", None)
    assert [each.slug for each in org.projects] == ["pay"]
    assert events == 1


def test_what_was_subscribed_goes_on_from_now(first: Engine, database_url: str) -> None:
    migrate.upgrade(database_url)
    with writing(first) as connection:
        digest, alert = subscribing.of_org(connection, 1)
    assert (digest.active, digest.removed_at, alert.thresholds) == (True, None, (90, 100))
    assert timedelta(0) <= datetime.now(UTC) - digest.planned_until < timedelta(minutes=5)
    assert digest.created_at == digest.planned_until


def test_stored_deliveries_learn_their_kind_and_get_a_mark(first: Engine, database_url: str) -> None:
    migrate.upgrade(database_url)
    with writing(first) as connection:
        waiting, sent = delivering.of_org(connection, 1, 9)
        assert (sent.kind, sent.status, sent.claimed_by, sent.facts) == ("digest", "sent", "one", {})
        assert (waiting.kind, waiting.status) == ("credit_alert", "pending")
        assert len({sent.mark, waiting.mark}) == 2
        assert delivering.freeze(connection, waiting.id, {"n": 1})
    claim = taken(first, kinds=("credit_alert",))
    assert claim is not None
    assert claim.delivery.id == waiting.id
