"""Takes files in: a first pass that writes nothing, then chunk after chunk."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import cache, partial
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from storage.engine import reading, writing
from storage.errors import said_plainly
from storage.ingest import halves
from storage.ingest.accounts import Account, refusal
from storage.ingest.inputs import AsOf, Input, Options
from storage.ingest.instants import Clock
from storage.ingest.intake import Intake, Run, Transact
from storage.ingest.other import Other, rare_collections
from storage.ingest.parked import retry
from storage.ingest.passing import Pass
from storage.ingest.reading import Seen
from storage.ingest.receipt import Receipt, together
from storage.ingest.spool import Packed, room_said_plainly
from storage.ingest.survey import Survey, stored_places
from storage.rolling import roll_up

PASSES = 2


def ingest(engine: Engine, inputs: Sequence[Input], as_of: AsOf, options: Options | None = None) -> Receipt:
    """Take files in, one after the other; the receipt over all, with each file's own inside.

    Lines are checked first; a file with an unknown organisation (E05), or with more than 20 % wrong lines
    (E18), is refused as a whole. The rest is written in chunks of 10,000 lines, each in one transaction with
    its tallies: an interrupted ingest is completed by sending the file again. `as_of` bounds what is not yet
    the future, and dates the receipts. Raises `StoreError` if the database cannot be written,
    or there is no room for temporary files.
    """
    options = options or Options()

    @cache
    def clock_of(time_zone: str) -> Clock:
        zone = ZoneInfo(time_zone)
        return Clock(zone, as_of(zone))

    seen, beside = _progress(inputs, options), _beside(engine, options)
    with (
        said_plainly(),
        room_said_plainly(),
        rare_collections(),
        Other(None if beside is None else engine) as other,
        _transactions(engine, options) as transact,
    ):
        look = transact if beside is None else partial(reading, engine)
        run = Run(transact, look, beside, clock_of, other)
        results = [_take(run, source, options, seen) for source in inputs]
    # Only now: a later file may have brought what lines of an earlier one were waiting for.
    return together(result if isinstance(result, Receipt) else result.receipt() for result in results)


@contextmanager
def _transactions(engine: Engine, options: Options) -> Iterator[Transact]:
    """How to begin a transaction; in a dry run all are parts of one that is rolled back at the end."""
    if not options.dry_run:
        yield partial(writing, engine)
        return
    with engine.connect() as connection, connection.begin() as everything:

        @contextmanager
        def part() -> Iterator[Connection]:
            with connection.begin_nested():
                yield connection

        yield part
        everything.rollback()


def _beside(engine: Engine, options: Options) -> str | None:
    """Where others read what is committed: not in a dry run, which keeps nothing, nor in memory."""
    if options.dry_run or engine.url.database in (None, "", ":memory:"):
        return None
    return engine.url.render_as_string(hide_password=False)


def _progress(inputs: Sequence[Input], options: Options) -> Seen:
    total = PASSES * sum(source.path.stat().st_size for source in inputs)
    done = 0

    def seen(size: int) -> None:
        nonlocal done
        done += size
        if options.on_progress is not None:
            options.on_progress(done, total)

    return seen


def _take(run: Run, source: Input, options: Options, seen: Seen) -> Account | Receipt:
    """Take one file in: its account, or the receipt of its refusal."""
    with source.path.open("rb") as file:
        with run.transact() as connection:
            known = stored_places(connection, run.clock_of, run.look)
        found = halves.survey(source, file, known, seen, run)
    with ExitStack() as spools:
        for spool, _ in found.spools:
            spools.enter_context(closing(spool))
        if found.refused is not None and not (found.refused[1].code == "E18" and options.allow_partial):
            return refusal(found.lines, found.wrong, *found.refused)
        intake = Intake(Account(source.name), found.sha256)
        if found.odd is not None:
            intake.account.warn(1, found.odd)
        size = source.path.stat().st_size
        Pass(run, intake, size >= halves.LARGE).take(_chunks(found, size, seen))
    intake.account.add(intake.homeless)
    for slug in sorted(intake.batches):
        retry(run, slug)
        with run.transact() as connection:
            roll_up(connection, intake.batches[slug].org_id)
    return intake.account


def _chunks(found: Survey, rest: int, seen: Seen) -> Iterator[Packed]:
    """The chunks of a file of so many bytes, which are told as they are done with."""
    for spool, before in found.spools:
        for packed in spool.chunks(before):
            yield packed
            size = min(rest, packed.size)  # a CSV row is shorter than its JSON
            rest -= size
            seen(size)
    seen(rest)
