"""What an organisation is: its settings, projects, people, contracts and words."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Integer,
    SmallInteger,
    String,
    Table,
    false,
)

from storage.tables.columns import changed_at, content, metadata, one_of, org_id, ref, row_id, unique, words
from storage.types import UTCDateTime
from storage.vocabulary import BASES, RANKINGS, ROLES, VISIBILITIES

organizations = Table(
    "organizations",
    metadata,
    row_id(),
    Column("slug", String(64), nullable=False, unique=True),
    words("name", 200),
    words("time_zone", 64),
    Column("week_start", SmallInteger, nullable=False, server_default="0"),
    Column("data_start_on", Date, nullable=False),
    words("show_user_rankings", 16, default="private"),
    words("visibility", 16, default="public"),
    words("alert_channel", 32, nullable=True),
    words("digest_channel", 32, nullable=True),
    words("default_role", 16, default="manager"),  # of everybody in the Slack team who is no guest
    words("manager_group", 32, nullable=True),  # Slack user groups
    words("admin_group", 32, nullable=True),
    changed_at(),
    content(),
    CheckConstraint("week_start IN (0, 6)", name="week_start"),
    one_of("show_user_rankings", RANKINGS),
    one_of("visibility", VISIBILITIES),
    one_of("default_role", ROLES),
)

projects = Table(
    "projects",
    metadata,
    row_id(),
    org_id(),
    words("external_id", 128),
    words("slug", 64),
    words("name", 200),
    Column("archived_at", UTCDateTime),
    changed_at(),
    content(),
    unique("external_id"),
    unique("slug"),
    CheckConstraint("id >= 1", name="id"),  # 0 stands for all projects in tallies
)

people = Table(
    "people",
    metadata,
    row_id(),
    org_id(),
    words("external_id", 128),
    words("email", 320, nullable=True),
    words("display_name", 200),
    words("slack_user_id", 32, nullable=True),
    Column("is_service", Boolean, nullable=False, server_default=false()),
    Column("deactivated_at", UTCDateTime),
    # Both are empty for a person known only from their events: any `user.upsert` may fill the stub in.
    Column("set_at", UTCDateTime),
    Column("content_hash", String(64)),
    unique("external_id"),
)

person_roles = Table(
    "person_roles",
    metadata,
    row_id(),
    org_id(),
    ref("person_id", "people"),
    words("job_role", 64),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    changed_at(),
    content(),
    unique("person_id", "valid_from"),
    CheckConstraint("valid_to > valid_from", name="period"),
)

contracts = Table(
    "contracts",
    metadata,
    row_id(),
    org_id(),
    words("external_id", 128),
    words("name", 200),
    words("basis", 16),
    Column("term_start", Date, nullable=False),
    Column("term_end", Date, nullable=False),  # exclusive
    Column("allocation_micro", BigInteger),
    changed_at(),
    content(),
    unique("external_id"),
    one_of("basis", BASES),
    CheckConstraint("term_end > term_start", name="term"),
    CheckConstraint("basis <> 'credits' OR allocation_micro > 0", name="allocation"),
)

contract_adjustments = Table(
    "contract_adjustments",
    metadata,
    row_id(),
    org_id(),
    ref("contract_id", "contracts"),
    words("external_id", 128),
    Column("effective_on", Date, nullable=False),
    Column("amount_micro", BigInteger, nullable=False),
    words("reason", 200, nullable=True),
    Column("revision", Integer, nullable=False, server_default="0"),
    content(),
    unique("contract_id", "external_id"),
)

vocabulary = Table(
    "vocabulary",
    metadata,
    row_id(),
    org_id(),
    words("vocab", 32),
    words("key", 64),
    words("label", 100),
    words("description", 500, nullable=True),
    Column("sort_order", Integer, nullable=False),
    unique("vocab", "key"),
)
