"""Digests: what is worth knowing, in numbers that add up; short when quiet; the same again from its facts."""

import json
import re
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, update

from bot.messages.digest import digest_file, digest_message
from bot.messages.notice import notice_message
from reports.digest import Digest, Wish
from reports.errors import RequestError
from reports.export import offered
from reports.findings import MOST
from reports.frozen import freeze, thaw
from storage.records import Bounds
from storage.tables import organizations
from tests.demo_history import Ask
from tests.posting import channel, digest, marked, words
from tests.recount import Cut, History
from tests.usage_lines import line, now, organisation, tell, workflow

WEEK = Wish("last-week", number=3)
MONDAYS = [date(2026, 11, 30) - timedelta(weeks=ago) for ago in (0, 1, 3, 5, 9, 16, 23, 24, 31, 40, 46)]
QUIET = "2025-09-29"


def claims(found: Digest) -> list[str]:
    return [str(finding) for finding in found.findings]


def sections(found: Digest) -> list[str]:
    return [report.section.name for report in found.reports]


def lines(found: Digest) -> str:
    file = digest_file(found)
    assert file is not None
    return "".join(file[1])


def asked(number: int, day: str, **fields: object) -> dict[str, object]:
    stated = {"project": "store", "user": None, "session": None, "origin": "slack", "category": "Debug"}
    return line("question.asked", f"q-{day}-{number}", day, **stated | fields)


def questions(day: str, count: int, **fields: object) -> list[dict[str, object]]:
    return [asked(number, day, **fields) for number in range(count)]


def test_the_digest_of_the_incident_says_what_happened(demo_engine: Engine) -> None:
    assert claims(digest(demo_engine, "2026-06-22", WEEK)) == [
        "Questions up 126% to 1,357: +757 on the week before, "
        "led by Payments API +821, offset by 3 projects −64",
        "Pass rate down 21 pp to 62%: 397 of 1,038 simulations failed, 87 of 494 the week before",
        "41 defects prevented: 15 the week before",
    ]


@pytest.mark.parametrize(
    ("day", "first"),
    [
        ("2026-10-19", "Credits down 13%"),
        (
            "2026-11-09",
            "98.7% of the credits are used: 80,490 of 81,500, 84 days of the term left, at this rate",
        ),
        (
            "2026-11-30",
            "Credits are 6,618 over the allocation: 108.2% of 81,500 used, 63 days of the term left",
        ),
    ],
)
def test_a_contract_at_its_levels_comes_first(demo_engine: Engine, day: str, first: str) -> None:
    assert claims(digest(demo_engine, day, WEEK))[0].startswith(first)


@pytest.mark.parametrize("monday", MONDAYS, ids=str)
def test_what_drove_a_change_adds_up_to_it(demo_engine: Engine, monday: date) -> None:
    found = digest(demo_engine, monday.isoformat(), WEEK)
    assert 1 <= len(found.findings) <= MOST
    for finding in found.findings:
        change, _, drivers = finding.detail.partition(", led by ")
        if drivers:
            assert sum(signed(drivers)) == sum(signed(change))


def signed(text: str) -> list[int]:
    found = re.findall(r"([+−])([\d,]+)(?=,? |,|$)", text)
    return [int(number.replace(",", "")) * (1 if sign == "+" else -1) for sign, number in found]


def test_the_drivers_are_what_was_counted_line_by_line(demo_engine: Engine, history: History) -> None:
    week = Cut(date(2026, 6, 15), date(2026, 6, 22))
    changes = Counter(each["project"] for each in history.within(week, "question.asked"))
    changes.subtract(each["project"] for each in history.within(week.before(), "question.asked"))
    shown = claims(digest(demo_engine, "2026-06-22", WEEK))[0]
    along = sorted((change for change in changes.values() if change > 0), reverse=True)
    against = sum(change for change in changes.values() if change < 0)
    assert signed(shown.partition("led by")[2]) == [*along, against]


