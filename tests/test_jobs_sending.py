"""A digest is said once, whatever Slack answers; what cannot be known is told and not guessed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import sleep

import pytest
from sqlalchemy import Engine

from bot.jobs.ticker import tick
from bot.sandbox import Message
from storage import subscriptions
from storage.channels import ChannelSetting, Place, set_channel
from storage.engine import writing
from tests.jobs_world import HISTORY, Office, office
from tests.world import GENERAL, RANDOM

NINE = "2026-11-16 09:00"


@pytest.fixture
def at_work(engine: Engine, tmp_path: Path) -> Iterator[Office]:
    with office(engine, tmp_path, scopes=HISTORY) as opened:
        yield opened


@pytest.fixture
def blind(engine: Engine, tmp_path: Path) -> Iterator[Office]:
    with office(engine, tmp_path) as opened:
        yield opened


def later(at: Office, times: int = 1) -> None:
    """Let the wait after an unclear answer pass, then one more round."""
    for _ in range(times):
        at.pass_by(at.pace.longest_wait)
        at.tick()


def files_below(at: Office, message: Message) -> list[str]:
    """The names of the files in a message's thread."""
    replies = at.workspace.thread(message.channel, message.ts)[1:]
    return [at.workspace.files[file_id].name for reply in replies for file_id in reply.files]


def test_a_digest_comes_once_with_its_file_in_the_thread(at_work: Office) -> None:
    at_work.subscribe(since=at_work.at.replace(hour=8))
    at_work.tick(NINE)
    at_work.tick("2026-11-16 09:05")
    (message,) = at_work.said()
    assert "Nov 9" in message.text
    found = at_work.workspace.wait_for(lambda: files_below(at_work, message))
    assert found == ["playerzero-usage-2026-11-16.csv"]
    assert message.metadata
    assert set(message.metadata["event_payload"]) == {"delivery"}
    (sent,) = at_work.deliveries()
    assert (sent.status, sent.key, sent.message_ts) == ("sent", "weekly 2026-11-16", message.ts)
    assert sent.permalink
    assert (sent.file_id is not None, sent.error) == (True, None)


@pytest.mark.parametrize("fault", ["lost_reply", "500_done", "late"])
def test_a_message_that_arrived_unheard_is_found_and_not_repeated(at_work: Office, fault: str) -> None:
    at_work.subscribe(since=at_work.at.replace(hour=8))
    at_work.workspace.faults.add("chat.postMessage", fault, retry_after=0.1)  # type: ignore[arg-type]
    at_work.tick(NINE)
    assert at_work.statuses() == ["sending"]
    assert at_work.workspace.wait_for(at_work.said)
    later(at_work)
    assert len(at_work.said()) == 1
    assert at_work.statuses() == ["sent"]


@pytest.mark.parametrize("fault", ["500", "503", "timeout"])
def test_a_message_that_did_not_arrive_is_said_after_a_look(at_work: Office, fault: str) -> None:
    at_work.subscribe(since=at_work.at.replace(hour=8))
    at_work.workspace.faults.add("chat.postMessage", fault, retry_after=0.05)  # type: ignore[arg-type]
    at_work.tick(NINE)
    later(at_work)
    assert len(at_work.said()) == 1
    assert at_work.statuses() == ["sent"]


@pytest.mark.parametrize("fault", ["lost_reply", "500"])
def test_what_cannot_be_known_is_unknown_and_told(blind: Office, fault: str) -> None:
    blind.subscribe(since=blind.at.replace(hour=8))
    blind.workspace.faults.add("chat.postMessage", fault)  # type: ignore[arg-type]
    blind.tick(NINE)
    later(blind, 2)
    assert len(blind.said()) == (fault == "lost_reply")
    assert blind.statuses("digest") == ["unknown"]
    (told,) = blind.told()
    assert "cannot tell" in told
    assert f"usagebot deliveries resend {blind.deliveries('digest')[0].id}" in told


def test_a_429_waits_as_long_as_slack_says_and_is_not_repeated_by_the_client(at_work: Office) -> None:
    at_work.subscribe(since=at_work.at.replace(hour=8))
    at_work.workspace.faults.add("chat.postMessage", "429", retry_after=60)
    at_work.tick(NINE)
    assert [call.method for call in at_work.workspace.calls].count("chat.postMessage") == 1
    at_work.pass_by(30)
    at_work.tick()
    assert at_work.statuses() == ["pending"]
    at_work.pass_by(30)
    at_work.tick()
    assert (len(at_work.said()), at_work.statuses()) == (1, ["sent"])


def test_a_look_that_fails_is_taken_again_before_anything_is_said(at_work: Office) -> None:
    at_work.subscribe(since=at_work.at.replace(hour=8))
    at_work.workspace.faults.add("chat.postMessage", "lost_reply")
    at_work.workspace.faults.add("conversations.history", "503", times=2)
    at_work.tick(NINE)
    later(at_work, 3)
    assert (len(at_work.said()), at_work.statuses()) == (1, ["sent"])


def test_a_channel_without_the_bot_pauses_the_subscription_and_says_the_cure(at_work: Office) -> None:
    mine = at_work.subscribe(since=at_work.at.replace(hour=8), channel=RANDOM)
    at_work.tick(NINE)
    at_work.tick("2026-11-16 09:30")
    (told,) = at_work.told()
    assert "/invite @PlayerZero Usage" in told
    assert f"/usage resume {mine.id}" in told
    assert at_work.statuses("digest") == ["failed"]
    assert not at_work.subscription(mine.id).active
    assert "not_in_channel" in (at_work.subscription(mine.id).note or "")


