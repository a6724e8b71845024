"""Sorting: the built-in ways and the algorithms by name."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="assignment, attr-defined, has-type, no-redef, operator, var-annotated"
# ruff: noqa: RUF005

import heapq
from typing import Any

from diptych.code.world.family import Goal, do, family, find, name
from diptych.code.world.values import integer, matrix, numbers, words


def sorts(sort: str) -> tuple[Goal, ...]:
    """The wordings for a sorting algorithm; `sort` is a phrase."""
    return do(
        f"implement {sort}[| on {{nums}}| algorithm]",
        f"sort {{nums}} using {sort}",
        f"do {sort}[| on {{nums}}]",
        f"perform {sort} on {{nums}}",
        f"sort {{nums}} [with|by] {sort}",
    ) + find(f"{{nums}} sorted [using|with|by] {sort}")


def named(sort: str) -> tuple[Goal, ...]:
    """The terse wordings: "insertion sort that prints the sorted list"."""
    return name(
        sort,
        f"{sort} that prints the sorted list",
        f"{sort} of a list",
        f"{sort} algorithm",
        f"{sort} to sort {{nums}}",
    )


ORACLE: Any = sorted
NUMS = numbers(1, 60, 4, 8)("list of numbers", "list", "array", "given list")


@family(
    do(
        "sort {nums}",
        "sort {nums} in ascending order",
        "sort [the elements of |]{nums} in increasing order",
        "arrange {nums} in ascending order",
        "[sort|order|arrange] {nums} from [low to high|lowest to highest|smallest to largest|small to large]",
    ),
    find(
        "{nums} sorted [in ascending order|ascending|from low to high|from smallest to largest]",
        "{nums} in [sorted|ascending] order",
    ),
    nums=NUMS,
    oracle=ORACLE,
)
def sort_list(nums):
    return sorted(nums)


@sort_list.way("plain")
def sort_list(nums):
    for i in range(len(nums)):
        for j in range(i + 1, len(nums)):
            if nums[j] < nums[i]:
                nums[i], nums[j] = nums[j], nums[i]
    return nums


@family(
    do(
        "sort {nums} in [descending|decreasing|reverse] order",
        "sort {nums} descending",
        "arrange {nums} in descending order",
        "[sort|order|arrange] {nums} from [high to low|highest to lowest|largest to smallest|big to small]",
        "[sort|order|arrange] {nums} with the [largest|biggest|highest] [number |value |]first",
    ),
    find("{nums} sorted [in descending order|descending|from high to low|from largest to smallest]"),
    nums=NUMS,
)
def sort_descending(nums):
    return sorted(nums, reverse=True)


@family(sorts("insertion sort"), named("insertion sort"), nums=NUMS, oracle=ORACLE)
def insertion_sort(nums):
    for i in range(1, len(nums)):
        key = nums[i]
        j = i - 1
        while j >= 0 and nums[j] > key:
            nums[j + 1] = nums[j]
            j -= 1
        nums[j + 1] = key
    return nums


@family(sorts("bubble[ |]sort"), named("bubble sort"), nums=NUMS, oracle=ORACLE)
def bubble_sort(nums):
    n = len(nums)
    for i in range(n):
        for j in range(n - i - 1):
            if nums[j] > nums[j + 1]:
                nums[j], nums[j + 1] = nums[j + 1], nums[j]
    return nums


@family(sorts("selection sort"), named("selection sort"), nums=NUMS, oracle=ORACLE)
def selection_sort(nums):
    for i in range(len(nums)):
        smallest = i
        for j in range(i + 1, len(nums)):
            if nums[j] < nums[smallest]:
                smallest = j
        nums[i], nums[smallest] = nums[smallest], nums[i]
    return nums


@family(sorts("merge sort"), named("merge sort"), nums=NUMS, oracle=ORACLE)
def merge_sort(nums):
    if len(nums) <= 1:
        return nums
    middle = len(nums) // 2
    left = merge_sort(nums[:middle])
    right = merge_sort(nums[middle:])
    result = []
    while left and right:
        if left[0] <= right[0]:
            result.append(left.pop(0))
        else:
            result.append(right.pop(0))
    return result + left + right


@family(sorts("quick[ |]sort"), named("quick sort"), named("quicksort"), nums=NUMS, oracle=ORACLE)
def quick_sort(nums):
    if len(nums) <= 1:
        return nums
    pivot = nums[0]
    smaller = [num for num in nums[1:] if num < pivot]
    larger = [num for num in nums[1:] if num >= pivot]
    return quick_sort(smaller) + [pivot] + quick_sort(larger)


@family(sorts("[heap sort|heapsort|heapq]"), named("heap sort"), nums=NUMS, oracle=ORACLE)
def heap_sort(nums):
    heap = []
    for num in nums:
        heapq.heappush(heap, num)
    return [heapq.heappop(heap) for _ in range(len(heap))]


@family(sorts("counting sort"), named("counting sort"), nums=NUMS, oracle=ORACLE)
def counting_sort(nums):
    counts = [0] * (max(nums) + 1)
    for num in nums:
        counts[num] += 1
    result = []
    for num, count in enumerate(counts):
        result.extend([num] * count)
    return result


@family(sorts("shell sort"), named("shell sort"), nums=NUMS, oracle=ORACLE)
def shell_sort(nums):
    gap = len(nums) // 2
    while gap > 0:
        for i in range(gap, len(nums)):
            key = nums[i]
            j = i
            while j >= gap and nums[j - gap] > key:
                nums[j] = nums[j - gap]
                j -= gap
            nums[j] = key
        gap //= 2
    return nums


@family(sorts("gnome sort"), named("gnome sort"), nums=NUMS, oracle=ORACLE)
def gnome_sort(nums):
    i = 0
    while i < len(nums):
        if i == 0 or nums[i - 1] <= nums[i]:
            i += 1
        else:
            nums[i - 1], nums[i] = nums[i], nums[i - 1]
            i -= 1
    return nums


@family(sorts("radix sort"), named("radix sort"), nums=NUMS, oracle=ORACLE)
def radix_sort(nums):
    place = 1
    while max(nums) // place > 0:
        buckets = [[] for _ in range(10)]
        for num in nums:
            buckets[num // place % 10].append(num)
        nums = [num for bucket in buckets for num in bucket]
        place *= 10
    return nums


@family(sorts("bucket sort"), named("bucket sort"), nums=NUMS, oracle=ORACLE)
def bucket_sort(nums):
    size = max(nums) // len(nums) + 1
    buckets = [[] for _ in range(len(nums) + 1)]
    for num in nums:
        buckets[num // size].append(num)
    result = []
    for bucket in buckets:
        result.extend(sorted(bucket))
    return result


@family(sorts("cocktail [shaker |]sort"), named("cocktail sort"), nums=NUMS, oracle=ORACLE)
def cocktail_sort(nums):
    start = 0
    end = len(nums) - 1
    while start < end:
        for i in range(start, end):
            if nums[i] > nums[i + 1]:
                nums[i], nums[i + 1] = nums[i + 1], nums[i]
        end -= 1
        for i in range(end, start, -1):
            if nums[i] < nums[i - 1]:
                nums[i], nums[i - 1] = nums[i - 1], nums[i]
        start += 1
    return nums


@family(sorts("comb sort"), named("comb sort"), nums=NUMS, oracle=ORACLE)
def comb_sort(nums):
    gap = len(nums)
    swapped = True
    while gap > 1 or swapped:
        gap = max(1, int(gap / 1.3))
        swapped = False
        for i in range(len(nums) - gap):
            if nums[i] > nums[i + gap]:
                nums[i], nums[i + gap] = nums[i + gap], nums[i]
                swapped = True
    return nums


@family(
    do("sort {items} alphabetically", "sort {items} in alphabetical order", "sort {items}"),
    find("{items} in alphabetical order"),
    items=words(),
)
def sort_words_list(items):
    return sorted(items)


@family(
    do(
        "sort {items} by [the |their |]length",
        "sort {items} according to the length of the elements",
        "sort {items} by the length of the [strings|words|elements]",
    ),
    items=words(),
)
def sort_by_length(items):
    return sorted(items, key=len)


@family(do("sort {items} by [their |]length in descending order", "sort {items} by length descending"), items=words())
def sort_by_length_descending(items):
    return sorted(items, key=len, reverse=True)


@family(
    do(
        "sort {items} by [their |the |]last [letter|character]",
        "sort {items} by the last character of each [string|word]",
    ),
    items=words(),
)
def sort_by_last_letter(items):
    return sorted(items, key=lambda item: item[-1])


@family(
    do("sort {items} ignoring case", "sort {items} case insensitively"),
    draw=lambda rng: (rng.sample(["Apple", "banana", "Cherry", "date", "Fig", "grape"], 4),),
    items=words(),
)
def sort_ignoring_case(items):
    return sorted(items, key=str.lower)


@family(do("sort {nums} by [their |]absolute value"), nums=numbers(-30, 30))
def sort_by_absolute(nums):
    return sorted(nums, key=abs)


@family(do("sort {nums} by [the |their |]sum of digits"), nums=NUMS)
def sort_by_digit_sum(nums):
    return sorted(nums, key=lambda num: sum(int(digit) for digit in str(num)))


@family(
    do(
        "sort {rows} by [the |]second element [of each sublist|in each sublist|]",
        "sort {rows} according to the second element in sublist",
    ),
    draw=lambda rng: ([[rng.randint(1, 9), rng.randint(1, 99)] for _ in range(4)],),
    rows=matrix()("list of lists", "list of sublists"),
)
def sort_rows(rows):
    return sorted(rows, key=lambda row: row[1])


@family(
    do("sort {rows} by [the |their |]sum", "sort {rows} by the sum of [each|its] [row|sublist|elements]"),
    draw=lambda rng: ([[rng.randint(1, 9), rng.randint(1, 99)] for _ in range(4)],),
    rows=matrix()("list of lists", "list of sublists"),
)
def sort_rows_by_sum(rows):
    return sorted(rows, key=sum)


@family(
    do("merge {a,b} into [one|a] sorted list", "merge {a,b}", "merge two sorted lists"),
    draw=lambda rng: tuple(sorted(rng.randint(1, 40) for _ in range(rng.randint(2, 4))) for _ in range(2)),
    a=numbers()("sorted list", "sorted array"),
    b=numbers()("sorted list", "sorted array"),
)
def merge_sorted(a, b):
    result = []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] <= b[j]:
            result.append(a[i])
            i += 1
        else:
            result.append(b[j])
            j += 1
    return result + a[i:] + b[j:]


@family(
    do("insert {x} into {nums} in sorted order", "insert {x} into {nums} keeping it sorted"),
    draw=lambda rng: (rng.randint(1, 50), sorted(rng.sample(range(1, 60), 4))),
    x=integer()("number", "element"),
    nums=numbers()("sorted list"),
)
def insert_sorted(x, nums):
    return sorted(nums + [x])
