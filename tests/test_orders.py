"""What people tell `/usage` to do: the words of an order, understood."""

from datetime import date, time
from random import Random
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import orders
from bot.orders import Alerts, Default, Listing, Order, Pause, Resume, SendTest, Subscribe, Unsubscribe
from bot.orders.sections import NAMES
from bot.schedule import Every, Schedule
from reports.errors import RequestError

times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
schedules = st.one_of(
    st.builds(Schedule, st.just(Every.DAILY), times),
    st.builds(Schedule, st.just(Every.WEEKLY), times, st.integers(0, 6)),
    st.builds(Schedule, st.just(Every.MONTHLY), times, st.integers(1, 31)),
)
slugs = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True)
chosen = st.sets(st.sampled_from(NAMES), min_size=1).map(
    lambda names: tuple(name for name in NAMES if name in names)
)
zones = st.sampled_from(sorted(available_timezones() - {"Etc/GMT-0", "Etc/GMT_0"}))
numbers = st.integers(1, 999_999_999)
every_order = st.one_of(
    st.builds(
        Subscribe,
        schedules,
        st.none() | zones,
        st.none() | st.just("all") | slugs,
        st.just(()) | st.just(("all",)) | chosen,
    ),
    st.builds(Alerts, st.sets(st.integers(1, 200), max_size=6).map(lambda levels: tuple(sorted(levels)))),
    st.just(Listing()),
    st.builds(Pause, numbers, st.none() | st.dates(date(2000, 1, 1), date(2999, 12, 31))),
    st.builds(Resume, numbers),
    st.builds(SendTest, numbers),
    st.builds(Unsubscribe, numbers),
    st.builds(Default, slugs),
)


@given(every_order)
def test_an_order_is_what_it_says(order: Order) -> None:
    assert orders.parse(str(order)) == order


@given(every_order, st.randoms())
def test_the_order_of_words_is_free_after_the_first(order: Order, chance: Random) -> None:
    first, *rest = str(order).split()
    chance.shuffle(rest)
    assert orders.parse(" ".join([first, *rest])) == order


@given(every_order)
def test_capitals_and_quotation_marks_do_not_matter(order: Order) -> None:
    slug = getattr(order, "project", None) or ""
    loud = str(order).upper().replace(f"PROJECT:{slug.upper()}", f"PROJECT:{slug}")
    assert orders.parse(f"“{loud.replace(' ', '”  ')}'") == order


def answered(typed: str) -> Order | str:
    """The order, or the sentence that it is refused with."""
    try:
        return orders.parse(typed)
    except RequestError as error:
        return str(error)


@given(st.text(max_size=60), st.sampled_from(orders.WORDS))
def test_whatever_is_typed_is_understood_or_refused_with_an_example(typed: str, first: str) -> None:
    answer = answered(f"{first} {typed}")
    if isinstance(answer, str):
        assert "Example: `/usage " in answer
    else:
        assert orders.parse(str(answer)) == answer


PIECES = ("daily", "weekly", "monthly", "mon", "9", "31", "09:00", "25:00", "tz:utc", "credits", "on", "at:0")


@given(st.lists(st.sampled_from(PIECES), max_size=5), st.sampled_from(orders.WORDS))
def test_the_example_of_every_refusal_can_be_typed(words: list[str], first: str) -> None:
    answer = answered(" ".join([first, *words]))
    if isinstance(answer, str):
        orders.parse(answer.rpartition("Example: `/usage ")[2].removesuffix("`"))