def test_a_change_of_every_part_alike_is_spread_evenly(engine: Engine) -> None:
    both = [("Debug", "web_app"), ("Explain", "web_app"), ("Debug", "slack"), ("Explain", "slack")]
    told = [
        each
        for week, count in (("2026-03-10", 20), ("2026-03-17", 30))
        for nth, (category, origin) in enumerate(both)
        for each in questions(f"{week}T1{nth}:00:00Z", count, category=category, origin=origin)
    ]
    tell(engine, *organisation(), *told)
    assert claims(digest(engine, "2026-03-23", WEEK)) == [
        "Questions up 50% to 120: +40 on the week before, spread evenly over categories and origins"
    ]


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ({"Explain": (20, 12)}, "led by Debug +60, offset by Explain −8"),
        ({"Explain": (20, 12), "Triage": (20, 15)}, "led by Debug +60, offset by 2 categories −13"),
        ({"Explain": (20, 24), "Triage": (20, 15)}, "led by Debug +60, Explain +4, offset by Triage −5"),
        ({"Explain": (20, 20)}, "all of it Debug"),
    ],
)
def test_what_went_the_other_way_leads_nothing(
    engine: Engine, others: dict[str, tuple[int, int]], told: str
) -> None:
    counts = {"Debug": (20, 80), **others}
    lines = [
        each
        for nth, (category, both) in enumerate(counts.items())
        for day, count in zip(("2026-03-10", "2026-03-17"), both, strict=True)
        for each in questions(f"{day}T1{nth}:00:00Z", count, category=category)
    ]
    tell(engine, *organisation(), *lines)
    assert claims(digest(engine, "2026-03-23", WEEK))[0].endswith(told)


def test_few_things_that_change_much_are_not_worth_a_word(engine: Engine) -> None:
    tell(engine, *organisation(), *questions("2026-03-10", 5), *questions("2026-03-17", 20))
    assert claims(digest(engine, "2026-03-23", WEEK)) == ["Nothing stands out against the week before"]


def test_the_first_week_has_nothing_to_compare_with(engine: Engine) -> None:
    tell(engine, *organisation(), *questions("2026-01-02", 40))
    found = digest(engine, "2026-01-05", WEEK)
    assert claims(found) == ["Nothing to compare with yet: data starts Jan 1, 2026"]


def test_what_was_not_there_before_is_new(engine: Engine) -> None:
    tell(engine, *organisation(), *questions("2026-03-17", 40))
    assert claims(digest(engine, "2026-03-23", WEEK)) == ["Questions are new: 40, none the week before"]


@pytest.mark.parametrize("monday", MONDAYS[:4], ids=str)
def test_a_digest_says_the_numbers_of_the_reports(demo_engine: Engine, ask: Ask, monday: date) -> None:
    days = f"{monday - timedelta(days=7)}..{monday - timedelta(days=1)}"
    found = digest(demo_engine, monday.isoformat(), WEEK)
    assert now(found.reports[0], "questions.total") == now(ask(f"questions {days}"), "questions.total")
    said = words(digest_message(found))
    for section in ("credits", "questions", "simulations", "context"):
        sentence = ask(f"{section} {days}").sentence
        assert f"{sentence.claim}   {sentence.trend}" in said


def test_the_text_alone_tells_what_the_blocks_do(demo_engine: Engine) -> None:
    message = digest_message(digest(demo_engine, "2026-11-23", WEEK))
    numbers = set(re.findall(r"\d[\d,.]*\d", words(message)))
    assert len(numbers) > 25
    assert numbers <= set(re.findall(r"\d[\d,.]*\d", message.text))


@pytest.mark.parametrize(
    ("wish", "day", "title"),
    [
        (Wish("yesterday"), "2026-11-23", "Daily usage · Acme Inc. · Nov 22, 2026"),
        (Wish("last-week"), "2026-11-25", "Weekly usage · Acme Inc. · Nov 16–22, 2026"),
        (Wish("last-month"), "2026-11-01", "Monthly usage · Acme Inc. · Oct 1–31, 2026"),
        (
            Wish("last-week", "storefront"),
            "2026-11-02",
            "Weekly usage · Acme Inc. · Storefront · Oct 26 – Nov 1, 2026",
        ),
    ],
)
def test_the_header_names_the_period(demo_engine: Engine, wish: Wish, day: str, title: str) -> None:
    message = digest_message(digest(demo_engine, day, wish))
    assert (message.blocks[0]["text"]["text"], message.text.splitlines()[0]) == (title, title)


def test_one_line_when_nothing_happened(demo_engine: Engine) -> None:
    found = digest(demo_engine, QUIET, WEEK)
    message = digest_message(found)
    assert words(message).splitlines() == [
        "Nothing happened in PlayerZero last week (Sep 22–28, 2025).",
        "All Projects • Sep 22 – Sep 28, 2025 (7 days) • America/New_York • no data yet • "
        "Subscription 3: `/usage subscriptions`",
    ]
    assert message.images == ()
    assert digest_file(found) is None


