"""Lists: what holds of all items, of their order, of two lists."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="no-redef"
# ruff: noqa: RUF005, SIM110

from diptych.code.world.families.lists.draws import POSITIVE
from diptych.code.world.family import check, checker, family
from diptych.code.world.values import numbers, repeated


@family(
    check("{nums} is empty", "{nums} is empty"),
    draw=lambda rng: (rng.choice([[], [rng.randint(1, 9)], [1, 2]]),),
    nums=numbers()("list", "list", "given list"),
    forms="function prints open values",
)
def is_empty_list(nums):
    return len(nums) == 0


@family(
    check("all [the |]elements [in|of] {nums} are [equal|the same|identical]", "all items of {nums} are the same"),
    draw=lambda rng: (rng.choice([[3, 3, 3], [rng.randint(1, 9)] * 4, [1, 2, 1], [5, 5]]),),
    nums=repeated(),
)
def all_equal(nums):
    return len(set(nums)) <= 1


@family(
    check(
        "all [the |]elements [in|of] {nums} are [unique|different|distinct]",
        "all numbers in {nums} are different from each other",
        "{nums} has no duplicates",
    ),
    nums=repeated(1, 12, 3, 5),
)
def all_unique(nums):
    return len(set(nums)) == len(nums)


@family(
    check("{nums} [contains|has] [duplicates|duplicate elements|any duplicate]"),
    checker("duplicate"),
    nums=repeated(1, 12, 3, 5),
)
def has_duplicates(nums):
    return len(set(nums)) != len(nums)


@family(
    check("all [the |]numbers in {nums} are positive", "every element of {nums} is positive"),
    nums=numbers(-3, 30, 2, 4),
)
def all_positive(nums):
    return all(num > 0 for num in nums)


@family(check("all [the |]numbers in {nums} are negative"), nums=numbers(-30, 3, 2, 4))
def all_negative(nums):
    return all(num < 0 for num in nums)


@family(
    check("all [the |]numbers in {nums} are even", "every number in {nums} is even"),
    draw=lambda rng: ([2 * rng.randint(1, 20) + rng.choice((0, 0, 0, 1)) for _ in range(3)],),
    nums=POSITIVE,
)
def all_even(nums):
    return all(num % 2 == 0 for num in nums)


@family(check("any number in {nums} is negative", "{nums} contains a negative number"), nums=numbers(-3, 30, 2, 4))
def any_negative(nums):
    return any(num < 0 for num in nums)


@family(
    check("{nums} is sorted", "{nums} is sorted in ascending order", "{nums} is in ascending order"),
    checker("sorted list"),
    draw=lambda rng: ((lambda x: sorted(x) if rng.random() < 0.5 else x)([rng.randint(1, 40) for _ in range(4)]),),
    nums=numbers(),
)
def is_sorted(nums):
    return nums == sorted(nums)


@is_sorted.way("for")
def is_sorted(nums):
    for i in range(len(nums) - 1):
        if nums[i] > nums[i + 1]:
            return False
    return True


@family(
    check("{nums} is [monotonic|monotonically increasing or decreasing]"),
    draw=lambda rng: (
        (lambda x: rng.choice([sorted(x), sorted(x)[::-1], x]))([rng.randint(1, 40) for _ in range(4)]),
    ),
    nums=numbers(),
)
def is_monotonic(nums):
    return nums == sorted(nums) or nums == sorted(nums, reverse=True)


@family(
    check("{nums} is [a palindrome|the same when reversed]"),
    draw=lambda rng: (rng.choice([[1, 2, 1], [1, 2, 2, 1], [rng.randint(1, 9), 4, 5], [7]]),),
    nums=numbers()("list", "list of numbers"),
)
def is_palindrome_list(nums):
    return nums == nums[::-1]


@family(
    check("{a,b} are [equal|identical|the same]"),
    draw=lambda rng: (lambda x: (x, rng.choice([x, x[::-1], x[:-1]])))([rng.randint(1, 9) for _ in range(3)]),
    a=numbers()("list", "list"),
    b=numbers()("list", "list"),
    forms="function prints open values",
)
def lists_equal(a, b):
    return a == b


@family(
    check("{a,b} contain [the |]same elements regardless of order", "{a,b} have the same elements in any order"),
    draw=lambda rng: (lambda x: (x, rng.choice([x[::-1], sorted(x), x[:-1]])))([rng.randint(1, 9) for _ in range(3)]),
    a=numbers()("list", "list"),
    b=numbers()("list", "list"),
)
def same_elements(a, b):
    return sorted(a) == sorted(b)


@family(
    check("{a} is [a |]subset of {b}", "all elements of {a} are in {b}"),
    draw=lambda rng: (lambda b: (rng.choice([b[:2], b[1:], [b[0], 99]]), b))(rng.sample(range(1, 20), 4)),
    a=numbers()("list", "list"),
    b=numbers()("list", "list"),
)
def is_subset_list(a, b):
    return all(x in b for x in a)


@family(
    check("{nums} contains [the |]sublist {sub}", "{sub} is a sublist of {nums}", "{nums} contains a sublist"),
    draw=lambda rng: (lambda b: (b, rng.choice([b[1:3], b[:2], [b[0], b[2]]])))(rng.sample(range(1, 20), 5)),
    nums=numbers()("list"),
    sub=numbers()("list", "sublist"),
    forms="function prints open",
)
def contains_sublist(nums, sub):
    return any(nums[i : i + len(sub)] == sub for i in range(len(nums) - len(sub) + 1))


@family(
    check("[the |]first and last [number|element] of {nums} are [the same|equal|same]"),
    draw=lambda rng: ((lambda x: x + [rng.choice([x[0], 7])])([rng.randint(1, 9) for _ in range(4)]),),
    nums=numbers(),
)
def first_last_same(nums):
    return nums[0] == nums[-1]
