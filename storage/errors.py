"""What can go wrong with the store, said so that a person can mend it."""

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Error as SqliteError

from sqlalchemy.exc import DBAPIError


class StoreError(Exception):
    """The store cannot be used as it is; the message is a sentence that names the cure."""


UNREACHABLE = (
    "The database server cannot be reached. Check that it runs, and USAGE_DATABASE_URL "
    "(an @ in its password is written %40); then try again."
)

# What drivers say, and what a person can do about it. The first that fits is said.
CURES = (
    (
        ("database is locked", "database table is locked", "lock timeout"),
        "The database is busy: another program is writing to it. Wait until that is done, then try again.",
    ),
    (
        ("readonly database", "read-only transaction", "permission denied"),
        "The database cannot be written. Allow this user to write to its file and folder, then try again.",
    ),
    (
        ("file is not a database", "malformed", "invalid page"),
        "The database file is damaged or no database. Restore it from a backup, or choose another file with "
        "USAGE_DATABASE_URL.",
    ),
    (
        ("disk is full", "no space left", "disk i/o error"),
        "The disk is full, or fails. Make room; then send the same file again, which completes it.",
    ),
    (
        ("unable to open database",),
        "The database file cannot be opened. Check its folder and permissions, or USAGE_DATABASE_URL.",
    ),
    (
        ("no such table", "no such column", "undefinedtable", "undefinedcolumn"),
        "The database lacks tables of this program. Run: usagebot db upgrade",
    ),
    (
        (
            "refused",
            "could not connect",
            "connection failed",
            "connection is bad",
            "failed to resolve",
            "terminating",
            "closed",
        ),
        UNREACHABLE,
    ),
)


@contextmanager
def said_plainly() -> Iterator[None]:
    """Turn what the database refuses into a `StoreError` with its cure; a fault of our own stays as it is."""
    try:
        yield
    except (DBAPIError, SqliteError) as error:
        said = error.orig if isinstance(error, DBAPIError) else error
        text = f"{type(said).__name__}: {said}"
        for signs, cure in CURES:
            if any(sign in text.lower() for sign in signs):
                # Where a server is not reached, the database's words repeat pieces of the URL.
                first = "" if cure is UNREACHABLE else str(said).splitlines()[0][:200]
                raise StoreError(f"{cure} (The database says: {first})" if first else cure) from error
        raise
