"""A request resolved for an organisation and a moment: what exactly is counted, and compared with what."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from reports.numbers import Number
from reports.period import Buckets, Period, Step, buckets
from reports.ranges import Range
from reports.trend import DAY_IN_PROGRESS, Trend, not_comparable, trend
from storage.records import Organization, Project
from storage.store import ALL_PROJECTS


class Names(StrEnum):
    """Whether a report may name people (D-22)."""

    SHOWN = "shown"
    ASK_PRIVATELY = "ask privately"
    FOR_MANAGERS = "for managers"
    OFF = "off"


def names_for(org: Organization, alone: bool, in_file: bool = False) -> Names:
    """Whether people are named to whoever reads: one person alone, or a channel; on a page, or in a file."""
    if org.show_user_rankings == "off":
        return Names.OFF
    if org.show_user_rankings == "public":
        return Names.SHOWN
    if not alone:
        return Names.ASK_PRIVATELY
    return Names.FOR_MANAGERS if in_file and not org.bounds.names_in_files else Names.SHOWN


@dataclass(frozen=True)
class Comparison:
    """The days to compare with, or the trend to show instead; neither with `vs:none`."""

    before: Period | None
    instead: Trend | None = None


@dataclass(frozen=True)
class Scope:
    """What a report covers. `as_of` is aware, in the organisation's zone; `project` None means all."""

    org: Organization
    project: Project | None
    range: Range
    period: Period
    step: Step
    as_of: datetime
    comparison: Comparison
    names: Names
    notes: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()  # what the file of an export holds, by key, in its order

    @property
    def today(self) -> date:
        return self.as_of.date()

    @property
    def project_id(self) -> int:
        return self.project.id if self.project else ALL_PROJECTS

    @property
    def title(self) -> str:
        """The scope as the CSV and the context line name it."""
        return self.project.name if self.project else "All Projects"

    @property
    def buckets(self) -> Buckets:
        return buckets(self.period, self.step, self.org.week_start, self.today)

    @property
    def since(self) -> date:
        """The first local day that counting needs: that of the period before, if one is compared with."""
        return (self.comparison.before or self.period).start

    def compared(self, now: Number, before: Number) -> tuple[Number | None, Trend | None]:
        """The number before and the trend, as far as this scope allows a comparison (D-12, D-15)."""
        if self.comparison.before is None:
            return None, self.comparison.instead
        return before, trend(now, before)


def comparison(period: Period, org: Organization, today: date, wanted: bool) -> Comparison:
    """What a period can be compared with (D-11, D-12, D-15)."""
    if not wanted:
        return Comparison(None)
    if period == Period.through(today, today):
        return Comparison(None, not_comparable(DAY_IN_PROGRESS))
    # Days are compared as numbers: so long before the first data there may be no date.
    if period.start.toordinal() - period.days < org.data_start_on.toordinal():
        return Comparison(None, not_comparable(f"n/a (no data before {org.data_start_on.isoformat()})"))
    return Comparison(period.previous())
