"""The whole file: every line of both organisations, in its place."""

from collections.abc import Iterator
from datetime import date

from bot.demo_data.acme import acme
from bot.demo_data.company import Company
from bot.demo_data.context import context_lines
from bot.demo_data.contracts import credit_contracts, seat_contract
from bot.demo_data.conversations import Question, question_lines, questions, session_lines, sessions
from bot.demo_data.credits import charges, credit_lines
from bot.demo_data.defects import defect_lines
from bot.demo_data.dimensions import dimensions
from bot.demo_data.filing import filed
from bot.demo_data.globex import globex
from bot.demo_data.history import History
from bot.demo_data.issues import issue_lines
from bot.demo_data.line import Line
from bot.demo_data.lines_of_code import indexing_lines, investigation_lines, simulated_lines
from bot.demo_data.simulations import Simulation, simulation_lines, simulations


def lines(end: date) -> Iterator[str]:
    """Yield the JSONL lines, without line ends, of the 426 days that end on `end`.

    The same end gives the same lines, on every platform. What the organisations are comes first; then what
    happened, by local day and time, but for the story points of `filing.filed`.
    """
    history = History(end)
    big, small = acme(history), globex(history)
    asked, ran, events = _activity(big)
    charged = charges(big, asked, ran)
    yield from (line.text for line in (*dimensions(big), *credit_contracts(big, charged)))
    yield from (line.text for line in (*dimensions(small), seat_contract(small)))
    events += credit_lines(big, charged)
    events += _activity(small)[2]
    yield from (line.text for line in filed(events, history))


def _activity(company: Company) -> tuple[tuple[Question, ...], tuple[Simulation, ...], list[Line]]:
    """Return a company's questions and simulations, and the lines of all it did, credits apart."""
    made = tuple(sessions(company))
    asked, ran = tuple(questions(company, made)), tuple(simulations(company))
    lines = [
        *session_lines(company, made),
        *question_lines(company, asked),
        *simulation_lines(company, ran),
        *defect_lines(company, ran),
        *issue_lines(company),
        *context_lines(company, made),
        *investigation_lines(company, asked),
        *simulated_lines(company, ran),
        *indexing_lines(company),
    ]
    return asked, ran, lines
