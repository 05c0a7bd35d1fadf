"""The invented history, recounted from its lines: reference totals, story points, the rules for sources."""

import hashlib
import json
import math
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo_data import lines
from bot.demo_data.chance import exp
from bot.demo_data.history import EARLIEST_END, LATEST_END, History

END = date(2026, 11, 30)
OTHER_END = date(2027, 2, 14)
DIMENSIONS = ("org", "project", "user", "repository", "integration", "workflow", "contract")
ZONES = {"acme": ZoneInfo("America/New_York"), "globex": ZoneInfo("Europe/Berlin")}
USAGEBOT = (sys.executable, "-m", "bot")
Record = dict[str, Any]

# Month: questions, simulations, active people, Player, Simulation, Monitor, WorldModel, credits.
REFERENCE = {
    "2025-10": (649, 0, 16, 1741, 0, 0, 314, 2055),
    "2025-11": (579, 0, 20, 1560, 0, 0, 301, 1862),
    "2025-12": (516, 365, 22, 1358, 217, 0, 330, 1905),
    "2026-01": (880, 583, 26, 2419, 351, 0, 319, 3090),
    "2026-02": (1055, 793, 28, 2998, 479, 0, 282, 3760),
    "2026-03": (1485, 1164, 31, 4148, 706, 0, 473, 5326),
    "2026-04": (1748, 1537, 32, 4879, 925, 22, 470, 6295),
    "2026-05": (1932, 1845, 36, 5215, 1119, 97, 466, 6896),
    "2026-06": (3350, 3027, 39, 9197, 1849, 114, 467, 11628),
    "2026-07": (2458, 2635, 42, 6763, 1602, 133, 1102, 9600),
    "2026-08": (2369, 2739, 44, 6363, 1654, 154, 590, 8762),
    "2026-09": (3180, 3637, 47, 8800, 2193, 164, 593, 11750),
    "2026-10": (3573, 3917, 48, 10097, 2364, 196, 609, 13266),
    "2026-11": (2906, 3570, 48, 7809, 2174, 201, 593, 10778),
}
REQUIRED = {
    "org.upsert": "name time_zone data_start_on",
    "project.upsert": "slug name",
    "user.upsert": "display_name",
    "user.role": "user job_role valid_from",
    "repository.upsert": "name provider connected_on",
    "integration.upsert": "provider category connected_on",
    "workflow.upsert": "project name stages edges",
    "issue.upsert": "project",
    "contract.upsert": "name basis term_start term_end",
    "session.created": "project",
    "question.asked": "project",
    "question.classified": "category",
    "simulation.finished": "project scenario verdict",
    "defect.prevented": "project defect",
    "stage.transitioned": "project issue from to",
    "artifact.created": "artifact type",
    "artifact.shared": "artifact type",
    "memory.created": "memory",
    "memory.recalled": "memory",
    "code.analyzed": "purpose lines",
    "credits.used": "category amount",
    "credits.adjusted": "category amount",
}


def key(record: Record) -> tuple[str, str, str, int]:
    return record["org"], record["source"], record["id"], record.get("rev", 0)


def local_day(record: Record) -> date:
    return datetime.fromisoformat(record["at"]).astimezone(ZONES[record["org"]]).date()


@dataclass(frozen=True)
class File:
    """What a generated file says, counted once per id; `acme` holds its records in the file's order."""

    lines: tuple[str, ...]

    @cached_property
    def records(self) -> list[Record]:
        return [{**json.loads(line), "line": line} for line in self.lines]

    @cached_property
    def events(self) -> list[Record]:
        return [r for r in self.records if r["kind"].split(".")[0] not in DIMENSIONS]

    @cached_property
    def acme(self) -> list[Record]:
        """Acme's records, each once, with its local day and the final category."""
        once = {key(r): {**r, "day": local_day(r)} for r in self.records if r["org"] == "acme"}
        for record in list(once.values()):
            if record["kind"] == "question.classified":
                once[(*key(record)[:3], 0)]["category"] = record["category"]
        return list(once.values())

    def of(self, *kinds: str, days: tuple[str, str] = ("2000-01-01", "2100-01-01")) -> list[Record]:
        first, last = (date.fromisoformat(day) for day in days)
        return [r for kind in kinds for r in self._kinds[kind] if first <= r["day"] <= last]

    @cached_property
    def _kinds(self) -> dict[str, list[Record]]:
        found = defaultdict(list)
        for record in self.acme:
            found[record["kind"]].append(record)
        return found

    def roles(self, user: str) -> list[tuple[str, str]]:
        return sorted((r["valid_from"], r["job_role"]) for r in self.of("user.role") if r["user"] == user)

    def duplicates(self) -> list[Record]:
        """Every line whose key came before, except a dimension's."""
        seen, again = set(), []
        for record in self.records:
            if key(record) in seen:
                again.append(record)
            seen.add(key(record))
        return again


