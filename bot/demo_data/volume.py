"""How much happens on a day: growth, weekday, month and holidays."""

from datetime import date, timedelta

from bot.demo_data.chance import exp

WEEKDAYS = (0.95, 1.08, 1.12, 1.06, 0.79, 0.10, 0.14)  # from Monday
MONTHS = (0.95, 1.0, 1.03, 1.0, 1.0, 1.02, 0.88, 0.84, 1.05, 1.06, 1.0, 0.80)  # from January
FIRST_AUTUMN = {10: 1.0, 11: 0.96}  # the months that come twice are quieter the first time
SECOND_HALF = 213


def growth(number: int, middle: int, width: int) -> float:
    """Return how far, from 0 to 1, use has grown by day `number`."""
    return 1 / (1 + exp(-(number - middle) / width))


def questions(number: int, day: date) -> float:
    """Return the questions to expect on a day, incidents apart."""
    return (22 + 128 * growth(number, 215, 62)) * season(number, day)


def simulations(number: int, day: date) -> float:
    """Return the simulations to expect on a day once they are in use, incidents apart."""
    return (14 + 165 * growth(number, 240, 58)) * season(number, day)


def season(number: int, day: date) -> float:
    month = MONTHS[day.month - 1]
    if number < SECOND_HALF:
        month = FIRST_AUTUMN.get(day.month, month)
    return WEEKDAYS[day.weekday()] * month * holiday(day)


def holiday(day: date) -> float:
    """Return the share of usual work done on a day: 1, or little on a US holiday."""
    if (day.month, day.day) in ((12, 25), (1, 1)):
        return 0.05
    if day.month == 12 and day.day >= 24:
        return 0.18
    named = {_thanksgiving(day.year): 0.08, _memorial(day.year): 0.10, _labor(day.year): 0.10}
    return named.get(day, 0.12 if day == _independence(day.year) else 1.0)


def _thanksgiving(year: int) -> date:
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)


def _memorial(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())


def _labor(year: int) -> date:
    first = date(year, 9, 1)
    return first + timedelta(days=-first.weekday() % 7)


def _independence(year: int) -> date:
    """Return the day off: the Friday before a Saturday, the Monday after a Sunday."""
    fourth = date(year, 7, 4)
    return fourth + timedelta(days={5: -1, 6: 1}.get(fourth.weekday(), 0))
