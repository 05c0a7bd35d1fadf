"""The stages of a workflow with what happened at them, as a table and as a graph."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reports.distinct import within
from reports.facts import Facts
from reports.parts import Edge, Graph, Node, Table
from storage import distinct
from storage.distinct import Move
from storage.kinds import QUESTION, SIMULATION, TRANSITION
from storage.records import Stage, Workflow
from storage.vocabulary import DONE

HEADINGS = ("Stage", "Type", "Issues processed", "Issues transitioned", "Questions", "Simulations")
TERMINAL = "terminal"


@dataclass(frozen=True)
class Activity:
    """Distinct issues, questions and simulations at the stages of a project, by stage id, and the moves."""

    processed: Mapping[int, int]
    transitioned: Mapping[int, int]
    questions: Mapping[int, int]
    simulations: Mapping[int, int]
    moves: Mapping[Move, int]

    def at(self, stage: Stage) -> bool:
        """Whether anything happened there."""
        counts = (self.processed, self.questions, self.simulations)
        return any(count.get(stage.id) for count in counts)


def activity(facts: Facts) -> Activity:
    """What happened at the stages of the scope's project."""
    connection, transitions = facts.store.connection, within(facts.scope, TRANSITION)
    simulations: dict[int, int] = {}
    for stage_and_verdict, number in facts(SIMULATION).now("stage|verdict").items():
        stage, _, verdict = stage_and_verdict.rpartition("|")
        if verdict in DONE:
            simulations[int(stage)] = simulations.get(int(stage), 0) + number
    return Activity(
        processed=distinct.processed(connection, transitions),
        transitioned=distinct.transitioned(connection, transitions),
        questions={int(stage): number for stage, number in facts(QUESTION).now("stage").items()},
        simulations=simulations,
        moves=distinct.moves(connection, transitions),
    )


def shown(workflow: Workflow, activity: Activity) -> tuple[Stage, ...]:
    """The stages of a workflow as it is today, and removed ones where something happened (D-32)."""
    return tuple(stage for stage in workflow.stages if not stage.removed or activity.at(stage))


def title(workflow: Workflow) -> str:
    return f"{workflow.name} (archived)" if workflow.archived else workflow.name


def _name(stage: Stage) -> str:
    return f"{stage.name} (removed)" if stage.removed else stage.name


def table(workflow: Workflow, activity: Activity) -> Table:
    """A row for each stage; without a total, because an issue is in several rows."""
    return Table(
        key=f"workflows.{workflow.external_id}",
        title=title(workflow),
        headings=HEADINGS,
        rows=tuple(
            (
                _name(stage),
                stage.type.capitalize(),
                activity.processed.get(stage.id, 0),
                _transitioned(stage, activity),
                activity.questions.get(stage.id, 0),
                activity.simulations.get(stage.id, 0),
            )
            for stage in shown(workflow, activity)
        ),
        total=None,
        labels=2,
    )


def _transitioned(stage: Stage, activity: Activity) -> int | None:
    return None if stage.type == TERMINAL else activity.transitioned.get(stage.id, 0)


def graph(workflow: Workflow, workflows: tuple[Workflow, ...], activity: Activity) -> Graph:
    """The stages of one of the project's workflows, its allowed moves, and those that happened otherwise.

    A stage of another workflow stands in it when issues moved between the two (D-62).
    """
    own = shown(workflow, activity)
    ids = {stage.id for stage in own}
    touching = [move for move in activity.moves if ids.intersection(move)]
    reached = {stage for move in touching for stage in move} - ids
    foreign = [
        (stage, f"{_name(stage)} ({other.name})")
        for other in workflows
        for stage in other.stages
        if stage.id in reached
    ]
    named = [(stage, _name(stage)) for stage in own] + foreign
    return Graph(
        key=f"workflows.{workflow.external_id}",
        title=title(workflow),
        nodes=tuple(_node(stage, name, activity) for stage, name in named),
        edges=tuple(_edges(workflow, {stage.id: stage for stage, _ in named}, activity.moves)),
    )


def _node(stage: Stage, name: str, activity: Activity) -> Node:
    return Node(
        id=stage.external_id,
        name=name,
        type=stage.type,
        processed=activity.processed.get(stage.id, 0),
        transitioned=_transitioned(stage, activity),
        removed=stage.removed,
    )


def _edges(workflow: Workflow, stages: Mapping[int, Stage], moves: Mapping[Move, int]) -> Iterator[Edge]:
    """What the workflow allows, moved along or not; then what was moved although it does not allow it."""
    own = {stage.id for stage in workflow.stages}
    allowed = [move for move in workflow.edges if all(i in stages and not stages[i].removed for i in move)]
    others = [move for move in moves if move not in allowed and own.intersection(move)]
    others.sort(key=lambda move: tuple(stages[i].external_id for i in move))
    for move in (*allowed, *others):
        source, target = (stages[i].external_id for i in move)
        yield Edge(source, target, moves.get(move, 0), published=move in allowed)
