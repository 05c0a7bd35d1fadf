"""The locked requirements hold what pyproject.toml asks for, pinned and hashed, and no address."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
FILES = ("requirements.txt", "requirements-dev.txt")
ADDRESS = re.compile(r"https?:|file:|^\s*-(?!-hash=)|--(?!hash=)|@ ", re.M)


def entries(file: str) -> list[str]:
    """One text for each requirement, its continuation lines joined and comments dropped."""
    lines = [line for line in (ROOT / file).read_text().splitlines() if not line.lstrip().startswith("#")]
    return [entry.strip() for entry in "\n".join(lines).replace("\\\n", " ").splitlines() if entry.strip()]


def pins(file: str) -> dict[str, set[str]]:
    """The pinned requirements by name; a name stands twice where two Pythons need two versions."""
    found: dict[str, set[str]] = {}
    for entry in entries(file):
        requirement = Requirement(entry.split(" --hash")[0].strip())
        assert str(requirement.specifier).startswith("=="), entry[:80]
        found.setdefault(canonicalize_name(requirement.name), set()).add(str(requirement.specifier)[2:])
    return found


def asked(file: str) -> list[Requirement]:
    extra = PROJECT["optional-dependencies"]["dev"] if file == "requirements-dev.txt" else []
    return [Requirement(text) for text in PROJECT["dependencies"] + extra]


@pytest.mark.parametrize("file", FILES)
def test_every_requirement_is_pinned_and_hashed(file: str) -> None:
    assert len(pins(file)) > 20
    assert [
        entry[:60] for entry in entries(file) if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)
    ] == []


@pytest.mark.parametrize("file", FILES)
def test_everything_that_pyproject_asks_for_is_locked_in_a_version_it_allows(file: str) -> None:
    locked = pins(file)
    wrong = [
        str(wanted)
        for wanted in asked(file)
        if not any(wanted.specifier.contains(v) for v in locked.get(canonicalize_name(wanted.name), ()))
    ]
    assert wrong == []


def test_a_developer_runs_the_versions_that_users_run() -> None:
    users, developers = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {name: developers.get(name) for name in users} == users


@pytest.mark.parametrize("file", FILES)
def test_no_package_index_is_named(file: str) -> None:
    assert ADDRESS.findall((ROOT / file).read_text()) == []


def test_an_unhashed_or_addressed_requirement_would_be_seen() -> None:
    assert ADDRESS.search("--index-url https://example.test/simple")
    assert ADDRESS.search("thing @ file:thing.whl")
    assert not ADDRESS.search("thing==1 \\\n    --hash=sha256:00\n    # via other")
