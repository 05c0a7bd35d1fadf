"""Who is admitted, in which role, and what a channel is bound to."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from slack_sdk import WebClient
from sqlalchemy import Engine, select

from bot.access import Admission, Refused, Role, Visitor, admitted
from bot.desk import Desk
from bot.people import KEEP_SECONDS, SPARE_SECONDS, People, Silent
from bot.sandbox import Sandbox, Workspace
from reports.errors import RequestError
from reports.request import Request
from storage.engine import reading, writing
from storage.settings import set_org
from storage.store import Store
from storage.tables import audit_log
from tests import access_world as world
from tests.databases import Fill
from tests.sandbox_toys import MANIFEST
from tests.world import GENERAL, MIRA, door

NOBODY: Any = None  # the pools, which admission does not use


@pytest.fixture(scope="module")
def filling() -> Fill:
    return world.fill


@pytest.fixture
def store(engine: Engine) -> Engine:
    world.bindings(engine)
    return engine


@contextmanager
def slack(*scopes: str) -> Iterator[tuple[Workspace, WebClient]]:
    """A workspace with all kinds of people, where the app has these scopes."""
    granted = {**MANIFEST, "oauth_config": {"scopes": {"bot": ["commands", "chat:write", *scopes]}}}
    with Sandbox.start(granted) as sandbox:
        world.people(sandbox.workspace)
        yield sandbox.workspace, WebClient(sandbox.bot_token, base_url=sandbox.api_url)


def seen(engine: Engine, visitor: Visitor, people: People | None = None, **set_: Any) -> Admission:
    """What a visitor is admitted to by a bot of the workspace's own team."""
    settings = {"org": "acme", "team": world.TEAM, "people": people, **set_}
    desk = Desk(engine, NOBODY, NOBODY, NOBODY, "", **settings)
    with reading(engine) as connection:
        return admitted(Store(connection), desk, visitor)


def setting(engine: Engine, **words: str) -> None:
    with writing(engine) as connection:
        for name, value in words.items():
            set_org(connection, Store(connection).organization("acme").id, name, value)


def test_out_of_the_box_a_member_is_a_manager(store: Engine) -> None:
    assert seen(store, Visitor(world.TEAM, MIRA, GENERAL)).role is Role.MANAGER


def test_a_role_that_was_given_goes_before_groups_and_the_default(store: Engine) -> None:
    setting(store, default_role="viewer", manager_group="S0MANAGERS", admin_group="S0ADMINS")
    with slack("users:read", "usergroups:read") as (workspace, client):
        workspace.groups = {"S0MANAGERS": {MIRA, world.VIEWER}, "S0ADMINS": {world.VIEWER}}
        people = People(client)
        roles = [seen(store, Visitor(world.TEAM, user), people).role for user in (MIRA, world.VIEWER)]
        assert roles == [Role.MANAGER, Role.VIEWER]
        assert seen(store, Visitor(world.TEAM, world.ADMIN), people).role is Role.ADMIN


@pytest.mark.parametrize("user", [world.GUEST, world.STRANGER, world.GONE, world.APP, "U0UNKNOWN"])
def test_whoever_is_no_full_member_is_refused_in_a_sentence(store: Engine, user: str) -> None:
    with slack("users:read") as (_, client), pytest.raises(Refused) as refused:
        seen(store, Visitor(world.TEAM, user, GENERAL), People(client))
    assert str(refused.value).endswith(".")


