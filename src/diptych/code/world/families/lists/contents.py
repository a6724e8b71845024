"""Lists: length and order, duplicates, counting and finding."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="no-redef"
# ruff: noqa: B007, RUF005, SIM110

from collections import Counter

from diptych.code.world.families.lists.draws import number_in
from diptych.code.world.family import check, do, family, find
from diptych.code.world.values import PEOPLE, WORDS, integer, numbers, repeated, word, words


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
    draw=number_in,
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
    draw=number_in,
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