@pytest.fixture(scope="module")
def file() -> File:
    return File(tuple(lines(END)))


@pytest.fixture(scope="module")
def later() -> File:
    return File(tuple(lines(OTHER_END)))


def near(expected: float, share: float = 0.1) -> Any:
    return pytest.approx(expected, rel=share)


def credits(records: list[Record]) -> Decimal:
    return sum((Decimal(r["amount"]) for r in records), Decimal())


def monthly(records: list[Record]) -> dict[str, list[Record]]:
    months = defaultdict(list)
    for record in records:
        months[f"{record['day']:%Y-%m}"].append(record)
    return months


# The reference totals -------------------------------------------------------------------------------------


@pytest.mark.parametrize("month", REFERENCE)
def test_a_month_has_its_questions_simulations_and_people(file: File, month: str) -> None:
    asked = monthly(file.of("question.asked"))[month]
    acts = monthly(file.of("question.asked", "session.created"))[month]
    people = {record["user"] for record in acts} - {None}
    assert len(asked) == near(REFERENCE[month][0])
    assert len(monthly(file.of("simulation.finished"))[month]) == near(REFERENCE[month][1])
    assert len(people) == near(REFERENCE[month][2])


@pytest.mark.parametrize("month", REFERENCE)
def test_a_month_has_its_credits(file: File, month: str) -> None:
    used = monthly(file.of("credits.used"))[month]
    for place, category in enumerate(("Player", "Simulation", "Monitor", "WorldModel"), start=3):
        found = credits([record for record in used if record["category"] == category])
        assert float(found) == near(REFERENCE[month][place]), category
    assert float(credits(used)) == near(REFERENCE[month][7])


@pytest.mark.parametrize(
    ("kinds", "total"),
    [
        (("question.asked",), 26_680),
        (("session.created",), 9_614),
        (("simulation.finished",), 25_812),
        (("defect.prevented",), 604),
        (("credits.used",), 61_261),
        (("artifact.created", "artifact.shared", "memory.created", "memory.recalled"), 6_448),
    ],
)
def test_there_are_as_many_as_in_the_reference(file: File, kinds: tuple[str, ...], total: int) -> None:
    assert len(file.of(*kinds)) == near(total)


def test_verdicts_are_mixed_as_in_the_reference(file: File) -> None:
    verdicts = Counter(record["verdict"] for record in file.of("simulation.finished"))
    assert verdicts["passed"] == near(19_583)
    assert verdicts["failed"] == near(4_653)
    assert verdicts["passed"] / (verdicts["passed"] + verdicts["failed"]) == pytest.approx(0.808, abs=0.01)
    assert verdicts["canceled"] > verdicts["errored"] > 0


def test_automation_asks_as_much_as_in_the_reference(file: File) -> None:
    assert sum(record["user"] is None for record in file.of("question.asked")) == near(478)


def test_simulations_and_context_are_automations(file: File) -> None:
    made = file.of("simulation.finished", "artifact.created", "artifact.shared", "memory.created")
    assert {record["user"] for record in made} == {None}


def test_weekends_are_quiet(file: File) -> None:
    days = [record["day"].weekday() for record in file.of("question.asked")]
    assert sum(day >= 5 for day in days) / len(days) == pytest.approx(0.046, abs=0.003)


def test_51_of_60_people_are_ever_active(file: File) -> None:
    acted = {record["user"] for record in file.of("question.asked", "session.created")} - {None}
    assert (len(file.of("user.upsert")), len(acted)) == (60, 51)


def test_people_who_left_do_nothing_more(file: File) -> None:
    acts = sorted(file.of("session.created"), key=lambda record: record["day"])
    last = {r["user"]: r["day"] for r in acts if r["user"] is not None}
    gone = [day for day in last.values() if day < date(2026, 10, 15)]
    assert len(gone) == 3
    assert all(day <= date(2026, 9, 15) for day in gone)


def test_in_october_49_are_active_across_roles_but_48_people(file: File) -> None:
    acts = file.of("question.asked", "session.created", days=("2026-10-02", "2026-10-31"))
    acted = {(r["user"], str(r["day"])) for r in acts if r["user"]}
    roles = {(user, max(t for t in file.roles(user) if t[0] <= day)[1]) for user, day in acted}
    assert (len({user for user, _ in acted}), len(roles)) == (48, 49)


