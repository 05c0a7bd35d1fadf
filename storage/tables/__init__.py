"""The schema: what an organisation is, what happened, how often, and what the bot did about it."""

from storage.tables.columns import metadata
from storage.tables.connected import (
    edges,
    integration_projects,
    integrations,
    repositories,
    repository_projects,
    stages,
    workflows,
)
from storage.tables.happenings import (
    events,
    monthly_tallies,
    packed_days,
    packed_tallies,
    rolled_months,
    tallies,
)
from storage.tables.operations import (
    audit_log,
    channel_settings,
    ingest_batches,
    ingest_rejections,
    members,
    preferences,
    workspaces,
)
from storage.tables.organisation import (
    contract_adjustments,
    contracts,
    organizations,
    people,
    person_roles,
    projects,
    vocabulary,
)
from storage.tables.sending import clicks, deliveries, heard, subscriptions

__all__ = [
    "audit_log",
    "channel_settings",
    "clicks",
    "contract_adjustments",
    "contracts",
    "deliveries",
    "edges",
    "events",
    "heard",
    "ingest_batches",
    "ingest_rejections",
    "integration_projects",
    "integrations",
    "members",
    "metadata",
    "monthly_tallies",
    "organizations",
    "packed_days",
    "packed_tallies",
    "people",
    "person_roles",
    "preferences",
    "projects",
    "repositories",
    "repository_projects",
    "rolled_months",
    "stages",
    "subscriptions",
    "tallies",
    "vocabulary",
    "workflows",
    "workspaces",
]
