"""Numbers: primes."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="no-redef, var-annotated"
# ruff: noqa: PERF401, SIM110

from diptych.code.world.families.numbers.draws import interval
from diptych.code.world.family import check, checker, do, family, find
from diptych.code.world.values import integer


@family(
    check(
        "{n} is [prime|a prime number|a prime]",
        "{n} is prime",
        "{n} is prime or not prime",
    ),
    checker("prime [number*2|]"),
    n=integer(1, 100),
    oracle=lambda n: sum(n % i == 0 for i in range(1, n + 1)) == 2,
)
def is_prime(n):
    if n < 2:
        return False
    for i in range(2, int(n**0.5) + 1):
        if n % i == 0:
            return False
    return True


@is_prime.way("comprehension", "builtin")
def is_prime(n):
    return n > 1 and all(n % i != 0 for i in range(2, n))


@family(
    find(
        "[all |all the |]prime numbers [up to|upto|till|less than or equal to] {n}",
        "[all |all the |][primes|prime numbers] from [1|2] to {n}",
        "[the |]list of prime numbers [up to|till] {n}",
        "[all |all the |]prime numbers between 1 and {n}",
    ),
    do("list [all |]the prime numbers up to {n}", "generate [all |]prime numbers up to {n}"),
    n=integer(2, 60),
)
def primes_up_to(n):
    primes = []
    for num in range(2, n + 1):
        if all(num % i != 0 for i in range(2, int(num**0.5) + 1)):
            primes.append(num)
    return primes


@family(
    find(
        "[all |all the |]prime numbers up to {n} using [the |]sieve [of eratosthenes|of Eratosthenes]",
        "primes up to {n} with the sieve of Eratosthenes",
    ),
    do(
        "implement [the |]sieve of [eratosthenes|Eratosthenes] up to {n}",
        "implement [the |]sieve of Eratosthenes{given n}",
    ),
    n=integer(2, 60),
)
def sieve(n):
    is_prime = [True] * (n + 1)
    for i in range(2, int(n**0.5) + 1):
        if is_prime[i]:
            for j in range(i * i, n + 1, i):
                is_prime[j] = False
    return [i for i in range(2, n + 1) if is_prime[i]]


@family(
    find(
        "[all |all the |]prime numbers between {low} and {high}",
        "[all |all the |]prime numbers in [an|the|a given] [interval|range]{given low,high}",
        "[all |all the |]primes between {low,high}",
        "[all |all the |]prime numbers from {low} to {high}",
    ),
    draw=interval,
    low=integer(),
    high=integer(),
)
def primes_between(low, high):
    primes = []
    for num in range(low, high + 1):
        if num > 1 and all(num % i != 0 for i in range(2, num)):
            primes.append(num)
    return primes


@family(
    find("[the |]nth prime [number |]{given n}", "[the |]{=n}th prime number"),
    forms="function prints open",
    n=integer(1, 20),
)
def nth_prime(n):
    count = 0
    num = 1
    while count < n:
        num += 1
        if all(num % i != 0 for i in range(2, num)):
            count += 1
    return num


@family(
    find("[the |]first {=n} prime numbers", "[the |]first {=n} primes", "[the |]first n prime numbers{given n}"),
    n=integer(1, 12),
)
def first_primes(n):
    primes = []
    num = 2
    while len(primes) < n:
        if all(num % p != 0 for p in primes):
            primes.append(num)
        num += 1
    return primes
