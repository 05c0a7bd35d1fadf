"""An organisation as an operator sees it: everything that decides who is shown what, and where it goes."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from bot.orgs.channel_words import said
from storage.channels import channels
from storage.members import members, teams
from storage.records import Organization
from storage.settings import org_settings
from storage.subscriptions import Subscription, of_org


def data(connection: Connection, org: Organization) -> dict[str, Any]:
    """Everything as plain data."""
    slugs = {project.id: project.slug for project in org.projects}
    return {
        "organisation": {"slug": org.slug, "name": org.name, "data_start_on": org.data_start_on.isoformat()},
        "settings": dict(org_settings(connection, org.id).words()),
        "teams": [{"team": team.team_id, "name": team.name} for team in teams(connection, org.id)],
        "roles": [
            {"team": member.team_id, "person": member.user, "role": member.role}
            for member in members(connection, org.id)
        ],
        "channels": [
            {"team": place.team_id, "channel": place.channel, **dict(said(setting, org))}
            for place, setting in channels(connection, org.id)
        ],
        "subscriptions": [_subscription(each, slugs) for each in of_org(connection, org.id)],
    }


def _subscription(each: Subscription, slugs: dict[int, str]) -> dict[str, Any]:
    return {
        "number": each.id,
        "team": each.team_id,
        "channel": each.channel,
        "kind": each.kind,
        "when": f"{each.schedule} {each.time_zone}" if each.schedule else "",
        "project": slugs.get(each.project_id or 0, ""),
        "sections": ",".join(each.sections),
        "at": ",".join(str(level) for level in each.thresholds),
        "owner": each.owner,
        "state": "active" if each.active else f"paused {each.note or ''}".rstrip(),
    }


def text(found: dict[str, Any]) -> str:
    """The same for a person to read."""
    org = found["organisation"]
    lines = [f"{org['name']} ({org['slug']}), data since {org['data_start_on']}"]
    lines += [f"  {name} = {value}" for name, value in found["settings"].items()]
    for title, what in (
        ("Slack teams", "teams"),
        ("Roles given to people", "roles"),
        ("Channels", "channels"),
        ("Subscriptions", "subscriptions"),
    ):
        lines += ["", f"{title}:", *(_rows(found[what]) or ["  none"])]
    return "\n".join(lines)


def _rows(entries: list[dict[str, Any]]) -> list[str]:
    return ["  " + "  ".join(_cells(entry)) for entry in entries]


def _cells(entry: dict[str, Any]) -> Iterator[str]:
    for name, value in entry.items():
        if value != "":
            yield str(value) if name in ("team", "person", "channel") else f"{name}={value}"
