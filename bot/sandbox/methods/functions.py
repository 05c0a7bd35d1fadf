"""The end of a workflow's step: functions.completeSuccess, functions.completeError."""

from typing import TYPE_CHECKING

from bot.sandbox.errors import SlackError
from bot.sandbox.methods.register import Json, method
from bot.sandbox.state import Execution

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace


@method("functions.completeSuccess")
def succeed(workspace: "Workspace", args: Json) -> Json:
    """The step is done, and gives its outputs to the steps after it."""
    run = _running(workspace, args)
    step = next(each for each in workspace.app.steps if each.callback_id == run.callback_id)
    given, known = set(args["outputs"]), {each.name for each in step.outputs}
    if given - known or {each.name for each in step.outputs if each.required} - given:
        raise SlackError("parameter_validation_failed")
    run.outputs, run.state = args["outputs"], "completed"
    workspace.changed()
    return {}


@method("functions.completeError")
def fail(workspace: "Workspace", args: Json) -> Json:
    """The step failed, and the workflow with it; the person who built it is told why."""
    run = _running(workspace, args)
    run.error, run.state = args["error"], "failed"
    workspace.changed()
    return {}


def _running(workspace: "Workspace", args: Json) -> Execution:
    run = workspace.executions.get(args["function_execution_id"])
    if run is None:
        raise SlackError("function_execution_not_found")
    if run.state != "running":
        raise SlackError("execution_not_in_running_state")
    return run
