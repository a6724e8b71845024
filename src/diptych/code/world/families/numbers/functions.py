"""Numbers: combinations, rounding, functions of mathematics."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="assignment"

import math

from diptych.code.world.family import do, family, find
from diptych.code.world.values import integer, real, role


@family(
    find(
        "[the |][number of |]permutations of {n} [things|items] taken {r} at a time",
        "nPr{given n,r}",
        "the value of nPr{given n,r}",
    ),
    draw=lambda rng: (lambda n: (n, rng.randint(0, n)))(rng.randint(2, 9)),
    n=role(integer(), "n"),
    r=role(integer(), "r"),
    oracle=math.perm,
)
def permutations_count(n, r):
    return math.factorial(n) // math.factorial(n - r)


@family(
    find(
        "[the |][number of |]combinations of {n} [things|items] taken {r} at a time",
        "nCr{given n,r}",
        "the binomial coefficient{given n,r}",
        "the value of nCr{given n,r}",
    ),
    draw=lambda rng: (lambda n: (n, rng.randint(0, n)))(rng.randint(2, 12)),
    n=role(integer(), "n"),
    r=role(integer(), "r"),
    oracle=math.comb,
)
def combinations_count(n, r):
    return math.factorial(n) // (math.factorial(r) * math.factorial(n - r))


@family(
    find("[the |][nth |]catalan number{given n}", "[the |]nth Catalan number{given n}"),
    n=integer(0, 10),
)
def catalan(n):
    return math.comb(2 * n, n) // (n + 1)


@family(find("[the |]nth triangular number{given n}", "the triangular number of {n}"), n=integer(1, 30))
def triangular_number(n):
    return n * (n + 1) // 2


@family(
    find("[the |]collatz [sequence|conjecture] [of|for] {n}", "[the |]Collatz sequence [of|for|starting at] {n}"),
    n=integer(1, 30),
)
def collatz(n):
    sequence = [n]
    while n != 1:
        if n % 2 == 0:
            n //= 2
        else:
            n = 3 * n + 1
        sequence.append(n)
    return sequence


@family(
    find("n+nn+nnn{given n}", "the value of n+nn+nnn{given n}", "the value of {=n} + {=n}{=n} + {=n}{=n}{=n}"),
    forms="function prints open input",
    n=integer(1, 9)("digit", "number", "integer"),
)
def n_nn_nnn(n):
    return n + int(str(n) * 2) + int(str(n) * 3)


@family(
    find(
        "[the |]sum of [the |]series 1 + 1/2 + 1/3 + ... + 1/n{given n}",
        "[the |]harmonic sum of {n}",
        "[the |]nth harmonic number{given n}",
    ),
    n=integer(1, 20),
)
def harmonic_sum(n):
    return sum(1 / i for i in range(1, n + 1))


@family(
    find("1/2+2/3+3/4+...+n/n+1{given n}", "the sum of the series 1/2+2/3+3/4+...+n/(n+1){given n}"), n=integer(1, 20)
)
def fraction_series(n):
    total = 0
    for i in range(1, n + 1):
        total += i / (i + 1)
    return total


@family(
    do(
        "clamp {n} between {low} and {high}",
        "limit {n} to the range {low} to {high}",
        "clamp {n} within [a|the] range{given low,high}",
    ),
    draw=lambda rng: (rng.randint(-10, 60), rng.randint(0, 10), rng.randint(20, 40)),
    n=integer(),
    low=role(integer(), "low", "minimum", "lower limit"),
    high=role(integer(), "high", "maximum", "upper limit"),
)
def clamp(n, low, high):
    return max(low, min(n, high))


@family(
    do(
        "round {n} to {=k} decimal places",
        "round off {n} to {=k} decimals",
        "round {n} to {=k} digits after the [decimal |]point",
    ),
    draw=lambda rng: (round(rng.uniform(1, 99), 4), rng.randint(1, 3)),
    n=real()("number", "float", "decimal number"),
    k=integer(1, 3)("given number of", "n"),
    forms="function open",
)
def round_number(n, k):
    return round(n, k)


@family(
    do("round up {x}", "round {x} up to the next integer"),
    find("[the |][ceiling|ceil] of {x}"),
    draw=lambda rng: (round(rng.uniform(1, 50), 2),),
    x=real()("number", "decimal number", "float"),
)
def round_up(x):
    return math.ceil(x)


@family(
    do("round down {x}", "round {x} down"),
    find("[the |]floor of {x}"),
    draw=lambda rng: (round(rng.uniform(1, 50), 2),),
    x=real()("number", "decimal number", "float"),
)
def round_down(x):
    return math.floor(x)


@family(
    find("[the |][sine|sin] of {x}", "[the |]sine value of {x}", "[the |]sin of {x}"),
    x=real(0, 7)("number", "angle in radians"),
)
def sine(x):
    return math.sin(x)


@family(find("[the |][cosine|cos] of {x}", "[the |]cosine value of {x}"), x=real(0, 7)("number", "angle in radians"))
def cosine(x):
    return math.cos(x)


@family(
    find("[the |][tangent|tan] of {x}", "[the |]tangent value of {x}"), x=real(0, 7)("number", "angle in radians")
)
def tangent(x):
    return math.tan(x)


@family(
    find(
        "[the |]natural [logarithm|log] of {x}",
        "[the |]log of {x}",
        "[the |]logarithm of {x}",
        "[the |]logarithmic value of {x}",
    ),
    x=real(1, 90),
)
def natural_log(x):
    return math.log(x)


@family(
    find("[the |]base 10 [logarithm|log] of {x}", "[the |]log base 10 of {x}", "[the |]common logarithm of {x}"),
    x=real(1, 900),
)
def log_base_ten(x):
    return math.log10(x)


@family(
    find("[the |]exponential of {x}", "[the |]exponential value of {x}", "e raised to {x}", "e to the power of {x}"),
    x=real(0, 6),
)
def exponential(x):
    return math.exp(x)


@family(
    find("[the |]sigmoid of {x}", "[the |]sigmoid value of {x}"),
    do("implement [the |]sigmoid [function|activation function]{given x}"),
    x=real(-3, 3),
)
def sigmoid(x):
    return 1 / (1 + math.exp(-x))


@family(
    find("[the |]relu of {x}", "[the |]relu value of {x}"),
    do("implement [the |][relu|ReLU] [function|activation function]{given x}"),
    x=real(-9, 9),
)
def relu(x):
    return max(0, x)


@family(
    find("[the |]hyperbolic tangent of {x}", "[the |]tanh of {x}"),
    do("implement the tanh activation function{given x}"),
    x=real(-2, 2),
)
def tanh(x):
    return math.tanh(x)


@family(
    find(
        "[the |]roots of [the |a ]quadratic equation{given a,b,c}",
        "[the |]roots of a quadratic equation ax^2 + bx + c = 0{given a,b,c}",
    ),
    do(
        "solve [the |a ]quadratic equation{given a,b,c}",
        "solve the quadratic equation ax**2 + bx + c = 0{given a,b,c}",
    ),
    draw=lambda rng: (lambda p, q: (1, -(p + q), p * q))(rng.randint(-6, 6), rng.randint(-6, 6)),
    a=role(integer(), "a"),
    b=role(integer(), "b"),
    c=role(integer(), "c"),
)
def quadratic_roots(a, b, c):
    d = b**2 - 4 * a * c
    root1 = (-b + d**0.5) / (2 * a)
    root2 = (-b - d**0.5) / (2 * a)
    return root1, root2


@family(
    find("[the |]discriminant of [the |a ]quadratic equation{given a,b,c}"),
    a=role(integer(1, 9), "a"),
    b=role(integer(-9, 9), "b"),
    c=role(integer(-9, 9), "c"),
)
def discriminant(a, b, c):
    return b**2 - 4 * a * c
