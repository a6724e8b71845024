"""Lists: what exercise books ask besides."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# ruff: noqa: B905, RUF007

import math

from diptych.code.world.families.lists.draws import A_LIST, POSITIVE, same_length
from diptych.code.world.family import check, do, family, find
from diptych.code.world.values import FRUIT, WORDS, char, integer, kind, numbers, repeated, words


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
    draw=same_length,
    a=A_LIST,
    b=A_LIST,
)
def residual_squares(a, b):
    return sum((x - y) ** 2 for x, y in zip(a, b))


@family(find("[the |]mean squared error [of|between] {a,b}"), draw=same_length, a=A_LIST, b=A_LIST)
def mean_squared_error(a, b):
    return sum((x - y) ** 2 for x, y in zip(a, b)) / len(a)


@family(
    find("[the |]euclidean distance between {a,b}"),
    draw=same_length,
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
