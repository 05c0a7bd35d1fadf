"""The lines that come first in the file: what a company is, before anything happens in it."""

from collections.abc import Iterator
from datetime import date

from bot.demo_data.company import Company, Person, Project
from bot.demo_data.line import Line


def dimensions(company: Company) -> Iterator[Line]:
    """Yield the company's own lines, contracts excepted, each after what it refers to."""
    org, first = company.org, company.history.first
    yield org.dimension(
        "org.upsert",
        f"org-{org.slug}",
        first,
        name=company.name,
        time_zone=org.zone.key,
        data_start_on=str(first),
    )
    for project in company.projects:
        yield org.dimension("project.upsert", project.id, project.since, slug=project.slug, name=project.name)
    for number, person in enumerate(company.people, start=1):
        yield from _person(company, number, person)
    yield from _connections(company)
    for project in company.projects:
        if project.stages:
            yield _workflow(company, project)


def _person(company: Company, number: int, person: Person) -> Iterator[Line]:
    org = company.org
    given = person.name.split()[0].lower().replace("ë", "e").replace("é", "e")
    yield org.dimension(
        "user.upsert",
        person.id,
        company.history.first,
        email=f"{given}@{org.slug}.test",
        display_name=person.name,
        slack_user_id=f"U{number + (0 if org.slug == 'acme' else 900):03d}",
        is_service=False,
    )
    for turn, (valid_from, role) in enumerate(person.roles, start=1):
        role_id = f"ur-{person.id[2:]}-{turn}"
        yield org.dimension(
            "user.role", role_id, valid_from, user=person.id, job_role=role, valid_from=str(valid_from)
        )


def _connections(company: Company) -> Iterator[Line]:
    for repository in company.repositories:
        yield company.org.dimension(
            "repository.upsert",
            repository.id,
            repository.since,
            name=repository.name,
            provider="github",
            connected_on=str(repository.since),
            disconnected_on=None,
            projects=list(repository.projects),
        )
    for tool in company.integrations:
        yield company.org.dimension(
            "integration.upsert",
            f"i-{tool.id}",
            tool.until or tool.since,
            provider=tool.id,
            category=tool.category,
            connected_on=str(tool.since),
            disconnected_on=_text(tool.until),
            projects=list(tool.projects),
        )


def _workflow(company: Company, project: Project) -> Line:
    stages = [{"id": stage.id, "name": stage.name, "type": stage.type} for stage in project.stages]
    return company.org.dimension(
        "workflow.upsert",
        f"w-{project.id[2:]}-defect",
        project.since,
        project=project.slug,
        rev=1,
        name="Defect Resolution",
        stages=stages,
        edges=project.edges(),
    )


def _text(day: date | None) -> str | None:
    return None if day is None else str(day)
