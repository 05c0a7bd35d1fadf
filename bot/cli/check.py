"""`usagebot check`: proves that the tallies equal the events."""

from typing import Annotated

import typer

SHOWN = 20  # differences


def check(
    org: Annotated[str | None, typer.Option(metavar="SLUG", help="Only this organisation.")] = None,
) -> None:
    """Compare all tallies with the events. Exit status 1, with the first differences, if they differ."""
    import sys
    from itertools import islice

    from bot.config import settings
    from storage.checking import differences
    from storage.errors import said_plainly
    from storage.migrate import open_store
    from storage.tallying import organisations

    differ = False
    with said_plainly():
        engine = open_store(settings().database_url)
        for slug, org_id in organisations(engine, org):
            found = list(islice(differences(engine, org_id), SHOWN))
            differ = differ or bool(found)
            print(f"{slug}: " + ("the first differences:" if found else "tallies equal events."))
            for line in found:
                print(f"  {line}")
    if differ:
        print("Mend them with: usagebot rebuild", file=sys.stderr)
        sys.exit(1)
