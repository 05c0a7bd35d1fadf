"""What organisations, channels and members are set to, what was heard, and who did what."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select, update

from storage import subscriptions as subscribing
from storage.audit import Entry, entries, record
from storage.channels import ChannelSetting, Place, channel_setting, channels, set_channel
from storage.checking import differences
from storage.engine import open_engine, reading, writing
from storage.errors import StoreError
from storage.heard import forget, hear, newest
from storage.members import Member, link, member_role, members, set_member_role, teams, unset_member_role
from storage.preferences import prefer_project, preferred_project
from storage.roles import restamp_roles
from storage.setting_words import SETTINGS
from storage.settings import OrgSettings, org_settings, set_org
from storage.store import Store
from storage.tables import events, person_roles, projects
from tests.ingest_lines import WORLD, question, role, send, user
from tests.regular import NOON, organisations, planned, stored, subscribed

MIRA = Member("T1", "U1", "admin")


def changed(engine: Engine, name: str, value: str | None) -> OrgSettings:
    with writing(engine) as connection:
        set_org(connection, 1, name, value)
    with reading(engine) as connection:
        return org_settings(connection, 1)


@pytest.mark.parametrize(
    ("name", "word", "value"),
    [
        ("time_zone", "europe/berlin", "Europe/Berlin"),
        ("week_start", "Sunday", 6),
        ("week_start", "mon", 0),
        ("show_user_rankings", "off", "off"),
        ("visibility", "PRIVATE", "private"),
        ("alert_channel", " C0ALERTS ", "C0ALERTS"),
        ("digest_channel", "G012345", "G012345"),
        ("default_role", "viewer", "viewer"),
        ("manager_group", "S012345", "S012345"),
        ("admin_group", "S0ADMINS", "S0ADMINS"),
    ],
)
def test_a_setting_is_changed_by_its_word(engine: Engine, name: str, word: str, value: object) -> None:
    organisations(engine, "acme", "globex")
    with reading(engine) as connection:
        globex = org_settings(connection, 2)
    assert getattr(changed(engine, name, word), name) == value
    with reading(engine) as connection:
        org = Store(connection).organization("acme")
        assert getattr(org, name) == value
        assert org_settings(connection, 2) == globex


@pytest.mark.parametrize("name", ["alert_channel", "digest_channel", "manager_group", "admin_group"])
@pytest.mark.parametrize("nothing", [None, "", "none", "off"])
def test_a_channel_or_group_is_cleared(engine: Engine, name: str, nothing: str | None) -> None:
    organisations(engine)
    changed(engine, name, "C0123" if name.endswith("channel") else "S0123")
    assert getattr(changed(engine, name, nothing), name) is None


@pytest.mark.parametrize(
    ("name", "word", "sentence"),
    [
        ("colour", "red", r'setting "colour".* Known: time_zone, week_start'),
        ("visibilty", "private", r"Did you mean visibility\?"),
        ("visibility", "privat", r'"privat"\. Did you mean private\? Example'),
        ("visibility", None, r"Known: public, private"),
        ("default_role", "boss", r"Known: viewer, manager, admin"),
        ("time_zone", "Berlin", r"Did you mean Europe/Berlin\?"),
        ("time_zone", "new york", r"Did you mean America/New_York\?"),
        ("time_zone", "Nowhere", r"named like Europe/Berlin"),
        ("week_start", "friday", r"monday or sunday"),
        ("alert_channel", "#alerts", r'"#alerts" is no channel\'s id.*Example: C0123456789'),
        ("alert_channel", "D012345", "is no channel"),
        ("admin_group", "@admins", r"is no user group\'s id.*Example: S0123456789"),
    ],
)
def test_what_is_not_understood_changes_nothing_and_says_how(
    sqlite_engine: Engine, name: str, word: str | None, sentence: str
) -> None:
    organisations(sqlite_engine)
    with reading(sqlite_engine) as connection:
        before = org_settings(connection, 1)
    with pytest.raises(StoreError, match=sentence):
        changed(sqlite_engine, name, word)
    with reading(sqlite_engine) as connection:
        assert org_settings(connection, 1) == before


def test_what_is_shown_can_be_typed_again(sqlite_engine: Engine) -> None:
    organisations(sqlite_engine)
    changed(sqlite_engine, "week_start", "sunday")
    before = changed(sqlite_engine, "alert_channel", "C0123")
    assert [name for name, _ in before.words()] == list(SETTINGS)
    for name, word in before.words():
        assert changed(sqlite_engine, name, word) == before


def test_another_zone_redates_every_event_and_its_tallies(engine: Engine) -> None:
    send(engine, *WORLD, question(at="2026-11-03T03:00:00Z"))
    with writing(engine) as connection:
        org = Store(connection).organization("acme")
        subscribing.set_own(connection, org, "digest", "C1", "T1", NOON)
    changed(engine, "time_zone", "Asia/Tokyo")
    with reading(engine) as connection:
        assert connection.execute(select(events.c.occurred_on)).scalar_one() == date(2026, 11, 3)
        assert subscribing.of_org(connection, 1)[0].time_zone == "Asia/Tokyo"
    changed(engine, "time_zone", "America/New_York")
    with reading(engine) as connection:
        assert connection.execute(select(events.c.occurred_on)).scalar_one() == date(2026, 11, 2)
    assert list(differences(engine, 1)) == []


def test_a_backdated_role_is_stamped_when_asked_for(engine: Engine) -> None:
    send(engine, *WORLD, user("noa"), user("bot", is_service=True), role("noa", "SRE", "2025-10-01"))
    lines = [question(f"q-{day}", user="noa", at=f"2026-11-{day:02d}T15:00:00Z") for day in (1, 2, 3)]
    send(engine, *lines, question("q-bot", user="bot"), question("q-none", user=None))
    with writing(engine) as connection:
        r = person_roles.c
        noa = connection.execute(select(r.id).where(r.job_role == "SRE")).scalar_one()
        connection.execute(update(person_roles).where(r.id == noa).values(valid_to=date(2026, 11, 2)))
        copied = select(r.org_id, r.person_id, r.set_at, r.content_hash).where(r.id == noa)
        row = connection.execute(copied).one()._mapping
        period = {"valid_from": date(2026, 11, 3), "job_role": "QA"}
        connection.execute(insert(person_roles).values(**row, **period))
    assert restamp_roles(engine, 1) == 2
    assert restamp_roles(engine, 1) == 0
    with reading(engine) as connection:
        e = events.c
        stamped = {row.event_id: row.role for row in connection.execute(select(e.event_id, e.role))}
    assert stamped == {
        "q-1": "SRE",
        "q-2": "Unspecified",
        "q-3": "QA",
        "q-bot": "Automation",
        "q-none": "Automation",
    }
    assert list(differences(engine, 1)) == []


def test_a_team_belongs_to_one_organisation(engine: Engine) -> None:
    organisations(engine, "acme", "globex")
    theirs = subscribed(engine, org_id=1)
    planned(engine, theirs, 1)
    with writing(engine) as connection:
        link(connection, 1, "T1", "Acme", NOON)
        link(connection, 1, "T1", "Acme Inc.", NOON)
        link(connection, 1, "T2", "Acme Labs", NOON)
        assert [(team.team_id, team.name) for team in teams(connection, 1)] == [
            ("T1", "Acme Inc."),
            ("T2", "Acme Labs"),
        ]
        assert subscribing.find(connection, 1, theirs.id) is not None
        link(connection, 2, "T1", "Globex", NOON)
        assert Store(connection).slug_of_team("T1") == "globex"
        assert [team.team_id for team in teams(connection, 1)] == ["T2"]
        assert subscribing.find(connection, 1, theirs.id) is None
    assert stored(engine)["daily 1"].status == "skipped"


def test_a_member_has_the_role_that_was_given_last(engine: Engine) -> None:
    organisations(engine, "acme", "globex")
    with writing(engine) as connection:
        assert member_role(connection, 1, "T1", "U1") is None
        set_member_role(connection, 1, MIRA)
        set_member_role(connection, 1, replace(MIRA, role="viewer"))
        set_member_role(connection, 1, replace(MIRA, user="U0", role="manager"))
        assert member_role(connection, 1, "T1", "U1") == "viewer"
        assert [(each.user, each.role) for each in members(connection, 1)] == [
            ("U0", "manager"),
            ("U1", "viewer"),
        ]
        assert member_role(connection, 2, "T1", "U1") is member_role(connection, 1, "T2", "U1") is None
        assert unset_member_role(connection, 1, "T1", "U1")
        assert not unset_member_role(connection, 1, "T1", "U1")
        assert member_role(connection, 1, "T1", "U1") is None
        with pytest.raises(StoreError, match=r'role "boss".*Known: viewer, manager, admin'):
            set_member_role(connection, 1, replace(MIRA, role="boss"))


def test_a_channel_is_set_and_cleared(engine: Engine) -> None:
    organisations(engine, "acme", "globex")
    with writing(engine) as connection:
        values = {
            "org_id": 1,
            "external_id": "p",
            "slug": "pay",
            "name": "Pay",
            "set_at": NOON,
            "content_hash": "",
        }
        id_ = connection.execute(insert(projects).values(values).returning(projects.c.id)).scalar_one()
        place, bound = Place("T1", "C1"), ChannelSetting(id_, "private", ("pay",), ("questions",))
        assert channel_setting(connection, 1, "T1", "C1") == ChannelSetting()
        set_channel(connection, 1, place, bound)
        assert channel_setting(connection, 1, "T1", "C1") == bound
        assert channel_setting(connection, 2, "T1", "C1") == ChannelSetting()
        set_channel(connection, 1, place, replace(bound, bound_projects=(), bound_sections=None))
        after = channel_setting(connection, 1, "T1", "C1")
        assert (after.bound_projects, after.bound_sections) == ((), None)  # bound to none is not: unbound
        with pytest.raises(StoreError, match=r'no project "pays"\. Did you mean pay\?'):
            set_channel(connection, 1, place, replace(bound, bound_projects=("pays",)))
        with pytest.raises(StoreError, match="not of this organisation"):
            set_channel(connection, 2, place, ChannelSetting(id_))
        with pytest.raises(StoreError, match="public or private"):
            set_channel(connection, 1, place, replace(bound, visibility="loud"))


def test_what_is_heard_twice_is_new_once(database_url: str, engine: Engine) -> None:
    def listener(_: int) -> bool:
        own = open_engine(database_url)
        with writing(own) as connection:
            new = hear(connection, "E1", NOON)
        own.dispose()
        return new

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(listener, range(4))) == [False, False, False, True]
    with writing(engine) as connection:
        assert hear(connection, "E2", NOON)
        forget(connection, NOON)
        assert not hear(connection, "E2", NOON)
        forget(connection, NOON + timedelta(seconds=1))
        assert hear(connection, "E2", NOON)


@given(times=st.lists(st.integers(9_999_999_000_000, 10_000_001_000_000), min_size=1, max_size=6))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_only_a_later_click_counts(engine: Engine, times: list[int]) -> None:
    with writing(engine) as connection:
        forget(connection, NOON + timedelta(days=99_999))
        answers = [newest(connection, "C1:1", f"{at // 1000}.{at % 1000:03d}") for at in times]
    assert answers == [at > max(times[:place], default=0) for place, at in enumerate(times)]


def test_clicks_on_another_message_do_not_count(engine: Engine) -> None:
    with writing(engine) as connection:
        assert newest(connection, "C1:1", "1795351200.123456")
        assert newest(connection, "C1:2", "1795351100.123456")
        assert not newest(connection, "C1:1", "1795351200.123456")
        forget(connection, NOON + timedelta(days=1))
        assert newest(connection, "C1:1", "1795351100.123456")


def test_the_log_is_read_newest_first(engine: Engine) -> None:
    organisations(engine, "acme", "globex")
    log = [Entry(NOON + timedelta(hours=n), "T1", "U1", "export", f"n{n}", "x") for n in range(3)]
    local = Entry(NOON + timedelta(hours=1), None, "cli", "org.set", "visibility", None)
    with writing(engine) as connection:
        for entry in (*log, local):
            record(connection, 1, entry)
        assert entries(connection, 1, 3) == (log[2], local, log[1])
        assert entries(connection, 2, 3) == ()


def test_a_person_prefers_a_project_of_the_organisation(engine: Engine) -> None:
    send(engine, *WORLD)
    with writing(engine) as connection:
        slugs = {each.slug: each.id for each in Store(connection).organization("acme").projects}
        for slug in ("store", "pay"):
            prefer_project(connection, 1, ("T1", "U1"), slugs[slug])
        assert preferred_project(connection, 1, "T1", "U1") == "pay"
        assert preferred_project(connection, 1, "T2", "U1") is None
        prefer_project(connection, 1, ("T1", "U1"), None)
        assert preferred_project(connection, 1, "T1", "U1") is None


def test_all_channels_that_were_set_are_listed(engine: Engine) -> None:
    organisations(engine, "acme", "globex")
    private, shared = ChannelSetting(visibility="private"), ChannelSetting(shared=True)
    with writing(engine) as connection:
        set_channel(connection, 1, Place("T1", "C2"), private)
        set_channel(connection, 1, Place("T1", "C1"), shared)
        assert channels(connection, 1) == ((Place("T1", "C1"), shared), (Place("T1", "C2"), private))
        assert channels(connection, 2) == ()