MONDAY = Schedule(Every.WEEKLY, time(9), 0)


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ("subscribe weekly mon 09:00", Subscribe(MONDAY)),
        ("subscribe 9:00 Monday weekly", Subscribe(MONDAY)),
        (
            "SUBSCRIBE daily 17:30 tz:europe/berlin",
            Subscribe(Schedule(Every.DAILY, time(17, 30)), "Europe/Berlin"),
        ),
        (
            "subscribe daily 00:00 tz:america/new-york",
            Subscribe(Schedule(Every.DAILY, time(0)), "America/New_York"),
        ),
        ("subscribe monthly 31st 09:00", Subscribe(Schedule(Every.MONTHLY, time(9), 31))),
        (
            "subscribe 09:00 1 monthly project:ALL",
            Subscribe(Schedule(Every.MONTHLY, time(9), 1), None, "all"),
        ),
        (
            "subscribe weekly Mon 09:00 project:Payments-API sections:sims,overview,simulations",
            Subscribe(MONDAY, None, "Payments-API", ("overview", "simulations")),
        ),
        ("alerts credits on", Alerts((90, 100))),
        ("alerts on credits at:100,75%,75,", Alerts((75, 100))),
        ("alerts credits off", Alerts(())),
        ("subscriptions", Listing()),
        ("pause #3", Pause(3)),
        ("pause until 2026-12-01 3", Pause(3, date(2026, 12, 1))),
        ("default project:storefront", Default("storefront")),
    ],
)
def test_orders_are_understood_as_they_are_meant(typed: str, order: Order) -> None:
    assert orders.parse(typed) == order


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("subscribr", 'I don\'t understand "subscribr". Did you mean subscribe?'),
        (
            "subscribe",
            "Say how often: daily, weekly or monthly. Example: `/usage subscribe weekly mon 09:00`",
        ),
        ("subscribe fri 17:30", "Example: `/usage subscribe weekly fri 17:30`"),
        ("subscribe dialy 09:00", 'I don\'t understand "dialy". Did you mean daily?'),
        ("subscribe weekly 09:00", "Say on which day: mon, tue, wed, thu, fri, sat, sun."),
        ("subscribe monthly 09:00", "Say on which day of the month: 1 to 31."),
        ("subscribe weekly fri", "Say at what time. Example: `/usage subscribe weekly fri 09:00`"),
        ("subscribe daily mon 09:00", "One day is weekly. Example: `/usage subscribe weekly mon 09:00`"),
        ("subscribe weekly mon 9", 'I don\'t understand the time "9". Did you mean 09:00?'),
        ("subscribe weekly mon 5.30pm", "Did you mean 17:30? Example: `/usage subscribe weekly mon 17:30`"),
        ("subscribe daily 12am", "Did you mean 00:00?"),
        ("subscribe daily 24:00", "Did you mean 00:00?"),
        ("subscribe monthly 32 09:00", "a month has days 1 to 31. Did you mean 31?"),
        ("subscribe weekly mon tue 09:00", 'I don\'t understand "tue" after "mon": one day is enough.'),
        ("subscribe daily weekly 09:00", 'I don\'t understand "weekly" after "daily": one rhythm is enough.'),
        (
            "subscribe daily 09:00 tz:berlin",
            'I don\'t know the time zone "berlin". Did you mean Europe/Berlin?',
        ),
        ("subscribe daily 09:00 tz:Amercia/New_York", "Did you mean America/New_York?"),
        ("subscribe daily 09:00 tz:", "Zones are named like America/New_York"),
        (
            "subscribe daily 09:00 sections:sim",
            'I don\'t understand the section "sim". Did you mean sims?',
        ),
        ("subscribe daily 09:00 sections:export", 'I don\'t understand the section "export".'),
        ("subscribe daily 09:00 project:", 'I don\'t understand "project:". Did you mean project:all?'),
        ("alerts credits", "Say on or off. Example: `/usage alerts credits on at:90,100`"),
        ("alerts credits on at:0", "levels are whole percents from 1 to 200"),
        ("alerts credits on at:201", "levels are whole percents from 1 to 200"),
        ("alerts credits on at:9²", "levels are whole percents from 1 to 200"),
        ("alerts credits on at:1,2,3,4,5,6,7", "7 levels are too many: 6 at most."),
        ("alerts credits off at:90", "Off needs no levels."),
        ("alerts questions on", 'I don\'t understand "questions".'),
        ("subscriptions mine", 'I don\'t understand "mine"'),
        ("pause", "Say which one, by its number. `/usage subscriptions` shows the numbers."),
        ("pause 3 until", "Say until which day."),
        ("pause 3 until tomorrow", 'I don\'t understand the day "tomorrow": days are written 2026-12-01.'),
        ("pause 3 until 2026-02-30", 'I don\'t understand the day "2026-02-30"'),
        ("resume three", 'I don\'t understand the number "three".'),
        ("test 3 4", 'I don\'t understand "4" after "3": one number is enough.'),
        ("unsubscribe 0", 'I don\'t understand the number "0".'),
        ("default storefront", 'I don\'t understand "storefront". Did you mean project:storefront?'),
    ],
)
def test_what_is_not_understood_is_named_with_its_cure(typed: str, said: str) -> None:
    with pytest.raises(RequestError) as refused:
        orders.parse(typed)
    assert said in str(refused.value)
    assert "Example: `/usage " in str(refused.value)
