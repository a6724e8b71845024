"""Matrices as lists of rows."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="assignment, attr-defined, has-type, no-redef, operator, var-annotated"
# ruff: noqa: B905, PERF401

from diptych.code.world.family import check, checker, do, family, find, show
from diptych.code.world.values import integer, matrix


def _alike(rng):
    rows, columns = rng.randint(2, 3), rng.randint(2, 3)
    return tuple([[rng.randint(0, 9) for _ in range(columns)] for _ in range(rows)] for _ in range(2))


def _chain(rng):
    n, m, k = (rng.randint(2, 3) for _ in range(3))
    return [[rng.randint(0, 5) for _ in range(m)] for _ in range(n)], [
        [rng.randint(0, 5) for _ in range(k)] for _ in range(m)
    ]


MATRIX = matrix()
PLAIN = matrix()("matrix", "matrix", "2d list")


@family(
    do("transpose {matrix}", "transpose {matrix}", "find the transpose of {matrix}"),
    find("[the |]transpose of {matrix}"),
    matrix=MATRIX,
)
def transpose(matrix):
    return [[row[i] for row in matrix] for i in range(len(matrix[0]))]


@transpose.way("comprehension")
def transpose(matrix):
    return [[row[i] for row in matrix] for i in range(len(matrix[0]))]


@transpose.way("zip")
def transpose(matrix):
    return [list(row) for row in zip(*matrix)]


@transpose.way("for")
def transpose(matrix):
    result = []
    for j in range(len(matrix[0])):
        row = []
        for i in range(len(matrix)):
            row.append(matrix[i][j])
        result.append(row)
    return result


@family(do("add {a,b}"), find("[the |]sum of {a,b}", "[the |]addition of {a,b}"), draw=_alike, a=PLAIN, b=PLAIN)
def add_matrices(a, b):
    return [[x + y for x, y in zip(row_a, row_b)] for row_a, row_b in zip(a, b)]


@add_matrices.way("for")
def add_matrices(a, b):
    result = []
    for i in range(len(a)):
        row = []
        for j in range(len(a[0])):
            row.append(a[i][j] + b[i][j])
        result.append(row)
    return result


@family(do("subtract {a,b}"), find("[the |]difference of {a,b}"), draw=_alike, a=PLAIN, b=PLAIN)
def subtract_matrices(a, b):
    return [[x - y for x, y in zip(row_a, row_b)] for row_a, row_b in zip(a, b)]


@family(
    do("multiply {a,b}", "multiply {a,b}"),
    find("[the |]product of {a,b}", "[the |]matrix product of {a,b}"),
    draw=_chain,
    a=PLAIN,
    b=PLAIN,
)
def multiply_matrices(a, b):
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]


@multiply_matrices.way("for", "plain")
def multiply_matrices(a, b):
    result = []
    for i in range(len(a)):
        row = []
        for j in range(len(b[0])):
            total = 0
            for k in range(len(b)):
                total += a[i][k] * b[k][j]
            row.append(total)
        result.append(row)
    return result


@family(
    do("multiply {matrix} by [a |]scalar{given k}", "multiply {matrix} by {k}"),
    matrix=MATRIX,
    k=integer(2, 6)("scalar", "number"),
)
def scale_matrix(matrix, k):
    return [[x * k for x in row] for row in matrix]


@family(
    find("[the |]trace of {matrix}", "[the |]sum of [the |][main |primary |]diagonal of {matrix}"),
    matrix=matrix(square=True),
)
def trace(matrix):
    return sum(matrix[i][i] for i in range(len(matrix)))


@family(
    find("[the |]diagonal [elements |]of {matrix}", "[the |]main diagonal of {matrix}"), matrix=matrix(square=True)
)
def diagonal(matrix):
    return [matrix[i][i] for i in range(len(matrix))]


@family(find("[the |]sum of [all |all the |][elements|numbers] [of|in] {matrix}"), matrix=MATRIX)
def matrix_sum(matrix):
    return sum(sum(row) for row in matrix)


@family(find("[the |]sum of each row [of|in] {matrix}", "[the |]row sums of {matrix}"), matrix=MATRIX)
def row_sums(matrix):
    return [sum(row) for row in matrix]


@family(find("[the |]sum of each column [of|in] {matrix}", "[the |]column sums of {matrix}"), matrix=MATRIX)
def column_sums(matrix):
    return [sum(column) for column in zip(*matrix)]


@family(find("[the |][maximum|largest] element [of|in] {matrix}"), matrix=MATRIX)
def matrix_max(matrix):
    return max(max(row) for row in matrix)


@family(
    find(
        "[the |]list [in|of] {lists} whose sum [of elements |]is the [highest|largest]",
        "[the |]list with the [highest|maximum] sum in {lists}",
    ),
    draw=lambda rng: ([[rng.randint(1, 20) for _ in range(rng.randint(1, 3))] for _ in range(3)],),
    lists=matrix()("list of lists", "list of lists"),
)
def max_sum_list(lists):
    return max(lists, key=sum)


@family(
    find("[the |]column {=k} of {matrix}", "[the |]kth column of {matrix}{given k}"),
    draw=lambda rng: ([[rng.randint(0, 9) for _ in range(3)] for _ in range(2)], rng.randint(0, 2)),
    matrix=MATRIX,
    k=integer()("index", "column"),
)
def column(matrix, k):
    return [row[k] for row in matrix]


@family(find("[the |][shape|dimensions] of {matrix}", "[the |]number of rows and columns of {matrix}"), matrix=MATRIX)
def shape(matrix):
    return len(matrix), len(matrix[0])


@family(
    do(
        "create [an |]identity matrix of size {=n}",
        "create an identity matrix{given n}",
        "generate [an |the ]identity matrix{given n}",
    ),
    find("[the |an ]identity matrix of size {=n}"),
    n=integer(2, 4)("size", "n"),
)
def identity(n):
    return [[1 if i == j else 0 for j in range(n)] for i in range(n)]


@identity.way("for")
def identity(n):
    result = []
    for i in range(n):
        row = [0] * n
        row[i] = 1
        result.append(row)
    return result


@family(
    do(
        "create a zero matrix with {=rows} rows and {=columns} columns",
        "create a matrix of zeros{given rows,columns}",
        "create a multidimensional list (lists of lists) with zeros{given rows,columns}",
    ),
    rows=integer(2, 4)("number of rows", "rows"),
    columns=integer(2, 4)("number of columns", "columns"),
)
def zero_matrix(rows, columns):
    return [[0] * columns for _ in range(rows)]


@family(
    do(
        "generate a 2-dimensional array where the element in [the |]i-th row and j-th column is i*j{given x,y}",
        "generate a {=x} by {=y} array with i*j [at row i and column j|as elements]",
    ),
    x=integer(2, 4)("number of rows", "x"),
    y=integer(2, 5)("number of columns", "y"),
)
def product_matrix(x, y):
    return [[i * j for j in range(y)] for i in range(x)]


@family(do("rotate {matrix} by 90 degrees[ clockwise|]", "rotate {matrix} 90 degrees"), matrix=matrix(square=True))
def rotate_matrix(matrix):
    return [list(row) for row in zip(*matrix[::-1])]


@family(do("rotate {matrix} by 180 degree[s|]"), matrix=matrix(square=True))
def rotate_half(matrix):
    return [row[::-1] for row in matrix[::-1]]


@family(
    check("{matrix} is symmetric"),
    checker("symmetric matrix"),
    draw=lambda rng: (
        rng.choice([[[1, 2], [2, 3]], [[1, rng.randint(3, 9)], [2, 3]], [[1, 2, 3], [2, 4, 5], [3, 5, 6]]]),
    ),
    matrix=matrix(square=True),
)
def is_symmetric(matrix):
    return all(matrix[i][j] == matrix[j][i] for i in range(len(matrix)) for j in range(len(matrix)))


@family(
    check("{matrix} is an identity matrix"),
    draw=lambda rng: (rng.choice([[[1, 0], [0, 1]], [[1, rng.randint(0, 3)], [0, 1]], [[0, 1], [1, 0]]]),),
    matrix=matrix(square=True),
)
def is_identity(matrix):
    return all(matrix[i][j] == (1 if i == j else 0) for i in range(len(matrix)) for j in range(len(matrix)))


@family(
    find("[the |]determinant of {matrix}", "[the |]determinant of a 2x2 matrix{given matrix}"),
    draw=lambda rng: ([[rng.randint(0, 9) for _ in range(2)] for _ in range(2)],),
    matrix=matrix()("2x2 matrix", "2 by 2 matrix"),
)
def determinant(matrix):
    return matrix[0][0] * matrix[1][1] - matrix[0][1] * matrix[1][0]


@family(
    show(
        "{matrix} row by row",
        "{matrix} in matrix form",
        "each row of {matrix}",
        "{matrix} without brackets",
        "{matrix} as a matrix",
    ),
    matrix=MATRIX,
)
def print_matrix(matrix):
    for row in matrix:
        print(" ".join(str(x) for x in row))


@family(
    do("vertically concatenate {a,b}", "perform vertical concatenation of {a,b}", "stack {a} on top of {b}"),
    draw=_alike,
    a=PLAIN,
    b=PLAIN,
)
def stack_matrices(a, b):
    return a + b
