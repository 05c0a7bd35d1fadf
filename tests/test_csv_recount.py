"""Every cell of the demo history's exports equals a recount of its lines."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

import pytest

from tests.csv_files import Rows, sections, written
from tests.demo_history import RANGES, Ask, asked
from tests.recount import Cut, History, Line
from tests.test_recount_questions import ORIGINS
from tests.test_recount_work import distinct, finished, stage_row


def ordered(counts: Counter[str]) -> Rows:
    """By count, then by name, what has no value last."""
    order = sorted(counts.items(), key=lambda item: (item[0] == "Unspecified", -item[1], item[0]))
    return [[label, str(count)] for label, count in order]


def sessions(history: History, cut: Cut) -> Rows:
    created = {(line["source"], line["id"]): line for line in history.of("session.created")}
    new = list(history.within(cut, "session.created"))
    asked_in = {(line["source"], line.get("session")) for line in history.within(cut, "question.asked")}
    touched = {(line["source"], line["id"]) for line in new} | (asked_in & set(created))
    roles = Counter(created[key]["role"] for key in touched)
    return [["Total", str(len(touched))], *ordered(roles), ["Sessions created", str(len(new))]]


def questions(history: History, cut: Cut) -> Rows:
    lines = list(history.within(cut, "question.asked"))
    origins = ordered(Counter(ORIGINS[line["origin"]] for line in lines))
    roles = ordered(Counter(line["role"] for line in lines))
    named = [["Origin", *row] for row in origins] + [["Role", *row] for row in roles]
    return [["Total", "", str(len(lines))], *named]


def users(history: History, cut: Cut) -> Rows:
    asked_by = Counter(line["user"] for line in history.within(cut, "question.asked"))
    latest = {line["user"]: line["role"] for line in sorted(history.acts(cut), key=lambda x: str(x["day"]))}
    people = sorted(latest, key=lambda user: (-asked_by[user], history.users[user]["display_name"]))
    return [
        [
            str(1 + sum(asked_by[other] > asked_by[user] for other in people)),
            history.users[user]["display_name"],
            history.users[user].get("email") or "",
            latest[user],
            str(asked_by[user]),
        ]
        for user in people
    ]


def roles(history: History, cut: Cut) -> Rows:
    return [["Total (exact)", str(len(history.active(cut)))], *ordered(history.active_by_role(cut))]


def passes(ran: Iterable[Line]) -> list[str]:
    ends = Counter(line["verdict"] for line in ran)
    decided = ends["passed"] + ends["failed"]
    rate = f"{tenths(Decimal(100 * ends['passed']) / decided, ROUND_HALF_UP)}%" if decided else "n/a"
    return [str(sum(ends.values())), str(ends["passed"]), str(ends["failed"]), rate]


def tenths(percent: Decimal, rounding: str) -> Decimal:
    return percent.quantize(Decimal("0.1"), rounding)


def codesims(history: History, cut: Cut) -> Rows:
    ran = finished(history, cut)
    rows = [["Total", "", *passes(ran)]]
    for heading, field in (("Scenario Type", "scenario_type"), ("System Layer", "system_layer")):
        groups: defaultdict[str, list[Line]] = defaultdict(list)
        for line in ran:
            groups[line[field]].append(line)
        order = ordered(Counter({label: len(group) for label, group in groups.items()}))
        rows += [[heading, label, *passes(groups[label])] for label, _ in order]
    defects = distinct(history.within(cut, "defect.prevented"), "defect")
    return [*rows, ["Defects Prevented", "", str(defects), "", "", ""]]


def workflows(history: History, cut: Cut) -> Rows:
    if cut.project is None:
        return [["Not available: choose a specific project", *[""] * 6]]
    moved = list(history.within(cut, "stage.transitioned"))
    flows = [flow for flow in history.of("workflow.upsert") if flow["project"] == cut.project]
    rows = [
        [
            flow["name"],
            *("–" if cell is None else str(cell) for cell in stage_row(history, cut, stage, moved)),
        ]
        for flow in flows
        for stage in flow["stages"]
    ]
    return rows or [["Data Platform has no workflow configured", *[""] * 6]]


def artifacts(history: History, cut: Cut) -> Rows:
    numbers = []
    for kind in ("document", "diagram"):
        created, shared = (
            [line for line in history.within(cut, f"artifact.{what}") if line["type"] == kind]
            for what in ("created", "shared")
        )
        numbers.append((len(created), distinct(shared, "artifact")))
    numbers.append((numbers[0][0] + numbers[1][0], numbers[0][1] + numbers[1][1]))
    labels = ("Document", "Diagram", "Total")
    return [[label, *map(str, pair)] for label, pair in zip(labels, numbers, strict=True)]


def lines_of_code(history: History, cut: Cut) -> Rows:
    read = Counter[str]()
    for line in history.within(cut, "code.analyzed"):
        read[line["purpose"]] += line["lines"]
    return [["Lines analyzed", str(read["investigation"])], ["Total processed", str(read.total())]]


def amount(micro: int) -> str:
    return str(micro // 10**6) if micro % 10**6 == 0 else f"{Decimal(micro).scaleb(-6):.6f}"


def credits(history: History, cut: Cut) -> Rows:
    used = Counter[str]()
    for line in history.credits(cut):
        used[line["category"]] += line["micro"]
    categories = ("Player", "Simulation", "Monitor", "WorldModel")
    annual = next(line for line in history.of("contract.upsert") if line["name"] == "2026 annual")
    term = history.credits(Cut(date(2026, 2, 1), date(2026, 12, 2)))
    burnt, limit = sum(line["micro"] for line in term), int(annual["allocation"]) * 10**6
    percent = Decimal(100 * burnt) / limit
    return [
        *([category, amount(used[category])] for category in categories),
        ["Total", amount(used.total())],
        ["Contract", "2026 annual"],
        ["Term", "2026-02-01 to 2027-01-31"],
        ["Allocation", amount(limit)],
        ["Used", amount(burnt)],
        ["Percent Used", f"{tenths(percent, ROUND_FLOOR if burnt <= limit else ROUND_CEILING)}%"],
        ["Overflow", amount(max(0, burnt - limit))],
    ]


RECOUNTS: dict[str, Callable[[History, Cut], Rows]] = {
    "Total Active Sessions": sessions,
    "Total Questions Asked": questions,
    "Active Unique Users (Ranked)": users,
    "Active Users by Role": roles,
    "Total Codesims Run": codesims,
    "Workflow Stages": workflows,
    "Artifacts Created / Shared": artifacts,
    "Lines of Code Used": lines_of_code,
    "Credits": credits,
}


@pytest.mark.parametrize("words", RANGES)
def test_every_cell_of_the_file_is_that_of_the_lines(ask: Ask, history: History, words: str) -> None:
    for found, cut in asked(ask, "export", words.split()[0]):
        file = sections(written(found))
        names = {line["slug"]: line["name"] for line in history.of("project.upsert")}
        assert file.pop("")[1:3] == [
            ["Date Range", f"{cut.start} to {date.fromordinal(cut.end.toordinal() - 1)}"],
            ["Scope", names[cut.project] if cut.project else "All Projects"],
        ]
        assert file == {title: recount(history, cut) for title, recount in RECOUNTS.items()}
        assert list(file) == list(RECOUNTS)


def test_the_totals_of_the_file_are_those_of_the_sections(ask: Ask) -> None:
    file = sections(written(ask("export last-90d project:storefront")))
    for key, title in (
        ("questions.total", "Total Questions Asked"),
        ("simulations.total", "Total Codesims Run"),
    ):
        section = key.partition(".")[0]
        total = ask(f"{section} last-90d project:storefront").count(key)
        assert file[title][0][2] == str(total)
    overview = ask("overview last-90d project:storefront")
    assert file["Active Users by Role"][0][1] == str(overview.count("overview.active_users"))
    assert file["Total Active Sessions"][-1][1] == str(overview.count("overview.sessions"))
    assert file["Lines of Code Used"][1][1] == str(overview.count("overview.code"))
