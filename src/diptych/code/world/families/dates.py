"""Dates and times."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="assignment, attr-defined, has-type, no-redef, operator, var-annotated"
# ruff: noqa: RET505

import calendar
import time
from datetime import date, datetime, timedelta

from diptych.code.world.family import check, do, family, find, show
from diptych.code.world.values import integer, kind, role


def _date(rng):
    return f"{rng.randint(1990, 2024)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


DATE = kind("date|date string|given date|date in YYYY-MM-DD format", _date, "day d date_string text", "input()")
YEAR = role(integer(1950, 2030), "year")
MONTH = role(integer(1, 12), "month")
DAY = role(integer(1, 28), "day")


@family(
    show(
        "[the |]current date and time",
        "[the |]current datetime",
        "[the |]current date time",
        "[the |]date and time [now|of now]",
        "[the |]current date and [current |]time",
    ),
    find("[the |]current [date and time|datetime]"),
    forms="open prints function",
    checks=("len(str(answer())) >= 19", "str(answer())[:4] == str(__import__('datetime').datetime.now().year)"),
)
def current_datetime():
    return datetime.now()


@family(
    show("today's date", "[the |]current date", "[the |]date of today", "todays date"),
    find("today's date", "[the |]current date"),
    forms="open function",
    checks=("str(answer()).strip() == str(__import__('datetime').date.today())",),
)
def today():
    return date.today()


@family(
    show("[the |]current time", "[the |]system time", "[the |]time now"),
    forms="open",
    checks=("len(printed.strip().split(':')) == 3",),
)
def current_time():
    print(datetime.now().strftime("%H:%M:%S"))


@family(
    find("[the |]current year"),
    show("[the |]current year"),
    forms="open function",
    checks=("int(answer()) == __import__('datetime').date.today().year",),
)
def current_year():
    return date.today().year


@family(
    show("[the |]current time in milliseconds"),
    find("[the |]current time in milliseconds"),
    forms="open function",
    checks=("int(answer()) > 1600000000000",),
)
def current_milliseconds():
    return int(time.time() * 1000)


@family(
    show("[yesterday's|yesterdays] date", "[the |]date of yesterday"),
    find("yesterday's date"),
    forms="open function",
    checks=(
        "str(answer()).strip() == str(__import__('datetime').date.today() - "
        "__import__('datetime').timedelta(days=1))",
    ),
)
def yesterday():
    return date.today() - timedelta(days=1)


@family(
    show("[tomorrow's|tomorrows] date", "[the |]date of tomorrow"),
    find("tomorrow's date"),
    forms="open function",
    checks=(
        "str(answer()).strip() == str(__import__('datetime').date.today() + "
        "__import__('datetime').timedelta(days=1))",
    ),
)
def tomorrow():
    return date.today() + timedelta(days=1)


@family(
    show("yesterday, today and tomorrow", "[the dates of |]yesterday, today and tomorrow"),
    find("yesterday, today and tomorrow"),
    forms="open",
    checks=("len(printed.split()) == 3",),
)
def three_days():
    today = date.today()
    day = timedelta(days=1)
    print(today - day, today, today + day)


@family(
    do("subtract {=n} days from [the |]current date", "subtract n days from today{given n}"),
    find("[the |]date {=n} days ago", "[the |]date {=n} days before today"),
    n=integer(1, 90)("number of days", "n"),
    forms="function open",
    checks=(
        "str(solution(5)) == str(__import__('datetime').date.today() - __import__('datetime').timedelta(days=5))",
    ),
)
def days_ago(n):
    return date.today() - timedelta(days=n)


@family(
    find("[the |]date {=n} days from [now|today]", "[the |]date after {=n} days"),
    n=integer(1, 90)("number of days", "n"),
    forms="function open",
    checks=(
        "str(solution(5)) == str(__import__('datetime').date.today() + __import__('datetime').timedelta(days=5))",
    ),
)
def days_from_now(n):
    return date.today() + timedelta(days=n)


@family(
    find(
        "[the |]number of days between {a,b}",
        "[the |]difference in days between {a,b}",
        "[the |]days between {a,b}",
        "[the |]day difference between {a,b}",
    ),
    do("count the days between {a,b}"),
    draw=lambda rng: tuple(sorted((_date(rng), _date(rng)))),
    a=DATE,
    b=DATE,
)
def days_between(a, b):
    first = datetime.strptime(a, "%Y-%m-%d")
    second = datetime.strptime(b, "%Y-%m-%d")
    return (second - first).days


@family(find("[the |]day of [the |]week of {day}", "[the |]weekday of {day}", "[the |]day name of {day}"), day=DATE)
def day_of_week(day):
    return datetime.strptime(day, "%Y-%m-%d").strftime("%A")


@family(find("[the |]day of the year of {day}"), do("convert {day} to [the |]day of [the |]year"), day=DATE)
def day_of_year(day):
    return datetime.strptime(day, "%Y-%m-%d").timetuple().tm_yday


@family(find("[the |]week number [from|of] {day}"), day=DATE)
def week_number(day):
    return datetime.strptime(day, "%Y-%m-%d").isocalendar()[1]


@family(find("[the |]month name of {day}"), day=DATE)
def month_name(day):
    return datetime.strptime(day, "%Y-%m-%d").strftime("%B")


@family(
    find("[the |]day, month and year [of|from] {day}"), do("extract the year, month and day from {day}"), day=DATE
)
def date_parts(day):
    moment = datetime.strptime(day, "%Y-%m-%d")
    return moment.year, moment.month, moment.day


@family(
    do(
        "convert {day} to [the |]DD/MM/YYYY[ format|]",
        "format {day} as DD/MM/YYYY",
        "change the format of {day} to dd/mm/yyyy",
    ),
    day=DATE,
)
def to_dmy(day):
    return datetime.strptime(day, "%Y-%m-%d").strftime("%d/%m/%Y")


@family(
    do(
        "convert {text} [to|into] [a |]datetime[ object|]",
        "parse [a |]datetime from {text}",
        "parse {text} into a datetime object",
    ),
    draw=lambda rng: (f"{_date(rng)} {rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}",),
    text=kind("string|date string", _date, "text s date_string", "input()"),
)
def parse_datetime(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M")


@family(
    do("convert {text} [to|into] a date"),
    draw=lambda rng: (_date(rng),),
    text=kind("string|date string", _date, "text s date_string", "input()"),
)
def parse_date(text):
    return datetime.strptime(text, "%Y-%m-%d").date()


@family(
    do("add {=n} days to {day}", "add n days to {day}{given n}"),
    find("[the |]date of n days from {day}{given n}", "[the |]date {=n} days after {day}"),
    day=DATE,
    n=integer(1, 90),
)
def add_days(day, n):
    return (datetime.strptime(day, "%Y-%m-%d") + timedelta(days=n)).strftime("%Y-%m-%d")


@family(
    do("subtract a week (7 days) from {day}", "subtract a week from {day}"),
    find("[the |]date a week before {day}"),
    day=DATE,
)
def week_before(day):
    return (datetime.strptime(day, "%Y-%m-%d") - timedelta(days=7)).strftime("%Y-%m-%d")


@family(
    check("{text} is [valid|a valid date]", "{text} is a valid date in [DD/MM/YYYY|dd/mm/yyyy] format"),
    draw=lambda rng: (f"{rng.randint(1, 33):02d}/{rng.randint(1, 14):02d}/{rng.randint(1990, 2024)}",),
    text=kind("date|given date|date in DD/MM/YYYY format", lambda rng: "", "text day s", "input()"),
)
def is_valid_date(text):
    try:
        datetime.strptime(text, "%d/%m/%Y")
        return True
    except ValueError:
        return False


@family(
    find(
        "[the |]number of days in a month{given year,month}",
        "[the |]last day of a [specified |]year and month{given year,month}",
        "[the |]number of days in [the |]month {=month} of {=year}",
    ),
    year=YEAR,
    month=MONTH,
)
def days_in_month(year, month):
    return calendar.monthrange(year, month)[1]


@family(
    show(
        "[the |]calendar of a [given |]month and year{given year,month}",
        "[the |]calendar{given year,month}",
        "[the |]calendar of month {=month} of year {=year}",
        "the calendar of a month{given year,month}",
    ),
    year=YEAR,
    month=MONTH,
)
def month_calendar(year, month):
    print(calendar.month(year, month))


@family(
    show(
        "[the |]calendar of [a given|any given|the given] year{given year}", "[the |]calendar of [the |]year {=year}"
    ),
    year=YEAR,
)
def year_calendar(year):
    print(calendar.calendar(year))


@family(
    find("[the |]age in years on 1 January 2024{given year,month,day}"),
    year=YEAR,
    month=MONTH,
    day=DAY,
    forms="function prints values",
)
def age_in_2024(year, month, day):
    birth = date(year, month, day)
    today = date(2024, 1, 1)
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


@family(
    do(
        "calculate [the |]age [given|from|with] [the |a ]date of birth",
        "calculate age from [the |]birth year{given year}",
    ),
    find("[the |]age from [the |]birth year{given year}"),
    year=role(integer(1950, 2010), "year of birth", "birth year", "year"),
    forms="function open",
    checks=("solution(2000) == __import__('datetime').date.today().year - 2000",),
)
def age(year):
    return date.today().year - year


@family(
    do(
        "convert {time} from 12 hour [format |]to 24 hour format",
        "convert {time} to 24 hour format",
        "convert 12 hour time to 24 hour format{given time}",
    ),
    draw=lambda rng: (f"{rng.randint(1, 12):02d}:{rng.randint(0, 59):02d} {rng.choice(('AM', 'PM'))}",),
    time=kind("time|12 hour time|time string", lambda rng: "", "time t text", "input()"),
)
def to_24_hours(time):
    return datetime.strptime(time, "%I:%M %p").strftime("%H:%M")


@family(
    do("convert {time} from 24 hour [format |]to 12 hour format", "convert {time} to 12 hour format"),
    draw=lambda rng: (f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}",),
    time=kind("time|24 hour time|time string", lambda rng: "", "time t text", "input()"),
)
def to_12_hours(time):
    return datetime.strptime(time, "%H:%M").strftime("%I:%M %p")


@family(
    find("[the |]difference [in minutes |]between {a,b}[ in minutes|]"),
    draw=lambda rng: tuple(sorted(f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}" for _ in range(2))),
    a=kind("time", lambda rng: "", "a start", "input()"),
    b=kind("time", lambda rng: "", "b end", "input()"),
    forms="function prints values",
)
def minutes_between(a, b):
    first = datetime.strptime(a, "%H:%M")
    second = datetime.strptime(b, "%H:%M")
    return (second - first).seconds // 60


@family(
    find(
        "[the |]name of the day{given n}",
        "[the |]day of [a |the ]week{given n}",
        "[the |]day of week given the number{given n}",
        "[the |]weekday name for [a |the ]number (1 to 7){given n}",
    ),
    n=integer(1, 7),
    forms="function prints open input",
)
def weekday_name(n):
    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    return days[n - 1]


@family(
    find(
        "[the |]name of the month{given n}",
        "[the |]month name [of|for] [a |the ]number{given n}",
        "[the |]month name for number {=n}",
    ),
    n=integer(1, 12),
)
def name_of_month(n):
    return calendar.month_name[n]


@family(find("[the |]century of {year}", "[the |]century in which {year} falls"), year=integer(900, 2100)("year"))
def century(year):
    return (year - 1) // 100 + 1


@family(
    find(
        "[the |]angle between [the |]hour hand and [the |]minute hand{given hour,minute}",
        "[the |]angle between the hands of a clock{given hour,minute}",
    ),
    hour=role(integer(0, 11), "hour", "hours"),
    minute=role(integer(0, 59), "minute", "minutes"),
)
def clock_angle(hour, minute):
    angle = abs(30 * hour - 5.5 * minute)
    return min(angle, 360 - angle)


@family(
    find("[the |]season of {month}", "[the |]season [of|for] a month{given month}"),
    month=kind("month|month name", lambda rng: rng.choice(calendar.month_name[1:]), "month m", "input()"),
    forms="function prints open",
)
def season(month):
    if month in ("December", "January", "February"):
        return "Winter"
    elif month in ("March", "April", "May"):
        return "Spring"
    elif month in ("June", "July", "August"):
        return "Summer"
    else:
        return "Autumn"