@pytest.mark.parametrize(
    ("field", "share"),
    [
        ("category", {"Execute": 0.19, "Explain": 0.17, "Change": 0.14, "Validate": 0.06, "Configure": 0.01}),
        ("project", {"storefront": 0.37, "payments-api": 0.33, "mobile-app": 0.21, "data-platform": 0.09}),
        ("origin", {"web_app": 0.50, "mcp": 0.20, "slack": 0.16, "ticketing": 0.04, "monitor": 0.02}),
    ],
)
def test_questions_are_mixed_as_described(file: File, field: str, share: dict[str, float]) -> None:
    asked = file.of("question.asked", days=("2026-01-12", str(END)))
    found = Counter(record[field] for record in asked)
    assert {value: found[value] / len(asked) for value in share} == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize("kind", ["question.asked", "simulation.finished"])
def test_a_share_carries_a_stage_but_only_where_there_is_a_workflow(file: File, kind: str) -> None:
    staged = [record["stage"] is not None for record in file.of(kind) if record["project"] != "data-platform"]
    expected = 0.3 if kind == "question.asked" else 0.2
    assert sum(staged) / len(staged) == pytest.approx(expected, abs=0.02)
    assert not any(r["stage"] for r in file.of(kind) if r["project"] == "data-platform")


# The story points -----------------------------------------------------------------------------------------


def test_nothing_is_classified_before_the_classifier_came(file: File) -> None:
    before = file.of("question.asked", days=("2025-10-01", "2026-01-11"))
    after = file.of("question.asked", days=("2026-01-12", str(END)))
    assert {record["category"] for record in before} == {None}
    assert None not in {record["category"] for record in after}
    assert len(file.of("question.classified")) / len(after) == pytest.approx(0.15, abs=0.01)


@pytest.mark.parametrize(
    ("kind", "field", "value", "since"),
    [
        ("question.asked", "origin", "slack", "2025-11-10"),
        ("question.asked", "project", "data-platform", "2026-03-02"),
        ("credits.used", "category", "Monitor", "2026-04-24"),
    ],
)
def test_some_things_begin_later(file: File, kind: str, field: str, value: str, since: str) -> None:
    first = min(record["day"] for record in file.of(kind) if record[field] == value)
    assert timedelta() <= first - date.fromisoformat(since) <= timedelta(days=5)


def test_the_first_simulations_are_of_december(file: File) -> None:
    assert min(record["day"] for record in file.of("simulation.finished")) == date(2025, 12, 1)


def test_the_incident_in_june_stands_out(file: File) -> None:
    incident, before = ("2026-06-16", "2026-06-18"), ("2026-06-09", "2026-06-11")
    asked = file.of("question.asked", days=incident)
    ran = Counter(record["verdict"] for record in file.of("simulation.finished", days=incident))
    assert len(asked) == near(1_124)
    assert len(file.of("question.asked", days=before)) == near(383)
    assert sum(r["project"] == "payments-api" for r in asked) / len(asked) == pytest.approx(0.84, abs=0.02)
    assert sum(r["category"] in {"Triage", "Debug"} for r in asked) / len(asked) == pytest.approx(
        0.73, abs=0.03
    )
    assert ran.total() / len(file.of("simulation.finished", days=before)) == near(2.5, 0.2)
    assert ran["passed"] / (ran["passed"] + ran["failed"]) == pytest.approx(0.58, abs=0.02)


def test_the_re_index_costs_620_credits_in_a_day(file: File) -> None:
    day = ("2026-07-20", "2026-07-20")
    used = [r for r in file.of("credits.used", days=day) if r["category"] == "WorldModel"]
    assert [r["amount"] for r in used if Decimal(r["amount"]) > 2] == ["620"]


def test_there_is_one_negative_entry(file: File) -> None:
    [entry] = file.of("credits.adjusted")
    assert (entry["day"], entry["category"], entry["amount"]) == (date(2026, 9, 3), "WorldModel", "-40.5")


def test_the_outage_day_comes_last(file: File) -> None:
    days = [local_day(record) for record in file.events]
    late = days.count(date(2026, 4, 7))
    assert late > 300
    assert set(days[-late:]) == {date(2026, 4, 7)}


def test_all_else_comes_in_time(file: File) -> None:
    duplicates = {id(record) for record in file.duplicates()}
    late = date(2026, 4, 7)
    times = [r["at"] for r in file.events if id(r) not in duplicates and local_day(r) != late]
    assert times == sorted(times)


