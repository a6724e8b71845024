"""Lists of strings, and lists as other types."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="no-redef"

from diptych.code.world.family import do, family, find
from diptych.code.world.values import WORDS, kind, numbers, words


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