def test_of_a_project_nothing_happened_in_the_line_says_which(engine: Engine) -> None:
    tell(engine, *organisation("store", "shop"), *questions("2026-03-17", 3))
    quiet = digest_message(digest(engine, "2026-03-23", Wish("last-week", "shop")))
    assert words(quiet).startswith("Nothing happened in PlayerZero for Shop last week (Mar 16–22, 2026).")
    assert "Answered 3 questions" in digest_message(digest(engine, "2026-03-23", Wish("last-week"))).text


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish("last-week"), ["overview", "credits", "contract", "questions", "simulations", "context"]),
        (
            Wish("last-week", "storefront"),
            ["overview", "credits", "contract", "questions", "simulations", "workflows", "context"],
        ),
        (
            Wish("last-week", "data-platform"),
            ["overview", "credits", "contract", "questions", "simulations", "context"],
        ),
        (Wish("last-week", sections=("questions", "context")), ["questions", "context"]),
        (Wish("last-week", sections=("questions", "workflows")), ["questions"]),
        (Wish("last-week", sections=("credits",)), ["credits", "contract"]),
    ],
)
def test_the_sections_of_a_digest(demo_engine: Engine, wish: Wish, expected: list[str]) -> None:
    found = digest(demo_engine, "2026-11-23", wish)
    assert sections(found) == expected
    assert (found.contract is not None) == ("contract" in expected)


def test_all_sections_are_all_but_the_file(demo_engine: Engine) -> None:
    found = digest(demo_engine, "2026-11-23", Wish("last-week", "storefront", ("all",)))
    assert set(sections(found)) >= {"users", "projects", "workflows"}
    assert not any(report.section.exports for report in found.reports)


def test_without_a_contract_credits_are_nowhere_and_the_only_project_is_meant(demo_engine: Engine) -> None:
    found = digest(demo_engine, "2026-11-23", WEEK, org="globex")
    assert sections(found) == ["overview", "questions", "simulations", "workflows", "context"]
    assert "redit" not in digest_message(found).text + lines(found)


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish("last-week", "paymets-api"), "I don't know the project"),
        (Wish("last-week", sections=("workflows",)), "Workflow data is per project"),
        (Wish("2027-01"), "That range starts in the future"),
    ],
)
def test_a_wish_that_cannot_be_met_says_why(demo_engine: Engine, wish: Wish, sentence: str) -> None:
    with pytest.raises(RequestError, match=sentence):
        digest(demo_engine, "2026-11-23", wish)


def test_the_main_charts_are_inside_and_no_empty_one(demo_engine: Engine) -> None:
    shown = {
        wish: [image.name for image in digest_message(digest(demo_engine, "2026-11-23", wish)).images]
        for wish in (WEEK, Wish("last-week", sections=("credits",)), Wish("last-week", sections=("context",)))
    }
    assert list(shown.values()) == [
        ["contract-card.png", "questions-by-category.png", "simulations-by-type.png"],
        ["credits-by-category.png", "contract-card.png"],
        ["context-artifacts.png"],
    ]
    before_simulations = digest_message(digest(demo_engine, "2025-11-24", WEEK))
    assert "simulations-by-type.png" not in [image.name for image in before_simulations.images]


def test_the_file_is_the_export_of_the_same_days(demo_engine: Engine) -> None:
    found = digest(demo_engine, "2026-11-23", WEEK)
    file = digest_file(found)
    assert file is not None
    assert file[0] == "playerzero-usage-2026-11-23.csv"
    text = lines(found)
    assert "Date Range,2026-11-16 to 2026-11-22\r\n" in text
    missing = [each.title for each in offered(found.scope.org) if f"\r\n{each.title}\r\n" not in text]
    assert missing == []


def test_a_digest_of_some_sections_has_a_file_of_these_alone(demo_engine: Engine) -> None:
    text = lines(digest(demo_engine, "2026-11-23", Wish("last-week", sections=("questions",))))
    assert "Total Questions Asked" in text
    assert not any(title in text for title in ("Credits", "Codesims", "Sessions", "Users"))
    assert digest_file(digest(demo_engine, "2026-11-23", Wish("last-week", sections=("projects",)))) is None


@pytest.mark.parametrize("wanted", [(), ("all",), ("users",)])
def test_nobody_is_named_in_a_channel(demo_engine: Engine, history: History, wanted: tuple[str, ...]) -> None:
    found = digest(demo_engine, "2026-11-23", Wish("last-week", sections=wanted))
    said = (
        digest_message(found).text + words(digest_message(found)) + lines(found) + json.dumps(freeze(found))
    )
    names = [user["display_name"] for user in history.users.values()]
    assert len(names) >= 60
    assert [name for name in names if name in said] == []


def test_public_rankings_are_named_in_the_file(engine: Engine) -> None:
    person = line("user.upsert", "u-1", "2026-01-01", display_name="Mira Okafor")
    tell(engine, *organisation(), person, *questions("2026-03-17", 3, user="u-1"))
    assert "Mira" not in lines(digest(engine, "2026-03-23", WEEK))
    with engine.begin() as connection:
        connection.execute(update(organizations).values(show_user_rankings="public"))
    assert "Mira Okafor" in lines(digest(engine, "2026-03-23", WEEK))


