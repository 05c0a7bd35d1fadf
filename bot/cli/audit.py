"""`usagebot audit`: who read what is sensitive, and who changed what."""

from typing import Annotated

import typer


def audit(
    org: Annotated[str | None, typer.Option(metavar="SLUG", help="Which organisation.")] = None,
    last: Annotated[int, typer.Option(min=1, max=100_000, help="How many entries.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show the audit log, the newest entry first: exports, reports with names, every change."""
    import json
    from dataclasses import asdict

    from bot.access import organization
    from bot.cli.store import opened
    from bot.config import settings
    from storage.audit import entries
    from storage.engine import reading
    from storage.store import Store

    with opened() as engine, reading(engine) as connection:
        chosen = organization(Store(connection), org or settings().org)
        found = entries(connection, chosen.id, last)
    if as_json:
        data = [{**asdict(entry), "at": entry.at.isoformat()} for entry in found]
        print(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for entry in found:
        who = " ".join(word for word in (entry.team_id, entry.actor) if word)
        where = f" ({entry.detail})" if entry.detail else ""
        print(f"{entry.at:%Y-%m-%d %H:%M:%S}Z  {who}  {entry.action}: {entry.target}{where}")
