"""Lists: nesting, cutting, rotating, parting and rearranging."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="no-redef"
# ruff: noqa: B905, PERF402, RUF007

from itertools import accumulate

from diptych.code.world.families.lists.draws import POSITIVE, same_length
from diptych.code.world.family import do, family, find
from diptych.code.world.values import integer, kind, numbers


@family(
    do("flatten {nested}", "flatten {nested}", "convert {nested} into a flat list", "flatten a list of lists"),
    find("[a |the ]flat list of [the elements of |]{nested}"),
    draw=lambda rng: ([[rng.randint(1, 30) for _ in range(rng.randint(1, 3))] for _ in range(rng.randint(2, 4))],),
    nested=kind(
        "list of lists|nested list|shallow list|multidimensional list", lambda rng: [], "nested lists data lst"
    ),
    forms="function prints open values",
)
def flatten(nested):
    return [item for inner in nested for item in inner]


@flatten.way("for")
def flatten(nested):
    result = []
    for inner in nested:
        for item in inner:
            result.append(item)
    return result


@family(
    do(
        "flatten a [deeply |]nested list{given nested}",
        "deep flatten {nested}",
        "flatten {nested} [of any depth|recursively|completely]",
    ),
    draw=lambda rng: (
        [rng.randint(1, 9), [rng.randint(1, 9), [rng.randint(1, 9), rng.randint(1, 9)]], rng.randint(1, 9)],
    ),
    nested=kind("nested list|list", lambda rng: [], "nested lst data"),
    forms="function open",
)
def flatten_deep(nested):
    result = []
    for item in nested:
        if isinstance(item, list):
            result.extend(flatten_deep(item))
        else:
            result.append(item)
    return result


@family(
    find("[the |][total |]sum of {nested}", "[the |]total sum of {nested}"),
    draw=lambda rng: (
        [rng.randint(1, 9), [rng.randint(1, 9), [rng.randint(1, 9), rng.randint(1, 9)]], rng.randint(1, 9)],
    ),
    nested=kind("nested list", lambda rng: [], "nested lst data"),
    forms="function open",
)
def sum_nested(nested):
    total = 0
    for item in nested:
        if isinstance(item, list):
            total += sum_nested(item)
        else:
            total += item
    return total


@family(
    do(
        "split {nums} into chunks of [size |]{=n}",
        "break {nums} into chunks of size n{given n}",
        "chunk {nums} into smaller lists of size {=n}",
        "divide {nums} into parts of {=n} elements",
    ),
    nums=numbers(1, 30, 5, 9),
    n=integer(2, 4),
)
def chunks(nums, n):
    return [nums[i : i + n] for i in range(0, len(nums), n)]


@chunks.way("generator")
def chunks(nums, n):
    for i in range(0, len(nums), n):
        yield nums[i : i + n]


@family(
    do("split {nums} into two halves", "split {nums} in half", "divide {nums} into two halves"),
    nums=numbers(1, 30, 4, 8),
)
def split_half(nums):
    middle = len(nums) // 2
    return nums[:middle], nums[middle:]


@family(
    do("split {nums} at index {=i}", "split {nums} into two parts at position {=i}"),
    draw=lambda rng: ([rng.randint(1, 30) for _ in range(6)], rng.randint(1, 5)),
    nums=numbers(),
    i=integer()("index", "position"),
)
def split_at(nums, i):
    return nums[:i], nums[i:]


@family(
    do(
        "rotate {nums} [to the left|left] by {=n} [places|positions|]",
        "left rotate {nums} by {=n}",
        "rotate {nums} n times [toward|to the] left{given n}",
    ),
    nums=numbers(1, 30, 4, 6),
    n=integer(1, 3),
)
def rotate_left(nums, n):
    return nums[n:] + nums[:n]


@family(
    do(
        "rotate {nums} [to the right|right] by {=n} [places|positions|]",
        "right rotate {nums} by {=n}",
        "rotate {nums} n times to the right{given n}",
    ),
    nums=numbers(1, 30, 4, 6),
    n=integer(1, 3),
)
def rotate_right(nums, n):
    return nums[-n:] + nums[:-n]


@family(
    do("move [all |all the |][zeros|zeroes] to the end of {nums}", "push [all |]zeros to the end of {nums}"),
    draw=lambda rng: ([rng.choice((0, 0, rng.randint(1, 9))) for _ in range(rng.randint(5, 8))],),
    nums=numbers(),
)
def zeros_to_end(nums):
    result = [num for num in nums if num != 0]
    return result + [0] * (len(nums) - len(result))


@family(
    do(
        "separate [the |]positive and negative [numbers|elements] [in|of] {nums}",
        "split {nums} into positive and negative numbers",
        "put positive and negative numbers of {nums} into separate lists",
    ),
    find("separate lists of positive and negative numbers from {nums}"),
    nums=numbers(-30, 30),
)
def split_signs(nums):
    positive = [num for num in nums if num >= 0]
    negative = [num for num in nums if num < 0]
    return positive, negative


@family(
    do(
        "split {nums} into even and odd numbers",
        "separate [the |]even and odd [numbers|elements] [in|of] {nums}",
        "put [the |]even and odd elements of {nums} into two different lists",
    ),
    nums=POSITIVE,
)
def split_even_odd(nums):
    even = [num for num in nums if num % 2 == 0]
    odd = [num for num in nums if num % 2 != 0]
    return even, odd


@family(
    do("count [the number of |the |]even and odd numbers [in|from] {nums}"),
    find("[the |][count|number] of even and odd numbers [in|of] {nums}"),
    nums=POSITIVE,
)
def count_even_odd(nums):
    even = sum(1 for num in nums if num % 2 == 0)
    return even, len(nums) - even


@family(
    do(
        "arrange {nums} so that [all |]negative numbers [appear|come] before positive [ones|numbers]",
        "rearrange {nums} such that negative elements [appear on the left|come first]",
    ),
    nums=numbers(-30, 30),
)
def negatives_first(nums):
    return [num for num in nums if num < 0] + [num for num in nums if num >= 0]


@family(
    find("[the |]cumulative sum of {nums}", "[the |]running total of {nums}", "[the |]prefix sums of {nums}"),
    nums=numbers(1, 20),
    oracle=lambda nums: [sum(nums[: i + 1]) for i in range(len(nums))],
)
def cumulative_sum(nums):
    result = []
    total = 0
    for num in nums:
        total += num
        result.append(total)
    return result


@cumulative_sum.way("itertools")
def cumulative_sum(nums):
    return list(accumulate(nums))


@family(
    find(
        "[the |]differences between [consecutive|adjacent] elements of {nums}",
        "[the |]difference of consecutive numbers in {nums}",
    ),
    nums=numbers(),
)
def consecutive_differences(nums):
    return [b - a for a, b in zip(nums, nums[1:])]


@family(
    do("normalize {nums} [so that|such that] it sums to 1", "normalize {nums} such that it sums upto 1"),
    nums=numbers(1, 20),
)
def normalize(nums):
    total = sum(nums)
    return [num / total for num in nums]


@family(
    find("[the |]missing number in {nums}", "[the |]missing number from [1 to n in |]{nums}"),
    draw=lambda rng: (lambda n, m: ([i for i in range(1, n + 1) if i != m],))(rng.randint(5, 9), rng.randint(2, 4)),
    nums=numbers()("list of consecutive numbers", "list of consecutive natural numbers", "list"),
)
def missing_number(nums):
    n = len(nums) + 1
    return n * (n + 1) // 2 - sum(nums)


@family(
    find("[the |]weighted average of {nums} [with|and] {weights}", "[the |]weighted average{given nums,weights}"),
    draw=same_length,
    nums=kind("list of numbers|list of values|numbers", lambda rng: [], "nums values"),
    weights=kind("weights|list of weights", lambda rng: [], "weights w"),
    forms="function prints open",
)
def weighted_average(nums, weights):
    return sum(x * w for x, w in zip(nums, weights)) / sum(weights)
