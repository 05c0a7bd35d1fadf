"""What there is to count in a history, counted line by line, knowing nothing of tables or tallies."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

Line = dict[str, Any]
ACTS = {
    "session.created",
    "question.asked",
    "simulation.finished",
    "artifact.created",
    "artifact.shared",
    "memory.created",
}


@dataclass(frozen=True)
class Cut:
    """Local days, the end exclusive, and one project, or all of them with None."""

    start: date
    end: date
    project: str | None = None

    def before(self) -> "Cut":
        return Cut(self.start - (self.end - self.start), self.start, self.project)


class History:
    """The lines of one organisation, each once, with `day` (local), `role` and `micro` worked out."""

    def __init__(self, texts: Iterable[str], slug: str) -> None:
        seen: dict[tuple[str, str, str], Line] = {}
        classified: dict[tuple[str, str], str | None] = {}
        for text in texts:
            line = json.loads(text)
            if line["org"] == slug and line["kind"] == "question.classified":
                classified[line["source"], line["id"]] = line["category"]
            elif line["org"] == slug:
                # Sent again with its id it is the same thing again; ids of upserts are those of their kind.
                stated = line["kind"] if line["kind"].endswith(".upsert") else ""
                seen.setdefault((line["source"], line["id"], stated), line)
        self._by_kind: dict[str, list[Line]] = {}
        self._by_day: dict[tuple[str, date], list[Line]] = {}
        for line in seen.values():
            self._by_kind.setdefault(line["kind"], []).append(line)
        self.org = self.of("org.upsert")[0]
        self._zone = ZoneInfo(self.org["time_zone"])
        self.users = {line["id"]: line for line in self.of("user.upsert")}
        self._roles = sorted(self.of("user.role"), key=lambda line: line["valid_from"])
        for line in seen.values():
            if line["kind"] == "question.asked":
                line["category"] = classified.get((line["source"], line["id"]), line["category"])
            self._work_out(line)
            self._by_day.setdefault((line["kind"], line["day"]), []).append(line)

    def _work_out(self, line: Line) -> None:
        line["day"] = datetime.fromisoformat(line["at"]).astimezone(self._zone).date()
        if line["kind"] in ACTS:
            line["role"] = self._role(line.get("user"), line["day"])
        if "amount" in line:
            line["micro"] = int(Decimal(line["amount"]) * 1_000_000)

    def _role(self, user: str | None, day: date) -> str:
        if user is None or self.users[user].get("is_service"):
            return "Automation"
        held = [r["job_role"] for r in self._roles if r["user"] == user and r["valid_from"] <= str(day)]
        return held[-1] if held else "Unspecified"

    def of(self, kind: str) -> list[Line]:
        return self._by_kind.get(kind, [])

    def within(self, cut: Cut, *kinds: str) -> Iterator[Line]:
        """What happened in those days, in that project."""
        for ago in range((cut.end - cut.start).days):
            day = cut.start + timedelta(days=ago)
            for line in chain.from_iterable(self._by_day.get((kind, day), []) for kind in kinds):
                if cut.project in (None, line.get("project")):
                    yield line

    def acts(self, cut: Cut) -> list[Line]:
        """What people did themselves."""
        return [line for line in self.within(cut, *ACTS) if line["role"] != "Automation"]

    def active(self, cut: Cut) -> set[str]:
        return {line["user"] for line in self.acts(cut)}

    def active_by_role(self, cut: Cut) -> Counter[str]:
        return Counter(role for role, _ in {(line["role"], line["user"]) for line in self.acts(cut)})

    def credits(self, cut: Cut) -> Iterator[Line]:
        return self.within(cut, "credits.used", "credits.adjusted")

    def connected(self, kind: str, cut: Cut) -> int:
        """How many repositories or integrations were connected when the cut was over."""
        return sum(
            line["connected_on"] < str(cut.end)
            and (line["disconnected_on"] or "9999") >= str(cut.end)
            and (cut.project is None or cut.project in line["projects"])
            for line in self.of(kind)
        )


def bucket(day: date, step: str) -> str:
    """The day itself, its Monday, or the 1st of its month."""
    if step == "monthly":
        return f"{day:%Y-%m}-01"
    return str(day - timedelta(days=day.weekday()) if step == "weekly" else day)
