"""What is logged: a line each, with every secret taken out of it, tracebacks included."""

import logging
import re
import sys

SECRETS = (
    (re.compile(r"xox[a-z]?(?:\.xox[a-z])?-[\w-]+"), "xox…"),
    (re.compile(r"xapp-[\w-]+"), "xapp-…"),
    (re.compile(r"(https://hooks\.[\w.-]+)/\S+"), r"\1/…"),
    (re.compile(r"(://[^:/@\s]+):[^@\s]+@"), r"\1:…@"),
)


# What Alembic tells of every start, and what the SDK logs of errors that are raised and told anyway.
TOO_TALKATIVE = {
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "slack_sdk.web.base_client": logging.CRITICAL,
}


class RedactingFormatter(logging.Formatter):
    """Takes tokens, webhook addresses and passwords out of the finished line, whoever wrote it."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


def redacted(text: str) -> str:
    """Text without anything that opens a door."""
    for pattern, instead in SECRETS:
        text = pattern.sub(instead, text)
    return text


def start_logging(level: str) -> None:
    """Log to standard error; standard output is for data."""
    stream = logging.StreamHandler(sys.stderr)
    stream.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[stream], force=True)
    for name, least in TOO_TALKATIVE.items():
        logging.getLogger(name).setLevel(least)
