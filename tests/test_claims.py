"""However many processes claim, and wherever they stop: nothing is held by two, and nothing is lost."""

import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import PIPE, Popen

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Engine, delete, select

from storage import deliveries as delivering
from storage.engine import open_engine, reading, writing
from storage.tables import deliveries
from tests.regular import NOON, due, expired, planned, stored, subscribed, taken

ROOT = Path(__file__).parents[1]
# Claims until nothing is left. One in three it leaves behind with its lease, as a crash does, at once free.
WORKER = """
import sys
from datetime import UTC, datetime
from storage import deliveries
from storage.engine import open_engine, writing

url, me = sys.argv[1:]
engine = open_engine(url)
while True:
    with writing(engine) as connection:
        claim = deliveries.claim(connection, me, ("digest",), 0.0)
    if claim is None:
        break
    print(claim.delivery.id, claim.delivery.attempts, claim.again)
    if claim.delivery.id % 3 == 0 and claim.delivery.attempts == 1:
        continue
    with writing(engine) as connection:
        if deliveries.finish(connection, claim.delivery.id, me, "sent", None, datetime.now(UTC)):
            print(claim.delivery.id, "end")
"""


def test_threads_that_claim_at_once_never_get_the_same(database_url: str, engine: Engine) -> None:
    planned(engine, subscribed(engine), *range(40))

    def worker(number: int) -> list[int]:
        own = open_engine(database_url)
        ids = []
        while claim := taken(own, f"worker {number}"):
            assert not claim.again
            ids.append(claim.delivery.id)
        own.dispose()
        return ids

    with ThreadPoolExecutor(6) as pool:
        claimed = [id_ for ids in pool.map(worker, range(6)) for id_ in ids]
    assert sorted(claimed) == sorted(each.id for each in stored(engine).values())


def test_processes_that_crash_leave_work_that_another_finishes_once(
    database_url: str, engine: Engine
) -> None:
    planned(engine, subscribed(engine), *range(60))
    command = [sys.executable, "-c", WORKER, database_url]
    running = [Popen([*command, f"process {n}"], stdout=PIPE, text=True, cwd=ROOT) for n in range(3)]
    said = [line for each in running for line in each.communicate(timeout=60)[0].splitlines()]
    assert [each.returncode for each in running] == [0, 0, 0]
    ends = Counter(line.removesuffix(" end") for line in said if line.endswith("end"))
    assert set(ends.values()) == {1}
    assert len(ends) == 60
    tries = [line.split() for line in said if not line.endswith("end")]
    assert len({(id_, attempt) for id_, attempt, _ in tries}) == len(tries)
    assert all((again == "True") == (attempt != "1") for _, attempt, again in tries)


class Claims(RuleBasedStateMachine):
    """Two processes and a clock, in any order, beside a model that knows who may do what."""

    engine: Engine

    @initialize()
    def begin(self) -> None:
        with writing(self.engine) as connection:
            connection.execute(delete(deliveries))
        self.subscription = subscribed(self.engine)
        self.keys = 0
        self.status: dict[int, str] = {}
        self.owner: dict[int, str] = {}  # also after the lease has ended, until another takes it
        self.open: set[int] = set()  # leases that have ended

    @rule()
    def plan(self) -> None:
        self.keys += 1
        with writing(self.engine) as connection:
            assert delivering.plan(connection, self.subscription, [due(self.keys)], NOON) == 1
            (new,) = delivering.unmeasured(connection, 9)
            assert delivering.freeze(connection, new.id, {})
        self.status[new.id] = "pending"

    @rule(me=st.sampled_from("ab"))
    def claim(self, me: str) -> None:
        claimable = {id_ for id_, status in self.status.items() if status == "pending"} | self.open
        claim = taken(self.engine, me)
        assert (claim is not None) == bool(claimable)
        if claim is not None:
            id_ = claim.delivery.id
            assert id_ in claimable
            assert claim.again == (self.status[id_] == "sending")
            self.status[id_], self.owner[id_] = "sending", me
            self.open.discard(id_)

    @precondition(lambda self: self.status)
    @rule(me=st.sampled_from("ab"), data=st.data(), what=st.sampled_from(["sent", "failed", "wait", "renew"]))
    def tell(self, me: str, data: st.DataObject, what: str) -> None:
        id_ = sorted(self.status)[data.draw(st.integers(0, len(self.status) - 1))]
        mine = self.status[id_] == "sending" and self.owner[id_] == me
        with writing(self.engine) as connection:
            if what == "renew":
                assert delivering.renew(connection, id_, me, 60) == mine
            elif what == "wait":
                assert delivering.wait(connection, id_, me, 0, "busy") == mine
            else:
                assert delivering.finish(connection, id_, me, what, None, NOON) == mine
        if mine:
            self.open.discard(id_)
            self.status[id_] = {"renew": "sending", "wait": "pending"}.get(what, what)

    @rule()
    def time_passes(self) -> None:
        expired(self.engine)
        self.open = {id_ for id_, status in self.status.items() if status == "sending"}

    @invariant()
    def the_store_says_the_same(self) -> None:
        with reading(self.engine) as connection:
            rows = connection.execute(select(deliveries.c.id, deliveries.c.status))
            assert {row.id: row.status for row in rows} == getattr(self, "status", {})


def test_claims_keep_to_their_rules_in_any_order(engine: Engine) -> None:
    class OnThisEngine(Claims):
        pass

    OnThisEngine.engine = engine
    case = OnThisEngine.TestCase
    case.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
    case("runTest").runTest()
