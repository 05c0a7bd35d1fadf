"""Reads what an organisation is: its settings, projects, credit contracts and labels.

Every report begins with these statements, so they are made once: one that is made anew costs twice as much.
"""

from sqlalchemy import Connection, bindparam, select

from storage.errors import StoreError
from storage.records import Adjustment, Contract, Organization, Project
from storage.tables import (
    contract_adjustments,
    contracts,
    organizations,
    projects,
    vocabulary,
    workspaces,
)

ORG, W, P, C, A, V = (
    table.c for table in (organizations, workspaces, projects, contracts, contract_adjustments, vocabulary)
)
SLUGS = select(ORG.slug)
OF_TEAM = (
    select(ORG.slug).join(workspaces, W.org_id == ORG.id).where(W.team_id == bindparam("team"), W.active)
)
WHOLE = select(organizations).where(ORG.slug == bindparam("slug"))
PROJECTS = select(P.id, P.slug, P.name, P.archived_at).where(P.org_id == bindparam("org"))
ADJUSTMENTS = (
    select(A.contract_id, A.effective_on, A.amount_micro).where(A.org_id == bindparam("org")).order_by(A.id)
)
CONTRACTS = (
    select(C.id, C.external_id, C.name, C.term_start, C.term_end, C.allocation_micro)
    .where(C.org_id == bindparam("org"), C.basis == "credits")
    .order_by(C.term_start)
)
LABELS = select(V.vocab, V.key, V.label).where(V.org_id == bindparam("org"))


def slugs(connection: Connection) -> tuple[str, ...]:
    """The organisations there are, in code points: databases sort texts each in their own way (D-66)."""
    return tuple(sorted(connection.execute(SLUGS).scalars()))


def slug_of_team(connection: Connection, team_id: str) -> str | None:
    """The organisation that a Slack team is linked to, if any."""
    slug: str | None = connection.execute(OF_TEAM, {"team": team_id}).scalar_one_or_none()
    return slug


def organization(connection: Connection, slug: str) -> Organization:
    """An organisation with its projects, credit contracts and labels. Raises `StoreError` if unknown."""
    row = connection.execute(WHOLE, {"slug": slug}).one_or_none()
    if row is None:
        known = ", ".join(slugs(connection)) or "none yet, send events with: usagebot ingest FILE"
        raise StoreError(f'There is no organisation "{slug}" in the store. Known: {known}.')
    return Organization(
        id=row.id,
        slug=row.slug,
        name=row.name,
        time_zone=row.time_zone,
        week_start=row.week_start,
        data_start_on=row.data_start_on,
        show_user_rankings=row.show_user_rankings,
        visibility=row.visibility,
        projects=_projects(connection, row.id),
        contracts=_contracts(connection, row.id),
        labels=_labels(connection, row.id),
        alert_channel=row.alert_channel,
        digest_channel=row.digest_channel,
        default_role=row.default_role,
        manager_group=row.manager_group,
        admin_group=row.admin_group,
    )


def _projects(connection: Connection, org_id: int) -> tuple[Project, ...]:
    rows = connection.execute(PROJECTS, {"org": org_id})
    found = (Project(id_, slug, name, archived is not None) for id_, slug, name, archived in rows)
    return tuple(sorted(found, key=lambda project: project.slug))


def _contracts(connection: Connection, org_id: int) -> tuple[Contract, ...]:
    adjustments: dict[int, list[Adjustment]] = {}
    for contract_id, day, amount in connection.execute(ADJUSTMENTS, {"org": org_id}):
        adjustments.setdefault(contract_id, []).append(Adjustment(day, amount))
    rows = connection.execute(CONTRACTS, {"org": org_id})
    return tuple(
        Contract(external_id, name, start, end, allocation, tuple(adjustments.get(id_, ())))
        for id_, external_id, name, start, end, allocation in rows
    )


def _labels(connection: Connection, org_id: int) -> dict[tuple[str, str], str]:
    rows = connection.execute(LABELS, {"org": org_id})
    return {(vocab, key): label for vocab, key, label in rows}
