"""Lines about an organisation itself."""

from sqlalchemy import Connection, insert, update
from sqlalchemy.dialects import postgresql, sqlite

from storage import tables
from storage.ingest.dimensions import OrgUpsert
from storage.ingest.fate import WRITTEN, Fate, Stamp
from storage.ingest.organisation import Organisation
from storage.ingest.upserting import latest_wins, marks
from storage.tables import organizations
from storage.vocabulary import OPEN


def create(connection: Connection, line: OrgUpsert, stamp: Stamp) -> bool:
    """Create an organisation, with its own copy of the open vocabularies; False if it is there already.

    Two ingests that create the same one at once get one True and one False.
    """
    insert_or_not = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    new = insert_or_not(organizations).values(slug=line.org, **_stated(line, stamp))
    created = new.on_conflict_do_nothing(index_elements=["slug"]).returning(organizations.c.id)
    org_id = connection.execute(created).scalar_one_or_none()
    if org_id is None:
        return False
    words = [
        {
            "org_id": org_id,
            "vocab": word.vocab,
            "key": word.key,
            "label": word.label,
            "description": word.description,
            "sort_order": position,
        }
        for position, word in enumerate(OPEN)
    ]
    connection.execute(insert(tables.vocabulary), words)
    return True


def organisation(org: Organisation, line: OrgUpsert, stamp: Stamp) -> Fate:
    """Change an organisation; who calls re-dates its events if the zone is another (D-02)."""
    fate = latest_wins(org.row, stamp)
    if fate.outcome in WRITTEN:
        mine = update(organizations).where(organizations.c.id == org.id)
        org.connection.execute(mine.values(**_stated(line, stamp)))
        org.load()
    return fate


def _stated(line: OrgUpsert, stamp: Stamp) -> dict[str, object]:
    return {
        "name": line.name,
        "time_zone": line.time_zone,
        "week_start": line.week_start,
        "data_start_on": line.data_start_on,
        **marks(stamp),
    }
