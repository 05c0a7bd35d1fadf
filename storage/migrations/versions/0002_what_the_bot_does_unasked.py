"""What the bot does unasked, who may do what, and what it has already heard.

SQLite alters a table by building it anew, and its checks are not read back from the old one: they are named
again here.
"""

import secrets

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

from storage import moments
from storage.types import BigId, UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ORGANIZATIONS = (
    sa.CheckConstraint(
        "show_user_rankings IN ('off', 'private', 'public')",
        name=conv("ck_organizations_show_user_rankings"),
    ),
    sa.CheckConstraint("visibility IN ('public', 'private')", name=conv("ck_organizations_visibility")),
    sa.CheckConstraint("week_start IN (0, 6)", name=conv("ck_organizations_week_start")),
)
SUBSCRIPTIONS = (
    sa.CheckConstraint("kind IN ('digest', 'credit_alert')", name=conv("ck_subscriptions_kind")),
)
DELIVERIES = (
    sa.CheckConstraint(
        "status IN ('pending', 'sending', 'sent', 'unknown', 'failed', 'skipped')",
        name=conv("ck_deliveries_status"),
    ),
)


def upgrade() -> None:
    _roles()
    _subscriptions()
    _deliveries()
    _heard()
    _preferences()


def _roles() -> None:
    with op.batch_alter_table("organizations", table_args=ORGANIZATIONS) as table:
        table.add_column(
            sa.Column("default_role", sa.String(length=16), server_default="manager", nullable=False)
        )
        table.add_column(sa.Column("manager_group", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("admin_group", sa.String(length=32), nullable=True))
        table.create_check_constraint(
            op.f("ck_organizations_default_role"), "default_role IN ('viewer', 'manager', 'admin')"
        )
    with op.batch_alter_table("channel_settings") as table:
        table.add_column(sa.Column("shared", sa.Boolean(), server_default=sa.false(), nullable=False))


def _subscriptions() -> None:
    """What is subscribed already is planned from now on: nothing of the past is sent late."""
    with op.batch_alter_table("subscriptions", table_args=SUBSCRIPTIONS) as table:
        table.add_column(sa.Column("planned_until", UTCDateTime(), nullable=True))
        table.add_column(sa.Column("note", sa.String(length=500), nullable=True))
        table.add_column(sa.Column("created_at", UTCDateTime(), nullable=True))
        table.add_column(sa.Column("removed_at", UTCDateTime(), nullable=True))
    stored = sa.table(
        "subscriptions", sa.column("planned_until", UTCDateTime), sa.column("created_at", UTCDateTime)
    )
    now = moments.now(op.get_bind())
    op.execute(stored.update().values(planned_until=now, created_at=now))
    with op.batch_alter_table("subscriptions", table_args=SUBSCRIPTIONS) as table:
        table.alter_column("planned_until", existing_type=UTCDateTime(), nullable=False)
        table.alter_column("created_at", existing_type=UTCDateTime(), nullable=False)
        table.create_index("ix_subscriptions_org_removed", ["org_id", "removed_at"], unique=False)


def _deliveries() -> None:
    with op.batch_alter_table("deliveries", table_args=DELIVERIES) as table:
        table.add_column(sa.Column("kind", sa.String(length=16), nullable=True))
        table.add_column(sa.Column("mark", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("due_at", UTCDateTime(), nullable=True))
        table.add_column(sa.Column("created_at", UTCDateTime(), nullable=True))
        table.add_column(sa.Column("not_before", UTCDateTime(), nullable=True))
        table.add_column(sa.Column("sent_at", UTCDateTime(), nullable=True))
        table.add_column(sa.Column("claimed_by", sa.String(length=64), nullable=True))
    _describe_stored_deliveries()
    with op.batch_alter_table("deliveries", table_args=DELIVERIES) as table:
        table.alter_column("kind", existing_type=sa.String(length=16), nullable=False)
        table.alter_column("mark", existing_type=sa.String(length=32), nullable=False)
        table.alter_column("due_at", existing_type=UTCDateTime(), nullable=False)
        table.alter_column("created_at", existing_type=UTCDateTime(), nullable=False)
        table.create_unique_constraint(op.f("uq_deliveries_mark"), ["mark"])
        table.create_check_constraint(
            op.f("ck_deliveries_kind"), "kind IN ('credit_alert', 'notice', 'digest')"
        )
        table.create_index("ix_deliveries_status_due", ["status", "due_at"], unique=False)
        table.create_index("ix_deliveries_org_due", ["org_id", "due_at"], unique=False)


def _describe_stored_deliveries() -> None:
    """Deliveries of the first schema: the kind of their subscription, and a mark of their own."""
    connection = op.get_bind()
    now = moments.now(connection)
    stored = sa.table(
        "deliveries",
        *(sa.column(name) for name in ("id", "subscription_id", "kind", "mark", "owner", "claimed_by")),
        sa.column("due_at", UTCDateTime),
        sa.column("created_at", UTCDateTime),
    )
    subscribed = sa.table("subscriptions", sa.column("id"), sa.column("kind"))
    kind = sa.select(subscribed.c.kind).where(subscribed.c.id == stored.c.subscription_id).scalar_subquery()
    described = stored.update().values(kind=kind, due_at=now, created_at=now, claimed_by=stored.c.owner)
    connection.execute(described)
    for number in connection.execute(sa.select(stored.c.id)).scalars().all():
        connection.execute(stored.update().where(stored.c.id == number).values(mark=secrets.token_hex(16)))


def _heard() -> None:
    op.create_table(
        "heard",
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_heard")),
    )
    op.create_index("ix_heard_at", "heard", ["at"], unique=False)
    op.create_table(
        "clicks",
        sa.Column("place", sa.String(length=128), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_clicks")),
    )


def _preferences() -> None:
    op.create_table(
        "preferences",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("org_id", BigId, nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("slack_user_id", sa.String(length=32), nullable=False),
        sa.Column("project_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("fk_preferences_org_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_preferences_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preferences")),
        sa.UniqueConstraint(
            "org_id", "team_id", "slack_user_id", name=op.f("uq_preferences_org_id_team_id_slack_user_id")
        ),
    )
