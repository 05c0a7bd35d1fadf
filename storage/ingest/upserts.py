"""What to do with each kind of line that says what an organisation is."""

from collections.abc import Callable
from typing import Any

from storage.ingest import connections, contracts, organisations, persons, workflows
from storage.ingest.fate import Fate, Stamp
from storage.ingest.organisation import Organisation

UPSERTS: dict[str, Callable[[Organisation, Any, Stamp], Fate]] = {
    "org.upsert": organisations.organisation,
    "project.upsert": connections.project,
    "user.upsert": persons.user,
    "user.role": persons.user_role,
    "repository.upsert": connections.repository,
    "integration.upsert": connections.integration,
    "workflow.upsert": workflows.workflow,
    "issue.upsert": connections.issue,
    "contract.upsert": contracts.contract,
    "contract.adjustment": contracts.adjustment,
}
