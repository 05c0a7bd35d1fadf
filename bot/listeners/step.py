"""The step *Post a usage report* of Workflow Builder: always ends in complete or fail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import App, Complete, Fail
from slack_sdk import WebClient

from bot.access import Visitor
from bot.desk import Desk
from bot.listeners.answering import answering
from bot.once import Once
from bot.replies.answer import answer
from bot.replies.reporting import Spot, put
from reports.errors import RequestError
from reports.request import Request
from reports.sections import section_named

STEP = "post_usage_report"
ASKED = "posted by a workflow"
NO_FILES = "A workflow posts reports, no files. Example: section overview, days last-week"
NO_CHANNEL = "Choose the channel where the report is posted."


def listen(app: App, desk: Desk) -> None:
    """Run the step whenever a workflow comes to it."""
    once = Once(desk.engine)
    # A run has a token of its own, which dies with the run; what the report shows must outlive it.
    posting: WebClient = app.client

    @app.function(STEP)
    def run(body: dict[str, Any], inputs: dict[str, Any], complete: Complete, fail: Fail) -> None:
        step = Step(posting, desk, str(body["team_id"]), inputs)

        def work() -> None:
            if once.first(str(body["event_id"])):
                complete(outputs=dict(step.outputs()))

        def tell(text: str) -> None:
            fail(error=text)

        desk.work.submit(answering, work, tell)


@dataclass(frozen=True)
class Step:
    """One run, with what the workflow filled in; none of it is trusted."""

    client: WebClient
    desk: Desk
    team: str
    inputs: Mapping[str, Any]

    def outputs(self) -> Mapping[str, str]:
        """Post the report; its address and its text. Raises `RequestError` for inputs that make none."""
        request, channel = self._request(), self._channel()
        found = answer(self.desk, Visitor(self.team, "", channel), request, private=False)
        if found.report is None:
            raise RequestError(found.question)
        message = found.message(ASKED)
        posted = put(self.client, Spot(channel), message)
        link = self.client.chat_getPermalink(channel=posted.channel, message_ts=posted.ts)["permalink"]
        return {"permalink": str(link), "text": message.text}

    def _request(self) -> Request:
        words = [self._word("section"), self._word("range")]
        project = self._word("project")
        words += [f"project:{project}"] if project else []
        request = Request.parse(" ".join(word for word in words if word))
        if section_named(request.section).exports or request.visibility:
            raise RequestError(NO_FILES)
        return request

    def _word(self, name: str) -> str:
        return " ".join(str(self.inputs.get(name) or "").split())

    def _channel(self) -> str:
        channel = self._word("channel")
        if not channel.startswith(("C", "G")):
            raise RequestError(NO_CHANNEL)
        return channel
