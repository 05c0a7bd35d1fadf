"""Who works with it: Slack teams, people and channels, what was taken in, and who did what."""

from sqlalchemy import BigInteger, Boolean, Column, Index, String, Table, Text, false

from storage.tables.columns import metadata, one_of, org_id, ref, row_id, unique, words
from storage.types import Json, UTCDateTime
from storage.vocabulary import ROLES

workspaces = Table(
    "workspaces",
    metadata,
    row_id(),
    org_id(),
    Column("team_id", String(32), nullable=False, unique=True),
    words("name", 200),
    Column("installed_at", UTCDateTime, nullable=False),
    Column("active", Boolean, nullable=False),
)

members = Table(
    "members",
    metadata,
    row_id(),
    org_id(),
    words("team_id", 32),
    words("slack_user_id", 32),
    words("role", 16),
    unique("team_id", "slack_user_id"),
    one_of("role", ROLES),
)

preferences = Table(
    "preferences",
    metadata,
    row_id(),
    org_id(),
    words("team_id", 32),
    words("slack_user_id", 32),
    ref("project_id", "projects", nullable=True),  # of the figures on their Home tab
    unique("team_id", "slack_user_id"),
)

channel_settings = Table(
    "channel_settings",
    metadata,
    row_id(),
    org_id(),
    words("team_id", 32),
    words("slack_channel_id", 32),
    ref("project_id", "projects", nullable=True),
    words("visibility", 16, nullable=True),
    Column("bound_projects", Json),
    Column("bound_sections", Json),
    # Whether reports may be posted though people outside the organisation read there.
    Column("shared", Boolean, nullable=False, server_default=false()),
    unique("team_id", "slack_channel_id"),
)

ingest_batches = Table(
    "ingest_batches",
    metadata,
    row_id(),
    org_id(),
    words("source", 64),
    words("file_name", 500, nullable=True),
    words("sha256", 64, nullable=True),
    Column("received_at", UTCDateTime, nullable=False),
    *(
        Column(f"rows_{name}", BigInteger, nullable=False, server_default="0")
        for name in (
            "total",
            "inserted",
            "updated",
            "duplicate",
            "ignored",
            "conflict",
            "parked",
            "rejected",
            "warned",
        )
    ),
)

ingest_rejections = Table(
    "ingest_rejections",
    metadata,
    row_id(),
    org_id(),
    ref("batch_id", "ingest_batches"),
    Column("line_no", BigInteger, nullable=False),
    words("code", 32),
    words("message", 500),
    Column("raw", Text, nullable=False),
    words("state", 16),
    Column("retry_until", UTCDateTime),
    one_of("state", ("rejected", "conflict", "parked", "resolved")),
    Index("ix_ingest_rejections_org_state", "org_id", "state"),
)

audit_log = Table(
    "audit_log",
    metadata,
    row_id(),
    org_id(),
    Column("at", UTCDateTime, nullable=False),
    words("team_id", 32, nullable=True),
    words("actor", 64),
    words("action", 64),
    words("target", 200),
    Column("detail", Text),
    Index("ix_audit_log_org_at", "org_id", "at"),
)
