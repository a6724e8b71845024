"""Several lists: joining, what is common, item by item, zipping."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="no-redef"
# ruff: noqa: B905, PERF401

from diptych.code.world.families.lists.draws import A_LIST, same_length
from diptych.code.world.family import check, do, family, find
from diptych.code.world.values import WORDS, kind, numbers, repeated


@family(
    do(
        "merge {a,b}", "concatenate {a,b}", "join {a,b}", "combine {a,b}", "merge {a,b} into one", "append {b} to {a}"
    ),
    find("[the |]concatenation of {a,b}"),
    a=numbers(1, 30, 2, 4)("list", "list"),
    b=numbers(1, 30, 2, 4)("list", "list"),
)
def merge_lists(a, b):
    return a + b


@merge_lists.way("for", "plain")
def merge_lists(a, b):
    result = a[:]
    for item in b:
        result.append(item)
    return result


@family(
    do(
        "merge {a,b} without duplicates",
        "combine {a,b} without [any |]duplicates",
        "join {a,b} and remove duplicates",
    ),
    find("[the |]union of {a,b}"),
    a=repeated(1, 9, 3, 4)("list", "array"),
    b=repeated(1, 9, 3, 4)("list", "array"),
)
def union_lists(a, b):
    return sorted(set(a) | set(b))


@family(
    find(
        "[the |]intersection of {a,b}",
        "[the |]common [elements|items|values|members] [in|of|between|from] {a,b}",
        "[the |]elements [that are |]common to {a,b}",
        "elements that exist in both {a,b}",
    ),
    a=repeated(1, 9, 3, 5)("list", "array", "list"),
    b=repeated(1, 9, 3, 5)("list", "array", "list"),
)
def common_elements(a, b):
    return [x for x in a if x in b]


@common_elements.way("set")
def common_elements(a, b):
    return sorted(set(a) & set(b))


@common_elements.way("for")
def common_elements(a, b):
    result = []
    for x in a:
        if x in b:
            result.append(x)
    return result


@family(
    check(
        "{a,b} have [a|any|at least one] common [element|member|item]",
        "{a,b} have at least one common member",
        "any element is common to {a,b}",
    ),
    a=repeated(1, 12, 2, 3)("list", "list"),
    b=repeated(1, 12, 2, 3)("list", "list"),
)
def have_common(a, b):
    return any(x in b for x in a)


@family(
    find(
        "[the |]difference [of|between] {a,b}",
        "[the |]elements [of|in] {a} that are not in {b}",
        "[the |]items in {a} but not in {b}",
    ),
    a=repeated(1, 9, 3, 5)("list", "list"),
    b=repeated(1, 9, 3, 5)("list", "list"),
)
def list_difference(a, b):
    return [x for x in a if x not in b]


@family(
    find("[the |]uncommon elements [of|in] {a,b}", "[the |]symmetric difference of {a,b}"),
    a=repeated(1, 9, 3, 5)("list", "list"),
    b=repeated(1, 9, 3, 5)("list", "list"),
)
def uncommon_elements(a, b):
    return sorted(set(a) ^ set(b))


@family(
    do(
        "add {a,b} element wise",
        "add [the |]corresponding elements [of|in] {a,b}",
        "add elements of {a,b}",
        "add {a,b} element by element",
        "sum {a,b} element-wise",
    ),
    find("[the |]element[-| ]wise sum of {a,b}", "[the |]sum of [the |]corresponding elements of {a,b}"),
    draw=same_length,
    a=A_LIST,
    b=A_LIST,
)
def add_lists(a, b):
    return [x + y for x, y in zip(a, b)]


@add_lists.way("map")
def add_lists(a, b):
    return list(map(lambda x, y: x + y, a, b))


@add_lists.way("for")
def add_lists(a, b):
    result = []
    for i in range(len(a)):
        result.append(a[i] + b[i])
    return result


@family(
    do("subtract {a,b} element wise", "subtract [the |]corresponding elements [of|in] {a,b}"),
    find("[the |]element wise difference of {a,b}"),
    draw=same_length,
    a=A_LIST,
    b=A_LIST,
)
def subtract_lists(a, b):
    return [x - y for x, y in zip(a, b)]


@family(
    do("multiply {a,b} element wise", "multiply [the |]corresponding elements [of|in] {a,b}", "multiply {a,b}"),
    find("[the |]element wise product of {a,b}", "[the |]pair-wise product of {a,b}"),
    draw=same_length,
    a=A_LIST,
    b=A_LIST,
)
def multiply_lists(a, b):
    return [x * y for x, y in zip(a, b)]


@family(
    do("divide {a,b} element wise", "divide [the |]corresponding elements [of|in] {a,b}"),
    draw=same_length,
    a=A_LIST,
    b=A_LIST,
)
def divide_lists(a, b):
    return [x / y for x, y in zip(a, b)]


@family(
    find("[the |]dot product of {a,b}"),
    draw=same_length,
    a=numbers()("list", "vector", "list of numbers", "sequence"),
    b=numbers()("list", "vector", "list of numbers", "sequence"),
)
def dot_product(a, b):
    return sum(x * y for x, y in zip(a, b))


@family(
    do(
        "zip {a,b}",
        "zip {a,b} [together|into a list of tuples]",
        "combine {a,b} into a list of tuples",
        "pair [the |]elements of {a,b}",
        "zip lists{given a,b}",
    ),
    find("[a |the ]zipped list of [the |]corresponding elements of {a,b}", "[a |]list of tuples from {a,b}"),
    draw=same_length,
    a=A_LIST,
    b=A_LIST,
    oracle=lambda a, b: [(a[i], b[i]) for i in range(len(a))],
)
def zip_lists(a, b):
    return list(zip(a, b))


@zip_lists.way("for", "plain")
def zip_lists(a, b):
    result = []
    for i in range(len(a)):
        result.append((a[i], b[i]))
    return result


@zip_lists.way("comprehension")
def zip_lists(a, b):
    return [(x, y) for x, y in zip(a, b)]


@family(
    do("zip {a,b,c}", "zip three lists", "combine {a,b,c} into a list of tuples"),
    draw=lambda rng: (lambda n: tuple([rng.randint(1, 20) for _ in range(n)] for _ in range(3)))(rng.randint(2, 3)),
    a=A_LIST,
    b=A_LIST,
    c=A_LIST,
    forms="function prints open",
)
def zip_three(a, b, c):
    return list(zip(a, b, c))


@family(
    do("unzip {pairs} into [two|individual] lists", "unzip {pairs}"),
    draw=lambda rng: ([(rng.randint(1, 9), rng.choice(WORDS)) for _ in range(rng.randint(2, 4))],),
    pairs=kind("list of tuples|list of pairs", lambda rng: [], "pairs tuples data"),
)
def unzip(pairs):
    first, second = zip(*pairs)
    return list(first), list(second)


@family(
    do("interleave {a,b}", "merge {a,b} [alternately|by taking elements alternately]"),
    draw=same_length,
    a=A_LIST,
    b=A_LIST,
)
def interleave(a, b):
    result = []
    for x, y in zip(a, b):
        result.append(x)
        result.append(y)
    return result
