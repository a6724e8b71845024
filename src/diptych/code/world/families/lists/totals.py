"""Lists: totals, extremes, means and spread."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="no-redef"

import math
import statistics
from collections import Counter
from functools import reduce

from diptych.code.world.families.lists.draws import POSITIVE
from diptych.code.world.family import do, family, find
from diptych.code.world.values import integer, numbers, repeated


@family(
    find(
        "[the |]sum of [all |all the |the |][elements|numbers|items] [in|of] {nums}",
        "[the |]sum of {nums}",
        "[the |]total of all [numbers|items] in {nums}",
    ),
    do(
        "sum [all |]the [items|numbers|elements] in {nums}",
        "add [all |up ]the [elements|numbers] [in|of] {nums}",
        "sum {nums}",
    ),
    nums=numbers(),
    oracle=lambda nums: reduce(lambda a, b: a + b, nums),
)
def sum_list(nums):
    return sum(nums)


@sum_list.way("for", "plain")
def sum_list(nums):
    total = 0
    for num in nums:
        total += num
    return total


@sum_list.way("recursion")
def sum_list(nums):
    if not nums:
        return 0
    return nums[0] + sum_list(nums[1:])


@sum_list.way("reduce")
def sum_list(nums):
    return reduce(lambda x, y: x + y, nums)


@sum_list.way("while")
def sum_list(nums):
    total = 0
    i = 0
    while i < len(nums):
        total += nums[i]
        i += 1
    return total


@family(
    find(
        "[the |]product of [all |all the |the |][elements|numbers|items] [in|of] {nums}", "[the |]product of {nums}"
    ),
    do("multiply all [the |][items|numbers|values|elements] in {nums}"),
    nums=numbers(1, 9, 3, 5),
    oracle=math.prod,
)
def product_list(nums):
    product = 1
    for num in nums:
        product *= num
    return product


@product_list.way("reduce")
def product_list(nums):
    return reduce(lambda x, y: x * y, nums)


@product_list.way("math")
def product_list(nums):
    return math.prod(nums)


@family(
    find(
        "[the |][largest|maximum|biggest|greatest|max] [number|element|value|item] [in|of|from] {nums}",
        "[the |][maximum|max|largest] of {nums}",
        "[the |][maximum|largest] of {nums}",
    ),
    nums=numbers(),
    oracle=lambda nums: sorted(nums)[-1],
)
def maximum(nums):
    return max(nums)


@maximum.way("for", "plain")
def maximum(nums):
    largest = nums[0]
    for num in nums:
        if num > largest:
            largest = num
    return largest


@maximum.way("sorted")
def maximum(nums):
    return sorted(nums)[-1]


@maximum.way("recursion")
def maximum(nums):
    if len(nums) == 1:
        return nums[0]
    return max(nums[0], maximum(nums[1:]))


@maximum.way("reduce")
def maximum(nums):
    return reduce(lambda x, y: x if x > y else y, nums)


@family(
    find(
        "[the |][smallest|minimum|lowest|least|min] [number|element|value|item] [in|of|from] {nums}",
        "[the |][minimum|min|smallest] of {nums}",
    ),
    nums=numbers(),
    oracle=lambda nums: sorted(nums)[0],
)
def minimum(nums):
    return min(nums)


@minimum.way("for", "plain")
def minimum(nums):
    smallest = nums[0]
    for num in nums:
        if num < smallest:
            smallest = num
    return smallest


@minimum.way("sorted")
def minimum(nums):
    return sorted(nums)[0]


@family(
    find(
        "[the |][largest and smallest|maximum and minimum|max and min|biggest and smallest] "
        "[numbers|number|elements|element|values] [in|of|from] {nums}"
    ),
    nums=numbers(),
)
def max_and_min(nums):
    return max(nums), min(nums)


@family(
    find(
        "[the |]difference between [the |][largest and smallest|maximum and minimum|biggest and "
        "smallest] [numbers|elements|values] [in|of] {nums}",
        "[the |]range of {nums}",
    ),
    nums=numbers(),
)
def spread(nums):
    return max(nums) - min(nums)


@family(
    find(
        "[the |]second [largest|biggest|highest|greatest] [number|element|item] [in|of|from] {nums}",
        "[the |]second largest of {nums}",
    ),
    draw=lambda rng: (rng.sample(range(1, 60), rng.randint(3, 7)),),
    nums=numbers(),
)
def second_largest(nums):
    return sorted(set(nums))[-2]


@second_largest.way("for", "plain")
def second_largest(nums):
    largest = second = float("-inf")
    for num in nums:
        if num > largest:
            second = largest
            largest = num
        elif largest > num > second:
            second = num
    return second


@family(
    find("[the |]second [smallest|lowest] [number|element] [in|of|from] {nums}"),
    draw=lambda rng: (rng.sample(range(1, 60), rng.randint(3, 7)),),
    nums=numbers(),
)
def second_smallest(nums):
    return sorted(set(nums))[1]


@family(
    find(
        "[the |]{=n} largest [numbers|elements] [in|of|from] {nums}",
        "[the |]n largest [numbers|elements] [in|of|from] {nums}{given n}",
        "[the |]top {=n} elements of {nums}",
    ),
    nums=numbers(),
    n=integer(1, 3),
)
def n_largest(nums, n):
    return sorted(nums, reverse=True)[:n]


@family(
    find(
        "[the |]{=n} smallest [numbers|elements] [in|of|from] {nums}", "[the |]n smallest elements of {nums}{given n}"
    ),
    nums=numbers(),
    n=integer(1, 3),
)
def n_smallest(nums, n):
    return sorted(nums)[:n]


@family(
    find("[the |]kth [largest|biggest] element [in|of] {nums}{given k}", "[the |]{=k}th largest number in {nums}"),
    nums=numbers(),
    k=integer(1, 3),
    forms="function prints open",
)
def kth_largest(nums, k):
    return sorted(nums, reverse=True)[k - 1]


@family(
    find("[the |]kth smallest element [in|of] {nums}{given k}"),
    nums=numbers(),
    k=integer(1, 3),
    forms="function prints open",
)
def kth_smallest(nums, k):
    return sorted(nums)[k - 1]


@family(
    find(
        "[the |][average|mean] of [all |the |][elements|numbers|items|values] [in|of] {nums}",
        "[the |][average|mean] of {nums}",
        "[the |][average|mean] of {nums}",
    ),
    nums=numbers(),
    oracle=lambda nums: statistics.fmean(nums),
)
def average(nums):
    return sum(nums) / len(nums)


@average.way("for", "plain")
def average(nums):
    total = 0
    for num in nums:
        total += num
    return total / len(nums)


@family(
    find(
        "[the |]sum and [the |]average of [all elements of |the numbers in |]{nums}",
        "[the |]sum and average of {nums}",
    ),
    nums=numbers(),
)
def sum_and_average(nums):
    return sum(nums), sum(nums) / len(nums)


@family(
    find("[the |]median of [the numbers in |]{nums}", "[the |]median of {nums}"),
    nums=numbers(),
    oracle=lambda nums: statistics.median(nums),
)
def median(nums):
    nums = sorted(nums)
    middle = len(nums) // 2
    if len(nums) % 2 == 1:
        return nums[middle]
    return (nums[middle - 1] + nums[middle]) / 2


@median.way("builtin")
def median(nums):
    return statistics.median(nums)


@family(
    find(
        "[the |]mode of {nums}",
        "[the |][most frequent|most common] [element|number|item|value] [in|of] {nums}",
        "[the |]element that appears most [often |frequently |]in {nums}",
    ),
    nums=repeated(),
)
def mode(nums):
    return max(nums, key=nums.count)


@mode.way("counter")
def mode(nums):
    return Counter(nums).most_common(1)[0][0]


@family(
    find("[the |]variance of {nums}", "[the |]variance of [the numbers in |]{nums}"),
    nums=POSITIVE,
    oracle=lambda nums: statistics.pvariance(map(float, nums)),
)
def variance(nums):
    mean = sum(nums) / len(nums)
    return sum((num - mean) ** 2 for num in nums) / len(nums)


@family(
    find("[the |]standard deviation of {nums}", "[the |]standard deviation of [elements in |the numbers in |]{nums}"),
    nums=POSITIVE,
)
def standard_deviation(nums):
    mean = sum(nums) / len(nums)
    return math.sqrt(sum((num - mean) ** 2 for num in nums) / len(nums))
