"""One line of the file: the envelope that every kind shares, and when it happened."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LAST_SECOND = 86_399
SOURCES = {
    "user.role": "hris",
    "issue.upsert": "jira",
    "contract.upsert": "billing",
    "credits.used": "billing",
    "credits.adjusted": "billing",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A second of a local day."""

    day: date
    second: int

    def after(self, seconds: int) -> "Moment":
        """Return the moment `seconds` later, the next days included."""
        days, second = divmod(self.second + seconds, 86_400)
        return Moment(self.day + timedelta(days=days), second)

    def soon(self, seconds: int) -> "Moment":
        """Return the moment `seconds` later, but still on this day."""
        return Moment(self.day, min(self.second + seconds, LAST_SECOND))


@dataclass(frozen=True, slots=True)
class Line:
    """A line and what orders it: its instant as UTC text, its local day, whose it is, and its kind."""

    at: str
    day: date
    org: str
    kind: str
    text: str


@dataclass(frozen=True)
class Org:
    """An organisation as its lines name it."""

    slug: str
    zone: ZoneInfo

    def event(self, kind: str, id: str, moment: Moment, **fields: object) -> Line:
        local = datetime.combine(moment.day, time.min, self.zone) + timedelta(seconds=moment.second)
        return self._line(kind, id, (local.astimezone(UTC), moment.day), fields)

    def dimension(self, kind: str, id: str, day: date, **fields: object) -> Line:
        """Return a line that says what is so from `day` on; it is dated at that day's start in UTC."""
        return self._line(kind, id, (datetime.combine(day, time.min, UTC), day), fields)

    def _line(self, kind: str, id: str, when: tuple[datetime, date], fields: dict[str, object]) -> Line:
        at = when[0].strftime("%Y-%m-%dT%H:%M:%SZ")
        source = SOURCES.get(kind, "playerzero")
        record = {"v": 1, "kind": kind, "id": id, "source": source, "at": at, "org": self.slug, **fields}
        text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        return Line(at, when[1], self.slug, kind, text)