def test_1900_lines_of_the_retry_storm_come_again_unchanged(file: File) -> None:
    again = file.duplicates()
    assert len(again) == 1_900
    assert {(r["org"], local_day(r)) for r in again} == {("acme", date(2026, 8, 11))}
    assert len(set(file.lines)) == len(file.lines) - 1_900


def test_the_pilot_ends_in_the_default_colour_and_leaves_a_gap(file: File) -> None:
    used = credits(file.of("credits.used", days=("2025-10-01", "2025-12-31")))
    gap = credits(file.of("credits.used", days=("2026-01-01", "2026-01-31")))
    pilot = next(record for record in file.of("contract.upsert") if record["name"] == "Pilot")
    assert (pilot["term_start"], pilot["term_end"], pilot["allocation"]) == (
        "2025-10-01",
        "2026-01-01",
        "8000",
    )
    assert float(used / 8000) == pytest.approx(0.728, abs=0.002)
    assert float(gap) == near(3_090, 0.03)


def test_the_year_passes_90_and_100_percent_on_the_days_of_the_story(file: File) -> None:
    annual = next(record for record in file.of("contract.upsert") if record["name"] == "2026 annual")
    entries = file.of("credits.used", "credits.adjusted", days=(annual["term_start"], str(END)))
    used, ratios = Decimal(), {}
    for entry in sorted(entries, key=lambda record: record["day"]):
        used += Decimal(entry["amount"])
        ratios[entry["day"]] = used / Decimal(annual["allocation"])
    assert (annual["term_end"], annual["allocation"]) == ("2027-02-01", "81500")
    assert min(day for day, ratio in ratios.items() if ratio >= Decimal("0.9")) == date(2026, 10, 22)
    assert min(day for day, ratio in ratios.items() if ratio > 1) == date(2026, 11, 11)
    assert float(ratios[END]) == pytest.approx(1.080, abs=0.002)


def test_issues_enter_move_along_published_edges_and_leave(file: File) -> None:
    flows = {r["project"]: {tuple(edge) for edge in r["edges"]} for r in file.of("workflow.upsert")}
    at: dict[str, str | None] = {}
    for move in sorted(
        file.of("stage.transitioned"), key=lambda record: (record["at"], int(record["id"][2:]))
    ):
        assert move["from"] == at.get(move["issue"])
        within = (move["from"], move["to"])
        assert None in within or within in flows[move["project"]]
        at[move["issue"]] = move["to"]
    assert set(flows) == {"storefront", "payments-api", "mobile-app"}
    assert {"close", None} < set(at.values())


def test_of_tested_issues_some_go_back_and_of_all_some_leave(file: File) -> None:
    moves = [(r["from"], r["to"]) for r in file.of("stage.transitioned") if r["from"]]
    tested = Counter(target for source, target in moves if source == "test")
    assert tested["fix"] / (tested["fix"] + tested["close"]) == pytest.approx(0.15, abs=0.03)
    assert sum(target is None for _, target in moves) / len(moves) == pytest.approx(0.12, abs=0.02)


def test_globex_is_tiny_and_pays_by_seats(file: File) -> None:
    kinds = Counter(record["kind"] for record in file.records if record["org"] == "globex")
    [contract] = [r for r in file.records if r["org"] == "globex" and r["kind"] == "contract.upsert"]
    assert (kinds["user.upsert"], kinds["project.upsert"], kinds["workflow.upsert"]) == (3, 1, 1)
    assert (contract["basis"], kinds["credits.used"]) == ("seats", 0)
    assert min(kinds[kind] for kind in ("question.asked", "session.created", "simulation.finished")) > 100


# The rules for sources ------------------------------------------------------------------------------------


def test_every_line_has_the_envelope_and_its_kinds_required_fields(file: File) -> None:
    for record in file.records:
        assert {"v", "id", "source", "at", "org", *REQUIRED[record["kind"]].split()} <= record.keys()
        assert record["kind"] == "stage.transitioned" or None not in [
            record[field] for field in REQUIRED[record["kind"]].split()
        ]


def test_the_same_id_is_never_two_things(file: File) -> None:
    things = {(r["org"], r["source"], r["id"], r["kind"]) for r in file.records}
    apart = [thing for thing in things if thing[3] != "question.classified"]
    assert len({thing[:3] for thing in apart}) == len(apart)
    assert len(things) == len(file.records) - 1_900


def test_nothing_refers_to_what_has_not_come_yet(file: File) -> None:
    known: set[tuple[str, str]] = set()
    for record in file.records:
        names = [record["id"]] if record["kind"] == "question.classified" else []
        names += [record.get(field) for field in ("project", "user", "session", "simulation", "repository")]
        assert all((record["org"], name) in known for name in names if name), record["line"]
        known |= {(record["org"], record["id"]), (record["org"], record.get("slug", ""))}


