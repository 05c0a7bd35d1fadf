"""What the bot says unasked, each thing once, and what it has already acted on."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

from storage.tables.columns import metadata, one_of, org_id, ref, row_id, unique, words
from storage.types import Json, UTCDateTime
from storage.vocabulary import DELIVERY_KINDS, STATUSES, SUBSCRIPTION_KINDS

subscriptions = Table(
    "subscriptions",
    metadata,
    row_id(),
    org_id(),
    ref("project_id", "projects", nullable=True),
    words("team_id", 32),
    words("slack_channel_id", 32),
    words("owner", 32),  # a Slack user, or "organization"
    words("kind", 16),
    words("schedule", 64),
    words("time_zone", 64),
    words("sections", 200),
    words("thresholds", 64, nullable=True),
    Column("active", Boolean, nullable=False),
    Column("paused_until", UTCDateTime),
    Column("planned_until", UTCDateTime, nullable=False),  # every occurrence up to it has its delivery
    words("note", 500, nullable=True),  # why the bot paused it
    Column("created_at", UTCDateTime, nullable=False),
    Column("removed_at", UTCDateTime),
    one_of("kind", SUBSCRIPTION_KINDS),
    Index("ix_subscriptions_org_removed", "org_id", "removed_at"),
)

deliveries = Table(
    "deliveries",
    metadata,
    row_id(),
    org_id(),
    ref("subscription_id", "subscriptions"),
    words("kind", 16),
    words("dedupe_key", 200),
    words("destination", 32),
    Column("mark", String(32), nullable=False, unique=True),  # in the message's metadata: how it is found
    words("status", 16),
    Column("due_at", UTCDateTime, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("not_before", UTCDateTime),
    Column("sent_at", UTCDateTime),
    Column("attempts", Integer, nullable=False, server_default="0"),
    words("owner", 64, nullable=True),  # of the lease
    Column("lease_until", UTCDateTime),  # by the database's clock
    words("claimed_by", 64, nullable=True),  # the last owner, kept after the end
    Column("facts", Json),
    words("file_id", 32, nullable=True),
    words("message_ts", 32, nullable=True),
    words("permalink", 500, nullable=True),
    Column("error", Text),
    unique("subscription_id", "dedupe_key", "destination"),
    one_of("kind", DELIVERY_KINDS),
    one_of("status", STATUSES),
    # Whoever sends looks for open work of every organisation at once.
    Index("ix_deliveries_status_due", "status", "due_at"),
    Index("ix_deliveries_org_due", "org_id", "due_at"),
)

heard = Table(
    "heard",
    metadata,
    Column("key", String(128), primary_key=True),
    Column("at", UTCDateTime, nullable=False),
    Index("ix_heard_at", "at"),
)

clicks = Table(
    "clicks",
    metadata,
    Column("place", String(128), primary_key=True),  # channel:ts of a message
    words("at", 32),
)
