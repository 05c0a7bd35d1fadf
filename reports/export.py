"""Which sections the export file can hold, in their order, and which of them are wanted."""

from dataclasses import dataclass

from reports import ranges
from reports.bounds import out_of_bounds
from reports.contract import CREDIT_KINDS
from reports.errors import RequestError
from reports.facts import Facts
from reports.parts import Table
from reports.section import Need
from reports.sheets import conversations, credits, output, people, work
from reports.sheets.rows import Rows
from storage.kinds import (
    ACTS,
    ARTIFACT_CREATED,
    ARTIFACT_SHARED,
    CODE,
    DEFECT,
    QUESTION,
    SESSION,
    SIMULATION,
    TRANSITION,
)
from storage.records import Organization

ALL = "all"


@dataclass(frozen=True)
class Export:
    """One section of the file: its title and headings, its rows, and the kinds of events in them.

    `page` is the section of the report that shows the same; `labels` is how many leading columns name a row.
    """

    key: str
    page: str
    title: str
    headings: tuple[str, ...]
    rows: Rows
    kinds: tuple[str, ...]
    labels: int = 1
    needs: Need = Need.NOTHING

    def table(self, facts: Facts) -> Table:
        """Every row in the order of the file, totals among them."""
        rows = tuple(self.rows(facts))
        return Table(f"export.{self.key}", self.title, self.headings, rows, None, self.labels)


EXPORTS = (
    Export(
        "sessions",
        "overview",
        "Total Active Sessions",
        ("Role", "Sessions"),
        conversations.sessions,
        (SESSION, QUESTION),
    ),
    Export(
        "questions",
        "questions",
        "Total Questions Asked",
        ("Breakdown", "Value", "Questions"),
        conversations.questions,
        (QUESTION,),
        labels=2,
    ),
    Export(
        "users",
        "users",
        "Active Unique Users (Ranked)",
        ("Rank", "User", "Email", "Role", "Questions"),
        people.users,
        tuple(ACTS),
        labels=4,
    ),
    Export(
        "roles",
        "users",
        "Active Users by Role",
        ("Role", "Estimated Unique Users"),
        people.roles,
        tuple(ACTS),
    ),
    Export(
        "codesims",
        "simulations",
        "Total Codesims Run",
        ("Breakdown", "Value", "Simulations", "Passed", "Failed", "Pass Rate"),
        work.codesims,
        (SIMULATION, DEFECT),
        labels=2,
    ),
    Export(
        "workflows",
        "workflows",
        "Workflow Stages",
        (
            "Workflow",
            "Stage",
            "Type",
            "Issues Processed",
            "Issues Transitioned",
            "Questions Asked",
            "Simulations Run",
        ),
        work.workflows,
        (TRANSITION,),
        labels=3,
        needs=Need.PROJECT,
    ),
    Export(
        "artifacts",
        "context",
        "Artifacts Created / Shared",
        ("Artifact", "Created", "Shared"),
        output.artifacts,
        (ARTIFACT_CREATED, ARTIFACT_SHARED),
    ),
    Export("lines", "context", "Lines of Code Used", ("Metric", "Lines"), output.lines, (CODE,)),
    Export(
        "credits",
        "credits",
        "Credits",
        ("Category", "Credits"),
        credits.credits,
        CREDIT_KINDS,
        needs=Need.CONTRACT,
    ),
)


def offered(org: Organization) -> tuple[Export, ...]:
    """What can be chosen in an organisation: what its bounds show, credits only with a contract (D-35)."""
    return tuple(
        export
        for export in EXPORTS
        if org.bounds.shows(export.page) and (export.needs is not Need.CONTRACT or org.contracts)
    )


def chosen(wanted: tuple[str, ...], org: Organization) -> tuple[str, ...]:
    """The keys meant by those asked for, in the order of the file; none, or "all", are all that are offered.

    Raises `RequestError` for credits without a contract, for what is out of bounds, and for unknown keys.
    """
    if not wanted or wanted == (ALL,):
        return tuple(export.key for export in offered(org))
    found = tuple(export for export in EXPORTS if export.key in wanted)
    if any(not org.bounds.shows(export.page) for export in found):
        raise out_of_bounds(org)
    if any(export not in offered(org) for export in found):
        raise RequestError(ranges.no_contract(org))
    if not found:
        raise RequestError("Pick at least one section.")
    return tuple(export.key for export in found)