def test_a_stage_belongs_to_the_projects_workflow(file: File) -> None:
    flows = {(r["org"], r["project"]): r["stages"] for r in file.records if r["kind"] == "workflow.upsert"}
    stages = {flow: {stage["id"] for stage in listed} for flow, listed in flows.items()}
    for record in file.events:
        for stage in filter(None, (record.get("stage"), record.get("from"), record.get("to"))):
            assert stage in stages[record["org"], record["project"]]


@pytest.mark.parametrize(("which", "end"), [("file", END), ("later", OTHER_END)])
def test_nothing_happens_outside_the_426_days(request: pytest.FixtureRequest, which: str, end: date) -> None:
    found: File = request.getfixturevalue(which)
    days = {local_day(record) for record in found.events}
    assert (min(days), max(days)) == (end - timedelta(days=425), end)
    close = datetime.combine(end, time(23, 59, 59), ZONES["acme"]).astimezone(UTC)
    assert max(datetime.fromisoformat(record["at"]) for record in found.records) <= close


def test_amounts_are_decimal_text_of_at_most_six_decimals(file: File) -> None:
    for record in file.of("credits.used", "credits.adjusted"):
        amount = Decimal(record["amount"])
        assert amount == amount.quantize(Decimal("0.000001"))
        assert (amount < 0) == (record["kind"] == "credits.adjusted")


# Other ends, and the same bytes everywhere ----------------------------------------------------------------


def story_days(file: File) -> Iterator[date]:
    yield local_day(file.records[-1])
    yield local_day(file.duplicates()[0])
    yield next(r["day"] for r in file.of("credits.used") if r["amount"] == "620")
    yield from (record["day"] for record in file.of("credits.adjusted"))
    busiest = Counter(r["day"] for r in file.of("question.asked")).most_common(3)
    yield from sorted(day for day, _ in busiest)


def test_with_another_end_story_points_keep_their_weekday_and_about_their_distance(
    file: File, later: File
) -> None:
    moved = [(before, after) for before, after in zip(story_days(file), story_days(later), strict=True)]
    assert len(moved) == 7
    for before, after in moved:
        assert before.weekday() == after.weekday()
        assert abs((OTHER_END - after) - (END - before)) <= timedelta(days=3)


@given(st.dates(EARLIEST_END, LATEST_END), st.dates(date(2025, 10, 1), END))
def test_a_date_moves_by_the_nearest_whole_weeks(end: date, reference: date) -> None:
    moved = History(end).on(reference.isoformat())
    assert (moved - reference).days % 7 == 0
    assert abs((end - moved) - (END - reference)) <= timedelta(days=3)


def hash_of(file: File) -> str:
    return hashlib.sha256("".join(f"{line}\n" for line in file.lines).encode()).hexdigest()


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_end_gives_the_same_bytes(file: File, tmp_path: Path, seed: str) -> None:
    out = tmp_path / "demo.jsonl"
    command = [*USAGEBOT, "demo-data", "--end", str(END), "--out", str(out)]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": seed, "TZ": f"UTC{seed}"})
    assert hashlib.sha256(out.read_bytes()).hexdigest() == hash_of(file)


def test_the_bytes_are_those_of_every_other_machine(file: File) -> None:
    assert hash_of(file) == "d4072ec1ddee0470c74a5f6acc6f36d4e40e9745c63d8266952dc5d65cfe890d"


@given(st.floats(-600, 600))
def test_our_own_exponential_is_the_usual_one(x: float) -> None:
    assert exp(x) == pytest.approx(math.exp(x), rel=1e-9)


# The command ----------------------------------------------------------------------------------------------


def test_whoever_stops_reading_gets_no_complaint() -> None:
    command = [*USAGEBOT, "demo-data", "--end", str(END)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = json.loads(process.stdout.readline())
        process.stdout.close()
        assert (first["kind"], process.stderr.read()) == ("org.upsert", b"")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("--end", "November"), 2, "November"),
        (("--end", "1999-01-01"), 2, "--end 2026-11-30"),
        (("--out", "no/such/folder/demo.jsonl"), 1, "usagebot demo-data --out demo.jsonl"),
    ],
)
def test_what_cannot_be_done_is_said(words: tuple[str, ...], status: int, said: str) -> None:
    done = subprocess.run([*USAGEBOT, "demo-data", *words], capture_output=True, text=True, check=False)
    assert done.returncode == status
    assert said in " ".join(done.stderr.replace("│", " ").split())
