"""What a person chose in the export modal, and what is wrong with it, if anything."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.messages import block_kit as kit
from bot.messages.export_modal import PROJECT, RANGE, SECTIONS
from reports.grammar import EXPORTS
from reports.ranges import parse_range
from reports.request import Request


@dataclass(frozen=True)
class Chosen:
    """The chosen words, none of them trusted: each with the id of its block, where an error is shown."""

    range: str
    project: str
    sections: tuple[str, ...]
    sections_block: str
    every: bool  # all sections that were on offer

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> "Chosen":
        """Read a submitted view; what is not there is empty."""
        values: Mapping[str, Mapping[str, Any]] = view["state"]["values"]
        found = {action: (block, said) for block, inside in values.items() for action, said in inside.items()}
        block, boxes = found.get(SECTIONS, (SECTIONS, {}))
        sections = tuple(str(option.get("value")) for option in boxes.get("selected_options") or ())
        return cls(
            range=_value(found.get(RANGE, ("", {}))[1]),
            project=_value(found.get(PROJECT, ("", {}))[1]),
            sections=sections,
            sections_block=block,
            every=set(sections) == set(_offered(view, block)),
        )

    @property
    def errors(self) -> dict[str, str]:
        """A sentence for each block that cannot be used as it is."""
        wrong = {}
        if parse_range(self.range) is None:
            wrong[RANGE] = f'I don\'t understand the range "{kit.cut(self.range, 40)}". Choose another one.'
        if not self.project or self.project.split() != [self.project]:
            wrong[PROJECT] = "Choose a project, or All Projects."
        if not set(self.sections) & set(EXPORTS):
            wrong[self.sections_block] = "Pick at least one section."
        return wrong

    @property
    def request(self) -> Request:
        """The request for it. Raises `ValueError` where there are errors."""
        range_ = parse_range(self.range)
        if range_ is None:
            raise ValueError(self.range)
        exports = tuple(name for name in EXPORTS if name in self.sections)
        return Request("export", range_, self.project, exports=("all",) if self.every else exports)


def _value(said: Mapping[str, Any]) -> str:
    return str((said.get("selected_option") or {}).get("value") or "")


def _offered(view: Mapping[str, Any], block_id: str) -> Iterator[str]:
    for block in view["blocks"]:
        if block.get("block_id") == block_id:
            options = (block.get("element") or {}).get("options") or ()
            yield from (str(option.get("value")) for option in options)
