"""When regular things are due: two years in a dozen zones, against a walk along the clock."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.schedule import WEEKDAYS, Due, Every, Schedule, occurrences, range_word
from reports.ranges import parse_range

ZONES = (
    "UTC",
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",  # its summer time is half an hour
    "America/Havana",  # changes at midnight, which then is skipped or comes twice
    "Asia/Kathmandu",  # 5:45
    "Pacific/Apia",
    "Africa/Cairo",  # changes at the midnight before a Friday
    "America/Santiago",  # changes at the midnight before a Sunday
    "Africa/Casablanca",  # goes back for Ramadan
    "Asia/Beirut",
    "Pacific/Chatham",  # 12:45 and 13:45
    "Asia/Kolkata",
)
SCHEDULES = (
    "daily 00:00",
    "daily 02:15",
    "daily 02:30",
    "daily 23:45",
    "weekly mon 09:00",
    "weekly sun 02:00",
    "weekly sun 00:00",
    "weekly fri 00:15",
    "weekly sat 23:30",
    "monthly 1 00:00",
    "monthly 29 02:45",
    "monthly 31 09:00",
)
START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
QUARTER, MINUTE = timedelta(minutes=15), timedelta(minutes=1)  # all offsets of today keep to quarters


def meant(schedule: str, day: date) -> bool:
    """Whether a schedule names a local day, read from its words."""
    every, *on, _ = schedule.split()
    if every == "monthly":
        return day.day == min(int(on[0]), monthrange(day.year, day.month)[1])
    return every == "daily" or f"{day:%a}".lower() == on[0]


def walked(schedule: str, clock: list[tuple[datetime, datetime]]) -> Iterator[Due]:
    """The occurrences as somebody would find them who waits beside a clock (moments of UTC, local times).

    On each day that is meant: the first time that the clock shows the time or has passed it.
    """
    at = time.fromisoformat(schedule.split()[-1])
    day, shown = clock[0][1].date(), clock[0][1]
    if shown > datetime.combine(day, at):
        day += timedelta(days=1)
    for now, shown in clock:
        while shown >= datetime.combine(day, at):
            if meant(schedule, day):
                yield Due(day, now)
            day += timedelta(days=1)


def clock(zone: str, start: datetime, end: datetime, step: timedelta) -> list[tuple[datetime, datetime]]:
    place, count = ZoneInfo(zone), (end - start) // step
    moments = (start + step * number for number in range(count + 1))
    return [(now, now.astimezone(place).replace(tzinfo=None)) for now in moments]


def due(schedule: str, zone: str, after: datetime, until: datetime) -> list[Due]:
    return list(occurrences(Schedule.parse(schedule), zone, after, until))


def local(schedule: str, zone: str, day: str) -> list[str]:
    """The UTC times of what is due on a local day, told as local times with their offset."""
    noon = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)
    found = due(schedule, zone, noon - timedelta(days=2), noon + timedelta(days=2))
    return [f"{d.at.astimezone(ZoneInfo(zone)):%d %H:%M %z}" for d in found if d.on.isoformat() == day]


@pytest.mark.parametrize("zone", ZONES)
def test_two_years_are_as_a_walk_along_the_clock_finds_them(zone: str) -> None:
    beside = clock(zone, START, END, QUARTER)
    for schedule in SCHEDULES:
        expected = list(walked(schedule, beside))
        assert due(schedule, zone, START - QUARTER, END) == expected, schedule
        assert len(expected) >= 23, schedule


zones = st.sampled_from(sorted(available_timezones()))
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
schedules = st.one_of(
    st.builds(Schedule, st.just(Every.DAILY), times),
    st.builds(Schedule, st.just(Every.WEEKLY), times, st.integers(0, 6)),
    st.builds(Schedule, st.just(Every.MONTHLY), times, st.integers(1, 31)),
)
MINUTES = (datetime(2036, 1, 1, tzinfo=UTC) - datetime(1990, 1, 1, tzinfo=UTC)) // MINUTE
moments = st.integers(0, MINUTES).map(lambda n: datetime(1990, 1, 1, tzinfo=UTC) + n * MINUTE)


@given(zones, times, moments)
@example("Pacific/Apia", time(9), datetime(2011, 12, 29, tzinfo=UTC))  # a day that never was
@example("Pacific/Apia", time(23, 59), datetime(2011, 12, 30, tzinfo=UTC))
@example("America/Havana", time(0), datetime(2026, 10, 31, tzinfo=UTC))
@example("Australia/Lord_Howe", time(2, 7), datetime(2026, 10, 3, tzinfo=UTC))
def test_any_zone_and_minute_is_as_a_walk_finds_it(zone: str, at: time, start: datetime) -> None:
    schedule, end = f"daily {at:%H:%M}", start + timedelta(days=3)
    expected = walked(schedule, clock(zone, start, end, MINUTE))
    assert due(schedule, zone, start - MINUTE, end) == list(expected)


@given(schedules, zones, moments, st.integers(0, 90), st.integers(0, 90))
def test_no_occurrence_is_lost_or_doubled_where_two_spans_meet(
    schedule: Schedule, zone: str, start: datetime, first: int, second: int
) -> None:
    middle = start + timedelta(days=first, hours=7)
    end = middle + timedelta(days=second)
    parts = due(str(schedule), zone, start, middle) + due(str(schedule), zone, middle, end)
    assert parts == due(str(schedule), zone, start, end)
    assert len({found.on for found in parts}) == len(parts)


@given(schedules)
def test_a_schedule_is_what_it_says(schedule: Schedule) -> None:
    assert Schedule.parse(str(schedule)) == schedule


@pytest.mark.parametrize(
    ("schedule", "zone", "day", "expected"),
    [
        ("daily 02:30", "Europe/Berlin", "2026-03-29", ["29 03:00 +0200"]),
        ("daily 02:30", "Europe/Berlin", "2026-10-25", ["25 02:30 +0200"]),
        ("daily 02:00", "Australia/Lord_Howe", "2026-10-04", ["04 02:30 +1100"]),
        ("daily 01:45", "Australia/Lord_Howe", "2026-04-05", ["05 01:45 +1100"]),
        ("daily 00:00", "America/Havana", "2026-03-08", ["08 01:00 -0400"]),
        ("daily 00:30", "America/Havana", "2026-11-01", ["01 00:30 -0400"]),
        ("weekly sun 00:00", "America/Santiago", "2026-09-06", ["06 01:00 -0300"]),
        ("weekly fri 00:00", "Africa/Cairo", "2026-04-24", ["24 01:00 +0300"]),
        ("monthly 31 09:00", "Asia/Kathmandu", "2028-02-29", ["29 09:00 +0545"]),
        ("monthly 31 09:00", "UTC", "2027-02-28", ["28 09:00 +0000"]),
        ("monthly 30 09:00", "UTC", "2026-12-31", []),
        ("weekly tue 09:00", "UTC", "2026-11-23", []),
    ],
)
def test_known_days(schedule: str, zone: str, day: str, expected: list[str]) -> None:
    assert local(schedule, zone, day) == expected


def test_the_span_holds_its_end_and_not_its_beginning() -> None:
    nine = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert due("daily 09:00", "UTC", nine, nine) == []
    assert due("daily 09:00", "UTC", nine - MINUTE, nine) == [Due(date(2026, 11, 23), nine)]


@pytest.mark.parametrize("weekday", range(7))
def test_weekdays_are_named_as_the_calendar_names_them(weekday: int) -> None:
    monday = date(2026, 11, 23)
    assert f"{monday + timedelta(days=weekday):%a}".lower() == WEEKDAYS[weekday]


@pytest.mark.parametrize(
    "text",
    ["", "daily", "weekly 09:00", "monthly 0 09:00", "monthly 32 09:00", "daily 9:00", "weekly 0 09:00"],
)
def test_what_is_no_schedule_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="Example: weekly mon 09:00"):
        Schedule.parse(text)


@given(schedules)
def test_the_period_of_an_occurrence_is_a_range_that_people_can_type(schedule: Schedule) -> None:
    assert parse_range(range_word(schedule)) is not None
