"""Numbers: even or odd, positive or negative, divisible."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="no-redef"
# ruff: noqa: RET505

from diptych.code.world.family import check, do, family, tell
from diptych.code.world.values import integer


@family(
    check("{n} is even", "{n} is an even number", "{n} is divisible by 2"),
    n=integer(1, 99),
)
def is_even(n):
    return n % 2 == 0


@family(tell("{n} is odd", "{n} is an odd number"), n=integer(1, 99))
def is_odd(n):
    return n % 2 != 0


@family(
    tell("{n} is [even or odd|odd or even]", "{n} is even or odd", "{n} is an even number or an odd number"),
    n=integer(1, 99),
)
def even_or_odd(n):
    if n % 2 == 0:
        return "Even"
    return "Odd"


@even_or_odd.way("ternary", "lambda")
def even_or_odd(n):
    return "Even" if n % 2 == 0 else "Odd"


@even_or_odd.way("bitwise")
def even_or_odd(n):
    return "Odd" if n & 1 else "Even"


@family(
    check("{n} is positive", "{n} is a positive number", "{n} is greater than [zero|0]", "{n} is positive"),
    do("check for a positive number{given n}", "check for positive number{given n}"),
    n=integer(-30, 30),
)
def is_positive(n):
    return n > 0


@family(check("{n} is negative", "{n} is a negative number", "{n} is less than [zero|0]"), n=integer(-30, 30))
def is_negative(n):
    return n < 0


@family(
    tell(
        "{n} is positive, negative or [zero|0]",
        "{n} is negative, positive or zero",
        "{n} is positive or negative or zero",
    ),
    n=integer(-9, 9),
)
def sign(n):
    if n > 0:
        return "Positive"
    elif n < 0:
        return "Negative"
    else:
        return "Zero"


@family(
    check("{n} is divisible by {k}", "{n} is a multiple of {k}", "{n} can be divided by {k}"),
    draw=lambda rng: (rng.randint(10, 99), rng.randint(2, 9)),
    n=integer(),
    k=integer(),
)
def is_divisible(n, k):
    return n % k == 0


@family(
    check("{n} is divisible by both {=a} and {=b}", "{n} is divisible by {=a} and {=b}"),
    n=integer(10, 99),
    a=integer(2, 5),
    b=integer(3, 7),
)
def divisible_by_both(n, a, b):
    return n % a == 0 and n % b == 0