def test_what_failed_is_sent_when_the_channel_is_mended_and_resumed(at_work: Office) -> None:
    mine = at_work.subscribe(since=at_work.at.replace(hour=8), channel=RANDOM)
    at_work.tick(NINE)
    at_work.workspace.invite_bot(RANDOM)
    at_work.tick("2026-11-19 12:00")
    with writing(at_work.engine) as connection:
        subscriptions.resume(connection, mine.id, at_work.at)
    at_work.tick("2026-11-19 12:01")
    assert len(at_work.said(RANDOM)) == 1
    assert at_work.statuses("digest") == ["sent"]


def test_blocks_that_slack_refuses_are_said_more_plainly(at_work: Office) -> None:
    at_work.subscribe(since=at_work.at.replace(hour=8))
    at_work.workspace.faults.add("chat.postMessage", "invalid_blocks", times=2)
    at_work.tick(NINE)
    (message,) = at_work.said()
    assert at_work.statuses() == ["sent"]
    assert "Nov 9" in message.text


def test_a_file_that_slack_refuses_leaves_the_message_delivered(at_work: Office) -> None:
    at_work.subscribe(since=at_work.at.replace(hour=8))
    at_work.workspace.faults.add("files.completeUploadExternal", "storage_limit_reached", times=20)
    at_work.tick(NINE)
    (sent,) = at_work.deliveries()
    assert sent.status == "sent"
    assert "storage_limit_reached" in (sent.error or "")
    (message,) = at_work.said()
    assert "storage_limit_reached" in at_work.workspace.thread(GENERAL, message.ts)[-1].text


def test_a_file_whose_answer_is_lost_is_put_into_the_thread_once(at_work: Office) -> None:
    at_work.subscribe(since=at_work.at.replace(hour=8))
    at_work.workspace.faults.add("files.completeUploadExternal", "lost_reply", times=3)  # the picture's too
    at_work.tick(NINE)
    (message,) = at_work.said()
    sleep(0.2)
    assert files_below(at_work, message).count("playerzero-usage-2026-11-16.csv") == 1
    assert at_work.statuses() == ["sent"]


def test_a_dead_token_waits_and_is_sent_when_it_works_again(at_work: Office) -> None:
    at_work.pace = replace(at_work.pace, dead_token=0.3)
    at_work.subscribe(since=at_work.at.replace(hour=8))
    token, at_work.workspace.bot_token = at_work.workspace.bot_token, "xoxb-another"
    client = at_work.client
    client.token = token
    tick(at_work.desk, client, at_work.pace)
    assert at_work.statuses("digest") == ["pending"]
    at_work.workspace.bot_token = token
    later(at_work)
    assert at_work.statuses() == ["sent"]


def test_what_a_channel_may_not_see_is_counted_anew_when_it_may(at_work: Office) -> None:
    mine = at_work.subscribe(since=at_work.at.replace(hour=8))
    place = Place(at_work.workspace.team_id, GENERAL)
    with writing(at_work.engine) as connection:
        set_channel(connection, at_work.org_id, place, ChannelSetting(bound_sections=("users",)))
    at_work.tick(NINE)
    assert (at_work.said(), at_work.statuses("digest")) == ([], ["failed"])
    assert f"/usage resume {mine.id}" in at_work.told()[0]
    with writing(at_work.engine) as connection:
        set_channel(connection, at_work.org_id, place, ChannelSetting())
        subscriptions.resume(connection, mine.id, at_work.at)
    at_work.tick("2026-11-16 09:10")
    assert at_work.statuses("digest") == ["sent"]


def test_what_waits_for_a_channel_that_is_bound_meanwhile_is_counted_anew(at_work: Office) -> None:
    at_work.subscribe(since=at_work.at.replace(hour=8))
    at_work.workspace.faults.add("chat.postMessage", "429", retry_after=60)
    at_work.tick(NINE)
    place = Place(at_work.workspace.team_id, GENERAL)
    with writing(at_work.engine) as connection:
        set_channel(connection, at_work.org_id, place, ChannelSetting(bound_sections=("users",)))
    at_work.pass_by(60)
    at_work.tick("2026-11-16 09:05")
    assert (at_work.said(), at_work.statuses("digest")) == ([], ["failed"])


def test_sections_that_a_channel_may_not_see_are_left_out(at_work: Office) -> None:
    at_work.subscribe(since=at_work.at.replace(hour=8))
    place = Place(at_work.workspace.team_id, GENERAL)
    with writing(at_work.engine) as connection:
        set_channel(connection, at_work.org_id, place, ChannelSetting(bound_sections=("questions",)))
    at_work.tick(NINE)
    shown = str(at_work.said()[0].blocks)
    assert ("*Questions*" in shown, "*Overview*" in shown) == (True, False)


def test_a_notice_that_may_be_lost_is_said_again_because_never_would_be_worse(blind: Office) -> None:
    blind.subscribe(since=blind.at.replace(hour=8))
    blind.workspace.faults.add("chat.postMessage", "500", times=2)
    blind.tick(NINE)
    later(blind, 3)
    assert blind.statuses("notice") == ["sent"]
    assert len(blind.told()) == 1
