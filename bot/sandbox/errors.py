"""A refusal in Slack's words."""

from typing import Any


class SlackError(Exception):
    """A Web API error `code`, with what the answer carries beside it (`needed`, `response_metadata`, …)."""

    def __init__(self, code: str, **beside: Any) -> None:
        super().__init__(code)
        self.code = code
        self.beside = beside


def with_messages(code: str, messages: list[str]) -> SlackError:
    """An error whose response_metadata explains it, as Slack does for arguments and blocks."""
    return SlackError(code, response_metadata={"messages": messages})


class RateLimited(Exception):
    """Too many calls; `seconds` is the answer's Retry-After."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"retry after {seconds} s")
        self.seconds = seconds
