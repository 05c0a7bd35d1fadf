"""What an organisation has connected, and the workflows that its projects run."""

from sqlalchemy import Column, Date, Integer, Table

from storage.tables.columns import changed_at, content, metadata, one_of, org_id, ref, row_id, unique, words
from storage.types import UTCDateTime
from storage.vocabulary import INTEGRATION_CATEGORIES, STAGE_TYPES

repositories = Table(
    "repositories",
    metadata,
    row_id(),
    org_id(),
    words("external_id", 128),
    words("name", 200),
    words("provider", 32),
    Column("connected_on", Date, nullable=False),
    Column("disconnected_on", Date),
    changed_at(),
    content(),
    unique("external_id"),
)

repository_projects = Table(
    "repository_projects",
    metadata,
    row_id(),
    org_id(),
    ref("repository_id", "repositories"),
    ref("project_id", "projects"),
    unique("repository_id", "project_id"),
)

integrations = Table(
    "integrations",
    metadata,
    row_id(),
    org_id(),
    words("external_id", 128),
    words("provider", 64),
    words("category", 32),
    Column("connected_on", Date, nullable=False),
    Column("disconnected_on", Date),
    changed_at(),
    content(),
    unique("external_id"),
    one_of("category", INTEGRATION_CATEGORIES),
)

integration_projects = Table(
    "integration_projects",
    metadata,
    row_id(),
    org_id(),
    ref("integration_id", "integrations"),
    ref("project_id", "projects"),
    unique("integration_id", "project_id"),
)

workflows = Table(
    "workflows",
    metadata,
    row_id(),
    org_id(),
    ref("project_id", "projects"),
    words("external_id", 128),
    words("name", 200),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("archived_at", UTCDateTime),
    changed_at(),
    content(),
    unique("project_id", "external_id"),
)

stages = Table(
    "stages",
    metadata,
    row_id(),
    org_id(),
    ref("project_id", "projects"),
    ref("workflow_id", "workflows"),
    words("external_id", 128),
    words("name", 200),
    words("stage_type", 16),
    Column("position", Integer, nullable=False),
    Column("removed_at", UTCDateTime),
    unique("project_id", "external_id"),
    one_of("stage_type", STAGE_TYPES),
)

edges = Table(
    "edges",
    metadata,
    row_id(),
    org_id(),
    ref("workflow_id", "workflows"),
    ref("from_stage_id", "stages"),
    ref("to_stage_id", "stages"),
    Column("removed_at", UTCDateTime),
    unique("from_stage_id", "to_stage_id"),
)
