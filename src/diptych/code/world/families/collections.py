"""Sets and tuples."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="assignment, attr-defined, has-type, no-redef, operator, var-annotated"
# ruff: noqa: B905, RUF005

from diptych.code.world.family import check, checker, do, family, find
from diptych.code.world.values import FRUIT, KEYS, WORDS, elements, integer, kind, numbers, pairs, sequence, words

SET = elements(1, 9)


@family(
    find("[the |]union of {a,b}", "a new set with all items from both sets by removing duplicates{given a,b}"),
    do("create [a |the ]union of {a,b}", "combine {a,b}"),
    a=SET,
    b=SET,
    oracle=lambda a, b: {*a, *b},
)
def set_union(a, b):
    return a | b


@set_union.way("builtin")
def set_union(a, b):
    return a.union(b)


@family(
    find("[the |]intersection of {a,b}", "[the |]common elements of {a,b}", "[the |]elements common to {a,b}"),
    a=SET,
    b=SET,
)
def set_intersection(a, b):
    return a & b


@set_intersection.way("builtin")
def set_intersection(a, b):
    return a.intersection(b)


@family(
    find(
        "[the |]difference of {a,b}",
        "[the |]elements of {a} that are not in {b}",
        "[the |]items that exist only in the first set and not in the second[ set|]{given a,b}",
    ),
    a=SET,
    b=SET,
)
def set_difference(a, b):
    return a - b


@family(
    find(
        "[the |]symmetric difference of {a,b}",
        "[a |the ]set of all elements in either {a} or {b}, but not both",
        "[the |]elements in either of {a,b} but not in both",
    ),
    do("create a symmetric difference of {a,b}"),
    a=SET,
    b=SET,
)
def symmetric_difference(a, b):
    return a ^ b


@family(
    check("{a} is [a |]subset of {b}", "{a} is contained in {b}"),
    checker("subset"),
    draw=lambda rng: (lambda b: (rng.choice([set(sorted(b)[:2]), {99, 1}]), b))(set(rng.sample(range(1, 20), 4))),
    a=SET,
    b=SET,
)
def is_subset(a, b):
    return a <= b


@is_subset.way("builtin")
def is_subset(a, b):
    return a.issubset(b)


@family(
    check("{a} is [a |]superset of {b}"),
    draw=lambda rng: (lambda a: (a, rng.choice([set(sorted(a)[:2]), {99, 1}])))(set(rng.sample(range(1, 20), 4))),
    a=SET,
    b=SET,
)
def is_superset(a, b):
    return a >= b


@family(
    check("{a,b} are disjoint", "{a,b} have no elements in common", "{a,b} have no common elements"),
    draw=lambda rng: (set(rng.sample(range(1, 9), 2)), set(rng.sample(range(5, 14), 2))),
    a=SET,
    b=SET,
)
def are_disjoint(a, b):
    return a.isdisjoint(b)


@family(
    do("add {x} to {s}", "add [a |]member {=x} [in|to] {s}"), x=integer(10, 30)("number", "element", "member"), s=SET
)
def add_to_set(x, s):
    s.add(x)
    return s


@family(
    do("remove {x} from {s}", "remove [an |the ]item {=x} from {s}"),
    draw=lambda rng: (lambda s: (rng.choice(sorted(s)), s))(set(rng.sample(range(1, 20), 4))),
    x=integer()("number", "element", "item"),
    s=SET,
)
def remove_from_set(x, s):
    s.discard(x)
    return s


@family(find("[the |]length of {s}", "[the |]number of elements in {s}"), s=SET)
def set_length(s):
    return len(s)


@family(find("[the |][maximum|largest] [value|element] in {s}"), s=SET)
def set_max(s):
    return max(s)


@family(do("convert {s} to a list", "convert {s} into a [sorted |]list"), s=SET)
def set_to_list(s):
    return sorted(s)


@family(
    do("convert {nums} to a set", "convert {nums} into a set"),
    draw=lambda rng: ([rng.randint(1, 6) for _ in range(5)],),
    nums=numbers()("list", "list of numbers"),
    oracle=set,
)
def list_to_set(nums):
    return set(nums)


@family(find("[the |]sum of [the |all |]elements [of|in] {s}"), s=SET)
def set_sum(s):
    return sum(s)


# Tuples


@family(find("[the |]length of {t}", "[the |]number of elements in {t}", "[the |]size of {t}"), t=sequence())
def tuple_length(t):
    return len(t)


@family(do("convert {t} to a list", "convert {t} into a list"), t=sequence(), oracle=list)
def tuple_to_list(t):
    return list(t)


@family(do("reverse {t}"), find("[the |]reverse of {t}"), t=sequence())
def reverse_tuple(t):
    return t[::-1]


@family(find("[the |]sum of [all |the |all the |]elements [of|in] {t}"), do("sum the elements of {t}"), t=sequence())
def tuple_sum(t):
    return sum(t)


@family(find("[the |][maximum|largest] and [minimum|smallest] [values|elements] [of|in] {t}"), t=sequence())
def tuple_max_min(t):
    return max(t), min(t)


@family(find("[the |][maximum|largest] element [of|in] {t}"), t=sequence())
def tuple_max(t):
    return max(t)


@family(
    check("{x} [exists|is|is present] in {t}", "{x} exists within {t}"),
    draw=lambda rng: (lambda t: (rng.choice([*t, 99]), t))(tuple(rng.sample(range(1, 30), 4))),
    x=integer()("element", "number", "value"),
    t=sequence(),
)
def in_tuple(x, t):
    return x in t


@family(
    find("[the |]index of {x} in {t}"),
    draw=lambda rng: (lambda t: (rng.choice(t), t))(tuple(rng.sample(range(1, 30), 4))),
    x=integer()("element", "number", "item"),
    t=sequence(),
)
def tuple_index(x, t):
    return t.index(x)


@family(
    do("count [the |]occurrences of {x} in {t}", "count how many times {x} occurs in {t}"),
    draw=lambda rng: (rng.randint(1, 3), tuple(rng.randint(1, 3) for _ in range(5))),
    x=integer()("element", "number"),
    t=sequence(),
)
def tuple_count(x, t):
    return t.count(x)


@family(do("add {x} to {t}", "append {x} to {t}"), x=integer(1, 40)("number", "item", "element"), t=sequence())
def add_to_tuple(x, t):
    return t + (x,)


@family(
    find("[the |]repeated items of {t}", "[the |]repeated elements of {t}"),
    draw=lambda rng: (tuple(rng.randint(1, 4) for _ in range(6)),),
    t=sequence(),
)
def repeated_in_tuple(t):
    return [x for x in dict.fromkeys(t) if t.count(x) > 1]


@family(do("concatenate {a,b}", "join {a,b}", "merge {a,b}"), a=sequence(), b=sequence())
def concatenate_tuples(a, b):
    return a + b


@family(
    do(
        "add {a,b} element wise", "add [the |]corresponding elements of {a,b}", "add {a,b} [elementwise|element-wise]"
    ),
    draw=lambda rng: tuple(tuple(rng.randint(1, 20) for _ in range(3)) for _ in range(2)),
    a=sequence(),
    b=sequence(),
)
def add_tuples(a, b):
    return tuple(x + y for x, y in zip(a, b))


@family(do("swap {a,b}", "swap two tuples"), a=sequence(), b=sequence(), forms="function prints open")
def swap_tuples(a, b):
    a, b = b, a
    return a, b


@family(
    do("slice {t} from {=i} to {=j}", "get [a |the ]slice of {t} from index {=i} to {=j}"),
    draw=lambda rng: (tuple(rng.randint(1, 40) for _ in range(6)), rng.randint(0, 2), rng.randint(3, 6)),
    t=sequence(),
    i=integer()("start"),
    j=integer()("stop"),
    forms="function prints values",
)
def slice_tuple(t, i, j):
    return t[i:j]


@family(
    do("generate [another |a ]tuple with the even numbers of {t}"),
    find(
        "[the |]even numbers [in|of] {t} as a tuple", "[another |]tuple whose values are [the |]even numbers in {t}"
    ),
    t=sequence(),
)
def even_tuple(t):
    return tuple(x for x in t if x % 2 == 0)


@family(
    find("[the |]first half and [the |]last half of {t}"),
    do("split {t} into two halves"),
    draw=lambda rng: (tuple(rng.randint(1, 40) for _ in range(6)),),
    t=sequence(),
)
def halves(t):
    middle = len(t) // 2
    return t[:middle], t[middle:]


@family(
    check("all items [of|in] {t} are the same"),
    draw=lambda rng: (rng.choice([(3, 3, 3), (rng.randint(1, 9),) * 2, (1, 2)]),),
    t=sequence(),
)
def tuple_all_same(t):
    return len(set(t)) <= 1


@family(
    do("convert {t} [to|into] a string", "join [the |all |]items [in|of] {t} into a string"),
    draw=lambda rng: (tuple(rng.choice(WORDS)),),
    t=kind("tuple|tuple of characters|tuple of strings", lambda rng: (), "t tup"),
)
def tuple_to_string(t):
    return "".join(t)


@family(
    do(
        "join all items [in|of] {t} into a string[,|] using a [hash character|#] as separator",
        "join the items of {t} with #",
    ),
    draw=lambda rng: (tuple(rng.sample(FRUIT, 3)),),
    t=kind("tuple|tuple of strings", lambda rng: (), "t tup"),
)
def tuple_join_hash(t):
    return "#".join(t)


@family(
    do("unpack {t} into [several |three |]variables", "unpack {t} [in|into] three variables and print them"),
    draw=lambda rng: (tuple(rng.randint(1, 40) for _ in range(3)),),
    t=sequence()("tuple", "tuple of three elements"),
    forms="prints open values",
)
def unpack(t):
    a, b, c = t
    print(a, b, c)


@family(
    do(
        "sort {pairs} by [the |]second [item|element|value]",
        "sort {pairs} according to the second element",
        "sort {pairs} by the [last|second] element [of each tuple|in each tuple]",
    ),
    pairs=pairs(),
    oracle=lambda pairs: sorted(pairs, key=lambda p: p[-1]),
)
def sort_by_second(pairs):
    return sorted(pairs, key=lambda pair: pair[1])


@sort_by_second.way("lambda")
def sort_by_second(pairs):
    return sorted(pairs, key=lambda pair: pair[1])


@family(
    do("sort {pairs} by [the |]first [item|element]", "sort {pairs} alphabetically by the first element"),
    pairs=pairs(),
)
def sort_by_first(pairs):
    return sorted(pairs, key=lambda pair: pair[0])


@family(
    find(
        "[the |]tuple with [the |][maximum|largest] second [value|element] in {pairs}",
        "[the |]item with maximum tuple value in {pairs}",
    ),
    pairs=pairs(),
)
def max_pair(pairs):
    return max(pairs, key=lambda pair: pair[1])


@family(
    find(
        "[the |]first elements of [all |]the tuples in {pairs}", "[a |the ]list of [the |]first elements of {pairs}"
    ),
    pairs=pairs(),
)
def first_elements(pairs):
    return [pair[0] for pair in pairs]


@family(
    find(
        "[the |]second elements of [all |]the tuples in {pairs}", "[a |the ]list of [the |]second elements of {pairs}"
    ),
    pairs=pairs(),
)
def second_elements(pairs):
    return [pair[1] for pair in pairs]


@family(find("[the |]sum of [the |]second elements of [the tuples in |]{pairs}"), pairs=pairs())
def sum_seconds(pairs):
    return sum(pair[1] for pair in pairs)


@family(
    do("remove [all |]empty tuples from {items}", "remove empty tuples from {items}"),
    draw=lambda rng: ([rng.choice(((), (rng.randint(1, 9),), (1, 2))) for _ in range(5)],),
    items=kind("list of tuples|list", lambda rng: [], "items tuples data"),
)
def remove_empty_tuples(items):
    return [item for item in items if item]


@remove_empty_tuples.way("filter")
def remove_empty_tuples(items):
    return list(filter(None, items))


@family(
    do("remove [all |]tuples of length {=k} from {items}", "remove tuples of length k from {items}{given k}"),
    draw=lambda rng: (
        [tuple(rng.randint(1, 9) for _ in range(rng.randint(1, 3))) for _ in range(5)],
        rng.randint(1, 3),
    ),
    items=kind("list of tuples", lambda rng: [], "items tuples data"),
    k=integer(1, 3),
)
def remove_tuples_of_length(items, k):
    return [item for item in items if len(item) != k]


@family(
    do("swap [the |]elements of [each |the ]tuple [in|of] {pairs}", "swap tuple elements in {pairs}"), pairs=pairs()
)
def swap_pairs(pairs):
    return [(b, a) for a, b in pairs]


@family(
    find(
        "[the |]tuples [with|having] all positive [elements|numbers] in {items}",
        "[the |]tuples [in|of] {items} with [only |all ]positive elements",
    ),
    draw=lambda rng: ([tuple(rng.randint(-4, 9) for _ in range(2)) for _ in range(4)],),
    items=kind("list of tuples", lambda rng: [], "items tuples data"),
)
def positive_tuples(items):
    return [item for item in items if all(x > 0 for x in item)]


@family(
    find("[all |]pair combinations of {a,b}", "[the |]cartesian product of {a,b}"),
    draw=lambda rng: tuple(tuple(rng.randint(1, 9) for _ in range(2)) for _ in range(2)),
    a=sequence()("tuple", "tuple"),
    b=sequence()("tuple", "tuple"),
)
def pair_combinations(a, b):
    return [(x, y) for x in a for y in b]


@family(
    find("[the |]{=n}th element of {t}", "[the |]nth element of {t}{given n}"),
    draw=lambda rng: (tuple(rng.randint(1, 40) for _ in range(5)), rng.randint(1, 4)),
    t=sequence(),
    n=integer(),
    forms="function prints open",
)
def nth_of_tuple(t, n):
    return t[n - 1]


@family(do("create a tuple from {items}", "make a tuple of {items}", "convert {items} into a tuple"), items=words())
def make_tuple(items):
    return tuple(items)


@family(
    do("convert {pairs} to a dictionary of lists", "group [the |]values of {pairs} by key"),
    draw=lambda rng: ([(rng.choice(KEYS[:3]), rng.randint(1, 9)) for _ in range(5)],),
    pairs=pairs(),
)
def group_pairs(pairs):
    result = {}
    for key, value in pairs:
        result.setdefault(key, []).append(value)
    return result
