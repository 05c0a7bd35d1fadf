"""`usagebot org`: who may see what, and where things go."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.orgs.changing import Change

Slug = Annotated[str | None, typer.Option("--org", metavar="SLUG", help="Which organisation.")]
Team = Annotated[str | None, typer.Option("--team", metavar="T…", help="Which Slack team, if several.")]

app = typer.Typer(help="Who may see what, and where things go.", no_args_is_help=True)


@app.command()
def show(
    slug: Annotated[str | None, typer.Argument(metavar="SLUG", help="Which organisation.")] = None,
    org: Slug = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show an organisation: settings, Slack teams, roles, channels, subscriptions."""
    import json

    from bot.access import organization
    from bot.cli.store import opened
    from bot.config import settings
    from bot.orgs import showing
    from storage.engine import reading
    from storage.store import Store

    with opened() as engine, reading(engine) as connection:
        chosen = organization(Store(connection), slug or org or settings().org)
        found = showing.data(connection, chosen)
    print(json.dumps(found, ensure_ascii=False, indent=2) if as_json else showing.text(found))


@app.command("set")
def set_(
    words: Annotated[list[str], typer.Argument(metavar="[SLUG] NAME=VALUE…")],
    org: Slug = None,
    team: Team = None,
) -> None:
    """Change settings, for example: usagebot org set visibility=private default_role=viewer

    time_zone, week_start, show_user_rankings (off, private, public), visibility (public, private),
    alert_channel, digest_channel, default_role (viewer, manager, admin), manager_group, admin_group.
    """
    if len(words) > 1 and "=" not in words[0]:
        org, words = words[0], words[1:]
    _change(org, team, lambda change: change.set(words))


@app.command()
def link(
    team: Annotated[str, typer.Argument(metavar="T…", help="The Slack team's ID.")],
    name: Annotated[str | None, typer.Option(help="What you call it.")] = None,
    org: Slug = None,
) -> None:
    """Bind a Slack team to the organisation: it sees these numbers, and no others."""
    _change(org, team, lambda change: change.link(name))


@app.command()
def role(
    person: Annotated[str, typer.Argument(metavar="U…", help="The person's ID in Slack.")],
    role: Annotated[str, typer.Argument(metavar="viewer|manager|admin|none")],
    org: Slug = None,
    team: Team = None,
) -> None:
    """Give somebody a role; none leaves it to their user group, or to the default."""
    _change(org, team, lambda change: change.give_role(person, role.lower()))


@app.command()
def channel(
    channel: Annotated[str, typer.Argument(metavar="C…", help="The channel's ID in Slack.")],
    words: Annotated[list[str] | None, typer.Argument(metavar="NAME=VALUE…")] = None,
    org: Slug = None,
    team: Team = None,
) -> None:
    """Set a channel, for example: usagebot org channel C0123456789 projects=payments-api,storefront

    project (its own), visibility (public, private), projects and sections (all that it may show),
    shared=yes (reports may be posted though outsiders read there); none clears one.
    """
    _change(org, team, lambda change: change.set_channel(channel, words or ()))


def _change(org: str | None, team: str | None, do: "Callable[[Change], str]") -> None:
    """Do it in one transaction with its entry in the audit log, and say what is so now."""
    from bot.access import organization
    from bot.cli.store import opened
    from bot.clock import wall
    from bot.config import settings
    from bot.orgs.changing import Change
    from storage.engine import writing
    from storage.store import Store

    with opened() as engine, writing(engine) as connection:
        chosen = organization(Store(connection), org or settings().org)
        print(do(Change(connection, chosen, wall("UTC"), team)))
