"""`usagebot db upgrade`: brings the tables of a store up to date."""


def upgrade() -> None:
    """Create or upgrade the tables. Safe to run at any time, and by several processes at once."""
    import sys

    from bot.config import settings
    from storage.migrate import head
    from storage.migrate import upgrade as upgrade_store

    upgrade_store(settings().database_url)
    print(f"The tables are up to date (revision {head()}).", file=sys.stderr)
