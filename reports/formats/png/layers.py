"""In which layer each stage of a workflow stands, and in which order within it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.parts import Edge, Graph, Node

SWEEPS = 4


@dataclass(frozen=True)
class Layers:
    """Stage ids by layer, from the entry on."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def of(self) -> dict[str, int]:
        return {id_: depth for depth, row in enumerate(self.rows) for id_ in row}


def layers(graph: Graph) -> Layers:
    """Each stage as deep as its longest path from an entry stage; moves that go back do not count."""
    onward = _onward(graph)
    depth = _depth([node.id for node in graph.nodes], onward)
    count = max(depth.values(), default=-1) + 1
    rows = [[id_ for id_ in depth if depth[id_] == layer] for layer in range(count)]
    return Layers(_ordered(rows, onward))


def _targets(graph: Graph) -> dict[str, list[str]]:
    """Where each stage leads: by the workflow as it is, and for stages that are not in it, by their moves."""
    place = {node.id: index for index, node in enumerate(graph.nodes)}
    edges = [edge for edge in graph.edges if edge.source in place and edge.target in place]
    inside = {end for edge in edges if edge.published for end in (edge.source, edge.target)}
    shaping = [edge for edge in edges if edge.published or not {edge.source, edge.target} <= inside]
    shaping.sort(key=lambda edge: (not edge.published, place[edge.target], place[edge.source]))
    targets: dict[str, list[str]] = {id_: [] for id_ in place}
    for edge in shaping:
        targets[edge.source].append(edge.target)
    return targets


def _onward(graph: Graph) -> dict[str, list[str]]:
    """The targets without those that close a circle, and the stages in an order in which all lead on."""
    targets = _targets(graph)
    kept: dict[str, list[str]] = {}
    open_: set[str] = set()

    def walk(id_: str) -> None:
        open_.add(id_)
        onward: list[str] = []
        for target in targets[id_]:
            if target not in open_:
                onward.append(target)
                if target not in kept:
                    walk(target)
        open_.remove(id_)
        kept[id_] = onward

    for node in sorted(graph.nodes, key=_start):
        if node.id not in kept:
            walk(node.id)
    return dict(reversed(kept.items()))


def _start(node: Node) -> bool:
    return node.type != "entry"


def _depth(ids: Sequence[str], onward: Mapping[str, Sequence[str]]) -> dict[str, int]:
    depth = dict.fromkeys(ids, 0)
    for id_, targets in onward.items():
        for target in targets:
            depth[target] = max(depth[target], depth[id_] + 1)
    return depth


def _ordered(rows: list[list[str]], onward: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Each stage beside the middle of its neighbours, swept to and fro, so that few lines cross."""
    before: dict[str, list[str]] = {id_: [] for id_ in onward}
    for id_, targets in onward.items():
        for target in targets:
            before[target].append(id_)
    for sweep in range(SWEEPS):
        forth = sweep % 2 == 0
        for row in rows if forth else reversed(rows):
            place = {id_: (index + 0.5) / len(other) for other in rows for index, id_ in enumerate(other)}
            beside = before if forth else onward
            row.sort(key=lambda id_: _middle([place[other] for other in beside[id_]], place[id_]))
    return tuple(tuple(row) for row in rows)


def _middle(places: Sequence[float], own: float) -> float:
    return sum(places) / len(places) if places else own


def goes_back(edge: Edge, depth: Mapping[str, int]) -> bool:
    """Whether a move leads to an earlier stage, the same one, or one beside it."""
    return depth[edge.target] <= depth[edge.source]
