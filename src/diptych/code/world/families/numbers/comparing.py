"""Numbers: the largest, the smallest, the average; leap years."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="no-redef"
# ruff: noqa: RET505

from diptych.code.world.family import check, checker, do, family, find
from diptych.code.world.values import integer


@family(
    find(
        "[the |][largest|maximum|biggest|greatest] of {a,b,c}",
        "[the |][largest|maximum|biggest|greatest|max] among {a,b,c}",
        "[the |]largest number among {a,b,c}",
    ),
    a=integer(1, 99),
    b=integer(1, 99),
    c=integer(1, 99),
    oracle=max,
)
def largest_of_three(a, b, c):
    return max(a, b, c)


@largest_of_three.way("if", "plain")
def largest_of_three(a, b, c):
    if a >= b and a >= c:
        return a
    elif b >= c:
        return b
    else:
        return c


@family(
    find("[the |][smallest|minimum|lowest] [of|among] {a,b,c}", "[the |]smallest number among {a,b,c}"),
    a=integer(1, 99),
    b=integer(1, 99),
    c=integer(1, 99),
    oracle=min,
)
def smallest_of_three(a, b, c):
    return min(a, b, c)


@family(
    find("[the |]median of {a,b,c}", "[the |]median among {a,b,c}", "[the |]middle [number|value] of {a,b,c}"),
    a=integer(1, 60),
    b=integer(1, 60),
    c=integer(1, 60),
)
def median_of_three(a, b, c):
    return sorted([a, b, c])[1]


@family(
    find(
        "[the |][larger|maximum|bigger|greater|max|larger number] of {a,b}",
        "[the |]maximum between {a,b}",
        "[the |]largest of {a,b}",
    ),
    a=integer(1, 99),
    b=integer(1, 99),
    oracle=max,
)
def maximum_of_two(a, b):
    return max(a, b)


@maximum_of_two.way("if", "plain")
def maximum_of_two(a, b):
    if a > b:
        return a
    return b


@maximum_of_two.way("ternary")
def maximum_of_two(a, b):
    return a if a > b else b


@family(
    find("[the |][smaller|minimum|min|smaller number] of {a,b}", "[the |]minimum between {a,b}"),
    a=integer(1, 99),
    b=integer(1, 99),
)
def minimum_of_two(a, b):
    return min(a, b)


@family(find("[the |][average|mean] of {a,b,c}"), a=integer(1, 60), b=integer(1, 60), c=integer(1, 60))
def average_of_three(a, b, c):
    return (a + b + c) / 3


@family(
    find("[the |][average|mean|midpoint] of {a,b}", "the midpoint between {a,b}"), a=integer(1, 60), b=integer(1, 60)
)
def average_of_two(a, b):
    return (a + b) / 2


@family(
    find("[the |]absolute value of {n}", "[the |]absolute of {n}", "the magnitude of {n}"),
    n=integer(-50, 50),
    oracle=abs,
)
def absolute_value(n):
    return abs(n)


@absolute_value.way("plain", "if")
def absolute_value(n):
    if n < 0:
        return -n
    return n


@family(find("[the |]absolute difference [between|of] {a,b}"), a=integer(1, 60), b=integer(1, 60))
def absolute_difference(a, b):
    return abs(a - b)


@family(
    do("swap {a,b}", "swap the values of {a,b}", "exchange {a,b}", "interchange {a,b}"),
    a=integer(1, 60)("variable", "number", "number", "variable"),
    b=integer(1, 60)("variable", "number", "number", "variable"),
)
def swap(a, b):
    a, b = b, a
    return a, b


@swap.way("temp")
def swap(a, b):
    temp = a
    a = b
    b = temp
    return a, b


@family(
    check("{year} is a leap year", "{year} is leap year", "{year} is leap", "{year} is a leap year"),
    checker("leap year"),
    year=integer(1900, 2030)("year"),
)
def is_leap_year(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@is_leap_year.way("if")
def is_leap_year(year):
    if year % 400 == 0:
        return True
    if year % 100 == 0:
        return False
    return year % 4 == 0
