"""Where answers may be sent: to Slack, and to the workspace that the bot is set to."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.desk import Desk
from storage.engine import open_engine

SLACK, LOCAL = "https://slack.com/api/", "http://127.0.0.1:8765/api/"


@pytest.mark.parametrize(
    ("api_url", "url", "allowed"),
    [
        (SLACK, "https://hooks.slack.com/commands/T1/2/3", True),
        (SLACK, "https://hooks.slack.com.evil.test/commands/T1/2/3", False),
        (SLACK, "https://evil.test/hooks.slack.com", False),
        (SLACK, "http://localhost:8765/commands/1", False),
        (LOCAL, "http://127.0.0.1:8765/commands/1", True),
        (LOCAL, "http://localhost:8765/commands/1", True),
        (LOCAL, "http://evil.test:8765/commands/1", False),
    ],
)
def test_answers_go_to_slack_alone(api_url: str, url: str, allowed: bool) -> None:
    with ThreadPoolExecutor(1) as pool:
        desk = Desk(open_engine("sqlite://"), pool, pool, pool, api_url)
        assert desk.may_reply_to(url) is allowed
