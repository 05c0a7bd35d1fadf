"""A client that only sends calls and waits for the answers: how long a message takes in the sandbox itself.

Run as a program of its own: `python -m tests.bench.bare API TOKEN FILE` sends the calls of every message in a
file, `[[[method, arguments], …], …]`, and prints the milliseconds that each message took.
"""

import json
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

FORM, JSON, BYTES = "application/x-www-form-urlencoded", "application/json", "application/octet-stream"
PAUSE = 0.05  # seconds between messages, as there is while one is counted and drawn
UPLOAD, POST = "files.getUploadURLExternal", "chat.postMessage"

Call = tuple[str, dict[str, object]]


def main(api: str, token: str, path: str) -> None:
    messages = json.loads(Path(path).read_text(encoding="utf-8"))
    spent = []
    for calls in messages:
        time.sleep(PAUSE)
        spent.append(_spent(api, token, calls))
    print(json.dumps(spent))  # noqa: T201


def _spent(api: str, token: str, calls: list[Call]) -> float:
    """The milliseconds of a message's calls, each picture uploaded anew under an id of its own."""
    bodies = [(api + method, *_body(method, arguments)) for method, arguments in calls]
    ids: dict[bytes, bytes] = {}
    start = time.perf_counter()
    for (method, arguments), (address, kind, body) in zip(calls, bodies, strict=True):
        for before, now in ids.items():
            body = body.replace(before, now)
        answer = _sent(address, token, kind, body)
        if method == UPLOAD:
            ids[str(arguments["file_id"]).encode()] = str(answer["file_id"]).encode()
            _sent(str(answer["upload_url"]), token, BYTES, bytes(int(str(arguments["length"]))))
    return (time.perf_counter() - start) * 1000


def _body(method: str, arguments: dict[str, object]) -> tuple[str, bytes]:
    if method == POST:
        return JSON, json.dumps(arguments).encode()
    flat = {name: value if isinstance(value, str) else json.dumps(value) for name, value in arguments.items()}
    flat.pop("file_id", None)  # an upload's, which the sandbox gives
    return FORM, urlencode(flat).encode()


def _sent(address: str, token: str, kind: str, body: bytes) -> dict[str, object]:
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": kind}
    connection.request("POST", parts.path, body, headers)
    answer = connection.getresponse().read()
    connection.close()
    if kind == BYTES:
        return {}
    found: dict[str, object] = json.loads(answer)
    if not found.get("ok"):
        raise AssertionError(found)
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