def test_without_the_scope_what_the_payload_tells_must_do(
    store: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    with slack() as (_, client):
        people = People(client)
        assert seen(store, Visitor(world.TEAM, world.GUEST), people).role is Role.MANAGER
        with pytest.raises(Refused):
            seen(store, Visitor(world.TEAM, world.STRANGER, home="T0ELSEWHERE"), people)
    assert caplog.text.count("users:read") == 1


def test_a_team_that_is_not_linked_is_served_only_if_it_is_the_bots_own(engine: Engine) -> None:
    assert seen(engine, Visitor(world.TEAM, MIRA)).org.slug == "acme"
    with pytest.raises(Refused, match="not linked to an organisation"):
        seen(engine, Visitor("T0ELSEWHERE", MIRA))
    with pytest.raises(Refused):
        seen(engine, Visitor(world.TEAM, MIRA), team=None)


def test_a_linked_team_sees_its_own_organisation_whatever_the_bot_is_set_to(store: Engine) -> None:
    assert seen(store, Visitor("T0GLOBEX", MIRA)).org.slug == "globex"


def test_slack_is_asked_seldom_and_a_silence_is_bridged_for_an_hour() -> None:
    now = [0.0]
    with slack("users:read") as (workspace, client):
        people = People(client, lambda: now[0])
        assert people.member(MIRA) == people.member(MIRA)
        assert [call.method for call in workspace.calls] == ["users.info"]
        now[0] = KEEP_SECONDS + 1
        workspace.faults.add("users.info", "500", times=2)
        assert people.member(MIRA) is not None
        now[0] = SPARE_SECONDS + 1
        with pytest.raises(Silent):
            people.member(MIRA)


def test_while_slack_does_not_say_who_somebody_is_they_are_asked_to_come_again(store: Engine) -> None:
    with slack("users:read") as (workspace, client):
        workspace.faults.add("users.info", "500")
        with pytest.raises(Refused, match="try again in a minute"):
            seen(store, Visitor(world.TEAM, MIRA), People(client))


def test_a_channel_bound_to_a_project_sees_nothing_else_of_the_organisation(store: Engine) -> None:
    bound = seen(store, Visitor(world.TEAM, MIRA, world.PAY))
    assert [project.slug for project in bound.org.projects] == ["payments-api"]
    for words in (
        "questions",
        "questions project:all",
        "questions project:Payments_API",
        "credits",
        "export",
    ):
        bound.check(Request.parse(words))
    for words in ("questions project:storefront", "contract"):
        with pytest.raises(RequestError, match=r"payments-api only|whole organisation"):
            bound.check(Request.parse(words))


def test_in_a_channel_bound_to_two_projects_one_must_be_picked(store: Engine) -> None:
    bound = seen(store, Visitor(world.TEAM, MIRA, world.TWO))
    with pytest.raises(RequestError, match="one project at a time: payments-api, storefront"):
        bound.check(Request.parse("questions"))
    bound.check(Request.parse("questions project:storefront"))


def test_a_channel_bound_to_a_section_names_what_it_shows(store: Engine) -> None:
    bound = seen(store, Visitor(world.TEAM, MIRA, world.QUESTIONS))
    with pytest.raises(RequestError, match=r"shows questions only.*/usage questions last-30d"):
        bound.check(Request.parse("overview"))


def test_a_direct_message_is_bound_to_nothing(store: Engine) -> None:
    alone = seen(store, Visitor(world.TEAM, MIRA, "D0MIRA"))
    assert (alone.alone, len(alone.org.projects)) == (True, 2)


def test_nobody_in_particular_reads_as_a_viewer_and_never_alone(store: Engine) -> None:
    step = seen(store, Visitor(world.TEAM, "", world.PAY))
    assert (step.role, step.alone, len(step.org.projects)) == (Role.VIEWER, False, 1)


@pytest.mark.parametrize(
    ("channel", "refused"), [(world.OUTSIDE, True), (world.ALLOWED, False), (GENERAL, False)]
)
def test_where_outsiders_read_nothing_is_posted_unless_it_is_allowed(
    store: Engine, channel: str, refused: bool
) -> None:
    with slack("users:read", "channels:read", "groups:read") as (_, client):
        admission = seen(store, Visitor(world.TEAM, MIRA, channel), People(client))
    assert admission.outsiders is refused
    admission.check(Request.parse("questions private"))
    if refused:
        with pytest.raises(Refused, match=r"/usage questions last-30d private"):
            admission.check(Request.parse("questions"))


def test_only_a_manager_gets_names_in_a_file(store: Engine) -> None:
    viewer, manager = (seen(store, Visitor(world.TEAM, user, "D0")) for user in (world.VIEWER, MIRA))
    assert (viewer.org.bounds.names_in_files, manager.org.bounds.names_in_files) == (False, True)


@pytest.mark.parametrize(
    ("body", "visitor"),
    [
        (
            {"command": "/usage", "team_id": "T1", "user_id": "U1", "channel_id": "C1"},
            Visitor("T1", "U1", "C1"),
        ),
        (
            {"team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T2"}, "container": {"channel_id": "C1"}},
            Visitor("T1", "U1", "C1", "T2"),
        ),
        (
            {"team": None, "user": {"id": "U1", "team_id": "T2"}, "view": {}},
            Visitor("T2", "U1", None, "T2"),
        ),
        (
            {
                "team_id": "T1",
                "is_ext_shared_channel": True,
                "event": {"user": "U1", "channel": "C1", "team": "T2"},
            },
            Visitor("T1", "U1", "C1", "T2", shared=True),
        ),
        ({"event": {"type": "function_executed"}, "team_id": "T1"}, Visitor("T1", "")),
    ],
)
def test_every_payload_says_who_asks_and_where(body: dict[str, Any], visitor: Visitor) -> None:
    assert Visitor.of(body) == visitor


def test_whoever_reads_names_is_in_the_audit_log(sqlite_url: str, sqlite_engine: Engine) -> None:
    with world.access_door(sqlite_url, sqlite_engine) as usage:
        assert "Zelda Quint" in str(usage.whispered("/usage questions private by:user").blocks)
        usage.posted("/usage questions by:user")
    with reading(sqlite_engine) as connection:
        rows = connection.execute(select(audit_log).where(audit_log.c.action == "names")).all()
    assert [(row.actor, row.detail) for row in rows] == [(MIRA, GENERAL)]


def test_the_bots_own_team_needs_no_link(sqlite_url: str) -> None:
    with door(sqlite_url) as usage:
        assert "3,978" in usage.posted("/usage questions last-30d").text


def test_a_viewers_own_file_names_nobody_and_says_why(sqlite_url: str, sqlite_engine: Engine) -> None:
    with world.access_door(sqlite_url, sqlite_engine) as usage:
        told = {}
        for user in (world.VIEWER, MIRA):
            watch = world.Watch(usage.workspace)
            usage.workspace.type(
                user, usage.workspace.direct_message(user).id, "/usage export sections:users"
            )
            usage.workspace.wait_for(watch.files, 20)
            told[user] = watch.settle().said()
    assert world.found(told[world.VIEWER], world.NAMES) == set()
    assert "only managers get the names" in told[world.VIEWER]
    assert world.found(told[MIRA], world.NAMES) == set(world.NAMES)
