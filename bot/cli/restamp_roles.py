"""`usagebot restamp-roles`: gives past events the job role that was held on their day, as known now."""

from typing import Annotated

import typer


def restamp_roles(
    org: Annotated[str | None, typer.Option(metavar="SLUG", help="Only this organisation.")] = None,
) -> None:
    """After a back-dated change of job roles, correct the events and rebuild the tallies. Ingest waits."""
    from bot.cli.store import opened
    from bot.clock import wall
    from bot.orgs.changing import OPERATOR
    from storage.audit import Entry, record
    from storage.engine import writing
    from storage.roles import restamp_roles as restamp
    from storage.tallying import organisations

    with opened() as engine:
        for slug, org_id in organisations(engine, org):
            changed = restamp(engine, org_id)
            with writing(engine) as connection:
                entry = Entry(wall("UTC"), None, OPERATOR, "restamp-roles", slug, f"{changed} events")
                record(connection, org_id, entry)
            print(f"{slug}: {changed:,} events had another role; tallies rebuilt.")
