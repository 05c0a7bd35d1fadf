"""Stage graphs: layers by the longest way, lines around the boxes, marks for what is no longer there."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.formats.png import scene
from reports.formats.png.canvas import Label, Lines
from reports.formats.png.field import field
from reports.formats.png.grid import grid
from reports.formats.png.layers import layers
from reports.formats.png.pens import pen
from reports.formats.png.plans import Plan, plans
from reports.formats.png.routes import routes
from reports.parts import Edge, Graph, Node

NAMES = ("Triage", "Investigate", "Fix", "Test", "Done")


def workflow(*edges: Edge, size: int = 5) -> Graph:
    kinds = ["entry", *["work"] * (size - 2), "terminal"]
    nodes = [
        Node(str(i), NAMES[i % 5], kind, 9, None if i == size - 1 else 7) for i, kind in enumerate(kinds)
    ]
    return Graph("workflows.graph", "Default", tuple(nodes), edges)


def straight(size: int = 5, moves: int = 10) -> list[Edge]:
    return [Edge(str(index), str(index + 1), moves, True) for index in range(size - 1)]


def moves(source: int, target: int, count: int = 3, published: bool = True) -> Edge:
    return Edge(str(source), str(target), count, published)


def texts(graph: Graph) -> list[str]:
    return [shape.text for shape in scene(graph).shapes if isinstance(shape, Label)]


pairs = st.tuples(st.integers(0, 19), st.integers(0, 19))


@pytest.mark.parametrize(
    "extra", [[], [moves(3, 2)], [moves(3, 0), moves(4, 1)], [moves(0, 4)], [moves(2, 2)]]
)
def test_the_default_workflow_stands_in_five_layers_whatever_loops(extra: list[Edge]) -> None:
    for edges in ([*straight(), *extra], [*extra, *straight()]):
        assert layers(workflow(*edges)).rows == (("0",), ("1",), ("2",), ("3",), ("4",))


@given(st.sets(pairs.filter(lambda pair: pair[0] < pair[1]), max_size=40))
def test_without_loops_a_stage_is_as_deep_as_its_longest_way(found: set[tuple[int, int]]) -> None:
    @cache
    def depth(stage: int) -> int:
        return max((depth(source) + 1 for source, target in found if target == stage), default=0)

    edges = [moves(*pair) for pair in sorted(found)]
    assert layers(workflow(*edges, size=20)).of == {str(stage): depth(stage) for stage in range(20)}


@given(st.lists(pairs, max_size=60))
def test_every_stage_stands_in_exactly_one_layer_however_they_loop(found: list[tuple[int, int]]) -> None:
    rows = layers(workflow(*(moves(*pair) for pair in found), size=20)).rows
    assert sorted(id_ for row in rows for id_ in row) == sorted(str(stage) for stage in range(20))
    assert all(rows)


@settings(deadline=None)
@given(st.sets(pairs, max_size=30), st.integers(2, 20))
def test_no_line_runs_through_a_stage(found: set[tuple[int, int]], size: int) -> None:
    graph = workflow(*straight(size), *(moves(*pair) for pair in found if max(pair) < size), size=size)
    layered = layers(graph)
    planned = plans(graph.edges, layered.of, grid(layered))
    laid = field(grid(layered), planned, box=112, top=190)
    corners = [laid.side(node.id, "left", 0) for node in graph.nodes]
    for route in routes(laid, planned):
        for x, y in route.line:
            inside = [
                1 for left, top in corners if left < x < left + laid.grid.box and top < y < top + laid.box
            ]
            assert not inside, route.plan.edge


@settings(deadline=None)
@given(st.sets(pairs, max_size=30))
def test_boxes_do_not_overlap(found: set[tuple[int, int]]) -> None:
    graph = workflow(*(moves(*pair) for pair in sorted(found)), size=20)
    layered = layers(graph)
    laid = field(grid(layered), plans(graph.edges, layered.of, grid(layered)), box=112, top=190)
    corners = [laid.side(node.id, "left", 0) for node in graph.nodes]
    for index, (left, top) in enumerate(corners):
        for other, above in corners[index + 1 :]:
            assert abs(left - other) >= laid.grid.box or abs(top - above) >= laid.box


def test_a_loop_runs_below_and_a_short_cut_above() -> None:
    graph = workflow(*straight(), moves(3, 2), moves(0, 4))
    layered = layers(graph)
    planned = plans(graph.edges, layered.of, grid(layered))
    laid = field(grid(layered), planned, box=112, top=190)
    loop, short_cut = routes(laid, planned)[-2:]
    assert max(y for _, y in loop.line) > max(laid.tops.values()) + laid.box
    assert min(y for _, y in short_cut.line) < min(laid.tops.values())


def test_stages_show_processed_and_transitioned() -> None:
    found = texts(workflow(*straight()))
    assert found.count("9 / 7") == 4
    assert "9 / –" in found


def test_moves_are_said_and_their_absence_is_not() -> None:
    found = texts(workflow(*straight(moves=1234), moves(3, 2, 0)))
    assert found.count("1,234") == 4
    assert "0" not in found
    assert "no moves" in found


def test_more_moves_make_a_wider_line() -> None:
    widths = [pen(Plan(moves(0, 1, count), False, True), most=100).width for count in (0, 1, 50, 100)]
    assert widths == sorted(set(widths))


def test_a_way_that_is_no_longer_published_is_dashed() -> None:
    assert pen(Plan(moves(0, 1, published=False), False, True), most=3).dash
    assert not pen(Plan(moves(0, 1), False, True), most=3).dash


def test_a_removed_stage_says_so_and_has_a_dashed_border() -> None:
    removed = Node("x", "Legacy QA", "work", 4, 2, removed=True)
    before = workflow(*straight())
    after = Graph("g", "Default", (*before.nodes, removed), (*before.edges, Edge("1", "x", 4, False)))
    assert {"Legacy QA", "(removed)"} <= set(texts(after))
    assert sum(isinstance(s, Lines) and s.dash is not None for s in scene(after).shapes) == 3


def test_a_workflow_without_stages_says_so() -> None:
    assert "No stages in this workflow" in texts(Graph("g", "Empty", (), ()))


def test_more_stages_than_can_be_read_are_counted() -> None:
    assert "… and 12 more stages" in texts(workflow(*straight(60), size=60))