def test_a_test_says_so_and_a_missed_one_is_told(demo_engine: Engine) -> None:
    found = digest(demo_engine, "2026-11-23", WEEK)
    message = digest_message(found, mark_test=True, missed=(date(2026, 11, 9), date(2026, 11, 16)))
    assert words(message).startswith("*TEST*   This is a test. It changes nothing")
    assert message.text.startswith("TEST. This is a test.")
    for said in (message.text, words(message)):
        assert "Not sent, because I was not running: Nov 9 and Nov 16." in said
    assert "Not sent" not in digest_message(found).text
    assert "TEST" not in digest_message(found).text


def test_of_many_missed_ones_the_last_are_told(demo_engine: Engine) -> None:
    missed = tuple(date(2025, 9, day) for day in range(1, 15))
    said = digest_message(digest(demo_engine, QUIET, WEEK), missed=missed).text
    assert "Sep 10, Sep 11, Sep 12, Sep 13 and Sep 14, and 9 before." in said


def test_a_frozen_digest_says_the_same_in_the_same_bytes_after_new_data(engine: Engine) -> None:
    tell(
        engine,
        *organisation(),
        workflow(),
        *questions("2026-03-10", 12),
        *questions("2026-03-17", 40),
        *questions("2026-03-18", 9, category="Explain"),
    )
    found = digest(engine, "2026-03-23", WEEK)
    first, file, data = digest_message(found), lines(found), json.dumps(freeze(found))
    tell(
        engine,
        *questions("2026-03-19", 50),
        line("project.upsert", "p-new", "2026-03-30", slug="new", name="New"),
    )
    thawed = thaw(json.loads(data))
    again = digest_message(thawed)
    assert (again.text, again.blocks, lines(thawed)) == (first.text, first.blocks, file)
    assert [each.alt for each in again.images] == [each.alt for each in first.images]
    drawn = [each.draw() for each in first.images]
    assert drawn
    assert [each.draw() for each in again.images] == drawn
    assert digest_message(digest(engine, "2026-03-23", WEEK)).text != first.text


@pytest.mark.parametrize("wish", [WEEK, Wish("last-month", "storefront", ("all",))])
@pytest.mark.parametrize("day", ["2026-11-23", QUIET])
def test_slack_takes_digests_of_every_kind(demo_engine: Engine, wish: Wish, day: str) -> None:
    message = digest_message(digest(demo_engine, day, wish), mark_test=True)
    with channel() as general:
        said = general.take(message)
    assert said.text == message.text
    assert [block["type"] for block in said.blocks].count("image") == len(message.images)


def test_slack_takes_a_digest_whatever_its_names_are(engine: Engine) -> None:
    bad = "<!channel> & <https://evil.test|x> *bold* "
    projects = [
        line("project.upsert", f"p-{slug}", "2026-01-02", slug=slug, name=f"{slug} {bad}" * 4)
        for slug in ("store", "shop")
    ]
    told = [
        asked(nth, "2026-03-17", category=f"{nth % 40} <!here> & <@U017>", project=("store", "shop")[nth % 2])
        for nth in range(99)
    ]
    tell(engine, *organisation("store", "shop"), *projects, *questions("2026-03-10", 40), *told)
    message = digest_message(digest(engine, "2026-03-23", Wish("last-week", "store", number=3)))
    with channel() as general:
        said = general.take(message)
    assert not re.search(r"<[!@h]", marked(block for block in said.blocks if block["type"] != "header"))
    assert not re.search(r"<[!@h]", said.text)


def test_a_channel_bound_to_sections_gets_a_digest_of_these(demo_engine: Engine) -> None:
    found = digest(demo_engine, "2026-11-23", WEEK, bounds=Bounds(sections=("questions",)))
    assert sections(found) == ["questions"]
    assert "redit" not in digest_message(found).text + lines(found)


def test_a_channel_bound_to_a_project_sees_no_other_and_no_contract(demo_engine: Engine) -> None:
    found = digest(demo_engine, "2026-11-23", WEEK, bounds=Bounds(projects=("storefront",)))
    assert (found.scope.title, found.contract) == ("Storefront", None)
    assert "81,500" not in digest_message(found).text
    assert "Scope,Storefront" in lines(found)


def test_a_notice_names_a_channel_as_people_know_it() -> None:
    message = notice_message("Your digest for channel C0GENERAL was not sent.")
    assert message.text == marked(message.blocks) == "Your digest for <#C0GENERAL> was not sent."


def test_a_notice_is_plain_and_pings_nobody() -> None:
    message = notice_message("I cannot post in <!channel>.\n\nInvite me: `/invite @PlayerZero Usage`")
    assert message.text == "I cannot post in &lt;!channel&gt;.\nInvite me: `/invite @PlayerZero Usage`"
    assert marked(message.blocks) == message.text
