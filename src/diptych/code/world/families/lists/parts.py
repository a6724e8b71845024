"""Lists: taking parts out, swapping, removing and adding items."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="no-redef"
# ruff: noqa: PERF401, RUF005

from diptych.code.world.families.lists.draws import POSITIVE, number_in
from diptych.code.world.family import do, family, find
from diptych.code.world.values import integer, numbers


@family(find("[the |]first element of {nums}", "[the |]first item in {nums}"), nums=numbers())
def first_element(nums):
    return nums[0]


@family(find("[the |]last element of {nums}", "[the |]last item in {nums}"), nums=numbers())
def last_element(nums):
    return nums[-1]


@family(find("[the |]first and [the |]last [element|elements|item] of {nums}"), nums=numbers())
def first_and_last(nums):
    return nums[0], nums[-1]


@family(find("[the |]middle element of {nums}"), nums=numbers())
def middle_element(nums):
    return nums[len(nums) // 2]


@family(
    find(
        "[the |]first {=n} [elements|items|numbers] [of|in|from] {nums}",
        "[the |]first n [elements|items|numbers] of {nums}{given n}",
    ),
    nums=numbers(),
    n=integer(1, 4),
)
def first_n(nums, n):
    return nums[:n]


@family(
    find(
        "[the |]last {=n} [elements|items|numbers] [of|in|from] {nums}",
        "[the |]last n [elements|items] of {nums}{given n}",
    ),
    nums=numbers(),
    n=integer(1, 3),
)
def last_n(nums, n):
    return nums[-n:]


@family(
    find("every {=n}th element [of|in] {nums}", "every nth [element|number] [of|from|in] {nums}{given n}"),
    nums=numbers(),
    n=integer(2, 3),
    forms="function prints open",
)
def every_nth(nums, n):
    return nums[::n]


@family(
    find(
        "every [second|other|alternate] [element|number|item] [of|in|from] {nums}",
        "[the |]alternate elements of {nums}",
    ),
    nums=numbers(),
)
def every_second(nums):
    return nums[::2]


@family(find("[the |]elements at [odd|odd indexed] [positions|indexes|indices] [of|in] {nums}"), nums=numbers())
def odd_positions(nums):
    return nums[1::2]


@family(find("[the |]elements at [even|even indexed] [positions|indexes|indices] [of|in] {nums}"), nums=numbers())
def even_positions(nums):
    return nums[::2]


@family(
    find("[the |]elements [of|in] {nums} from index {=i} to {=j}", "[the |]slice of {nums} from {=i} to {=j}"),
    draw=lambda rng: ([rng.randint(1, 40) for _ in range(7)], rng.randint(0, 2), rng.randint(3, 6)),
    nums=numbers(),
    i=integer()("start index"),
    j=integer()("end index"),
)
def slice_list(nums, i, j):
    return nums[i:j]


@family(
    do(
        "swap [the |]first and last [elements|element|value|values|items] [of|in] {nums}",
        "interchange first and last elements [in|of] {nums}",
        "swap the first and last value of {nums}",
    ),
    nums=numbers(),
)
def swap_first_last(nums):
    nums[0], nums[-1] = nums[-1], nums[0]
    return nums


@family(
    do("swap [the |]elements at index {=i} and {=j} of {nums}", "swap two elements in {nums}{given i,j}"),
    draw=lambda rng: ([rng.randint(1, 40) for _ in range(6)], rng.randint(0, 2), rng.randint(3, 5)),
    nums=numbers(),
    i=integer()("index", "position"),
    j=integer()("index", "position"),
)
def swap_elements(nums, i, j):
    nums[i], nums[j] = nums[j], nums[i]
    return nums


@family(
    do(
        "remove [all |all the |]even numbers from {nums}",
        "delete [the |]even numbers from {nums}",
        "remove even numbers from {nums} and return the remaining list",
    ),
    nums=POSITIVE,
)
def remove_even(nums):
    return [num for num in nums if num % 2 != 0]


@remove_even.way("for")
def remove_even(nums):
    result = []
    for num in nums:
        if num % 2 != 0:
            result.append(num)
    return result


@family(do("remove [all |all the |]odd numbers from {nums}", "delete [the |]odd numbers from {nums}"), nums=POSITIVE)
def remove_odd(nums):
    return [num for num in nums if num % 2 == 0]


@family(
    do("remove [all |]negative numbers from {nums}", "delete negative [numbers|values] from {nums}"), nums=numbers()
)
def remove_negative(nums):
    return [num for num in nums if num >= 0]


@family(
    do(
        "remove [all |all the |][occurrences|occurrence] of {x} from {nums}",
        "remove {x} from {nums}",
        "delete {x} from {nums}",
        "delete every {x} from {nums}",
    ),
    draw=number_in,
    x=integer()("number", "element", "item", "value", "given number"),
    nums=numbers(),
)
def remove_value(x, nums):
    return [num for num in nums if num != x]


@family(
    do(
        "remove [the |]element at index {=i} from {nums}",
        "delete [the |]item at position {=i} of {nums}",
        "remove the ith element from {nums}{given i}",
    ),
    draw=lambda rng: ([rng.randint(1, 40) for _ in range(6)], rng.randint(0, 5)),
    nums=numbers(),
    i=integer()("index", "position"),
)
def remove_at_index(nums, i):
    nums.pop(i)
    return nums


@family(do("remove [the |]first element [of|from] {nums}", "delete the first item of {nums}"), nums=numbers())
def remove_first(nums):
    return nums[1:]


@family(do("remove [the |]last element [of|from|in] {nums}", "delete the last item of {nums}"), nums=numbers())
def remove_last(nums):
    return nums[:-1]


@family(
    do(
        "insert {x} at index {=i} [of|in|into] {nums}",
        "insert {x} at position {=i} [of|in] {nums}",
        "add an element at [a |]specified index in {nums}",
    ),
    draw=lambda rng: (rng.randint(50, 99), rng.randint(0, 3), [rng.randint(1, 40) for _ in range(4)]),
    x=integer()("number", "element", "value"),
    i=integer()("index", "position"),
    nums=numbers(),
    forms="function prints open",
)
def insert_at(x, i, nums):
    nums.insert(i, x)
    return nums


@family(
    do("append {x} to {nums}", "add {x} to [the end of |]{nums}", "add {x} at the end of {nums}"),
    x=integer(1, 99)("number", "element", "item"),
    nums=numbers(),
)
def append_item(x, nums):
    nums.append(x)
    return nums


@family(
    do(
        "add {x} [to|at] the [beginning|start|front] of {nums}",
        "insert {x} at the [beginning|start] of {nums}",
        "prepend {x} to {nums}",
    ),
    x=integer(1, 99)("number", "element", "item", "value"),
    nums=numbers(),
)
def prepend_item(x, nums):
    return [x] + nums
