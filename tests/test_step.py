"""The step *Post a usage report* of Workflow Builder, run by a workflow."""

import pytest

from bot.sandbox.state import Execution
from tests.world import GENERAL, MIRA, RANDOM, Door

STEP = "post_usage_report"


def ended(usage: Door, **inputs: str) -> Execution:
    """A run of the step, once it is over."""
    run = usage.workspace.run_step(MIRA, STEP, inputs)
    usage.workspace.wait_for(lambda: run.state != "running", 10)
    return run


def test_the_report_is_posted_and_its_address_and_text_are_handed_on(quick: Door) -> None:
    run = ended(quick, section="questions", range="last-week", project="storefront", channel=GENERAL)
    message = quick.workspace.messages(GENERAL)[-1]
    assert run.state == "completed"
    assert run.outputs["text"] == message.text
    assert "Storefront • Nov 9 – Nov 15, 2026" in message.text
    assert run.outputs["permalink"].endswith(f"/archives/{GENERAL}/p{message.ts.replace('.', '')}")


def test_with_a_channel_alone_it_is_the_overview(quick: Door) -> None:
    assert ended(quick, channel=GENERAL).outputs["text"].startswith("Overview: ")


@pytest.mark.parametrize(
    ("inputs", "cure"),
    [
        ({"section": "qestions"}, "Did you mean questions?"),
        ({"range": "last-weak"}, "Did you mean last-week?"),
        ({"section": "questions", "project": "strefront"}, "Did you mean storefront?"),
        ({"section": "export"}, "no files"),
        ({"section": "questions private"}, "no files"),
        ({"channel": RANDOM}, "/invite"),
        ({"channel": "D0017"}, "Choose the channel"),
    ],
)
def test_what_cannot_be_posted_fails_with_the_cure(quick: Door, inputs: dict[str, str], cure: str) -> None:
    posted = len(quick.workspace.messages(GENERAL))
    run = ended(quick, **{"channel": GENERAL, **inputs})
    assert run.state == "failed"
    assert cure in run.error
    assert len(quick.workspace.messages(GENERAL)) == posted


def test_a_channel_speaks_names_of_nobody(quick: Door) -> None:
    assert "Mira Okafor" not in ended(quick, section="users", channel=GENERAL).outputs["text"]


def test_the_event_is_acknowledged_and_acted_on_once(quick: Door) -> None:
    run = ended(quick, section="questions", channel=GENERAL)
    posted = len(quick.workspace.messages(GENERAL))
    event = next(e for e in quick.workspace.events.sent if e["event"].get("function_execution_id") == run.id)
    quick.workspace.events.repeat(event)
    ended(quick, section="credits", channel=GENERAL)
    assert len(quick.workspace.messages(GENERAL)) == posted
