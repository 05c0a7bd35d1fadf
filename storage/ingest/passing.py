"""The second pass over a file: where it can be, a chunk is written while the next one is taken."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from storage.ingest.foresight import Foresight, Plan, Unforeseen, foresee
from storage.ingest.intake import Intake, Run
from storage.ingest.posting import post
from storage.ingest.spool import Chunk


@dataclass(frozen=True)
class _Begun:
    """A chunk that is being written."""

    chunk: Chunk
    plan: Plan
    written: Future[None]


class Pass:
    """One file on its way into the store."""

    def __init__(self, run: Run, intake: Intake, thread: ThreadPoolExecutor) -> None:
        self._run, self._intake, self._thread = run, intake, thread
        self._begun: _Begun | None = None
        self._seen: Foresight | None = None
        self._hopeful = run.beside is not None

    def take(self, chunk: Chunk) -> None:
        """Take a chunk, and have it written."""
        plan = foresee(self._run, self._seen, chunk) if self._seen is not None else None
        if self.settle() and plan is not None:
            self._begun = _Begun(chunk, plan, self._thread.submit(plan.write))
        else:
            self._post(chunk)

    def settle(self) -> bool:
        """Wait until the last chunk is written; False if it was taken once more for that."""
        begun, self._begun = self._begun, None
        if begun is None:
            return True
        try:
            begun.written.result()
        except Unforeseen:
            # Where one event is known already, or one thing changes, there are often more.
            self._hopeful = False
            self._post(begun.chunk)
            return False
        self._intake.account.add(begun.plan.taken)
        return True

    def _post(self, chunk: Chunk) -> None:
        before, seen = self._seen, post(self._run, self._intake, chunk)
        if before is not None and seen is not None and before.org.id == seen.org.id:
            seen.kinds |= before.kinds
        self._seen = seen if self._hopeful else None
