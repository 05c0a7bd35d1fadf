"""Room on the pages of tallies: most are added to soon after they were inserted.

Where a page has room, Postgres changes a row on it without a new entry in the index; where it is full, every
change leaves a dead entry. SQLite changes rows in place as it is.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FULL = 70  # per cent of a page that inserts fill


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE tallies SET (fillfactor = {FULL})")
