"""A chapter of a digest: one section's report, and what of it is told in short."""

from dataclasses import dataclass

from reports.facts import Facts
from reports.numbers import Credits
from reports.parts import Figure, Meter, Note, Timeline
from reports.report import Chart, Report, measure
from reports.scope import Scope
from reports.section import Section
from storage.store import Store

CONTRACT = "contract"  # the section whose chart is a card


@dataclass(frozen=True)
class Chapter:
    """One section of a digest: its report, and what of it is told in short."""

    report: Report
    brief: tuple[Figure, ...]
    notes: tuple[Note, ...]

    @property
    def empty(self) -> bool:
        return any(_is_empty(note) for note in self.report.notes)

    @property
    def chart(self) -> Chart | None:
        """The chart that belongs inside, if there is anything to be seen on one."""
        name = self.report.section.name
        wanted = (part for part in self.report.charts if isinstance(part, Meter) == (name == CONTRACT))
        return next((part for part in wanted if _shows(part)), None)


def chapter(section: Section, scope: Scope, store: Store, asked: bool) -> Chapter | None:
    """A section's report with its first breakdown; None where its brief has nothing to say unless asked."""
    brief = tuple(section.brief(Facts(scope, store))) if section.brief else ()
    if section.brief and not brief and not asked:
        return None
    first = section.breakdown(None)
    report = measure(section, scope, store, (first,) if first else ())
    own = tuple(part for part in report.parts if part.key.startswith(f"{section.name}."))
    parts = brief if section.brief else own
    return Chapter(
        report=report,
        brief=tuple(part for part in parts if isinstance(part, Figure)),
        notes=tuple(part for part in brief or own if isinstance(part, Note) and not _is_empty(part)),
    )


def _is_empty(note: Note) -> bool:
    """Whether a note says that there is nothing, which the numbers beside it say as well."""
    return note.key.endswith(".empty")


def _shows(chart: Chart) -> bool:
    """Whether there is anything on a chart; a contract's bar always is."""
    match chart:
        case Timeline():
            return any(any(row.values) for row in chart.series)
        case Meter():
            return chart.limit > Credits(0) or chart.used > Credits(0)
        case _:
            return False
