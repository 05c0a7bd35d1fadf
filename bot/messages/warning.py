"""A credit warning as a message: how far, how much, until when, what for, and what to do next."""

from collections.abc import Iterator

from bot.messages import block_kit as kit
from bot.messages import warning_words as said
from bot.messages.message import Block, Message
from bot.messages.pieces import as_test, image
from reports.drivers import Division
from reports.parts import Level, Meter
from reports.warning import CreditWarning

TESTED = "It changes nothing: a real warning still comes once."
MARKS = {Level.OK: "", Level.WARNING: "WARNING: ", Level.OVER: "OVER: "}


def warning_message(warning: CreditWarning, test: bool = False) -> Message:
    """What is posted when a level has been crossed."""
    small = f"{warning.contract.context} • {said.ONCE}"
    message = Message(
        text=kit.cut_escaped(said.text(warning), kit.TEXT),
        body=(
            kit.header(said.title(warning)),
            kit.section(_opening(warning)),
            *(image(warning.contract, part) for part in warning.contract.charts if isinstance(part, Meter)),
            *_used_by(warning),
            kit.section(kit.escape(said.next_steps(warning))),
            kit.context([kit.escape(small)]),
        ),
    )
    return as_test(message, TESTED) if test else message


def _opening(warning: CreditWarning) -> str:
    """The level as a word, what is used of what, how long the term lasts, when the credits end."""
    stands = warning.standing
    claim = f"*{MARKS[stands.level]}{kit.escape(said.claim(stands))}*, {kit.escape(said.amounts(stands))}."
    others = (said.until(stands), said.estimate(stands))
    return "\n".join([claim, *(kit.escape(line) for line in others if line)])


def _used_by(warning: CreditWarning) -> Iterator[Block]:
    """What the credits of the latest days went into, twice divided."""
    if warning.categories.total.now:
        yield kit.section(f"*{kit.escape(said.used_lately(warning))}*")
        yield kit.fields([_column("category", warning.categories), _column("project", warning.projects)])


def _column(name: str, division: Division) -> str:
    lines = [f"{label}  {amount}" for label, amount in said.rows(division)]
    return "\n".join([f"_By {name}_", *map(kit.escape, lines)])
