"""What an operator changes of an organisation, each change with its entry in the audit log."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.orgs import channel_words
from reports.errors import suggestion
from storage import members
from storage.audit import Entry, record
from storage.channels import Place, channel_setting, set_channel
from storage.errors import StoreError
from storage.records import Organization
from storage.settings import org_settings, set_org
from storage.subscriptions import CREDIT_ALERT, DIGEST, set_own
from storage.vocabulary import ROLES

OPERATOR = "operator"
OWN = {"alert_channel": CREDIT_ALERT, "digest_channel": DIGEST}
IDS = {
    "team": (re.compile(r"[TE][A-Z0-9]{2,31}"), "T0123456789"),
    "person": (re.compile(r"[UW][A-Z0-9]{2,31}"), "U0123456789"),
    "channel": (re.compile(r"[CG][A-Z0-9]{2,31}"), "C0123456789"),
}


@dataclass(frozen=True)
class Change:
    """An operator at work on an organisation, in one transaction, at an aware moment."""

    connection: Connection
    org: Organization
    now: datetime
    team: str | None = None  # a Slack team, where the operator names one

    def set(self, words: Iterable[str]) -> str:
        """Change settings, `name=value` each; a sentence about what is set now. Raises `StoreError`."""
        pairs = [self._pair(word) for word in words]
        for name, value in pairs:
            set_org(self.connection, self.org.id, name, value)
            if name in OWN:
                channel = dict(org_settings(self.connection, self.org.id).words())[name]
                wanted = None if channel == "none" else channel
                team = self._team() if wanted else ""
                set_own(self.connection, self.org, OWN[name], wanted, team, self.now)
            self._record("set", f"{name}={value}")
        now = dict(org_settings(self.connection, self.org.id).words())
        return "\n".join(f"{name} is {now[name]}" for name, _ in pairs) + _reminder(dict(pairs), now)

    def link(self, name: str | None) -> str:
        """Bind the Slack team to the organisation. Raises `StoreError`."""
        team = checked("team", self.team or "")
        members.link(self.connection, self.org.id, team, name or team, self.now)
        self._record("link", team)
        return f"Slack team {team} now sees the numbers of {self.org.name}, and no others."

    def give_role(self, user: str, role: str) -> str:
        """Give a person a role; "none" leaves it to groups and the default again. Raises `StoreError`."""
        team, user = self._team(), checked("person", user)
        if role == "none":
            members.unset_member_role(self.connection, self.org.id, team, user)
        elif role in ROLES:
            members.set_member_role(self.connection, self.org.id, members.Member(team, user, role))
        else:
            ask, _ = suggestion(role, (*ROLES, "none"))
            raise StoreError(
                f'I don\'t know the role "{role}". {ask} Example: usagebot org role {user} manager'
            )
        self._record("role", f"{user}={role}")
        return f"{user} is {role} now." if role != "none" else f"{user} has no role of their own now."

    def set_channel(self, channel: str, words: Iterable[str]) -> str:
        """Change what a channel is set to. Raises `StoreError`."""
        words = list(words)
        team, place = self._team(), checked("channel", channel)
        before = channel_setting(self.connection, self.org.id, team, place)
        after = channel_words.changed(before, words, self.org)
        set_channel(self.connection, self.org.id, Place(team, place), after)
        if words:
            self._record("channel", f"{place} {' '.join(words)}")
        told = " ".join(f"{name}={value}" for name, value in channel_words.said(after, self.org))
        return f"{place}: {told or 'as the organisation'}"

    def _pair(self, word: str) -> tuple[str, str]:
        name, equals, value = word.partition("=")
        if not equals:
            raise StoreError(f'I don\'t understand "{word}". Example: usagebot org set visibility=private')
        return name.strip(), value.strip()

    def _team(self) -> str:
        """The Slack team that is named, else the only one that is linked."""
        if self.team:
            return checked("team", self.team)
        linked = members.teams(self.connection, self.org.id)
        if len(linked) == 1:
            return linked[0].team_id
        if not linked:
            raise StoreError(
                "No Slack team is linked yet. First: usagebot org link T0123456789, "
                "or name the team: --team T0123456789"
            )
        known = ", ".join(team.team_id for team in linked)
        raise StoreError(f"Several Slack teams are linked ({known}). Say which: --team {linked[0].team_id}")

    def _record(self, action: str, target: str) -> None:
        entry = Entry(self.now, self.team, OPERATOR, f"org {action}", target[:200], None)
        record(self.connection, self.org.id, entry)


def checked(what: str, word: str) -> str:
    """An id as Slack writes it. Raises `StoreError` with an example."""
    pattern, example = IDS[what]
    if pattern.fullmatch(word):
        return word
    raise StoreError(f'"{word}" is no {what}\'s ID in Slack. Example: {example}')


def _reminder(asked: dict[str, str], now: dict[str, str]) -> str:
    """What a group changes only together with the default role."""
    groups = {"manager_group": ("manager", "admin"), "admin_group": ("admin",)}
    idle = [name for name, roles in groups.items() if name in asked and now["default_role"] in roles]
    if not idle or all(now[name] == "none" for name in idle):
        return ""
    return (
        f"\nEverybody is {now['default_role']} by default, so the group changes little. "
        "To let it decide: usagebot org set default_role=viewer"
    )
