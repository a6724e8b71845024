"""Lists: totals, searching, removing, joining, cutting, comparing."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="assignment, attr-defined, has-type, no-redef, operator, var-annotated"
# ruff: noqa: B007, B905, PERF401, PERF402, RUF005, RUF007, SIM110

import math
import statistics
from collections import Counter
from functools import reduce
from itertools import accumulate

from diptych.code.world.family import check, do, family, find, show
from diptych.code.world.values import FRUIT, PEOPLE, WORDS, char, integer, kind, numbers, repeated, word, words

POSITIVE = numbers(1, 50)


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


@family(
    find("[the |]length of {nums}", "[the |]number of [elements|items] in {nums}", "[the |]size of {nums}"),
    do("count [the number of |the |][elements|items] in {nums}"),
    nums=numbers(),
)
def list_length(nums):
    return len(nums)


@list_length.way("for", "plain")
def list_length(nums):
    count = 0
    for num in nums:
        count += 1
    return count


@list_length.way("recursion")
def list_length(nums):
    if not nums:
        return 0
    return 1 + list_length(nums[1:])


@family(
    do("reverse {nums}", "reverse [the elements|the order] of {nums}"),
    find("[the |]reverse of {nums}", "{nums} in reverse [order|]"),
    nums=numbers(),
    oracle=lambda nums: list(reversed(nums)),
)
def reverse_list(nums):
    return nums[::-1]


@reverse_list.way("for", "plain")
def reverse_list(nums):
    result = []
    for num in nums:
        result.insert(0, num)
    return result


@reverse_list.way("reversed", "builtin")
def reverse_list(nums):
    return list(reversed(nums))


@reverse_list.way("recursion")
def reverse_list(nums):
    if not nums:
        return []
    return reverse_list(nums[1:]) + [nums[0]]


@family(
    do(
        "remove [all |the |]duplicates from {nums}",
        "remove duplicate [elements|items|values] from {nums}",
        "delete duplicates from {nums}",
    ),
    find("[the |][unique|distinct] [elements|values|items|numbers] [of|in|from] {nums}", "{nums} without duplicates"),
    nums=repeated(),
    oracle=lambda nums: sorted(set(nums), key=nums.index),
)
def remove_duplicates(nums):
    result = []
    for num in nums:
        if num not in result:
            result.append(num)
    return result


@remove_duplicates.way("dict", "builtin")
def remove_duplicates(nums):
    return list(dict.fromkeys(nums))


@remove_duplicates.way("set")
def remove_duplicates(nums):
    return sorted(set(nums))


@family(
    find(
        "[the |]duplicate [elements|items|values|numbers] [in|of|from] {nums}",
        "[all |]repeated [elements|items] of {nums}",
        "[the |]duplicates in {nums}",
    ),
    nums=repeated(),
)
def duplicates(nums):
    return [num for num in dict.fromkeys(nums) if nums.count(num) > 1]


@family(
    find(
        "[the |]elements that [occur|appear] [only once|exactly once] in {nums}",
        "[the |]non-repeated elements of {nums}",
    ),
    nums=repeated(),
)
def occurring_once(nums):
    return [num for num in nums if nums.count(num) == 1]


@family(
    find("[the |]number of [unique|distinct] [elements|values] in {nums}"),
    do("count [the number of |][unique|distinct] elements in {nums}"),
    nums=repeated(),
)
def count_unique(nums):
    return len(set(nums))


@family(
    do(
        "count [the frequency of |how often |the occurrences of |]each [element|item|number] [occurs |]in {nums}",
        "count [the |]frequency of [the |]elements in {nums}",
    ),
    find(
        "[the |]frequency of [each element|all elements|the elements] in {nums}",
        "[the |]frequency of elements in {nums} as a dictionary",
    ),
    nums=repeated(),
    oracle=lambda nums: dict(Counter(nums)),
)
def frequency(nums):
    counts = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    return counts


@frequency.way("counter")
def frequency(nums):
    return dict(Counter(nums))


@frequency.way("dict comprehension")
def frequency(nums):
    return {num: nums.count(num) for num in nums}


def _number_in(rng):
    nums = [rng.randint(1, 9) for _ in range(rng.randint(4, 8))]
    return rng.choice(nums) if rng.random() < 0.7 else rng.randint(10, 20), nums


@family(
    do(
        "count [the |][occurrences of |how many times |the number of times |]{x} [occurs |appears |]in {nums}",
        "count occurrences of {x} in {nums}",
    ),
    find(
        "[the |]number of [times {x} occurs|occurrences of {x}] in {nums}",
        "[the |]frequency of {x} in {nums}",
        "[the |]count of {x} in {nums}",
    ),
    draw=_number_in,
    x=integer()("number", "element", "value", "given element"),
    nums=numbers(),
)
def count_occurrences(x, nums):
    return nums.count(x)


@count_occurrences.way("for", "plain")
def count_occurrences(x, nums):
    count = 0
    for num in nums:
        if num == x:
            count += 1
    return count


@family(
    check(
        "{x} [is|exists|is present] in {nums}",
        "{nums} contains {x}",
        "{x} exists in {nums}",
        "{x} is present inside {nums}",
    ),
    draw=_number_in,
    x=integer()("number", "element", "value", "item"),
    nums=numbers(),
)
def exists(x, nums):
    return x in nums


@exists.way("for", "plain")
def exists(x, nums):
    for num in nums:
        if num == x:
            return True
    return False


def _name_in(rng):
    names = rng.sample(PEOPLE, rng.randint(3, 5))
    return rng.choice(names) if rng.random() < 0.6 else rng.choice(PEOPLE), names


@family(
    check(
        "{name} [exists|is|is present] in {names}",
        "{name} is in {names}",
        "{names} contains {name}",
        "{name} exists in {names}",
    ),
    do("check name exists in given list{given name,names}", "check that {name} exists in {names}"),
    draw=_name_in,
    name=word(PEOPLE)("name", "given name", "name"),
    names=words(3, 5, PEOPLE)("list", "list of names", "given list"),
)
def name_exists(name, names):
    return name in names


@name_exists.way("for")
def name_exists(name, names):
    for item in names:
        if item == name:
            return True
    return False


@family(
    check("{w} [is|exists] in {items}", "{items} contains {w}"),
    do("search for {w} in {items}"),
    draw=lambda rng: (lambda items: (rng.choice(items) if rng.random() < 0.6 else rng.choice(WORDS), items))(
        rng.sample(WORDS, 4)
    ),
    w=word()("string", "word", "item"),
    items=words(),
)
def word_exists(w, items):
    return w in items


@family(
    find("[the |][index|position] of {x} in {nums}", "[the |]first index of {x} in {nums}"),
    draw=lambda rng: (lambda nums: (rng.choice(nums), nums))([rng.randint(1, 30) for _ in range(5)]),
    x=integer()("number", "element", "given element"),
    nums=numbers(),
)
def index_of(x, nums):
    return nums.index(x)


@family(find("[the |]index of [the |][maximum|max|largest] [element|value|number] [in|of] {nums}"), nums=numbers())
def index_of_max(nums):
    return nums.index(max(nums))


@family(find("[the |]index of [the |][minimum|min|smallest] [element|value|number] [in|of] {nums}"), nums=numbers())
def index_of_min(nums):
    return nums.index(min(nums))


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
    draw=_number_in,
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


def _same_length(rng):
    n = rng.randint(2, 5)
    return tuple([rng.randint(1, 20) for _ in range(n)] for _ in range(2))


A_LIST = numbers()("list", "list", "list of numbers", "array")


@family(
    do(
        "add {a,b} element wise",
        "add [the |]corresponding elements [of|in] {a,b}",
        "add elements of {a,b}",
        "add {a,b} element by element",
        "sum {a,b} element-wise",
    ),
    find("[the |]element[-| ]wise sum of {a,b}", "[the |]sum of [the |]corresponding elements of {a,b}"),
    draw=_same_length,
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
    draw=_same_length,
    a=A_LIST,
    b=A_LIST,
)
def subtract_lists(a, b):
    return [x - y for x, y in zip(a, b)]


@family(
    do("multiply {a,b} element wise", "multiply [the |]corresponding elements [of|in] {a,b}", "multiply {a,b}"),
    find("[the |]element wise product of {a,b}", "[the |]pair-wise product of {a,b}"),
    draw=_same_length,
    a=A_LIST,
    b=A_LIST,
)
def multiply_lists(a, b):
    return [x * y for x, y in zip(a, b)]


@family(
    do("divide {a,b} element wise", "divide [the |]corresponding elements [of|in] {a,b}"),
    draw=_same_length,
    a=A_LIST,
    b=A_LIST,
)
def divide_lists(a, b):
    return [x / y for x, y in zip(a, b)]


@family(
    find("[the |]dot product of {a,b}"),
    draw=_same_length,
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
    draw=_same_length,
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
    draw=_same_length,
    a=A_LIST,
    b=A_LIST,
)
def interleave(a, b):
    result = []
    for x, y in zip(a, b):
        result.append(x)
        result.append(y)
    return result


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
    draw=_same_length,
    nums=kind("list of numbers|list of values|numbers", lambda rng: [], "nums values"),
    weights=kind("weights|list of weights", lambda rng: [], "weights w"),
    forms="function prints open",
)
def weighted_average(nums, weights):
    return sum(x * w for x, w in zip(nums, weights)) / sum(weights)


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


@family(check("{nums} [contains|has] [duplicates|duplicate elements|any duplicate]"), nums=repeated(1, 12, 3, 5))
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


@family(
    do(
        "join [the elements of |all elements of |the words of |]{items} into a [single |]string",
        "concatenate all elements of {items} into a string",
        "convert {items} [to|into] a string",
        "join {items} with spaces",
    ),
    items=words(),
)
def join_words(items):
    return " ".join(items)


@family(
    do(
        "join [the elements of |]{items} with [commas|a comma]",
        "convert {items} to a comma separated string",
        "join {items} into a comma-separated string",
    ),
    items=words(),
)
def join_commas(items):
    return ", ".join(items)


@family(
    do("convert {chars} [to|into] a string", "join {chars} into a string"),
    draw=lambda rng: (list(rng.choice(WORDS)),),
    chars=kind("list of characters|list of chars", lambda rng: [], "chars letters lst", "input().split()"),
)
def chars_to_string(chars):
    return "".join(chars)


@family(
    do(
        "convert {items} [to|into] [integers|a list of integers|ints|numbers]",
        "convert all strings of {items} to integers",
    ),
    draw=lambda rng: ([str(rng.randint(1, 99)) for _ in range(rng.randint(2, 5))],),
    items=words()("list of strings", "list of numeric strings", "string list"),
)
def to_integers(items):
    return [int(item) for item in items]


@to_integers.way("map")
def to_integers(items):
    return list(map(int, items))


@family(
    do("convert {nums} [to|into] [a list of strings|strings]", "convert each number of {nums} to a string"),
    nums=numbers(1, 99),
)
def to_strings(nums):
    return [str(num) for num in nums]


@to_strings.way("map")
def to_strings(nums):
    return list(map(str, nums))


@family(
    do("convert {nums} [to|into] a single [integer|number]", "combine the digits of {nums} into one number"),
    nums=numbers(1, 9, 2, 5)("list of integers", "list of digits", "list of multiple integers"),
)
def to_single_integer(nums):
    return int("".join(str(num) for num in nums))


@family(do("convert {nums} to a tuple", "convert {nums} into a tuple"), nums=numbers(), oracle=tuple)
def list_to_tuple(nums):
    return tuple(nums)


@family(
    find("[the |]longest [word|string] in {items}", "[the |]longest of {items}", "[the |]largest string in {items}"),
    items=words(),
    oracle=lambda items: sorted(items, key=lambda w: -len(w))[0],
)
def longest_string(items):
    return max(items, key=len)


@family(find("[the |]shortest [word|string] in {items}"), items=words())
def shortest_string(items):
    return min(items, key=len)


@family(find("[the |]length of the longest [word|string|one] in {items}"), items=words())
def longest_length(items):
    return max(len(item) for item in items)


@family(
    find("[the |]lengths of [the |all |]words in {items}", "[the |]length of each [word|string] in {items}"),
    do("map {items} to a list of [integers representing the |]lengths of the [corresponding |]words"),
    items=words(),
)
def word_lengths(items):
    return [len(item) for item in items]


@word_lengths.way("map")
def word_lengths(items):
    return list(map(len, items))


@family(
    do("remove [all |]empty strings from {items}"),
    draw=lambda rng: ([rng.choice(["", rng.choice(WORDS)]) for _ in range(5)],),
    items=words()("list", "list of strings"),
    forms="function prints open values",
)
def remove_empty_strings(items):
    return [item for item in items if item]


@remove_empty_strings.way("filter")
def remove_empty_strings(items):
    return list(filter(None, items))


@family(
    do("remove [all |]empty lists from {items}", "remove empty [list|lists] from {items}"),
    draw=lambda rng: ([rng.choice(([], rng.randint(1, 9), [rng.randint(1, 9)])) for _ in range(5)],),
    items=kind("list|given list|list of lists", lambda rng: [], "items lst data"),
)
def remove_empty_lists(items):
    return [item for item in items if item != []]


@family(
    do("remove [all |]None values from {items}", "remove None from {items}", "filter out None values from {items}"),
    draw=lambda rng: ([rng.choice((None, rng.randint(0, 9))) for _ in range(5)],),
    items=kind("list|given list", lambda rng: [], "items lst data"),
)
def remove_none(items):
    return [item for item in items if item is not None]


@family(
    do("remove [all |]falsy values from {items}"),
    draw=lambda rng: ([rng.choice((None, 0, "", False, rng.randint(1, 9), rng.choice(WORDS))) for _ in range(6)],),
    items=kind("list|given list", lambda rng: [], "items lst data"),
)
def remove_falsy(items):
    return [item for item in items if item]


@family(
    do("clone {nums}", "copy {nums}", "make a copy of {nums}", "clone or copy {nums}"),
    nums=numbers()("list", "list", "given list"),
)
def copy_list(nums):
    return nums[:]


@copy_list.way("builtin")
def copy_list(nums):
    return list(nums)


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


@family(
    find("[the |]most frequent word in {items}", "[the |]most common [string|word] in {items}"),
    draw=lambda rng: (rng.choices(rng.sample(WORDS, 3), k=6),),
    items=words(),
)
def most_frequent_word(items):
    return max(items, key=items.count)


@family(
    find("[the |]number of [words|strings] in {items} that start with {c}"),
    do("count [the |]words in {items} [that start|starting] with {c}"),
    draw=lambda rng: (lambda w: (w, rng.choice(w)[0]))(rng.sample(FRUIT, 5)),
    items=words(),
    c=char()("letter", "given letter"),
)
def count_starting(items, c):
    return sum(1 for item in items if item.startswith(c))


@family(
    find(
        "[the |]words [of|in|from] {items} [that start|starting] with {c}",
        "[all |]strings [in|of] {items} starting with {c}",
    ),
    draw=lambda rng: (lambda w: (w, rng.choice(w)[0]))(rng.sample(WORDS, 5)),
    items=words(),
    c=char()("letter", "given letter"),
)
def words_starting(items, c):
    return [item for item in items if item.startswith(c)]


@family(
    find(
        "[the |]words [of|in|from] {items} [that are longer than|longer than] {=n} [characters|letters]",
        "[all |]strings [in|of] {items} [with length |]greater than [length |]{=n}",
        "words of {items} longer than n{given n}",
    ),
    items=words(),
    n=integer(3, 5)("length"),
)
def words_longer(items, n):
    return [item for item in items if len(item) > n]


@family(
    find("[the |]words [starting with|that start with] [a |]vowel [in|from|of] {items}"),
    do("extract words starting with vowel from {items}"),
    draw=lambda rng: (
        rng.sample(["apple", "orange", "eagle", "island", "otter", "dog", "pen", "tiger", "engine"], 5),
    ),
    items=words(),
)
def words_starting_with_vowel(items):
    return [item for item in items if item[0].lower() in "aeiou"]


@family(
    find("[the |]indices of [the |]two numbers [in|of] {nums} that add up to {target}"),
    draw=lambda rng: (lambda n: (n, n[0] + n[-1]))(rng.sample(range(1, 30), 5)),
    nums=numbers(),
    target=integer()("target", "given target", "number"),
)
def two_sum(nums, target):
    for i in range(len(nums)):
        for j in range(i + 1, len(nums)):
            if nums[i] + nums[j] == target:
                return [i, j]
    return None


@family(
    find("[the |]residual sum of squares between {a,b}", "[the |]sum of squared differences of {a,b}"),
    draw=_same_length,
    a=A_LIST,
    b=A_LIST,
)
def residual_squares(a, b):
    return sum((x - y) ** 2 for x, y in zip(a, b))


@family(find("[the |]mean squared error [of|between] {a,b}"), draw=_same_length, a=A_LIST, b=A_LIST)
def mean_squared_error(a, b):
    return sum((x - y) ** 2 for x, y in zip(a, b)) / len(a)


@family(
    find("[the |]euclidean distance between {a,b}"),
    draw=_same_length,
    a=numbers()("list", "vector", "point"),
    b=numbers()("list", "vector", "point"),
)
def euclidean_distance(a, b):
    return math.sqrt(sum((x - y) ** 2 for x, y in zip(a, b)))


@family(
    find("[the |]softmax of {nums}", "[the |]softmax output of {nums}"),
    do("perform softmax [operation |]on {nums}"),
    nums=numbers(0, 4, 2, 4)("list of numbers", "vector", "list"),
)
def softmax(nums):
    total = sum(math.exp(num) for num in nums)
    return [math.exp(num) / total for num in nums]


@family(
    find(
        "[the |]positions of [the |]numbers [in|of] {nums} that are multiples of {k}",
        "[the |]indexes of [the |]multiples of {=k} in {nums}",
    ),
    nums=numbers(1, 40, 4, 8),
    k=integer(2, 5),
)
def positions_of_multiples(nums, k):
    return [i for i, num in enumerate(nums) if num % k == 0]


@family(
    find("[the |]product of [the |]integers in {items}", "[the |]product of integers in {items}"),
    draw=lambda rng: ([rng.choice((rng.randint(1, 9), rng.choice(WORDS))) for _ in range(5)],),
    items=kind("mixed list|mixed list of strings and numbers", lambda rng: [], "items data lst"),
)
def product_of_integers(items):
    product = 1
    for item in items:
        if isinstance(item, int):
            product *= item
    return product


@family(
    do("remove [all |the |]strings from {items}", "keep only [the |]numbers of {items}"),
    find("only [the |]integers of {items}"),
    draw=lambda rng: ([rng.choice((rng.randint(1, 9), rng.choice(WORDS))) for _ in range(5)],),
    items=kind("mixed list|list|mixed list of strings and numbers", lambda rng: [], "items data lst"),
)
def only_integers(items):
    return [item for item in items if isinstance(item, int)]


@family(
    find("only [the |]strings [of|in] {items}"),
    do("filter [the |]strings from {items}", "remove [the |]numbers from {items}"),
    draw=lambda rng: ([rng.choice((rng.randint(1, 9), rng.choice(WORDS))) for _ in range(5)],),
    items=kind("mixed list|list", lambda rng: [], "items data lst"),
)
def only_strings(items):
    return [item for item in items if isinstance(item, str)]


@family(
    do(
        "insert {x} after every {=n} elements [of|in] {nums}",
        "insert an element in {nums} after every nth element{given x,n}",
    ),
    draw=lambda rng: (0, rng.randint(1, 3), [rng.randint(1, 30) for _ in range(6)]),
    x=integer()("element", "number"),
    n=integer(),
    nums=numbers(),
    forms="function",
)
def insert_after_every(x, n, nums):
    result = []
    for i, num in enumerate(nums, 1):
        result.append(num)
        if i % n == 0:
            result.append(x)
    return result


@family(
    find(
        "[the |]minimum and maximum [values |]that can be [calculated|found] by summing all but one of {nums}",
        "[the |]smallest and largest sum of all but one of the numbers in {nums}",
    ),
    nums=numbers(1, 20, 5, 5)("list of integers", "list", "five positive integers"),
    forms="function prints open",
)
def mini_max_sum(nums):
    total = sum(nums)
    return total - max(nums), total - min(nums)


@family(
    do("convert all [the |]numbers [in|of] {nums} to negative"),
    find("[a |]list with all [the |]numbers of {nums} made negative"),
    nums=numbers(-20, 30),
)
def make_negative(nums):
    return [-abs(num) for num in nums]


@family(
    do("convert all [the |]numbers [in|of] {nums} to positive"),
    find("[the |]absolute values of [the numbers in |]{nums}"),
    nums=numbers(-30, 20),
)
def make_positive(nums):
    return [abs(num) for num in nums]


@family(
    do("pad {nums} to length {n} with zeros", "pad {nums} with zeros at the end to a given length{given n}"),
    nums=numbers(1, 30, 2, 4),
    n=integer(4, 8)("length"),
)
def pad_list(nums, n):
    return nums + [0] * (n - len(nums))


@family(
    do(
        "split {nums} into [groups of equal length|lists of equal length]{given n}",
        "divide {nums} into {=n} equal parts",
    ),
    draw=lambda rng: (lambda n: ([rng.randint(1, 40) for _ in range(n * rng.randint(2, 3))], n))(rng.randint(2, 3)),
    nums=numbers(),
    n=integer()("number of parts", "n"),
)
def equal_parts(nums, n):
    size = len(nums) // n
    return [nums[i : i + size] for i in range(0, len(nums), size)]


@family(
    do("sum [the |]even numbers and [the |]odd numbers of {nums} separately"),
    find("[the |]sum of [the |]even and [the sum of the |]odd numbers in {nums}"),
    nums=POSITIVE,
)
def even_odd_sums(nums):
    even = sum(num for num in nums if num % 2 == 0)
    odd = sum(num for num in nums if num % 2 != 0)
    return even, odd


@family(
    find("[the |]unique elements of {nums} [in sorted order|sorted]"),
    do("sort {nums} and remove [the |]duplicates"),
    nums=repeated(),
)
def sorted_unique(nums):
    return sorted(set(nums))


@family(
    find("[the |]third largest [number|element] [in|of] {nums}"),
    draw=lambda rng: (rng.sample(range(1, 60), rng.randint(4, 7)),),
    nums=numbers(),
)
def third_largest(nums):
    return sorted(set(nums))[-3]


@family(find("[the |]geometric mean of {nums}"), nums=numbers(1, 20))
def geometric_mean(nums):
    return math.prod(nums) ** (1 / len(nums))


@family(find("[the |]harmonic mean of {nums}"), nums=numbers(1, 20))
def harmonic_mean(nums):
    return len(nums) / sum(1 / num for num in nums)


@family(
    check("{nums} is an arithmetic progression", "{nums} is an arithmetic progression"),
    draw=lambda rng: (rng.choice(([1, 3, 5, 7], list(range(rng.randint(1, 5), 30, rng.randint(2, 6))), [1, 2, 4])),),
    nums=numbers()("list", "sequence of numbers", "list of numbers"),
)
def is_arithmetic(nums):
    step = nums[1] - nums[0]
    return all(b - a == step for a, b in zip(nums, nums[1:]))


@family(
    check("{nums} is a geometric progression"),
    draw=lambda rng: (rng.choice(([1, 2, 4, 8], [3, 9, 27], [1, 2, 4, 9], [rng.randint(1, 4), 6, 12])),),
    nums=numbers()("list", "sequence of numbers", "list of numbers"),
)
def is_geometric(nums):
    return all(b * nums[0] == a * nums[1] for a, b in zip(nums, nums[1:]))
