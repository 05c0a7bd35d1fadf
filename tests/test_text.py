"""The project's text speaks of the project alone: no machine, no package index, no page that is not here."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOME_FOLDERS = ("root", "home", "Users", "work", "workspace", "tmp")
OWN_PATH = re.compile(rf"(?<![\w.:/~*-])/(?:{'|'.join(HOME_FOLDERS)})/[\w.-]")
INDEX = re.compile(
    r"(?:index|extra-index)-url|pythonhosted\.org|/simple/?(?:\s|$)|--find-links|--trusted-host"
)
PAGE = re.compile(r"(?<![\w/.-])[A-Z][A-Z_]+\.md\b")
ABOUT_INDEXES = {"tests/test_text.py", "tests/test_requirements.py"}


@cache
def texts() -> dict[str, str]:
    """Every text file that is, or is about to be, in the repository; all files where there is no git."""
    try:
        command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("project text: this is not a git checkout, so its own files are not known")
    found = {}
    for name in filter(None, listed.split("\0")):
        content = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b"\0"
        if b"\0" not in content:
            found[name] = content.decode()
    return found


def lines_with(pattern: re.Pattern[str], *exempt: str) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts().items()
        if name not in exempt
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_the_files_of_the_project_are_read() -> None:
    assert {"README.md", "pyproject.toml", "manifest.yml", "storage/tables/operations.py"} <= set(texts())


def test_no_path_of_a_machine_is_written_down() -> None:
    assert lines_with(OWN_PATH) == []
    assert lines_with(re.compile(re.escape(str(ROOT) + "/"))) == []


def test_no_package_index_is_written_down() -> None:
    assert lines_with(INDEX, "Makefile", *ABOUT_INDEXES) == []


def test_every_page_that_is_named_is_in_the_project() -> None:
    named = {match for text in texts().values() for match in PAGE.findall(text)}
    assert {page for page in named if not (ROOT / page).is_file()} == set()


def test_a_path_or_an_index_would_be_seen() -> None:
    for path in ("/".join(("", "home", "ann", "x")), "/".join(("", "tmp", "out.png"))):
        assert OWN_PATH.search(f"open('{path}')")
    assert not OWN_PATH.search("https://example.test/home/x")
    assert INDEX.search("pip install --index-url https://example.test")
