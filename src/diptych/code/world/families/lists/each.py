"""Lists: the same for each item."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="no-redef, var-annotated"
# ruff: noqa: PERF401

from diptych.code.world.family import do, family, find, show
from diptych.code.world.values import integer, numbers, words


@family(
    show(
        "[the |all |]elements of {nums} one [by one|per line|element in a line]",
        "[the |]elements of {nums}, one [element |]in a line",
        "each [element|item] of {nums}",
    ),
    nums=numbers(),
)
def print_elements(nums):
    for num in nums:
        print(num)


@family(
    show(
        "[the |]index and [the |]value of each [element|item] [of|in] {items}",
        "indexes for each element in {items}",
        "[the |]elements of {items} with their index",
    ),
    items=words(),
)
def print_indexed(items):
    for i, item in enumerate(items):
        print(i, item)


@print_indexed.way("enumerate")
def print_indexed(items):
    for i, item in enumerate(items):
        print(i, item)


@family(find("[the |]leaders in {nums}", "[the |]leaders of {nums}"), nums=numbers(1, 30, 4, 7)("array", "list"))
def leaders(nums):
    result = []
    for i in range(len(nums)):
        if all(nums[i] > num for num in nums[i + 1 :]):
            result.append(nums[i])
    return result


@family(
    find("[the |]maximum even number [in|from] {nums}", "[the |]largest even number in {nums}"),
    draw=lambda rng: ([2 * rng.randint(1, 20)] + [rng.randint(1, 40) for _ in range(4)],),
    nums=numbers(),
)
def max_even(nums):
    return max(num for num in nums if num % 2 == 0)


@family(
    find("[the |]maximum odd number [in|from] {nums}", "[the |]largest odd number in {nums}"),
    draw=lambda rng: ([2 * rng.randint(1, 20) + 1] + [rng.randint(1, 40) for _ in range(4)],),
    nums=numbers(),
)
def max_odd(nums):
    return max(num for num in nums if num % 2 != 0)


@family(
    do(
        "raise each [element|number] [of|in] {nums} to the power [of |]{=n}",
        "raise all elements of {nums} to the power n{given n}",
    ),
    find("[a |the ]list [of|with] [the |]elements of {nums} raised to the power {=n}"),
    nums=numbers(1, 9, 3, 5),
    n=integer(2, 4)("number", "power"),
)
def raise_elements(nums, n):
    return [num**n for num in nums]


@family(
    do("add {x} to each [element|number] [of|in] {nums}", "add {x} to every element of {nums}"),
    x=integer(1, 20)("number", "given number"),
    nums=numbers(),
)
def add_to_each(x, nums):
    return [num + x for num in nums]


@family(
    do("multiply each [element|number] [of|in] {nums} by {x}", "multiply every element of {nums} by {x}"),
    nums=numbers(),
    x=integer(2, 9)("number", "given number"),
)
def multiply_each(nums, x):
    return [num * x for num in nums]


@family(
    do(
        "replace [all |]negative [values|numbers|elements] [in|of] {nums} [with|by] [zero|0]",
        "make all negative values in {nums} zero",
    ),
    nums=numbers(-30, 30),
)
def negatives_to_zero(nums):
    return [max(0, num) for num in nums]


@family(
    do("replace {a} with {b} in {nums}", "replace all [occurrences of |]{a} with {b} in {nums}"),
    draw=lambda rng: (lambda nums: (rng.choice(nums), rng.randint(50, 99), nums))(
        [rng.randint(1, 9) for _ in range(5)]
    ),
    a=integer()("number", "value"),
    b=integer()("number", "value"),
    nums=numbers(),
    forms="function prints values",
)
def replace_in_list(a, b, nums):
    return [b if num == a else num for num in nums]


@family(
    do(
        "pair each element of {nums} with its [square|square value]",
        "make a list of tuples with each number of {nums} and its square",
        "create a list of tuples from {nums} with the number and its square",
    ),
    nums=numbers(1, 12, 3, 5),
)
def with_squares(nums):
    return [(num, num**2) for num in nums]


@family(
    do(
        "create a list of tuples from {nums} having [the |]number and its cube [in each tuple|]",
        "make a list of tuples with [each |the ]number and its cube from {nums}",
    ),
    find("[a |]list of tuples from {nums} having number and its cube in each tuple"),
    nums=numbers(1, 9, 3, 5),
)
def with_cubes(nums):
    return [(num, num**3) for num in nums]


@family(find("[the |]sum of [elements|numbers] at even [indexes|positions|index] [of|in] {nums}"), nums=numbers())
def sum_even_positions(nums):
    return sum(nums[::2])


@family(find("[the |]sum of [elements|numbers] at odd [indexes|positions|index] [of|in] {nums}"), nums=numbers())
def sum_odd_positions(nums):
    return sum(nums[1::2])


@family(
    do("create a list of [zeros|n zeros] of length {=n}", "create a list of {=n} zeros"),
    n=integer(2, 9),
    forms="function prints values input",
)
def zeros(n):
    return [0] * n


@family(do("create an empty list", "make an empty list"), forms="open")
def empty_list():
    my_list = []
    print(my_list)
