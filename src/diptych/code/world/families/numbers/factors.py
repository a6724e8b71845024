"""Numbers: factorials, divisors and factors."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="no-redef"
# ruff: noqa: PERF401, RET503

import math
from functools import reduce

from diptych.code.world.family import do, family, find
from diptych.code.world.values import integer


@family(
    find("[the |]factorial of {n}", "[the |]factorial of {n}", "{n} factorial"),
    n=integer(0, 12),
    oracle=math.factorial,
)
def factorial(n):
    result = 1
    for i in range(2, n + 1):
        result *= i
    return result


@factorial.way("recursion")
def factorial(n):
    if n <= 1:
        return 1
    return n * factorial(n - 1)


@factorial.way("while")
def factorial(n):
    result = 1
    while n > 1:
        result *= n
        n -= 1
    return result


@factorial.way("reduce")
def factorial(n):
    return reduce(lambda x, y: x * y, range(1, n + 1), 1)


@factorial.way("math", "builtin")
def factorial(n):
    return math.factorial(n)


@factorial.way("for", "iteration")
def factorial(n):
    result = 1
    for i in range(2, n + 1):
        result *= i
    return result


@family(
    find(
        "[the |]gcd of {a,b}",
        "[the |]greatest common divisor of {a,b}",
        "[the |]hcf of {a,b}",
        "[the |]HCF of {a,b}",
        "[the |]highest common factor of {a,b}",
        "[the |]greatest common divisor (gcd) of {a,b}",
        "[the |]hcf or gcd of {a,b}",
    ),
    a=integer(4, 99),
    b=integer(4, 99),
    draw=lambda rng: (
        rng.choice((2, 3, 4, 6, 7)) * rng.randint(1, 14),
        rng.choice((2, 3, 6, 8)) * rng.randint(1, 14),
    ),
    oracle=math.gcd,
)
def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


@gcd.way("recursion")
def gcd(a, b):
    if b == 0:
        return a
    return gcd(b, a % b)


@gcd.way("euclid", "while")
def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


@gcd.way("math", "builtin")
def gcd(a, b):
    return math.gcd(a, b)


@family(
    find(
        "[the |]lcm of {a,b}",
        "[the |]LCM of {a,b}",
        "[the |]l.c.m. of {a,b}",
        "[the |]least common multiple of {a,b}",
        "[the |]lowest common multiple of {a,b}",
        "[the |]least common multiple (lcm) of {a,b}",
    ),
    a=integer(2, 30),
    b=integer(2, 30),
    oracle=math.lcm,
)
def lcm(a, b):
    return a * b // math.gcd(a, b)


@lcm.way("for", "while", "plain")
def lcm(a, b):
    result = max(a, b)
    while result % a != 0 or result % b != 0:
        result += 1
    return result


@family(
    find("[the |]lcm and hcf of {a,b}", "[the |]gcd and lcm of {a,b}", "[the |]hcf and lcm of {a,b}"),
    a=integer(2, 30),
    b=integer(2, 30),
)
def gcd_and_lcm(a, b):
    gcd = math.gcd(a, b)
    return gcd, a * b // gcd


@family(
    find(
        "[the |][all the |all |]factors of {n}",
        "[the |][all the |all |]divisors of {n}",
        "[the |]list of factors of {n}",
        "all the numbers that divide {n}",
    ),
    n=integer(1, 80),
    oracle=lambda n: list(filter(lambda i: not n % i, range(1, n + 1))),
)
def factors(n):
    result = []
    for i in range(1, n + 1):
        if n % i == 0:
            result.append(i)
    return result


@factors.way("comprehension", "no temp")
def factors(n):
    return [i for i in range(1, n + 1) if n % i == 0]


@family(
    do("count [the |]factors of {n}", "count [the |]divisors of {n}"),
    find("[the |]number of divisors of {n}", "[the |]number of factors of {n}", "the count of divisors of {n}"),
    n=integer(1, 80),
)
def count_factors(n):
    return sum(1 for i in range(1, n + 1) if n % i == 0)


@family(
    find("[the |]sum of [the |all |all the |]factors of {n}", "[the |]sum of [the |]divisors of {n}"),
    n=integer(1, 80),
)
def sum_of_factors(n):
    return sum(i for i in range(1, n + 1) if n % i == 0)


@family(
    find("[the |]common divisors of {a,b}", "[the |]common factors of {a,b}", "common divisors between {a,b}"),
    draw=lambda rng: (6 * rng.randint(1, 9), 4 * rng.randint(1, 9)),
    a=integer(),
    b=integer(),
)
def common_divisors(a, b):
    return [i for i in range(1, min(a, b) + 1) if a % i == 0 and b % i == 0]


@family(
    find("[the |][prime factors|prime factorization|prime factorisation] of {n}", "all [the |]prime factors of {n}"),
    n=integer(2, 200),
)
def prime_factors(n):
    factors = []
    divisor = 2
    while n > 1:
        while n % divisor == 0:
            factors.append(divisor)
            n //= divisor
        divisor += 1
    return factors


@family(find("[the |][largest|biggest|greatest] prime factor of {n}"), n=integer(2, 300))
def largest_prime_factor(n):
    divisor = 2
    while divisor * divisor <= n:
        if n % divisor == 0:
            n //= divisor
        else:
            divisor += 1
    return n


@family(
    find("[the |]smallest divisor of {n} [greater than|other than] 1", "the smallest divisor of {n}"),
    n=integer(2, 120),
)
def smallest_divisor(n):
    for i in range(2, n + 1):
        if n % i == 0:
            return i
