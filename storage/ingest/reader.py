"""Reads a large file in a process of its own, so that lines are checked on another processor than written."""

import pickle
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import BinaryIO

from storage.errors import StoreError
from storage.ingest.behind import ahead
from storage.ingest.inputs import Input
from storage.ingest.intake import chunks
from storage.ingest.reading import Hashed, Seen, hashed, read

LARGE = 8 << 20  # bytes; a smaller file is read before the process would have started
LENGTH = 8  # bytes that say how long the next message is
COMMAND = (sys.executable, "-c", "from storage.ingest.reader import main; main()")

Message = tuple[int, list[Hashed]]  # bytes that were read, and a chunk of their lines


def read_chunks(source: Input, file: BinaryIO, seen: Seen) -> Iterator[list[Hashed]]:
    """The lines of a file in chunks. Raises `StoreError` if the process that reads it is ended."""
    if source.path.stat().st_size < LARGE:
        yield from chunks(hashed(read(source, file, seen)))
        return
    arguments = [str(source.path), *([source.kind] if source.kind else [])]
    with Popen([*COMMAND, *arguments], stdin=DEVNULL, stdout=PIPE) as process:  # noqa: S603
        try:
            for size, chunk in ahead(_messages(process)):
                seen(size)
                yield chunk
        finally:
            process.kill()


def _messages(process: Popen[bytes]) -> Iterator[Message]:
    pipe = process.stdout
    while pipe is not None and (length := pipe.read(LENGTH)):
        # Our own process wrote it: nobody else can reach the pipe.
        yield pickle.loads(pipe.read(int.from_bytes(length)))  # noqa: S301
    if process.wait() != 0:
        raise StoreError("Reading the file was ended from outside. Send it again, which completes it.")


def main() -> None:
    """Write the chunks of the file that the arguments name, of a kind if it is CSV, to standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started this process ends it
    path, *kind = sys.argv[1:]
    source, done = Input(Path(path), path, *kind), 0

    def seen(size: int) -> None:
        nonlocal done
        done += size

    with suppress(BrokenPipeError), source.path.open("rb") as file:
        for chunk in chunks(hashed(read(source, file, seen))):
            data = pickle.dumps((done, chunk), pickle.HIGHEST_PROTOCOL)
            done = 0
            sys.stdout.buffer.write(len(data).to_bytes(LENGTH) + data)
            sys.stdout.buffer.flush()
