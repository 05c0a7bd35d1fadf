"""The schema: what an organisation is, what happened, how often, and what the bot did about it.

`org_id` comes first in every unique key and index, so that several organisations share one store without
ever meeting. Dimension and state tables have a plain integer `id`; `events` and `tallies` have none.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from storage.types import BigId, Json, UTCDateTime
from storage.vocabulary import (
    BASES,
    CREDIT_CATEGORIES,
    INTEGRATION_CATEGORIES,
    OBJECTS,
    PURPOSES,
    STAGE_TYPES,
    VERDICTS,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", BigId, primary_key=True, autoincrement=True)


def _org() -> Column[int]:
    return Column("org_id", ForeignKey("organizations.id"), nullable=False)


def _ref(name: str, table: str, nullable: bool = False) -> Column[int]:
    return Column(name, ForeignKey(f"{table}.id"), nullable=nullable)


def _text(name: str, length: int, nullable: bool = False, default: str | None = None) -> Column[str]:
    return Column(name, String(length), nullable=nullable, server_default=default)


def _unique(*columns: str) -> UniqueConstraint:
    return UniqueConstraint("org_id", *columns)


def _one_of(column: str, values: tuple[str, ...], extra: str = "") -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{extra}{column} IN ({listed})", name=column)


def _changed_at() -> Column[object]:
    """The `at` of the line that set this row: a later one wins, an equal one conflicts (D-55)."""
    return Column("set_at", UTCDateTime, nullable=False)


def _content() -> Column[str]:
    """Hash of the normalised fields of the line that set this row (E16)."""
    return Column("content_hash", String(64), nullable=False)


# What an organisation is ------------------------------------------------------------------------------

organizations = Table(
    "organizations",
    metadata,
    _id(),
    Column("slug", String(64), nullable=False, unique=True),
    _text("name", 200),
    _text("time_zone", 64),
    Column("week_start", SmallInteger, nullable=False, server_default="0"),
    Column("data_start_on", Date, nullable=False),
    _text("show_user_rankings", 16, default="private"),
    _text("visibility", 16, default="public"),
    _text("alert_channel", 32, nullable=True),
    _text("digest_channel", 32, nullable=True),
    _changed_at(),
    _content(),
    CheckConstraint("week_start IN (0, 6)", name="week_start"),
    _one_of("show_user_rankings", ("off", "private", "public")),
    _one_of("visibility", ("public", "private")),
)

projects = Table(
    "projects",
    metadata,
    _id(),
    _org(),
    _text("external_id", 128),
    _text("slug", 64),
    _text("name", 200),
    Column("archived_at", UTCDateTime),
    _changed_at(),
    _content(),
    _unique("external_id"),
    _unique("slug"),
    CheckConstraint("id >= 1", name="id"),  # 0 stands for all projects in tallies
)

people = Table(
    "people",
    metadata,
    _id(),
    _org(),
    _text("external_id", 128),
    _text("email", 320, nullable=True),
    _text("display_name", 200),
    _text("slack_user_id", 32, nullable=True),
    Column("is_service", Boolean, nullable=False, server_default=false()),
    Column("deactivated_at", UTCDateTime),
    # Both are empty for a person known only from their events: any `user.upsert` may fill the stub in.
    Column("set_at", UTCDateTime),
    Column("content_hash", String(64)),
    _unique("external_id"),
)

person_roles = Table(
    "person_roles",
    metadata,
    _id(),
    _org(),
    _ref("person_id", "people"),
    _text("job_role", 64),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    _changed_at(),
    _content(),
    _unique("person_id", "valid_from"),
    CheckConstraint("valid_to > valid_from", name="period"),
)

repositories = Table(
    "repositories",
    metadata,
    _id(),
    _org(),
    _text("external_id", 128),
    _text("name", 200),
    _text("provider", 32),
    Column("connected_on", Date, nullable=False),
    Column("disconnected_on", Date),
    _changed_at(),
    _content(),
    _unique("external_id"),
)

repository_projects = Table(
    "repository_projects",
    metadata,
    _id(),
    _org(),
    _ref("repository_id", "repositories"),
    _ref("project_id", "projects"),
    _unique("repository_id", "project_id"),
)

integrations = Table(
    "integrations",
    metadata,
    _id(),
    _org(),
    _text("external_id", 128),
    _text("provider", 64),
    _text("category", 32),
    Column("connected_on", Date, nullable=False),
    Column("disconnected_on", Date),
    _changed_at(),
    _content(),
    _unique("external_id"),
    _one_of("category", INTEGRATION_CATEGORIES),
)

integration_projects = Table(
    "integration_projects",
    metadata,
    _id(),
    _org(),
    _ref("integration_id", "integrations"),
    _ref("project_id", "projects"),
    _unique("integration_id", "project_id"),
)

workflows = Table(
    "workflows",
    metadata,
    _id(),
    _org(),
    _ref("project_id", "projects"),
    _text("external_id", 128),
    _text("name", 200),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("archived_at", UTCDateTime),
    _changed_at(),
    _content(),
    _unique("project_id", "external_id"),
)

stages = Table(
    "stages",
    metadata,
    _id(),
    _org(),
    _ref("project_id", "projects"),
    _ref("workflow_id", "workflows"),
    _text("external_id", 128),
    _text("name", 200),
    _text("stage_type", 16),
    Column("position", Integer, nullable=False),
    Column("removed_at", UTCDateTime),
    _unique("project_id", "external_id"),
    _one_of("stage_type", STAGE_TYPES),
)

edges = Table(
    "edges",
    metadata,
    _id(),
    _org(),
    _ref("workflow_id", "workflows"),
    _ref("from_stage_id", "stages"),
    _ref("to_stage_id", "stages"),
    Column("removed_at", UTCDateTime),
    _unique("from_stage_id", "to_stage_id"),
)

contracts = Table(
    "contracts",
    metadata,
    _id(),
    _org(),
    _text("external_id", 128),
    _text("name", 200),
    _text("basis", 16),
    Column("term_start", Date, nullable=False),
    Column("term_end", Date, nullable=False),  # exclusive
    Column("allocation_micro", BigInteger),
    _changed_at(),
    _content(),
    _unique("external_id"),
    _one_of("basis", BASES),
    CheckConstraint("term_end > term_start", name="term"),
    CheckConstraint("basis <> 'credits' OR allocation_micro > 0", name="allocation"),
)

contract_adjustments = Table(
    "contract_adjustments",
    metadata,
    _id(),
    _org(),
    _ref("contract_id", "contracts"),
    _text("external_id", 128),
    Column("effective_on", Date, nullable=False),
    Column("amount_micro", BigInteger, nullable=False),
    _text("reason", 200, nullable=True),
    Column("revision", Integer, nullable=False, server_default="0"),
    _content(),
    _unique("contract_id", "external_id"),
)

vocabulary = Table(
    "vocabulary",
    metadata,
    _id(),
    _org(),
    _text("vocab", 32),
    _text("key", 64),
    _text("label", 100),
    _text("description", 500, nullable=True),
    Column("sort_order", Integer, nullable=False),
    _unique("vocab", "key"),
)

# What happened, and how often -------------------------------------------------------------------------

events = Table(
    "events",
    metadata,
    _org(),
    _text("source", 64),
    _text("event_id", 128),
    Column("revision", Integer, nullable=False),
    _text("kind", 32),
    _ref("project_id", "projects", nullable=True),
    Column("occurred_at", UTCDateTime, nullable=False),
    Column("occurred_on", Date, nullable=False),  # local date in the organisation's reporting zone
    _ref("person_id", "people", nullable=True),
    _text("role", 64, nullable=True),
    _text("session_key", 128, nullable=True),
    _text("origin", 32, nullable=True),
    _text("category", 32, nullable=True),
    _text("scenario_type", 32, nullable=True),
    _text("layer", 32, nullable=True),
    _text("verdict", 16, nullable=True),
    _ref("stage_id", "stages", nullable=True),
    _ref("from_stage_id", "stages", nullable=True),
    _ref("to_stage_id", "stages", nullable=True),
    _text("subject_key", 128, nullable=True),
    _text("object", 16, nullable=True),
    _text("purpose", 16, nullable=True),
    Column("amount", BigInteger, nullable=False),  # lines, or micro-credits; 1 otherwise
    _content(),
    Column("batch_id", BigInteger, nullable=False),
    Column("ingested_at", UTCDateTime, nullable=False),
    PrimaryKeyConstraint("org_id", "source", "event_id"),
    _one_of("verdict", VERDICTS),
    _one_of("object", OBJECTS),
    _one_of("purpose", PURPOSES),
    CheckConstraint(
        "kind NOT IN ('credits.used', 'credits.adjusted') OR category IN ("
        + ", ".join(f"'{value}'" for value in CREDIT_CATEGORIES)
        + ")",
        name="credit_category",
    ),
    CheckConstraint("kind = 'credits.adjusted' OR amount >= 0", name="amount"),
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
    Column("org_id", ForeignKey("organizations.id"), nullable=False),
    Column("project_id", BigInteger, nullable=False),  # 0 = all projects, so no foreign key
    _text("kind", 32),
    _text("dimension", 32),
    Column("day", Date, nullable=False),
    _text("value", 200),
    Column("events", BigInteger, nullable=False),
    Column("amount", BigInteger, nullable=False),
    PrimaryKeyConstraint("org_id", "project_id", "kind", "dimension", "day", "value"),
    sqlite_with_rowid=False,
)

# What the bot does about it ---------------------------------------------------------------------------

workspaces = Table(
    "workspaces",
    metadata,
    _id(),
    _org(),
    Column("team_id", String(32), nullable=False, unique=True),
    _text("name", 200),
    Column("installed_at", UTCDateTime, nullable=False),
    Column("active", Boolean, nullable=False),
)

members = Table(
    "members",
    metadata,
    _id(),
    _org(),
    _text("team_id", 32),
    _text("slack_user_id", 32),
    _text("role", 16),
    _unique("team_id", "slack_user_id"),
    _one_of("role", ("viewer", "manager", "admin")),
)

channel_settings = Table(
    "channel_settings",
    metadata,
    _id(),
    _org(),
    _text("team_id", 32),
    _text("slack_channel_id", 32),
    _ref("project_id", "projects", nullable=True),
    _text("visibility", 16, nullable=True),
    Column("bound_projects", Json),
    Column("bound_sections", Json),
    _unique("team_id", "slack_channel_id"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    _id(),
    _org(),
    _ref("project_id", "projects", nullable=True),
    _text("team_id", 32),
    _text("slack_channel_id", 32),
    _text("owner", 32),
    _text("kind", 16),
    _text("schedule", 64),
    _text("time_zone", 64),
    _text("sections", 200),
    _text("thresholds", 64, nullable=True),
    Column("active", Boolean, nullable=False),
    Column("paused_until", UTCDateTime),
    _one_of("kind", ("digest", "credit_alert")),
)

deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    _org(),
    _ref("subscription_id", "subscriptions"),
    _text("dedupe_key", 200),
    _text("destination", 32),
    _text("status", 16),
    Column("attempts", Integer, nullable=False, server_default="0"),
    _text("owner", 64, nullable=True),
    Column("lease_until", UTCDateTime),
    Column("facts", Json),
    _text("file_id", 32, nullable=True),
    _text("message_ts", 32, nullable=True),
    _text("permalink", 500, nullable=True),
    Column("error", Text),
    _unique("subscription_id", "dedupe_key", "destination"),
    _one_of("status", ("pending", "sending", "sent", "unknown", "failed", "skipped")),
)

ingest_batches = Table(
    "ingest_batches",
    metadata,
    _id(),
    _org(),
    _text("source", 64),
    _text("file_name", 500, nullable=True),
    _text("sha256", 64, nullable=True),
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
    _id(),
    _org(),
    _ref("batch_id", "ingest_batches"),
    Column("line_no", BigInteger, nullable=False),
    _text("code", 32),
    _text("message", 500),
    Column("raw", Text, nullable=False),
    _text("state", 16),
    Column("retry_until", UTCDateTime),
    _one_of("state", ("rejected", "conflict", "parked", "resolved")),
    Index("ix_ingest_rejections_org_state", "org_id", "state"),
)

audit_log = Table(
    "audit_log",
    metadata,
    _id(),
    _org(),
    Column("at", UTCDateTime, nullable=False),
    _text("team_id", 32, nullable=True),
    _text("actor", 64),
    _text("action", 64),
    _text("target", 200),
    Column("detail", Text),
    Index("ix_audit_log_org_at", "org_id", "at"),
)
