"""Lets one at a time look which subscriptions there are, and add another."""

from sqlalchemy import Connection, select

from storage.tables import organizations


def hold(connection: Connection, org_id: int) -> None:
    """Make others who hold the organisation's subscriptions wait until this transaction ends.

    Nobody else waits: on Postgres what refers to the organisation is still written; on SQLite all writing is
    one at a time anyway.
    """
    organization = select(organizations.c.id).where(organizations.c.id == org_id)
    connection.execute(organization.with_for_update(key_share=True))
