"""The words that events may use: closed lists, and the open ones with their labels.

An organisation gets a copy of the open ones when it is created; from then on its `vocabulary` table decides.
"""

from dataclasses import dataclass

CREDIT_CATEGORIES = ("Player", "Simulation", "Monitor", "WorldModel")
VERDICTS = ("passed", "failed", "inconclusive", "canceled", "errored")
DONE = ("passed", "failed", "inconclusive")  # the verdicts that count as a simulation (D-24)
STAGE_TYPES = ("entry", "work", "terminal")
OBJECTS = ("document", "diagram")
PURPOSES = ("investigation", "simulation", "indexing", "monitor")
RUN_TRIGGERS = ("manual", "branch", "pr", "stage")
APPROVALS = ("auto", "manual", "entry")
INTEGRATION_CATEGORIES = ("ticketing", "crm", "docs", "collaboration", "observability", "mcp", "other")
BASES = ("credits", "seats", "flat")
RANKINGS = ("off", "private", "public")
VISIBILITIES = ("public", "private")
ROLES = ("viewer", "manager", "admin")
SUBSCRIPTION_KINDS = ("digest", "credit_alert")
DELIVERY_KINDS = ("credit_alert", "notice", "digest")  # in the order in which they are sent
STATUSES = ("pending", "sending", "sent", "unknown", "failed", "skipped")

AUTOMATION = "Automation"  # the role of everything that no person did; stamped by us only
UNSPECIFIED = "Unspecified"
UNCLASSIFIED = "Unclassified"


@dataclass(frozen=True)
class Word:
    """One value of an open vocabulary: its key in events, and how people read it."""

    vocab: str
    key: str
    label: str
    description: str | None = None


OPEN = (
    Word("category", "Code", "Code", "find or read code"),
    Word("category", "Execute", "Execute", "carry out a task"),
    Word("category", "Explain", "Explain", "how something works; code exploration"),
    Word("category", "Report", "Report", "summarise status"),
    Word("category", "Triage", "Triage", "investigate and classify an issue"),
    Word("category", "Other", "Other"),
    Word("category", "Change", "Change", "modify code"),
    Word("category", "Configure", "Configure"),
    Word("category", "Debug", "Debug", "root-cause an error; debugging"),
    Word("category", "Validate", "Validate", "check a claim or a change"),
    Word("category", "Write", "Write", "documents, tickets, messages"),
    Word("origin", "web_app", "Web app"),
    Word("origin", "mcp", "IDE via MCP"),
    Word("origin", "slack", "Slack"),
    Word("origin", "teams", "Microsoft Teams"),
    Word("origin", "chrome_extension", "Chrome extension"),
    Word("origin", "ticketing", "Ticketing"),
    Word("origin", "api_trigger", "API trigger"),
    Word("origin", "monitor", "Monitor"),
    Word("origin", "other", "Other"),
    Word("job_role", "Engineering", "Engineering"),
    Word("job_role", "QA", "QA"),
    Word("job_role", "Support", "Support"),
    Word("job_role", "Product", "Product"),
    Word("job_role", "SRE", "SRE"),
    Word("job_role", "Customer Success", "Customer Success"),
    Word("job_role", "Data", "Data"),
    Word("job_role", "Leadership", "Leadership"),
    Word("job_role", UNSPECIFIED, UNSPECIFIED),
    Word("scenario_type", "Performance", "Performance"),
    Word("scenario_type", "Security", "Security"),
    Word("scenario_type", "ErrorHandling", "ErrorHandling"),
    Word("scenario_type", "Regression", "Regression"),
    Word("scenario_type", "EdgeCase", "EdgeCase"),
    Word("scenario_type", "Functional", "Functional"),
    Word("scenario_type", "Integration", "Integration"),
    Word("scenario_type", "UserExperience", "UserExperience"),
    Word("system_layer", "Frontend", "Frontend"),
    Word("system_layer", "API", "API"),
    Word("system_layer", "Backend", "Backend"),
    Word("system_layer", "Database", "Database"),
    Word("system_layer", "Integration", "Integration"),
    Word("system_layer", "Infrastructure", "Infrastructure"),
    Word("system_layer", UNSPECIFIED, UNSPECIFIED),
)
