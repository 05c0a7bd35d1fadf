"""The first schema."""

import sqlalchemy as sa
from alembic import op

from storage.types import BigId, Json, UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organizations",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("week_start", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("data_start_on", sa.Date(), nullable=False),
        sa.Column("show_user_rankings", sa.String(length=16), server_default="private", nullable=False),
        sa.Column("visibility", sa.String(length=16), server_default="public", nullable=False),
        sa.Column("alert_channel", sa.String(length=32), nullable=True),
        sa.Column("digest_channel", sa.String(length=32), nullable=True),
        sa.Column("set_at", UTCDateTime(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "show_user_rankings IN ('off', 'private', 'public')",
            name=op.f("ck_organizations_show_user_rankings"),
        ),
        sa.CheckConstraint("visibility IN ('public', 'private')", name=op.f("ck_organizations_visibility")),
        sa.CheckConstraint("week_start IN (0, 6)", name=op.f("ck_organizations_week_start")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizations")),
        sa.UniqueConstraint("slug", name=op.f("uq_organizations_slug")),
    )
    op.create_table(
        "audit_log",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=True),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("target", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_audit_log_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_log")),
    )
    with op.batch_alter_table("audit_log", schema=None) as batch_op:
        batch_op.create_index("ix_audit_log_org_at", ["org_id", "at"], unique=False)

    op.create_table(
        "contracts",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("basis", sa.String(length=16), nullable=False),
        sa.Column("term_start", sa.Date(), nullable=False),
        sa.Column("term_end", sa.Date(), nullable=False),
        sa.Column("allocation_micro", sa.BigInteger(), nullable=True),
        sa.Column("set_at", UTCDateTime(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "basis <> 'credits' OR allocation_micro > 0", name=op.f("ck_contracts_allocation")
        ),
        sa.CheckConstraint("basis IN ('credits', 'seats', 'flat')", name=op.f("ck_contracts_basis")),
        sa.CheckConstraint("term_end > term_start", name=op.f("ck_contracts_term")),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_contracts_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contracts")),
        sa.UniqueConstraint("org_id", "external_id", name=op.f("uq_contracts_org_id_external_id")),
    )
    op.create_table(
        "ingest_batches",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=500), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("rows_total", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("rows_inserted", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("rows_updated", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("rows_duplicate", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("rows_ignored", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("rows_conflict", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("rows_parked", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("rows_rejected", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("rows_warned", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_ingest_batches_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ingest_batches")),
    )
    op.create_table(
        "integrations",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("provider", sa.String(length=64), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("connected_on", sa.Date(), nullable=False),
        sa.Column("disconnected_on", sa.Date(), nullable=True),
        sa.Column("set_at", UTCDateTime(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "category IN ('ticketing', 'crm', 'docs', 'collaboration', 'observability', 'mcp', 'other')",
            name=op.f("ck_integrations_category"),
        ),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_integrations_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_integrations")),
        sa.UniqueConstraint("org_id", "external_id", name=op.f("uq_integrations_org_id_external_id")),
    )
    op.create_table(
        "members",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("slack_user_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.CheckConstraint("role IN ('viewer', 'manager', 'admin')", name=op.f("ck_members_role")),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_members_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint(
            "org_id", "team_id", "slack_user_id", name=op.f("uq_members_org_id_team_id_slack_user_id")
        ),
    )
    op.create_table(
        "people",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("display_name", sa.String(length=200), nullable=False),
        sa.Column("slack_user_id", sa.String(length=32), nullable=True),
        sa.Column("is_service", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("deactivated_at", UTCDateTime(), nullable=True),
        sa.Column("set_at", UTCDateTime(), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_people_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("org_id", "external_id", name=op.f("uq_people_org_id_external_id")),
    )
    op.create_table(
        "projects",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("archived_at", UTCDateTime(), nullable=True),
        sa.Column("set_at", UTCDateTime(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id >= 1", name=op.f("ck_projects_id")),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_projects_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sa.UniqueConstraint("org_id", "external_id", name=op.f("uq_projects_org_id_external_id")),
        sa.UniqueConstraint("org_id", "slug", name=op.f("uq_projects_org_id_slug")),
    )
    op.create_table(
        "repositories",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("connected_on", sa.Date(), nullable=False),
        sa.Column("disconnected_on", sa.Date(), nullable=True),
        sa.Column("set_at", UTCDateTime(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_repositories_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repositories")),
        sa.UniqueConstraint("org_id", "external_id", name=op.f("uq_repositories_org_id_external_id")),
    )
    op.create_table(
        "tallies",
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("dimension", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_tallies_org_id")),
        sa.PrimaryKeyConstraint(
            "org_id", "project_id", "kind", "dimension", "day", "value", name=op.f("pk_tallies")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vocabulary",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("vocab", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("description", sa.String(length=500), nullable=True),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_vocabulary_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vocabulary")),
        sa.UniqueConstraint("org_id", "vocab", "key", name=op.f("uq_vocabulary_org_id_vocab_key")),
    )
    op.create_table(
        "workspaces",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("installed_at", UTCDateTime(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_workspaces_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspaces")),
        sa.UniqueConstraint("team_id", name=op.f("uq_workspaces_team_id")),
    )
    op.create_table(
        "channel_settings",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("slack_channel_id", sa.String(length=32), nullable=False),
        sa.Column("project_id", BigId, nullable=True),
        sa.Column("visibility", sa.String(length=16), nullable=True),
        sa.Column(
            "bound_projects",
            Json,
            nullable=True,
        ),
        sa.Column(
            "bound_sections",
            Json,
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_channel_settings_org_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_channel_settings_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_settings")),
        sa.UniqueConstraint(
            "org_id",
            "team_id",
            "slack_channel_id",
            name=op.f("uq_channel_settings_org_id_team_id_slack_channel_id"),
        ),
    )
    op.create_table(
        "contract_adjustments",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("amount_micro", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_contract_adjustments_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organizations.id"], name=op.f("fk_contract_adjustments_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_adjustments")),
        sa.UniqueConstraint(
            "org_id",
            "contract_id",
            "external_id",
            name=op.f("uq_contract_adjustments_org_id_contract_id_external_id"),
        ),
    )
    op.create_table(
        "ingest_rejections",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("batch_id", BigId, nullable=False),
        sa.Column("line_no", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("retry_until", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('rejected', 'conflict', 'parked', 'resolved')", name=op.f("ck_ingest_rejections_state")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["ingest_batches.id"], name=op.f("fk_ingest_rejections_batch_id")
        ),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_ingest_rejections_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ingest_rejections")),
    )
    with op.batch_alter_table("ingest_rejections", schema=None) as batch_op:
        batch_op.create_index("ix_ingest_rejections_org_state", ["org_id", "state"], unique=False)

    op.create_table(
        "integration_projects",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("integration_id", BigId, nullable=False),
        sa.Column("project_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["integration_id"], ["integrations.id"], name=op.f("fk_integration_projects_integration_id")
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organizations.id"], name=op.f("fk_integration_projects_org_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_integration_projects_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_integration_projects")),
        sa.UniqueConstraint(
            "org_id",
            "integration_id",
            "project_id",
            name=op.f("uq_integration_projects_org_id_integration_id_project_id"),
        ),
    )
    op.create_table(
        "person_roles",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("job_role", sa.String(length=64), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("set_at", UTCDateTime(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_person_roles_period")),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_person_roles_org_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_roles_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_roles")),
        sa.UniqueConstraint(
            "org_id", "person_id", "valid_from", name=op.f("uq_person_roles_org_id_person_id_valid_from")
        ),
    )
    op.create_table(
        "repository_projects",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("repository_id", BigId, nullable=False),
        sa.Column("project_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_repository_projects_org_id")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_repository_projects_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["repository_id"], ["repositories.id"], name=op.f("fk_repository_projects_repository_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repository_projects")),
        sa.UniqueConstraint(
            "org_id",
            "repository_id",
            "project_id",
            name=op.f("uq_repository_projects_org_id_repository_id_project_id"),
        ),
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("project_id", BigId, nullable=True),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("slack_channel_id", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("schedule", sa.String(length=64), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("sections", sa.String(length=200), nullable=False),
        sa.Column("thresholds", sa.String(length=64), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("paused_until", UTCDateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('digest', 'credit_alert')", name=op.f("ck_subscriptions_kind")),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_subscriptions_org_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_subscriptions_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
    )
    op.create_table(
        "workflows",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("project_id", BigId, nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("archived_at", UTCDateTime(), nullable=True),
        sa.Column("set_at", UTCDateTime(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_workflows_org_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_workflows_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workflows")),
        sa.UniqueConstraint(
            "org_id", "project_id", "external_id", name=op.f("uq_workflows_org_id_project_id_external_id")
        ),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("subscription_id", BigId, nullable=False),
        sa.Column("dedupe_key", sa.String(length=200), nullable=False),
        sa.Column("destination", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", UTCDateTime(), nullable=True),
        sa.Column("facts", Json, nullable=True),
        sa.Column("file_id", sa.String(length=32), nullable=True),
        sa.Column("message_ts", sa.String(length=32), nullable=True),
        sa.Column("permalink", sa.String(length=500), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('pending', 'sending', 'sent', 'unknown', 'failed', 'skipped')",
            name=op.f("ck_deliveries_status"),
        ),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_deliveries_org_id")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscriptions.id"], name=op.f("fk_deliveries_subscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint(
            "org_id",
            "subscription_id",
            "dedupe_key",
            "destination",
            name=op.f("uq_deliveries_org_id_subscription_id_dedupe_key_destination"),
        ),
    )
    op.create_table(
        "stages",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("project_id", BigId, nullable=False),
        sa.Column("workflow_id", BigId, nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("stage_type", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("stage_type IN ('entry', 'work', 'terminal')", name=op.f("ck_stages_stage_type")),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_stages_org_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_stages_project_id")),
        sa.ForeignKeyConstraint(["workflow_id"], ["workflows.id"], name=op.f("fk_stages_workflow_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stages")),
        sa.UniqueConstraint(
            "org_id", "project_id", "external_id", name=op.f("uq_stages_org_id_project_id_external_id")
        ),
    )
    op.create_table(
        "edges",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("workflow_id", BigId, nullable=False),
        sa.Column("from_stage_id", BigId, nullable=False),
        sa.Column("to_stage_id", BigId, nullable=False),
        sa.Column("removed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["from_stage_id"], ["stages.id"], name=op.f("fk_edges_from_stage_id")),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_edges_org_id")),
        sa.ForeignKeyConstraint(["to_stage_id"], ["stages.id"], name=op.f("fk_edges_to_stage_id")),
        sa.ForeignKeyConstraint(["workflow_id"], ["workflows.id"], name=op.f("fk_edges_workflow_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edges")),
        sa.UniqueConstraint(
            "org_id", "from_stage_id", "to_stage_id", name=op.f("uq_edges_org_id_from_stage_id_to_stage_id")
        ),
    )
    op.create_table(
        "events",
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("event_id", sa.String(length=128), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("project_id", BigId, nullable=True),
        sa.Column("occurred_at", UTCDateTime(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("person_id", BigId, nullable=True),
        sa.Column("role", sa.String(length=64), nullable=True),
        sa.Column("session_key", sa.String(length=128), nullable=True),
        sa.Column("origin", sa.String(length=32), nullable=True),
        sa.Column("category", sa.String(length=32), nullable=True),
        sa.Column("scenario_type", sa.String(length=32), nullable=True),
        sa.Column("layer", sa.String(length=32), nullable=True),
        sa.Column("verdict", sa.String(length=16), nullable=True),
        sa.Column("stage_id", BigId, nullable=True),
        sa.Column("from_stage_id", BigId, nullable=True),
        sa.Column("to_stage_id", BigId, nullable=True),
        sa.Column("subject_key", sa.String(length=128), nullable=True),
        sa.Column("object", sa.String(length=16), nullable=True),
        sa.Column("purpose", sa.String(length=16), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("ingested_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("kind = 'credits.adjusted' OR amount >= 0", name=op.f("ck_events_amount")),
        sa.CheckConstraint(
            "kind NOT IN ('credits.used', 'credits.adjusted')"
            " OR category IN ('Player', 'Simulation', 'Monitor', 'WorldModel')",
            name=op.f("ck_events_credit_category"),
        ),
        sa.CheckConstraint("object IN ('document', 'diagram')", name=op.f("ck_events_object")),
        sa.CheckConstraint(
            "purpose IN ('investigation', 'simulation', 'indexing', 'monitor')",
            name=op.f("ck_events_purpose"),
        ),
        sa.CheckConstraint(
            "verdict IN ('passed', 'failed', 'inconclusive', 'canceled', 'errored')",
            name=op.f("ck_events_verdict"),
        ),
        sa.ForeignKeyConstraint(["from_stage_id"], ["stages.id"], name=op.f("fk_events_from_stage_id")),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_events_org_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_events_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_events_project_id")),
        sa.ForeignKeyConstraint(["stage_id"], ["stages.id"], name=op.f("fk_events_stage_id")),
        sa.ForeignKeyConstraint(["to_stage_id"], ["stages.id"], name=op.f("fk_events_to_stage_id")),
        sa.PrimaryKeyConstraint("org_id", "source", "event_id", name=op.f("pk_events")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index("ix_events_org_at", ["org_id", "occurred_at"], unique=False)
        batch_op.create_index(
            "ix_events_org_kind_day_project",
            ["org_id", "kind", "occurred_on", "project_id", "session_key", "source", "verdict"],
            unique=False,
        )
