"""Lines about contracts, and about what was added to them."""

from sqlalchemy import select

from storage.ingest.dimensions import ContractAdjustment, ContractUpsert
from storage.ingest.explaining import nearest
from storage.ingest.fate import DUPLICATE, INSERTED, UPDATED, WRITTEN, Fate, RefusedLine, Stamp, conflict
from storage.ingest.organisation import Organisation
from storage.ingest.upserting import latest_wins, marks, stored_row, write
from storage.tables import contract_adjustments, contracts


def contract(org: Organisation, line: ContractUpsert, stamp: Stamp) -> Fate:
    stored = stored_row(org, contracts, external_id=line.id)
    fate = latest_wins(stored, stamp)
    if fate.outcome in WRITTEN:
        _refuse_overlap(org, line)
        values = {
            "external_id": line.id,
            "name": line.name,
            "basis": line.basis,
            "term_start": line.term_start,
            "term_end": line.term_end,
            "allocation_micro": line.allocation,
        }
        write(org, contracts, stored, values | marks(stamp))
    return fate


def _refuse_overlap(org: Organisation, line: ContractUpsert) -> None:
    """Contracts of one organisation do not overlap (E11, D-39)."""
    other = org.connection.execute(
        select(contracts)
        .where(contracts.c.org_id == org.id, contracts.c.external_id != line.id)
        .where(contracts.c.term_start < line.term_end, contracts.c.term_end > line.term_start)
        .order_by(contracts.c.term_start)
    ).first()
    if other is not None:
        raise RefusedLine(
            "E11",
            f"The term overlaps with {other.external_id}, from {other.term_start} to {other.term_end}.",
        )


def adjustment(org: Organisation, line: ContractAdjustment, stamp: Stamp) -> Fate:
    """A top-up or correction; a higher revision replaces a lower one (D-61)."""
    contract_id = _contract_id(org, line.contract)
    key = {"contract_id": contract_id, "external_id": line.id}
    stored = stored_row(org, contract_adjustments, **key)
    if stored is not None and line.rev <= stored.revision:
        if line.rev < stored.revision or stored.content_hash == stamp.content:
            return DUPLICATE
        return conflict(f"“{line.id}” was sent before with other content; that one is kept.")
    values = {
        "effective_on": line.effective_on,
        "amount_micro": line.amount,
        "reason": line.reason,
        "revision": line.rev,
        "content_hash": stamp.content,
    }
    write(org, contract_adjustments, stored, key | values)
    return UPDATED if stored else INSERTED


def _contract_id(org: Organisation, name: str) -> int:
    found = stored_row(org, contracts, external_id=name)
    if found is not None:
        return int(found.id)
    known = select(contracts.c.external_id).where(contracts.c.org_id == org.id)
    near = nearest(name, org.connection.execute(known).scalars())
    raise RefusedLine("E06", f"There is no contract “{name}”; its contract.upsert must come first.{near}")
