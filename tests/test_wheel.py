"""The wheel holds everything that the program needs, and works far from the repository."""

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "reports", "storage")
NEVER_SHIPPED = {".pyc", ".DS_Store"}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the working tree."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel puts among the installed packages."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(installed: Path, *arguments: str) -> str:
    """What the installed program prints, started in the empty folder that each test begins in."""
    assert not (Path.cwd() / "bot").exists()
    done = subprocess.run(
        [sys.executable, "-P", *arguments],
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_is_imported_from_the_wheel(installed: Path, package: str) -> None:
    assert Path(run(installed, "-c", f"import {package}; print({package}.__file__)")).is_relative_to(
        installed
    )


def test_no_file_that_the_packages_hold_is_missing_from_the_wheel(wheel: Path) -> None:
    held = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix not in NEVER_SHIPPED and path.name not in NEVER_SHIPPED
    }
    # What git ignores is silently left out: an ignored font or page is found here, not by the user.
    assert held - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_the_wheel_holds_the_program_and_its_manifest_alone(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "bot/manifest.yml" in names
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == set(PACKAGES)


def test_the_installed_program_creates_its_store(installed: Path) -> None:
    run(installed, "-c", "from storage.migrate import upgrade; upgrade('sqlite:///made.sqlite3')")
    assert Path("made.sqlite3").stat().st_size > 0


def test_the_installed_program_says_its_version(installed: Path) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert version in run(installed, "-m", "bot", "version")
