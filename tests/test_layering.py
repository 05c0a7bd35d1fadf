"""The packages keep to their rooms: imports point down, and each outside thing has one place."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "reports", "storage")
ENVIRONMENT_READERS = ("bot.config", "bot.cli", "bot.__main__")
CLOCK_READERS = (*ENVIRONMENT_READERS, "bot.app", "bot.clock", "bot.sandbox")
ENVIRONMENT = {"os.environ", "os.environb", "os.getenv"}
CLOCK = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"}
SQL = re.compile(r"^\s*(SELECT\b.+\bFROM|INSERT\s+INTO|UPDATE\b.+\bSET|DELETE\s+FROM|CREATE\s+TABLE)\b", re.S)


@dataclass(frozen=True)
class Module:
    """A module of the project by its dotted name."""

    name: str
    tree: ast.Module

    def within(self, *places: str) -> bool:
        return _within(self.name, places)

    def imports(self) -> Iterator[str]:
        """The dotted name of everything imported anywhere in it; `from a import b` is `a.b`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.name} imports relatively"
                yield from (f"{node.module}.{alias.name}" for alias in node.names)

    def attributes(self) -> Iterator[str]:
        """Every `a.b` that it uses, by the last two names."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
                owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
                yield f"{owner}.{node.attr}"


@cache
def modules() -> tuple[Module, ...]:
    files = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
    return tuple(Module(_dotted(file), ast.parse(file.read_text())) for file in files)


def _dotted(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _within(name: str, places: tuple[str, ...]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


def importers(*imported: str) -> dict[str, str]:
    """The modules that import any of these, each with what it imports."""
    return {module.name: name for module in modules() for name in module.imports() if _within(name, imported)}


def users(names: set[str]) -> dict[str, str]:
    """The modules that use or import any of these, each with what it uses."""
    return {
        module.name: used
        for module in modules()
        for used in (*module.attributes(), *module.imports())
        if used in names
    }


def outside(found: dict[str, str], *rooms: str) -> dict[str, str]:
    return {name: what for name, what in found.items() if not _within(name, rooms)}


def test_every_package_is_read() -> None:
    assert {module.name.split(".")[0] for module in modules()} == set(PACKAGES)
    assert len(importers("sqlalchemy")) > 3


def test_storage_imports_neither_reports_nor_bot() -> None:
    assert not outside(importers("reports", "bot"), "reports", "bot")


def test_reports_imports_no_bot() -> None:
    assert not outside(importers("bot"), "bot")


def test_reports_knows_no_slack_no_environment_and_no_sql() -> None:
    forbidden = importers("slack_sdk", "slack_bolt", "os", "sqlalchemy", "sqlite3", "psycopg", "alembic")
    assert not {name: what for name, what in forbidden.items() if _within(name, ("reports",))}


def test_only_bot_knows_slack() -> None:
    assert not outside(importers("slack_sdk", "slack_bolt"), "bot")


def test_only_reports_draws() -> None:
    assert not outside(importers("matplotlib", "numpy", "PIL"), "reports.formats")


def test_only_the_sandbox_and_the_web_endpoint_import_a_web_framework() -> None:
    assert not outside(
        importers("starlette", "uvicorn", "websockets"), "bot.sandbox", "bot.serving.web", "bot.serving.http"
    )


def test_only_the_demo_knows_the_sandbox() -> None:
    assert not outside(importers("bot.sandbox"), "bot.sandbox", "bot.demo", "bot.cli.demo")


def test_only_storage_talks_to_a_database() -> None:
    drivers = importers("sqlite3", "psycopg", "alembic")
    assert not outside(drivers, "storage")
    # Bot passes an engine or an open transaction on, and says what went wrong with it; it asks it nothing.
    passed_on = {"sqlalchemy.Connection", "sqlalchemy.Engine", "sqlalchemy.exc.SQLAlchemyError"}
    used = {
        name
        for module in modules()
        if not module.within("storage")
        for name in module.imports()
        if _within(name, ("sqlalchemy",))
    }
    assert used <= passed_on


def test_only_storage_asks_a_connection_anything() -> None:
    asking = {"connection.execute", "connection.exec_driver_sql", "connection.scalar", "connection.scalars"}
    asked = {
        module.name
        for module in modules()
        if not module.within("storage") and asking & set(module.attributes())
    }
    assert not asked


def test_no_sql_stands_outside_storage() -> None:
    texts = {
        module.name: node.value
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value)
    }
    assert not outside(texts, "storage")


def test_only_the_command_line_and_config_read_the_environment() -> None:
    assert not outside(users(ENVIRONMENT), *ENVIRONMENT_READERS)


def test_only_the_command_line_and_the_app_read_the_clock() -> None:
    assert not outside(users(CLOCK), *CLOCK_READERS)


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_a_module_says_in_a_sentence_what_it_is(module: Module) -> None:
    first = (ast.get_docstring(module.tree) or "").split("\n")[0]
    if not _within(module.name, ("storage.migrations.versions",)):
        assert first.endswith((".", ":")), f"{module.name} begins with: {first!r}"
