"""Lines about an organisation itself."""

from sqlalchemy import Connection, insert, update

from storage import tables
from storage.ingest.dimensions import OrgUpsert
from storage.ingest.fate import WRITTEN, Fate, Stamp
from storage.ingest.organisation import Organisation
from storage.ingest.upserting import latest_wins, marks
from storage.tables import organizations
from storage.vocabulary import OPEN


def create(connection: Connection, line: OrgUpsert, stamp: Stamp) -> None:
    """Create an organisation, with its own copy of the open vocabularies."""
    new = insert(organizations).values(slug=line.org, **_stated(line, stamp)).returning(organizations.c.id)
    org_id = connection.execute(new).scalar_one()
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
