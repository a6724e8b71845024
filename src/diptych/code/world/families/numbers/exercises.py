"""Numbers: what exercise books ask besides."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# ruff: noqa: RET505

import math

from diptych.code.world.family import check, do, family, find, show, tell
from diptych.code.world.values import integer, kind, one_of, real, role


@family(
    check("{a,b} are [equal|the same]", "{a} is equal to {b}"),
    draw=lambda rng: (lambda a: (a, rng.choice((a, a + rng.randint(1, 9)))))(rng.randint(1, 40)),
    a=integer(),
    b=integer(),
)
def are_equal(a, b):
    return a == b


@family(
    check(
        "{n} is between {low} and {high}",
        "{n} is in the range {low} to {high}",
        "{n} is within a [given |]range{given low,high}",
    ),
    draw=lambda rng: (rng.randint(1, 40), rng.randint(1, 15), rng.randint(20, 35)),
    n=integer(),
    low=role(integer(), "low", "start"),
    high=role(integer(), "high", "end"),
)
def in_range(n, low, high):
    return low <= n <= high


@family(
    do(
        "simulate a simple calculator [for|with] {a,b} and an operator{given op}",
        "make a simple calculator{given a,op,b}",
        "create a simple calculator{given a,op,b}",
        "implement a calculator that can add, subtract, multiply and divide{given a,op,b}",
    ),
    forms="function open",
    draw=lambda rng: (rng.randint(1, 30), rng.randint(1, 9), rng.choice("+-*/")),
    a=role(integer(), "first number"),
    b=role(integer(), "second number"),
    op=role(kind("operator", one_of("+", "-"), "op operator"), "operator"),
)
def calculator(a, b, op):
    if op == "+":
        return a + b
    elif op == "-":
        return a - b
    elif op == "*":
        return a * b
    elif op == "/":
        return a / b
    return None


@family(
    show(
        "fizzbuzz [up to|for] {n}",
        "FizzBuzz [up to|from 1 to|till] {n}",
        "the numbers from 1 to {n} with Fizz for multiples of 3, Buzz for multiples of 5 and FizzBuzz for both",
    ),
    n=integer(5, 20),
)
def fizzbuzz(n):
    for i in range(1, n + 1):
        if i % 15 == 0:
            print("FizzBuzz")
        elif i % 3 == 0:
            print("Fizz")
        elif i % 5 == 0:
            print("Buzz")
        else:
            print(i)


@family(find("[the |]nearest square number [to|of] {n}", "[the |]nearest perfect square to {n}"), n=integer(1, 300))
def nearest_square(n):
    return round(n**0.5) ** 2


@family(
    find(
        "[the |]smallest multiple of [the |]first n numbers{given n}",
        "[the |]smallest number divisible by all numbers from 1 to {n}",
    ),
    n=integer(1, 15),
)
def smallest_multiple(n):
    result = 1
    for i in range(2, n + 1):
        result = result * i // math.gcd(result, i)
    return result


@family(
    find(
        "[the |]difference between the sum of the squares of the first {=n} natural numbers and the "
        "square of the sum",
        "[the |]difference between the square of the sum and the sum of the squares of the first n numbers{given n}",
    ),
    n=integer(2, 200),
)
def sum_square_difference(n):
    return sum(range(1, n + 1)) ** 2 - sum(i**2 for i in range(1, n + 1))


@family(find("[the |]nth [padovan|Padovan] number{given n}", "padovan number p(n){given n}"), n=integer(0, 20))
def padovan(n):
    a, b, c = 1, 1, 1
    for _ in range(n):
        a, b, c = b, c, a + b
    return a


@family(find("[the |]nth [jacobsthal|Jacobsthal] number{given n}"), n=integer(0, 20))
def jacobsthal(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, b + 2 * a
    return a


@family(
    find("[the |]number of digits in [the |][product|multiplication] of {a,b}"),
    a=integer(1, 999),
    b=integer(1, 999),
)
def digits_of_product(a, b):
    return len(str(a * b))


@family(
    do("concatenate {a,b} into one number", "concatenate two integers like strings{given a,b}"),
    find("[the |]number made by concatenating {a,b}"),
    a=integer(1, 99),
    b=integer(1, 99),
)
def concatenate_numbers(a, b):
    return int(str(a) + str(b))


@family(
    find("[the |]sum of the squares of {a,b}", "[the |]sum of squares of {a,b}"),
    do("add the square of {a,b}", "add the squares of {a,b}"),
    a=integer(1, 30),
    b=integer(1, 30),
)
def add_squares(a, b):
    return a**2 + b**2


@family(
    find(
        "[the |]sum of {a,b,c}, or thrice their sum if [the values|they] are equal",
        "[the |]sum of three numbers or thrice their sum if all are equal{given a,b,c}",
    ),
    draw=lambda rng: rng.choice(((4, 4, 4), (rng.randint(1, 9),) * 3, (rng.randint(1, 9), 2, 3), (1, 5, 7))),
    a=integer(),
    b=integer(),
    c=integer(),
)
def sum_or_thrice(a, b, c):
    total = a + b + c
    if a == b == c:
        return 3 * total
    return total


@family(find("[the |]sum of the cubes of all positive integers smaller than {n}"), n=integer(1, 20))
def cubes_below(n):
    return sum(i**3 for i in range(1, n))


@family(
    do(
        "compute f(n)=f(n-1)+100 when n>0 and f(0)=1{given n}",
        "compute f(n) where f(n)=f(n-1)+100 and f(0)=1{given n}",
    ),
    find("f(n) where f(n)=f(n-1)+100 when n>0 and f(0)=1{given n}"),
    n=integer(0, 20),
)
def recurrence(n):
    if n == 0:
        return 1
    return recurrence(n - 1) + 100


@family(
    check("{n} is a magic number"), draw=lambda rng: (rng.choice((19, 28, 1234, rng.randint(1, 999))),), n=integer()
)
def is_magic(n):
    while n > 9:
        n = sum(int(digit) for digit in str(n))
    return n == 1


@family(
    check("{n} is a power of {base}", "{n} is a power of a given base{given base}"),
    draw=lambda rng: (lambda b: (rng.choice((b ** rng.randint(1, 4), rng.randint(2, 80))), b))(rng.randint(2, 5)),
    n=integer(),
    base=integer()("base"),
)
def is_power_of(n, base):
    while n % base == 0:
        n //= base
    return n == 1


@family(
    check("{n} is divisible by all [of |]its digits", "{n} is divisible by every digit it contains"),
    draw=lambda rng: (rng.choice((12, 24, 36, 128, rng.randint(1, 99))),),
    n=integer(),
)
def divisible_by_digits(n):
    return all(digit != "0" and n % int(digit) == 0 for digit in str(n))


@family(
    check("{a,b} are close to each other", "{a,b} are close"),
    draw=lambda rng: rng.choice(((0.3, 0.1 + 0.2), (1.5, 1.6), (2.0, 2.0))),
    a=real(),
    b=real(),
    forms="function",
)
def are_close(a, b):
    return math.isclose(a, b)


@family(find("[the |]largest among {a,b} and their sum"), a=integer(-20, 30), b=integer(-20, 30))
def largest_with_sum(a, b):
    return max(a, b, a + b)


@family(
    do("compare {a,b}", "check whether {a} is greater than, equal to or less than {b}"),
    tell("{a} is greater than, equal to or less than {b}"),
    a=integer(1, 12),
    b=integer(1, 12),
)
def compare(a, b):
    if a > b:
        return "Greater"
    elif a < b:
        return "Less"
    else:
        return "Equal"


@family(check("the sum of {a,b} is even"), a=integer(1, 40), b=integer(1, 40))
def sum_is_even(a, b):
    return (a + b) % 2 == 0


@family(check("the product of {a,b} is even"), a=integer(1, 40), b=integer(1, 40))
def product_is_even(a, b):
    return a * b % 2 == 0


@family(
    find("[the |]digits of {n} as a list", "[the |]list of digits of {n}"),
    do("extract [each digit|the digits] [of|from] {n}", "split {n} into digits"),
    n=integer(10, 99999),
)
def digits(n):
    return [int(digit) for digit in str(n)]


@family(
    find("[the |]digits of {n} in reverse order"),
    do("extract each digit from {n}[,|] in [the |]reverse order"),
    n=integer(10, 99999),
)
def digits_reversed(n):
    return [int(digit) for digit in str(n)[::-1]]


@family(find("[the |][largest|biggest] digit [of|in] {n}"), n=integer(10, 99999))
def largest_digit(n):
    return max(int(digit) for digit in str(n))


@family(find("[the |]smallest digit [of|in] {n}"), n=integer(10, 99999))
def smallest_digit(n):
    return min(int(digit) for digit in str(n))


@family(find("[the |]first digit of {n}", "[the |]leading digit of {n}"), n=integer(10, 99999))
def first_digit(n):
    return int(str(n)[0])


@family(find("[the |]last digit of {n}"), n=integer(10, 99999))
def last_digit(n):
    return n % 10


@family(
    find("[the |]nth root of {n}{given k}", "[the |]{=k}th root of {n}"),
    n=integer(1, 300),
    k=integer(2, 5)("k", "degree"),
    forms="function prints open",
)
def nth_root(n, k):
    return n ** (1 / k)


@family(do("increment {n} by one", "increment {n}"), n=integer(1, 99))
def increment(n):
    return n + 1


@family(do("double {n}"), find("[the |]double of {n}", "twice {n}"), n=integer(1, 99))
def double(n):
    return n * 2


@family(find("half of {n}"), do("divide {n} by two"), n=integer(1, 99))
def half(n):
    return n / 2


@family(find("[the |]negative of {n}"), do("negate {n}"), n=integer(1, 99))
def negative(n):
    return -n


@family(find("[the |]reciprocal of {n}"), n=integer(1, 20))
def reciprocal(n):
    return 1 / n
