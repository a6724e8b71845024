"""What is printed in rows: stars, numbers, letters, tables."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="assignment, attr-defined, has-type, no-redef, operator, var-annotated"
# ruff: noqa: B007, B905, C417, RUF007

from diptych.code.world.family import family, show
from diptych.code.world.values import integer, word

ROWS = integer(2, 7)("number of rows", "number", "n")


@family(
    show(
        "a [right |right angled |]triangle of stars[ with {=n} rows|{given n}]",
        "[a |the |]star pattern{given n}",
        "a pattern of stars (*){given n}",
        "a half pyramid [pattern |]of stars{given n}",
        "a staircase pattern{given n}",
    ),
    n=ROWS,
)
def star_triangle(n):
    for i in range(1, n + 1):
        print("*" * i)


@star_triangle.way("for", "plain")
def star_triangle(n):
    for i in range(1, n + 1):
        for j in range(i):
            print("*", end="")
        print()


@family(
    show(
        "[an |the |]inverted star pattern{given n}",
        "an inverted triangle of stars[ with {=n} rows|{given n}]",
        "an inverted half pyramid of stars{given n}",
        "an inverted star pattern of the desired size{given n}",
    ),
    n=ROWS,
)
def inverted_triangle(n):
    for i in range(n, 0, -1):
        print("*" * i)


@family(
    show(
        "a pyramid [pattern |]{given n}",
        "a pyramid of stars[ with {=n} rows|{given n}]",
        "[a |]full pyramid of stars{given n}",
        "pyramid pattern{given n}",
    ),
    n=ROWS,
)
def pyramid(n):
    for i in range(1, n + 1):
        print(" " * (n - i) + "*" * (2 * i - 1))


@family(
    show("an inverted pyramid of stars[ with {=n} rows|{given n}]", "an inverted pyramid pattern{given n}"), n=ROWS
)
def inverted_pyramid(n):
    for i in range(n, 0, -1):
        print(" " * (n - i) + "*" * (2 * i - 1))


@family(show("a diamond [pattern |]of stars{given n}", "a diamond pattern{given n}"), n=ROWS)
def diamond(n):
    for i in range(1, n + 1):
        print(" " * (n - i) + "*" * (2 * i - 1))
    for i in range(n - 1, 0, -1):
        print(" " * (n - i) + "*" * (2 * i - 1))


@family(
    show("a square of stars{given n}", "a square [pattern |]of stars of size {=n}", "a {=n} by {=n} square of stars"),
    n=integer(2, 7)("size", "side", "n"),
    forms="prints open input",
)
def star_square(n):
    for i in range(n):
        print("*" * n)


@family(
    show("a rectangle of stars{given rows,columns}", "a rectangle of stars with {=rows} rows and {=columns} columns"),
    rows=integer(2, 5)("number of rows"),
    columns=integer(3, 8)("number of columns"),
)
def star_rectangle(rows, columns):
    for i in range(rows):
        print("*" * columns)


@family(
    show(
        "a number triangle{given n}",
        "a half pyramid of numbers{given n}",
        "a number pattern{given n}",
        "a triangle of numbers[ with {=n} rows|{given n}]",
    ),
    n=ROWS,
)
def number_triangle(n):
    for i in range(1, n + 1):
        print(" ".join(str(j) for j in range(1, i + 1)))


@family(
    show(
        "a pattern where each row [repeats its number|has the row number repeated]{given n}",
        "a triangle of repeated numbers{given n}",
    ),
    n=ROWS,
)
def repeated_triangle(n):
    for i in range(1, n + 1):
        print(str(i) * i)


@family(show("[floyd's|Floyd's] triangle[ with {=n} rows|{given n}]"), n=ROWS)
def floyd(n):
    num = 1
    for i in range(1, n + 1):
        row = []
        for _ in range(i):
            row.append(str(num))
            num += 1
        print(" ".join(row))


@family(
    show("[pascal's|Pascal's|the pascal's] triangle[ with {=n} rows|{given n}| for n number of rows{given n}]"),
    n=ROWS,
)
def pascal_triangle(n):
    row = [1]
    for _ in range(n):
        print(row)
        row = [1] + [a + b for a, b in zip(row, row[1:])] + [1]


@family(
    show("an alphabet triangle{given n}", "a triangle of letters{given n}", "a pattern of alphabets{given n}"), n=ROWS
)
def letter_triangle(n):
    for i in range(1, n + 1):
        print(" ".join(chr(64 + j) for j in range(1, i + 1)))


@family(
    show("{s} as a triangle of its prefixes", "[the |]prefixes of {s} one per line", "all [the |]prefixes of {s}"),
    s=word(),
)
def prefixes(s):
    for i in range(1, len(s) + 1):
        print(s[:i])


@family(
    show(
        "the multiplication tables from 1 to {n}",
        "a multiplication grid of size {=n}",
        "the multiplication table as a grid{given n}",
    ),
    n=integer(2, 6),
)
def multiplication_grid(n):
    for i in range(1, n + 1):
        print(" ".join(str(i * j) for j in range(1, n + 1)))


@family(
    show(
        "a checkerboard of size {=n}", "a chess board pattern of 0 and 1{given n}", "a checkerboard pattern{given n}"
    ),
    n=integer(2, 6)("size", "n"),
)
def checkerboard(n):
    for i in range(n):
        print(" ".join(str((i + j) % 2) for j in range(n)))


@family(show("a hollow square of stars{given n}", "a hollow square pattern{given n}"), n=integer(3, 7)("size", "n"))
def hollow_square(n):
    for i in range(n):
        if i == 0 or i == n - 1:
            print("*" * n)
        else:
            print("*" + " " * (n - 2) + "*")


@family(
    show(
        "[the |]squares of [the |]numbers from 1 to {n}",
        "[the |]squares of numbers [until|up to|upto] {n}",
        "[the |]number and its square from 1 to {n}",
    ),
    n=integer(3, 12),
)
def print_squares(n):
    for i in range(1, n + 1):
        print(i, i**2)


@family(show("[the |]cubes of [the |]numbers from 1 to {n}"), n=integer(3, 12))
def print_cubes(n):
    for i in range(1, n + 1):
        print(i, i**3)


@family(
    show(
        "[the |]powers of 2 [up to|for] {n} terms",
        "[the |]powers of two up to {n}",
        "[the |]first {=n} powers of 2",
        "[the |]powers of 2{given n}",
    ),
    n=integer(2, 10)("number of terms", "number", "n"),
)
def powers_of_two(n):
    for i in range(n):
        print(2**i)


@powers_of_two.way("lambda", "map")
def powers_of_two(n):
    for value in map(lambda i: 2**i, range(n)):
        print(value)


@family(
    show("the alphabet [in lowercase|from a to z]", "all [the |]lowercase letters", "all letters from a to z"),
    forms="open prints",
)
def alphabet():
    for code in range(ord("a"), ord("z") + 1):
        print(chr(code))


@family(
    show("all [the |]leap years between {a} and {b}", "[the |]leap years from {=a} to {=b}"),
    draw=lambda rng: (lambda y: (y, y + rng.randint(5, 30)))(rng.randint(1890, 2010)),
    a=integer()("year"),
    b=integer()("year"),
)
def leap_years(a, b):
    for year in range(a, b + 1):
        if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
            print(year)
