"""Dictionaries: making, merging, inverting, sorting, looking up."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="assignment, attr-defined, has-type, no-redef, operator, var-annotated"
# ruff: noqa: B905, C416

from collections import defaultdict

from diptych.code.world.family import check, do, family, find, show
from diptych.code.world.values import KEYS, PEOPLE, WORDS, integer, kind, mapping, numbers, word, words


def _keys_values(rng):
    n = rng.randint(2, 4)
    return rng.sample(KEYS, n), [rng.randint(1, 50) for _ in range(n)]


@family(
    do(
        "map {keys} and {values} into a dictionary",
        "map two lists into a dictionary{given keys,values}",
        "convert two lists into a dictionary{given keys,values}",
        "create a dictionary from two lists{given keys,values}",
        "merge two lists into a dictionary{given keys,values}",
        "combine two lists into a dictionary{given keys,values}",
        "make a dictionary from {keys,values}",
        "map two lists to a dictionary{given keys,values}",
    ),
    find("[a |the ]dictionary from two lists{given keys,values}"),
    draw=_keys_values,
    keys=words()("list of keys", "list", "keys"),
    values=numbers()("list of values", "list", "values"),
    oracle=lambda keys, values: {keys[i]: values[i] for i in range(len(keys))},
)
def lists_to_dict(keys, values):
    return dict(zip(keys, values))


@lists_to_dict.way("dict comprehension")
def lists_to_dict(keys, values):
    return {key: value for key, value in zip(keys, values)}


@lists_to_dict.way("for", "plain")
def lists_to_dict(keys, values):
    result = {}
    for i in range(len(keys)):
        result[keys[i]] = values[i]
    return result


@lists_to_dict.way("zip", "builtin")
def lists_to_dict(keys, values):
    return dict(zip(keys, values))


@family(
    do("merge {a,b}", "combine {a,b}", "concatenate {a,b}", "merge {a,b} into one", "join {a,b}"),
    find("[the |]merger of {a,b}"),
    a=mapping(),
    b=mapping(),
    oracle=lambda a, b: a | b,
)
def merge_dicts(a, b):
    return {**a, **b}


@merge_dicts.way("for", "plain")
def merge_dicts(a, b):
    result = a.copy()
    for key in b:
        result[key] = b[key]
    return result


@merge_dicts.way("builtin")
def merge_dicts(a, b):
    result = a.copy()
    result.update(b)
    return result


@family(
    do(
        "combine {a,b} by adding values for common keys",
        "add [the |]values of common keys of {a,b}",
        "merge {a,b} by adding [the |]values [of|with] the same key",
    ),
    draw=lambda rng: tuple({k: rng.randint(1, 30) for k in rng.sample("abcde", 3)} for _ in range(2)),
    a=mapping(),
    b=mapping(),
)
def add_dicts(a, b):
    result = a.copy()
    for key in b:
        result[key] = result.get(key, 0) + b[key]
    return result


@family(
    do(
        "sort {d} by [value|values|its values]",
        "sort {d} in ascending order of values",
        "sort {d} (ascending) by value",
    ),
    find("{d} sorted [ascending |]by its values"),
    d=mapping(),
    oracle=lambda d: (
        {k: v for v, k in sorted((v, k) for k, v in d.items())}
        if len(set(d.values())) == len(d)
        else dict(sorted(d.items(), key=lambda i: i[1]))
    ),
)
def sort_by_value(d):
    return dict(sorted(d.items(), key=lambda item: item[1]))


@family(
    do(
        "sort {d} by [value|values|its values] in descending order",
        "sort {d} (descending) by value",
        "sort {d} [in descending order by|descending by] value",
    ),
    find("{d} sorted descending by its values"),
    d=mapping(),
)
def sort_by_value_descending(d):
    return dict(sorted(d.items(), key=lambda item: item[1], reverse=True))


@family(
    do("sort {d} by [key|keys|its keys]", "sort {d} with respect to key", "sort the items of {d} by key"),
    find("{d} sorted [ascending |]by its keys"),
    d=mapping(),
)
def sort_by_key(d):
    return dict(sorted(d.items()))


@family(
    do("sort {d} by [key|keys|its keys] in descending order"), find("{d} sorted descending by its keys"), d=mapping()
)
def sort_by_key_descending(d):
    return dict(sorted(d.items(), reverse=True))


@family(
    do(
        "invert {d}",
        "swap [the |]keys and values [of|in] {d}",
        "reverse [the |]key and [item|value] mapping of {d}",
        "invert the keys and values of {d}",
    ),
    find("[the |][inverse|inversion] of {d}", "{d} with keys and values swapped"),
    draw=lambda rng: (lambda n: (dict(zip(rng.sample(KEYS, n), rng.sample(range(1, 60), n), strict=True)),))(
        rng.randint(2, 4)
    ),
    d=mapping(),
)
def invert_dict(d):
    return {value: key for key, value in d.items()}


@family(
    do(
        "invert {d} with non-unique values",
        "group [the |]keys of {d} by value",
        "invert {d} so that keys with the same value are in a list",
    ),
    draw=lambda rng: ({k: rng.randint(1, 3) for k in rng.sample(KEYS, 5)},),
    d=mapping(),
)
def group_by_value(d):
    result = {}
    for key, value in d.items():
        result.setdefault(value, []).append(key)
    return result


@family(
    check(
        "{key} [exists|is|is present|is already] in {d}",
        "{d} has [the key |]{key}",
        "[a given |the ]key {=key} [already |]exists in {d}",
        "a key exists in [a|the] dictionary{given key,d}",
    ),
    draw=lambda rng: (lambda d: (rng.choice([*d, rng.choice(WORDS)]), d))(
        {k: rng.randint(1, 30) for k in rng.sample(KEYS, 3)}
    ),
    key=word()("key", "given key"),
    d=mapping(),
    forms="function prints open values",
)
def has_key(key, d):
    return key in d


@family(
    check(
        "{value} [exists|is|is present] in [the values of |]{d}", "[a|the] value {=value} is present [inside|in] {d}"
    ),
    draw=lambda rng: (lambda d: (rng.choice([*d.values(), 99]), d))(
        {k: rng.randint(1, 30) for k in rng.sample(KEYS, 3)}
    ),
    value=integer()("value", "given value"),
    d=mapping(),
    forms="function prints open values",
)
def has_value(value, d):
    return value in d.values()


@family(
    find(
        "[the |]key with [the |][maximum|max|largest|highest] value in {d}",
        "[the |]key of the [maximum|largest] value in {d}",
    ),
    d=mapping(),
)
def key_of_max(d):
    return max(d, key=d.get)


@family(find("[the |]key with [the |][minimum|min|smallest|lowest] value in {d}"), d=mapping())
def key_of_min(d):
    return min(d, key=d.get)


@family(find("[the |][maximum|largest|highest] value in {d}", "[the |]largest value of {d}"), d=mapping())
def max_value(d):
    return max(d.values())


@family(find("[the |]maximum and minimum value in {d}", "[the |]maximum and minimum values of {d}"), d=mapping())
def max_min_values(d):
    return max(d.values()), min(d.values())


@family(
    find("[the |]sum of all [items|values|the values] in {d}", "[the |]sum of [the |]values of {d}"),
    do("sum all the [items|values] in {d}", "add [all |]the values of {d}"),
    d=mapping(),
    oracle=lambda d: sum(d[k] for k in d),
)
def sum_values(d):
    return sum(d.values())


@family(
    find("[the |]product of all [items|values] in {d}"),
    do("multiply all the [items|values] in {d}"),
    d=mapping(1, 9, 2, 4),
)
def product_values(d):
    product = 1
    for value in d.values():
        product *= value
    return product


@family(find("[the |]average of [the |]values in {d}", "[the |]mean of the values of {d}"), d=mapping())
def average_values(d):
    return sum(d.values()) / len(d)


@family(
    find(
        "[the |][all |]keys of {d}",
        "[all |]the keys [in|of] {d}",
        "[the |]list of keys of {d}",
        "the keys of {d} as a list",
    ),
    d=mapping(),
    oracle=list,
)
def keys(d):
    return list(d.keys())


@family(
    find("[all |]the values [in|of] {d}", "[the |]list of values of {d}", "[a |]flat list of all the values in {d}"),
    d=mapping(),
)
def values_of(d):
    return list(d.values())


@family(
    show("[the |]keys and [the |]values of {d}", "each key and value of {d}", "all [the |]items of {d}"), d=mapping()
)
def print_items(d):
    for key, value in d.items():
        print(key, value)


@family(show("[the |]keys of {d} one by one", "each key of {d}"), d=mapping())
def print_keys(d):
    for key in d:
        print(key)


@family(
    do("convert {d} [to|into] a list of tuples", "convert {d} into list of tuples"),
    find("[the |]items of {d} as a list of tuples"),
    d=mapping(),
)
def to_tuples(d):
    return list(d.items())


@family(
    do("convert {pairs} [to|into] a dictionary", "convert a list of tuples [to|into] a dictionary"),
    draw=lambda rng: ([(k, rng.randint(1, 30)) for k in rng.sample(KEYS, 3)],),
    pairs=kind("list of tuples|list of pairs", lambda rng: [], "pairs tuples data"),
)
def tuples_to_dict(pairs):
    return dict(pairs)


@family(
    do(
        "remove [the key |]{key} from {d}",
        "delete [the key |]{key} from {d}",
        "remove a [given |]key from a dictionary{given key,d}",
        "remove {key} from {d}",
    ),
    draw=lambda rng: (lambda d: (rng.choice([*d]), d))({k: rng.randint(1, 30) for k in rng.sample(KEYS, 4)}),
    key=word()("key", "given key"),
    d=mapping(),
    forms="function prints open values",
)
def remove_key(key, d):
    d.pop(key, None)
    return d


@family(
    do(
        "add [the key |a key ]{key} with value {value} to {d}",
        "update {d} with a [new |]key value pair{given key,value}",
        "add a [new |]key value pair to {d}{given key,value}",
    ),
    draw=lambda rng: (rng.choice(WORDS), rng.randint(1, 99), {k: rng.randint(1, 30) for k in rng.sample(KEYS, 2)}),
    key=word()("key"),
    value=integer()("value"),
    d=mapping(),
    forms="function prints values",
)
def add_pair(key, value, d):
    d[key] = value
    return d


@family(
    find(
        "[the |]value of [the key |]{key} in {d}",
        "[the |]value for {key} [in|from] {d}",
        "[the |]value of {key} in {d} or None if [the key |it ]is missing",
    ),
    draw=lambda rng: (lambda d: (rng.choice([*d, rng.choice(WORDS)]), d))(
        {k: rng.randint(1, 30) for k in rng.sample(KEYS, 3)}
    ),
    key=word()("key", "given key"),
    d=mapping(),
)
def get_value(key, d):
    return d.get(key)


@family(
    find("[the |]length of {d}", "[the |]number of [keys|items] in {d}", "how many keys are in {d}"),
    do("count [the |]keys in {d}"),
    d=mapping(),
)
def dict_length(d):
    return len(d)


@family(
    find(
        "[the |]keys [of|in] {d} whose values are greater than {k}",
        "[the |]keys of {d} with [value|values] greater than {=k}",
    ),
    draw=lambda rng: ({k: rng.randint(1, 50) for k in rng.sample(KEYS, 4)}, rng.randint(5, 40)),
    d=mapping(),
    k=integer()("number", "given input"),
)
def keys_above(d, k):
    return [key for key, value in d.items() if value > k]


@family(
    do(
        "filter {d} [by|to keep] values greater than {k}",
        "keep only [the |]items of {d} with [value|values] greater than {k}",
    ),
    draw=lambda rng: ({k: rng.randint(1, 50) for k in rng.sample(KEYS, 4)}, rng.randint(5, 40)),
    d=mapping(),
    k=integer()("number", "given number"),
)
def filter_values(d, k):
    return {key: value for key, value in d.items() if value > k}


@family(
    find(
        "[the |]keys [of|in] {d} with [the value |value ]{=value}",
        "all [the |]keys with a given value in {d}{given value}",
    ),
    draw=lambda rng: ({k: rng.randint(1, 3) for k in rng.sample(KEYS, 4)}, rng.randint(1, 3)),
    d=mapping(),
    value=integer()("value"),
)
def keys_with_value(d, value):
    return [key for key in d if d[key] == value]


@family(
    find("[the |]unique values [of|in|from] {d}"),
    draw=lambda rng: ({k: rng.randint(1, 3) for k in rng.sample(KEYS, 5)},),
    d=mapping(),
)
def unique_values(d):
    return sorted(set(d.values()))


@family(
    find("[the |]{=n} largest values [in|of] {d}", "[the |]n largest values in {d}{given n}"),
    d=mapping(1, 60, 3, 5),
    n=integer(1, 3),
)
def largest_values(d, n):
    return sorted(d.values(), reverse=True)[:n]


@family(check("{d} is empty"), draw=lambda rng: (rng.choice([{}, {"a": rng.randint(1, 9)}]),), d=mapping())
def is_empty_dict(d):
    return not d


@family(
    check("{a,b} are equal", "{a,b} are [equal|the same]"),
    draw=lambda rng: (lambda d: (d, rng.choice([dict(d), {**d, "z": 1}])))(
        {k: rng.randint(1, 30) for k in rng.sample(KEYS, 2)}
    ),
    a=mapping(),
    b=mapping(),
)
def dicts_equal(a, b):
    return a == b


@family(
    find("[the |]common keys [of|in|between] {a,b}", "[the |]keys common to {a,b}"),
    draw=lambda rng: tuple({k: rng.randint(1, 30) for k in rng.sample("abcde", 3)} for _ in range(2)),
    a=mapping(),
    b=mapping(),
)
def common_keys(a, b):
    return [key for key in a if key in b]


@family(
    do("multiply [all |each of ]the values of {d} by {k}", "multiply each value [in|of] {d} by {k}"),
    d=mapping(),
    k=integer(2, 5),
)
def scale_values(d, k):
    return {key: value * k for key, value in d.items()}


@family(
    do("add [a |the ]prefix {prefix} to each key [name |]in {d}", "add {prefix} [as a prefix |]to every key of {d}"),
    draw=lambda rng: (
        rng.choice(["my_", "x_", "new_", "old_"]),
        {k: rng.randint(1, 30) for k in rng.sample(KEYS, 2)},
    ),
    prefix=word()("prefix"),
    d=mapping(),
    forms="function prints values",
)
def prefix_keys(prefix, d):
    return {prefix + key: value for key, value in d.items()}


@family(do("convert [all |]the keys of {d} to [uppercase|upper case]", "uppercase the keys of {d}"), d=mapping())
def uppercase_keys(d):
    return {key.upper(): value for key, value in d.items()}


@family(
    do(
        "generate a dictionary [where|whose] keys are numbers [between|from] 1 [and|to] {=n}[ (both "
        "included)|] and [the |]values are [the |]squares [of|of the] keys",
        "create a dictionary with numbers from 1 to {n} as keys and their squares as values",
        "generate a dictionary that contains [a number (between 1 and n) in the form (x, x*x)|(i, "
        "i*i) for i from 1 to n]{given n}",
    ),
    find("[a |]dictionary with keys from 1 to {n} and values the square of the keys"),
    n=integer(2, 8),
)
def square_dict(n):
    return {i: i**2 for i in range(1, n + 1)}


@square_dict.way("for")
def square_dict(n):
    result = {}
    for i in range(1, n + 1):
        result[i] = i**2
    return result


@family(
    do(
        "create a dictionary whose keys are numbers from 1 to {n} and values are cubes of the [key|keys]",
        "generate a dictionary with numbers from 1 to {n} and their cubes",
    ),
    n=integer(2, 8),
)
def cube_dict(n):
    return {i: i**3 for i in range(1, n + 1)}


@family(
    do(
        "convert {items} to a dictionary [where the key is the index and the value is the item|with index as key]",
        "create a dictionary with index as key from {items}",
    ),
    items=words(),
)
def index_dict(items):
    return dict(enumerate(items))


@family(
    do(
        "create a dictionary [of|with] [each word and its length from|the length of each word in] {items}",
        "map each word [of|in] {items} to its length",
    ),
    items=words(),
)
def length_dict(items):
    return {item: len(item) for item in items}


@family(
    do(
        "group {items} by [their |]first letter",
        "create a dictionary with [key as |]the first character [and value as words starting with "
        "that character |as key and the words as values ]from {items}",
        "group words of {items} by their first character",
    ),
    draw=lambda rng: (rng.sample(["apple", "ant", "ball", "bat", "cat", "car", "dog", "art", "bus"], 5),),
    items=words(),
)
def group_by_first_letter(items):
    groups = {}
    for item in items:
        groups.setdefault(item[0], []).append(item)
    return groups


@group_by_first_letter.way("dict")
def group_by_first_letter(items):
    groups = defaultdict(list)
    for item in items:
        groups[item[0]].append(item)
    return dict(groups)


@family(do("group [the |]words [of|in] {items} by [their |]length", "group {items} by length"), items=words())
def group_by_length(items):
    groups = {}
    for item in items:
        groups.setdefault(len(item), []).append(item)
    return groups


RECORDS = kind(
    "list of dictionaries|list of dicts",
    lambda rng: [{"name": name, "age": rng.randint(10, 60)} for name in rng.sample(PEOPLE, 3)],
    "records people data items",
)


@family(
    do("sort {records} by [the key |]{key}", "sort {records} by a [given |specified ]key{given key}"),
    draw=lambda rng: (
        [{"name": n, "age": rng.randint(10, 60)} for n in rng.sample(PEOPLE, 3)],
        rng.choice(("name", "age")),
    ),
    records=RECORDS,
    key=word()("key", "given key"),
)
def sort_records(records, key):
    return sorted(records, key=lambda record: record[key])


@family(
    do(
        "convert {records} to a list of values [corresponding to|for] {key}",
        "get [the |]values of {key} from {records}",
    ),
    find("[the |]values of [the key |]{key} [in|from] {records}"),
    draw=lambda rng: (
        [{"name": n, "age": rng.randint(10, 60)} for n in rng.sample(PEOPLE, 3)],
        rng.choice(("name", "age")),
    ),
    records=RECORDS,
    key=word()("key", "specified key"),
)
def pluck(records, key):
    return [record[key] for record in records]


@family(
    do("filter {records} where [the |]{key} equals {value}", "filter {records} where {key} is {value}"),
    draw=lambda rng: (lambda r: (r, "age", rng.choice(r)["age"]))(
        [{"name": n, "age": rng.randint(20, 24)} for n in rng.sample(PEOPLE, 3)]
    ),
    records=RECORDS,
    key=word()("key"),
    value=integer()("value", "given value"),
    forms="function prints values",
)
def filter_records(records, key, value):
    return [record for record in records if record[key] == value]


@family(
    do("merge {dicts} into [one|a single] [dictionary|dict]", "combine {dicts} into one dictionary"),
    draw=lambda rng: ([{k: rng.randint(1, 9)} for k in rng.sample(KEYS, 3)],),
    dicts=kind("list of dictionaries|list of dicts", lambda rng: [], "dicts data items"),
)
def merge_all(dicts):
    result = {}
    for d in dicts:
        result.update(d)
    return result


@family(
    do("count [the number of |]dictionaries in {items}"),
    find("[the |]number of dictionaries in {items}"),
    draw=lambda rng: ([rng.choice(({"a": 1}, rng.randint(1, 9), {"b": 2})) for _ in range(4)],),
    items=kind("list", lambda rng: [], "items lst data"),
)
def count_dicts(items):
    return sum(1 for item in items if isinstance(item, dict))


@family(
    do("flatten {d}", "flatten a nested dictionary"),
    find("[a |]flattened dictionary from {d}"),
    draw=lambda rng: ({"a": rng.randint(1, 9), "b": {"c": rng.randint(1, 9), "d": rng.randint(1, 9)}},),
    d=kind("nested dictionary|nested dict", lambda rng: {}, "d data nested"),
    forms="function open",
)
def flatten_dict(d):
    result = {}
    for key, value in d.items():
        if isinstance(value, dict):
            result.update(flatten_dict(value))
        else:
            result[key] = value
    return result


@family(
    find("[the |]depth of {d}", "[the |]depth of {d}"),
    draw=lambda rng: (rng.choice([{"a": 1}, {"a": {"b": 2}}, {"a": {"b": {"c": rng.randint(1, 9)}}}]),),
    d=kind("dictionary|nested dictionary", lambda rng: {}, "d data"),
    forms="function open",
)
def dict_depth(d):
    if not isinstance(d, dict):
        return 0
    return 1 + max((dict_depth(value) for value in d.values()), default=0)


@family(
    do("remove [duplicate values|duplicates] from {d}", "remove items with duplicate values from {d}"),
    draw=lambda rng: ({k: rng.randint(1, 3) for k in rng.sample(KEYS, 4)},),
    d=mapping(),
)
def remove_duplicate_values(d):
    result = {}
    for key, value in d.items():
        if value not in result.values():
            result[key] = value
    return result


@family(find("[the |]longest key in {d}", "[the |]longest key of {d}"), d=mapping())
def longest_key(d):
    return max(d, key=len)


@family(do("create an empty dictionary", "make an empty dictionary"), forms="open")
def empty_dict():
    my_dict = {}
    print(my_dict)
