"""How a report is shown on a terminal for a person to read."""

from rich.console import Console
from rich.table import Table as Grid

from reports.formats import text as words
from reports.parts import Meter, Note, Table
from reports.report import Report


def show(report: Report) -> None:
    """Print the report as a page: sentence, figures, tables."""
    console = Console(highlight=False)
    console.print(f"[bold]{report.section.title}[/bold]  ", end="")
    console.print(str(report.sentence), markup=False)
    for figure in report.figures[1:]:
        console.print(words.figure(figure), markup=False)
    for part in report.parts:
        match part:
            case Table():
                console.print(_grid(part))
            case Meter():
                console.print("\n".join((part.title, *part.lines)), markup=False)
            case Note():
                console.print(part.text, style="dim", markup=False)
    console.print(report.context, style="dim", markup=False)


def _grid(table: Table) -> Grid:
    grid = Grid(title=table.title, title_justify="left", show_footer=table.total is not None)
    totals = [words.cell(value) for value in table.total] if table.total else [""] * len(table.headings)
    for place, (heading, total) in enumerate(zip(table.headings, totals, strict=True)):
        grid.add_column(heading, footer=total, justify="left" if place < table.labels else "right")
    for row in table.rows:
        grid.add_row(*(words.cell(value) for value in row))
    return grid
