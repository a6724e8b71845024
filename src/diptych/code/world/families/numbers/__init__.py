"""Numbers: arithmetic, divisors, primes, digits, series."""

from diptych.code.world.families.numbers import (
    arithmetic,
    checks,
    comparing,
    digits,
    exercises,
    factors,
    functions,
    primes,
    series,
)

MODULES = (arithmetic, factors, primes, checks, digits, series, comparing, functions, exercises)
