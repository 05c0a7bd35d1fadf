"""The second pass over a file: another process takes chunks while those before them are written."""

from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future

from storage.ingest.foresight import AHEAD, Plan, Seen, Unforeseen, foresee_there
from storage.ingest.intake import Intake, Run
from storage.ingest.posting import post
from storage.ingest.spool import Packed

PATIENCE = 3  # chunks in a row that come back untaken, after which no more are given away
Waiting = deque[tuple[Packed, "Future[Plan | None] | None"]]


class Pass:
    """One file on its way into the store."""

    def __init__(self, run: Run, intake: Intake, large: bool) -> None:
        self._run, self._intake = run, intake
        self._seen: Seen = {}
        self._told = False  # whether the other process knows what was seen
        self._hopeful = large and run.beside is not None
        self._missed = 0  # chunks in a row that needed more than the other process may do

    def take(self, chunks: Iterable[Packed]) -> None:
        """Write chunks in their order."""
        waiting: Waiting = deque()
        for packed in chunks:
            waiting.append((packed, self._ask(packed)))
            if len(waiting) > AHEAD:  # so many are taken while one is written, so that nobody waits
                self._write_first(waiting)
        while waiting:
            self._write_first(waiting)

    def _write_first(self, waiting: Waiting) -> None:
        if not self._write(*waiting.popleft()):
            # What it answers now, it found without knowing of this chunk.
            again = [(packed, self._ask(packed)) for packed, _ in waiting]
            waiting.clear()
            waiting.extend(again)

    def _ask(self, packed: Packed) -> "Future[Plan | None] | None":
        """Have a chunk taken by the other process, if there is one, and enough is known."""
        other, store = self._run.other, self._run.beside
        if not self._seen or store is None:
            return None
        told, self._told = None if self._told else self._seen, True
        return other.ask(foresee_there, packed, told, store)

    def _write(self, packed: Packed, asked: "Future[Plan | None] | None") -> bool:
        """Write a chunk; whether it was as the other process had foreseen."""
        plan = None if asked is None else self._run.other.answer(asked)
        self._missed = 0 if plan is not None else self._missed + (asked is not None)
        if self._missed == PATIENCE:
            self._hopeful = False
        if plan is not None:
            try:
                plan.write(self._run, self._seen)
            except Unforeseen:
                # Where one event is known already, or one thing changes, there are often more.
                self._hopeful = False
            else:
                for part in plan.parts:
                    self._intake.account.add(part.taken)
                return True
        self._post(packed)
        return False

    def _post(self, packed: Packed) -> None:
        before, seen = self._seen, post(self._run, self._intake, packed.chunk())
        for slug in seen.keys() & before.keys():
            seen[slug].kinds |= before[slug].kinds
        self._seen = {**before, **seen} if self._hopeful else {}
        self._told = False
