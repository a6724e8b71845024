"""Numbers: arithmetic, powers and roots."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="no-redef"

import math

from diptych.code.world.family import do, family, find
from diptych.code.world.values import integer, role


@family(
    find("[the |]sum of {a,b}", "the addition of {a,b}"),
    do("add {a,b}", "add {a,b} together", "sum {a,b}"),
    a=integer(1, 99),
    b=integer(1, 99),
    oracle=lambda a, b: sum((a, b)),
)
def add(a, b):
    return a + b


@family(
    find("[the |]sum of {a,b,c}"),
    do("add {a,b,c}", "sum {a,b,c}"),
    a=integer(1, 60),
    b=integer(1, 60),
    c=integer(1, 60),
)
def add_three(a, b, c):
    return a + b + c


@family(
    find("[the |]difference of {a,b}", "the difference between {a,b}", "[the |]subtraction of {a,b}"),
    do("subtract {a,b}", "find the difference [of|between] {a,b}"),
    a=integer(20, 99),
    b=integer(1, 40),
)
def subtract(a, b):
    return a - b


@family(
    find("[the |]product of {a,b}", "[the |]multiplication of {a,b}"),
    do("multiply {a,b}"),
    a=integer(1, 30),
    b=integer(1, 30),
)
def multiply(a, b):
    return a * b


@family(
    find("[the |]product of {a,b,c}"), do("multiply {a,b,c}"), a=integer(1, 12), b=integer(1, 12), c=integer(1, 12)
)
def multiply_three(a, b, c):
    return a * b * c


@family(
    find("[the |]division of {a,b}", "[the |]quotient of {a,b}"),
    do("divide {a,b}", "divide {a} by {b}"),
    a=integer(1, 99),
    b=integer(1, 12),
)
def divide(a, b):
    return a / b


@family(
    find("[the |]quotient of {a} divided by {b} or None if the second number is 0"),
    do(
        "divide {a} by {b} and return None if the [second number|divisor] is [zero|0]",
        "divide {a,b} handling division by zero",
    ),
    draw=lambda rng: (rng.randint(1, 50), rng.choice((0, 2, 4, 5, 8))),
    a=integer(1, 50),
    b=integer(0, 8),
)
def safe_divide(a, b):
    if b == 0:
        return None
    return a / b


@family(
    find(
        "[the |]remainder of {a,b}",
        "the remainder [of|when] {a} divided by {b}",
        "the modulo of {a,b}",
        "the remainder of the division of {a,b}",
        "the modulus of {a,b}",
    ),
    a=integer(10, 99),
    b=integer(2, 12),
)
def remainder(a, b):
    return a % b


@family(
    find("[the |]quotient and remainder of {a,b}", "the quotient and the remainder when {a} is divided by {b}"),
    a=integer(10, 99),
    b=integer(2, 12),
    oracle=divmod,
)
def quotient_and_remainder(a, b):
    return a // b, a % b


@family(
    find("[the |]floor division of {a,b}", "the integer quotient of {a,b}"),
    do("divide {a} by {b} and round down", "do integer division of {a,b}"),
    a=integer(10, 99),
    b=integer(2, 12),
)
def floor_divide(a, b):
    return a // b


@family(find("[the |]square of {n}", "the value of {n} squared"), do("square {n}"), n=integer(1, 40))
def square(n):
    return n**2


@family(find("[the |]cube of {n}"), do("cube {n}"), n=integer(1, 20), oracle=lambda n: n * n * n)
def cube(n):
    return n**3


@family(find("[the |]square and [the |]cube of {n}"), n=integer(1, 20))
def square_and_cube(n):
    return n**2, n**3


@family(
    find(
        "[the |][power|exponent] of {base,exponent}",
        "{base} raised to the power [of |]{exponent}",
        "{base} to the power [of |]{exponent}",
        "the exponents of {base,exponent}",
        "the exponent of {base} with power {exponent}",
        "the value of {base} raised to {exponent}",
    ),
    do(
        "raise {base} to the power [of |]{exponent}",
        "raise {base} to {exponent}",
        "calculate exponents of {base,exponent}",
    ),
    base=role(integer(2, 9), "base", "number"),
    exponent=role(integer(0, 8), "power", "exponent"),
    oracle=pow,
)
def power(base, exponent):
    return base**exponent


@power.way("recursion")
def power(base, exponent):
    if exponent == 0:
        return 1
    return base * power(base, exponent - 1)


@power.way("for", "plain")
def power(base, exponent):
    result = 1
    for _ in range(exponent):
        result *= base
    return result


@family(
    find("[the |]exponents of an input", "[the |]powers of an input", "the exponent of an input number"),
    do("calculate exponents of an input", "calculate the power of an input number"),
    forms="input",
    base=integer(2, 9)("number"),
    exponent=integer(0, 6)("exponent"),
)
def input_power(base, exponent):
    return base**exponent


@family(
    find("[the |]square root of {n}", "[the |]squareroot of {n}"),
    n=integer(1, 200),
    oracle=lambda n: n**0.5,
)
def square_root(n):
    return math.sqrt(n)


@square_root.way("plain", "no temp")
def square_root(n):
    return n**0.5


@family(find("[the |]cube root of {n}"), n=integer(1, 200))
def cube_root(n):
    return n ** (1 / 3)
