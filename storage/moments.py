"""What time the database says it is: the clock that leases go by, because every process shares it."""

from datetime import UTC, datetime

from sqlalchemy import Connection


def now(connection: Connection) -> datetime:
    """The present moment of the database server (UTC); on SQLite, of this machine, to the millisecond.

    On Postgres not the transaction's start: a lease must not be older than the wait for its row.
    """
    if connection.dialect.name == "postgresql":
        moment: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
        return moment.astimezone(UTC)
    text = connection.exec_driver_sql("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')").scalar_one()
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
