"""Days packed: all that a page needs of a day's tallies in one row.

No day is packed yet: the next ingest or rebuild does it, and until then tallies are read one by one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "packed_tallies",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("org_id", "project_id", "kind", "day", name=op.f("pk_packed_tallies")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "packed_days",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "day", name=op.f("pk_packed_days")),
        sqlite_with_rowid=False,
    )
