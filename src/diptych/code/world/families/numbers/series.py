"""Numbers: series, sums of ranges, tables, counting."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="no-redef, var-annotated"

from diptych.code.world.families.numbers.draws import interval
from diptych.code.world.family import do, family, find, show
from diptych.code.world.values import integer


@family(
    find(
        "[the |][first |]{=n} fibonacci numbers",
        "[the |]first {=n} terms of the [fibonacci|Fibonacci] [series|sequence]",
        "[the |]fibonacci [series|sequence] up to [the nth term|n terms]{given n}",
        "[the |]fibonacci [series|sequence]{given n}",
        "[the |]first n [fibonacci|Fibonacci] numbers{given n}",
    ),
    do("generate [the |]fibonacci [series|sequence] of {=n} terms", "generate the first {=n} fibonacci numbers"),
    n=integer(1, 15),
)
def fibonacci(n):
    series = []
    a, b = 0, 1
    for _ in range(n):
        series.append(a)
        a, b = b, a + b
    return series


@fibonacci.way("generator")
def fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        yield a
        a, b = b, a + b


@fibonacci.way("while")
def fibonacci(n):
    series = []
    a, b = 0, 1
    while len(series) < n:
        series.append(a)
        a, b = b, a + b
    return series


@family(
    find(
        "[the |]nth [fibonacci|Fibonacci] number{given n}",
        "[the |]nth term of the [fibonacci|Fibonacci] [series|sequence]{given n}",
        "[the |]{=n}th fibonacci number",
        "[the |]nth element of the fibonacci series{given n}",
    ),
    forms="function prints open input",
    n=integer(0, 20),
)
def nth_fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


@nth_fibonacci.way("recursion")
def nth_fibonacci(n):
    if n <= 1:
        return n
    return nth_fibonacci(n - 1) + nth_fibonacci(n - 2)


@family(
    find(
        "[the |]fibonacci [numbers|series|sequence] [up to|upto|below|less than or equal to] {n}",
        "all fibonacci numbers up to {n}",
    ),
    n=integer(1, 100),
)
def fibonacci_up_to(n):
    series = []
    a, b = 0, 1
    while a <= n:
        series.append(a)
        a, b = b, a + b
    return series


@family(
    find(
        "[the |]sum of [the |][first |]{=n} natural numbers",
        "[the |]sum of [the |]first n natural numbers{given n}",
        "[the |]sum of natural numbers [up to|upto|till] {n}",
        "[the |]sum of natural numbers{given n}",
        "[the |]sum of [the |]first {=n} numbers",
        "[the |]sum of numbers from 1 to {n}",
        "[the |]sum of n natural numbers{given n}",
        "[the |]sum of all [numbers|integers] from 1 to {n}",
        "[the |]sum of first n [positive integers|numbers]{given n}",
    ),
    do("add [the |]numbers from 1 to {n}", "sum [the |]natural numbers up to {n}"),
    n=integer(1, 100),
    oracle=lambda n: n * (n + 1) // 2,
)
def sum_of_natural_numbers(n):
    return n * (n + 1) // 2


@sum_of_natural_numbers.way("for", "plain")
def sum_of_natural_numbers(n):
    total = 0
    for i in range(1, n + 1):
        total += i
    return total


@sum_of_natural_numbers.way("while")
def sum_of_natural_numbers(n):
    total = 0
    while n > 0:
        total += n
        n -= 1
    return total


@sum_of_natural_numbers.way("recursion")
def sum_of_natural_numbers(n):
    if n <= 0:
        return 0
    return n + sum_of_natural_numbers(n - 1)


@sum_of_natural_numbers.way("formula")
def sum_of_natural_numbers(n):
    return n * (n + 1) // 2


@sum_of_natural_numbers.way("builtin")
def sum_of_natural_numbers(n):
    return sum(range(1, n + 1))


@family(
    find(
        "[the |]sum of [the |]squares of [the |]first {=n} natural numbers",
        "[the |]sum of squares of first n natural numbers{given n}",
        "[the |]sum of squares from 1 to {n}",
    ),
    n=integer(1, 30),
)
def sum_of_squares(n):
    return sum(i**2 for i in range(1, n + 1))


@family(
    find(
        "[the |]sum of [the |]cubes of [the |]first {=n} natural numbers",
        "[the |]sum of [the series with |]cubes of first n natural numbers{given n}",
    ),
    n=integer(1, 20),
)
def sum_of_cubes(n):
    return sum(i**3 for i in range(1, n + 1))


@family(
    find(
        "[the |]sum of [all |the |]numbers between {low} and {high}",
        "[the |]sum of [all |the |]numbers from {low} to {high}",
        "[the |]sum of [all |the |]integers in the range {low} to {high}",
    ),
    draw=interval,
    low=integer(),
    high=integer(),
)
def sum_between(low, high):
    return sum(range(low, high + 1))


@family(
    show(
        "[the |][multiplication |times ]table of {n}",
        "[the |]table of {n}",
        "[the |]multiplication table (from 1 to 10) of {n}",
        "[the |]multiplication table for {n}",
    ),
    n=integer(2, 20),
)
def multiplication_table(n):
    for i in range(1, 11):
        print(n, "x", i, "=", n * i)


@multiplication_table.way("while")
def multiplication_table(n):
    i = 1
    while i <= 10:
        print(n, "x", i, "=", n * i)
        i += 1


@family(
    show(
        "[the |][first |]{=n} natural numbers",
        "[the |]numbers from 1 to {n}",
        "all numbers [up to|from 1 upto] {n}",
        "[the |]first n [natural|positive] numbers{given n}",
    ),
    n=integer(3, 20),
)
def print_numbers(n):
    for i in range(1, n + 1):
        print(i)


@print_numbers.way("while")
def print_numbers(n):
    i = 1
    while i <= n:
        print(i)
        i += 1


@family(
    show(
        "[the |]numbers from {n} [down to|to] 1",
        "a countdown from {n}",
        "[the |]natural numbers from {n} to 1 in reverse order",
    ),
    n=integer(3, 15),
)
def countdown(n):
    while n > 0:
        print(n)
        n -= 1


@family(
    show(
        "[all |the |][even numbers|evens] from 1 to {n}",
        "[all |the |]even numbers [up to|till|upto] {n}",
        "even numbers between 1 and {n}",
    ),
    n=integer(4, 30),
)
def print_even_numbers(n):
    for i in range(2, n + 1, 2):
        print(i)


@family(
    show(
        "[all |the |]odd numbers from 1 to {n}",
        "[all |the |]odd numbers [up to|till|upto] {n}",
        "odd numbers between 1 and {n}",
    ),
    n=integer(4, 30),
)
def print_odd_numbers(n):
    for i in range(1, n + 1, 2):
        print(i)
