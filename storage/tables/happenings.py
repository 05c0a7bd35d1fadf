"""What happened, and how often: the two tables that grow, and what is rolled up of the second.

They have no foreign keys and checks: ingest, which alone writes them, has validated every line and has read
the ids in the same transaction; `usagebot check` proves that the tallies are what the events say.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from storage.tables.columns import content, metadata, words
from storage.types import BigId, UTCDateTime

events = Table(
    "events",
    metadata,
    Column("org_id", BigId, nullable=False),
    words("source", 64),
    words("event_id", 128),
    Column("revision", Integer, nullable=False),
    words("kind", 32),
    Column("project_id", BigId),
    Column("occurred_at", UTCDateTime, nullable=False),
    Column("occurred_on", Date, nullable=False),  # local date in the organisation's reporting zone
    Column("person_id", BigId),
    words("role", 64, nullable=True),
    words("session_key", 128, nullable=True),
    words("origin", 32, nullable=True),
    words("category", 32, nullable=True),
    words("scenario_type", 32, nullable=True),
    words("layer", 32, nullable=True),
    words("verdict", 16, nullable=True),
    Column("stage_id", BigId),
    Column("from_stage_id", BigId),
    Column("to_stage_id", BigId),
    words("subject_key", 128, nullable=True),
    words("object", 16, nullable=True),
    words("purpose", 16, nullable=True),
    Column("amount", BigInteger, nullable=False),  # lines, or micro-credits; 1 otherwise
    content(),
    Column("batch_id", BigInteger, nullable=False),
    Column("ingested_at", UTCDateTime, nullable=False),
    PrimaryKeyConstraint("org_id", "source", "event_id"),
    # The last three let sessions and runs be counted without a look at the rows themselves.
    Index(
        "ix_events_org_kind_day_project",
        "org_id",
        "kind",
        "occurred_on",
        "project_id",
        "session_key",
        "source",
        "verdict",
    ),
    Index("ix_events_org_at", "org_id", "occurred_at"),  # freshness: the latest event not after as-of
)

tallies = Table(
    "tallies",
    metadata,
    Column("org_id", BigId, nullable=False),
    Column("project_id", BigInteger, nullable=False),  # 0 = all projects, so no foreign key
    words("kind", 32),
    words("dimension", 32),
    Column("day", Date, nullable=False),
    words("value", 200),
    Column("events", BigInteger, nullable=False),
    Column("amount", BigInteger, nullable=False),
    PrimaryKeyConstraint("org_id", "project_id", "kind", "dimension", "day", "value"),
    sqlite_with_rowid=False,
)

# The tallies of a whole month, where `rolled_months` says that they hold: what changes a day's tally takes
# its month out of there in the same transaction.
monthly_tallies = Table(
    "monthly_tallies",
    metadata,
    Column("org_id", BigInteger, nullable=False),
    Column("project_id", BigInteger, nullable=False),
    words("kind", 32),
    words("dimension", 32),
    Column("month", Date, nullable=False),  # its first day
    words("value", 200),
    Column("events", BigInteger, nullable=False),
    Column("amount", BigInteger, nullable=False),
    PrimaryKeyConstraint("org_id", "project_id", "kind", "dimension", "month", "value"),
    sqlite_with_rowid=False,
)

rolled_months = Table(
    "rolled_months",
    metadata,
    Column("org_id", BigInteger, nullable=False),
    Column("month", Date, nullable=False),
    PrimaryKeyConstraint("org_id", "month"),
    sqlite_with_rowid=False,
)

# The tallies of a day in one row, {value: number} for each dimension: hundreds are read sooner so than one by
# one. They hold where `packed_days` says so, as months do. Dimensions of people stand apart, since they have
# many values, and are NULL where these are too many to be read at once.
packed_tallies = Table(
    "packed_tallies",
    metadata,
    Column("org_id", BigInteger, nullable=False),
    Column("project_id", BigInteger, nullable=False),
    words("kind", 32),
    Column("day", Date, nullable=False),
    Column("numbers", Text, nullable=False),
    Column("people", Text),
    PrimaryKeyConstraint("org_id", "project_id", "kind", "day"),
    sqlite_with_rowid=False,
)

packed_days = Table(
    "packed_days",
    metadata,
    Column("org_id", BigInteger, nullable=False),
    Column("day", Date, nullable=False),
    PrimaryKeyConstraint("org_id", "day"),
    sqlite_with_rowid=False,
)
