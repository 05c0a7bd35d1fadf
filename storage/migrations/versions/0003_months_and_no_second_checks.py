"""Tallies of whole months, and events and tallies without the checks that ingest has made already.

What is written to events has been validated line by line and refers to ids that were read in the same
transaction; checking each row again took the databases as long as writing it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

REFERENCES = ("from_stage_id", "org_id", "person_id", "project_id", "stage_id", "to_stage_id")
CHECKS = ("amount", "credit_category", "object", "purpose", "verdict")


def upgrade() -> None:
    with op.batch_alter_table("events") as table:
        for column in REFERENCES:
            table.drop_constraint(op.f(f"fk_events_{column}"), type_="foreignkey")
        for check in CHECKS:
            table.drop_constraint(op.f(f"ck_events_{check}"), type_="check")
    with op.batch_alter_table("tallies", table_kwargs={"sqlite_with_rowid": False}) as table:
        table.drop_constraint(op.f("fk_tallies_org_id"), type_="foreignkey")
    _monthly_tallies()


def _monthly_tallies() -> None:
    """None is rolled up yet: the next ingest or rebuild does it, and until then days are summed."""
    op.create_table(
        "monthly_tallies",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("dimension", sa.String(length=32), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "org_id",
            "project_id",
            "kind",
            "dimension",
            "month",
            "value",
            name=op.f("pk_monthly_tallies"),
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rolled_months",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "month", name=op.f("pk_rolled_months")),
        sqlite_with_rowid=False,
    )
