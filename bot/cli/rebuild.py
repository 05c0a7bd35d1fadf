"""`usagebot rebuild`: recomputes local days and tallies from the events."""

from typing import Annotated

import typer


def rebuild(
    org: Annotated[str | None, typer.Option(metavar="SLUG", help="Only this organisation.")] = None,
) -> None:
    """Recompute the local days and tallies of all organisations, or of one. Ingest waits meanwhile."""
    from bot.config import settings
    from storage.errors import said_plainly
    from storage.migrate import open_store
    from storage.tallying import organisations
    from storage.tallying import rebuild as rebuild_tallies

    with said_plainly():
        engine = open_store(settings().database_url)
        for slug, org_id in organisations(engine, org):
            print(f"{slug}: {rebuild_tallies(engine, org_id):,} tallies rebuilt.")
