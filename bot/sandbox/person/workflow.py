"""A workflow that a person runs: one step of the app's, told to it as an event."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.sandbox.manifest import Parameter, Step
from bot.sandbox.person.envelope import send_event
from bot.sandbox.state import Execution

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]


def run_step(workspace: "Workspace", user_id: str, callback_id: str, inputs: Mapping[str, Any]) -> Execution:
    """Begin a run. Raises LookupError for an unknown step, ValueError for an input too many or missing."""
    step = next((step for step in workspace.app.steps if step.callback_id == callback_id), None)
    if step is None:
        raise LookupError(f"there is no step {callback_id}")
    _check(step, inputs)
    run = Execution(workspace.next_id("Fx"), callback_id, user_id, dict(inputs))
    workspace.executions[run.id] = run
    event: Json = {
        "type": "function_executed",
        "function": _function(workspace, step),
        "inputs": run.inputs,
        "function_execution_id": run.id,
        "workflow_execution_id": workspace.next_id("Wx"),
        "event_ts": workspace.next_ts(),
        "bot_access_token": workspace.workflow_token,
    }
    send_event(workspace, "function_executed", event)
    return run


def _check(step: Step, inputs: Mapping[str, Any]) -> None:
    missing = [each.name for each in step.inputs if each.required and inputs.get(each.name) in (None, "")]
    unknown = sorted(inputs.keys() - {each.name for each in step.inputs})
    if missing or unknown:
        raise ValueError(f"{step.callback_id}: missing {missing}, unknown {unknown}")


def _function(workspace: "Workspace", step: Step) -> Json:
    return {
        "id": f"Fn{workspace.app_id}",
        "callback_id": step.callback_id,
        "title": step.title,
        "description": step.description,
        "type": "app",
        "input_parameters": [_parameter(each) for each in step.inputs],
        "output_parameters": [_parameter(each) for each in step.outputs],
        "app_id": workspace.app_id,
        "date_created": 1_700_000_000,
        "date_updated": 1_700_000_000,
        "date_deleted": 0,
    }


def _parameter(parameter: Parameter) -> Json:
    return {
        "type": parameter.kind,
        "name": parameter.name,
        "title": parameter.title,
        "description": parameter.description,
        "is_required": parameter.required,
    }
