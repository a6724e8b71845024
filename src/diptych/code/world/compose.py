"""Families that compose: a source, filters, a map and a reduction make "the sum of the squares of the even numbers".

Each part says itself in English and in Python; a composed family is built from parts and has as many wordings as they
allow. Which parts meet is the composition's name, and by it some compositions are held out.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from diptych.code.world.family import Family, Goal, check, do, find
from diptych.code.world.render import rename
from diptych.code.world.values import Param, char, integer, numbers, sentence, text, words


@dataclass(frozen=True)
class Source:
    """Where the items come from: how they are called, how one of them is called, and the iteration."""

    name: str
    items: str  # "numbers in {nums}", after an optional adjective
    item: str  # the loop variable
    each: str  # what is iterated
    params: tuple[Param, ...]
    kind: str = "numbers"


@dataclass(frozen=True)
class Filter:
    """Which items are kept: an adjective before them or a clause after them, and the condition on `x`."""

    name: str
    before: str
    after: str
    condition: str
    params: tuple[Param, ...] = ()
    sources: tuple[str, ...] = ()  # where it makes sense; () for everywhere


@dataclass(frozen=True)
class Map:
    """What is made of each item `x`: "squares" of it, or to "square" it."""

    name: str
    nouns: str
    verb: str
    expression: str


@dataclass(frozen=True)
class Reduce:
    """What is made of all of them: a noun phrase, an imperative about `them`, the expression over `{}`, the loop."""

    name: str
    noun: str
    verb: str
    expression: str
    start: str = ""
    step: str = ""


def named(param: Param, name: str) -> Param:
    """`param` under the name that the code uses."""
    return replace(param, name=name)


NUMBERS = named(numbers(-20, 40, 4, 8), "nums")
N = named(integer(5, 40), "n")
K = named(integer(2, 9), "k")

NUMBER_SOURCES = (
    Source("list", "numbers [in|of|from] {nums}", "num", "nums", (NUMBERS,)),
    Source("list", "elements [in|of|from] {nums}", "num", "nums", (NUMBERS,)),
    Source("range", "numbers [from 1 to|between 1 and] {n}", "i", "range(1, n + 1)", (N,)),
    Source("range", "numbers up to {n}", "i", "range(1, n + 1)", (N,)),
    Source("digits", "digits [of|in] {n}", "digit", "map(int, str(n))", (named(integer(100, 99999), "n"),)),
)

NUMBER_FILTERS = (
    Filter("all", "", "", ""),
    Filter("even", "even ", "", "x % 2 == 0"),
    Filter("odd", "odd ", "", "x % 2 != 0"),
    Filter("positive", "positive ", "", "x > 0", sources=("list",)),
    Filter("negative", "negative ", "", "x < 0", sources=("list",)),
    Filter("non_zero", "non-zero ", "", "x != 0", sources=("list",)),
    Filter("above", "", " [greater|larger|bigger|more] than {k}", "x > k", (named(integer(2, 15), "k"),)),
    Filter("below", "", " [less|smaller] than {k}", "x < k", (named(integer(8, 40), "k"),)),
    Filter("divisible", "", " [divisible by|that are divisible by|which are multiples of] {k}", "x % k == 0", (K,)),
    Filter("not_divisible", "", " [not divisible by|that are not divisible by] {k}", "x % k != 0", (K,)),
    Filter("prime", "prime ", "", "x > 1 and all(x % d != 0 for d in range(2, x))"),
    Filter("square", "perfect square ", "", "x >= 0 and int(x**0.5) ** 2 == x"),
    Filter("threes", "", " [that are |]divisible by 3", "x % 3 == 0"),
    Filter("fives", "", " [that are |]divisible by 5", "x % 5 == 0"),
    Filter("multiples", "", " [that are |]divisible by 3 or 5", "x % 3 == 0 or x % 5 == 0"),
    Filter("even_above", "even ", " greater than {k}", "x % 2 == 0 and x > k", (named(integer(2, 15), "k"),)),
    Filter("odd_above", "odd ", " greater than {k}", "x % 2 != 0 and x > k", (named(integer(2, 15), "k"),)),
    Filter("even_positive", "positive even ", "", "x > 0 and x % 2 == 0", sources=("list",)),
    Filter("odd_positive", "positive odd ", "", "x > 0 and x % 2 != 0", sources=("list",)),
)

NUMBER_MAPS = (
    Map("same", "", "", "x"),
    Map("squares", "[squares|square]", "square", "x**2"),
    Map("cubes", "[cubes|cube]", "cube", "x**3"),
    Map("doubles", "doubles", "double", "x * 2"),
    Map("triples", "triples", "triple", "x * 3"),
    Map("halves", "halves", "halve", "x / 2"),
    Map("absolute", "absolute values", "take the absolute value of", "abs(x)"),
    Map("negatives", "negatives", "negate", "-x"),
    Map("increments", "increments", "add 1 to", "x + 1"),
    Map("tens", "multiples by ten", "multiply by ten", "x * 10"),
)

NUMBER_REDUCES = (
    Reduce(
        "sum",
        "[the |]sum of [the |all |all the |]",
        "[find|get|return] the sum",
        "sum({})",
        "total = 0",
        "total += {}",
    ),
    Reduce(
        "product",
        "[the |]product of [the |all |]",
        "[find|get] the product",
        "math.prod({})",
        "product = 1",
        "product *= {}",
    ),
    Reduce("count", "[the |][number|count] of [the |]", "count them", "sum(1 for {})", "count = 0", "count += 1"),
    Reduce("max", "[the |][largest|maximum|biggest] of [the |]", "[find|get] the [largest|maximum]", "max({})"),
    Reduce("min", "[the |][smallest|minimum] of [the |]", "[find|get] the [smallest|minimum]", "min({})"),
    Reduce("average", "[the |][average|mean] of [the |all |]", "[find|get] the average", "average"),
    Reduce("list", "[a list of |the list of |all |the |all the ]", "", "[{}]", "result = []", "result.append({})"),
    Reduce("list", "[a list of |the list of |all |the |all the ]", "", "[{}]", "result = []", "result.append({})"),
    Reduce("sorted", "[a |the ]sorted list of [the |]", "sort them", "sorted({})"),
    Reduce(
        "descending",
        "[a |the ]list in descending order of [the |]",
        "sort them [in descending order|in descending order|from high to low|from largest to smallest]",
        "sorted(({}), reverse=True)",
    ),
    Reduce("reversed", "[a |the ]reversed list of [the |]", "reverse the list", "[{}][::-1]"),
    Reduce("unique", "[the |]unique values of [the |]", "remove duplicates", "sorted(set({}))"),
)

ITEMS = named(words(3, 6), "words")
SENTENCE = named(sentence(3, 7), "s")
LETTER = named(char("aeioprstbc"), "c")
WORD_SOURCES = (
    Source("words", "[words|strings] [in|of|from] {words}", "word", "words", (ITEMS,)),
    Source("words", "[strings|elements] [in|of|from] {words}", "word", "words", (ITEMS,)),
    Source("sentence", "words [in|of|from] {s}", "word", "s.split()", (SENTENCE,)),
)

LENGTH = named(integer(3, 5)("number", "given number", "length"), "k")
WORD_FILTERS = (
    Filter("all", "", "", ""),
    Filter(
        "longer",
        "",
        " [longer than|that are longer than|that have more than] {=k} [letters|characters]",
        "len(x) > k",
        (LENGTH,),
    ),
    Filter(
        "shorter",
        "",
        " [shorter than|that are shorter than|that have less than] {=k} [letters|characters]",
        "len(x) < k",
        (LENGTH,),
    ),
    Filter("length", "", " [of length|with length|that have length] {=k}", "len(x) == k", (LENGTH,)),
    Filter("starting", "", " [starting with|that start with|beginning with] {c}", "x.startswith(c)", (LETTER,)),
    Filter("ending", "", " [ending with|that end with|ending in] {c}", "x.endswith(c)", (LETTER,)),
    Filter("containing", "", " [containing|that contain|with] {c}", "c in x", (LETTER,)),
    Filter("vowel_start", "", " [starting with|that start with] a vowel", 'x[0].lower() in "aeiou"'),
    Filter("palindrome", "palindromic ", "", "x == x[::-1]"),
    Filter("even_length", "even length ", "", "len(x) % 2 == 0"),
    Filter("odd_length", "odd length ", "", "len(x) % 2 != 0"),
    Filter("capital", "capitalized ", "", "x[0].isupper()", sources=("sentence",)),
)

WORD_MAPS = (
    Map("same", "", "", "x"),
    Map("upper", "uppercase forms", "[uppercase|convert to uppercase]", "x.upper()"),
    Map("lower", "lowercase forms", "lowercase", "x.lower()"),
    Map("reverse", "reverses", "reverse", "x[::-1]"),
    Map("length", "lengths", "take the length of", "len(x)"),
    Map("capitalize", "capitalized forms", "capitalize", "x.capitalize()"),
    Map("first", "first letters", "take the first letter of", "x[0]"),
    Map("last", "last letters", "take the last letter of", "x[-1]"),
)

WORD_REDUCES = (
    Reduce("list", "[a list of |the list of |all |the |all the ]", "", "[{}]", "result = []", "result.append({})"),
    Reduce("list", "[a list of |the list of |all |the |all the ]", "", "[{}]", "result = []", "result.append({})"),
    Reduce("count", "[the |][number|count] of [the |]", "count them", "sum(1 for {})", "count = 0", "count += 1"),
    Reduce("sorted", "[a |the ]sorted list of [the |]", "sort them", "sorted({})"),
    Reduce("joined", "[a |the ]string of [the |]", "join them [with spaces|into a string]", '" ".join({})'),
    Reduce("longest", "[the |]longest of [the |]", "[find|get] the longest", "max(({}), key=len)"),
    Reduce("reversed", "[a |the ]reversed list of [the |]", "reverse the list", "[{}][::-1]"),
)


@dataclass(frozen=True)
class Step:
    """One step of a chain: an imperative about the value, and the expression over it."""

    name: str
    verb: str  # over {} for the object
    expression: str  # over x


STRING_STEPS = (
    Step("reverse", "[reverse|flip] {}", "x[::-1]"),
    Step("upper", "[convert {} to uppercase|uppercase {}|make {} uppercase|convert {} to upper case]", "x.upper()"),
    Step("lower", "[convert {} to lowercase|make {} lowercase|convert {} to lower case]", "x.lower()"),
    Step("swap", "swap the case of {}", "x.swapcase()"),
    Step("title", "[convert {} to title case|capitalize each word of {}]", "x.title()"),
    Step(
        "vowels",
        "[remove [all |the |]vowels from|strip vowels from] {}",
        '"".join(char for char in x if char not in "aeiouAEIOU")',
    ),
    Step("spaces", "remove [all |the |]spaces from {}", 'x.replace(" ", "")'),
    Step("hyphens", "replace [the |]spaces in {} with hyphens", 'x.replace(" ", "-")'),
    Step("sort", "sort the characters of {}", '"".join(sorted(x))'),
    Step("unique", "remove duplicate characters from {}", '"".join(dict.fromkeys(x))'),
    Step("words", "reverse the order of [the |]words in {}", '" ".join(x.split()[::-1])'),
    Step("split", "split {} into words", "x.split()"),
    Step("count", "count the characters of {}", "len(x)"),
    Step("double", "repeat {} twice", "x * 2"),
)

LIST_STEPS = (
    Step("unique", "remove [the |all |]duplicates from {}", "list(dict.fromkeys(x))"),
    Step("sort", "sort {}", "sorted(x)"),
    Step(
        "descending",
        "sort {} [in descending order|in descending order|from high to low|from largest to smallest]",
        "sorted(x, reverse=True)",
    ),
    Step("reverse", "reverse {}", "x[::-1]"),
    Step("square", "square each [number|element] of {}", "[num**2 for num in x]"),
    Step("double", "double each [number|element] of {}", "[num * 2 for num in x]"),
    Step("evens", "remove [the |]odd numbers from {}", "[num for num in x if num % 2 == 0]"),
    Step("odds", "remove [the |]even numbers from {}", "[num for num in x if num % 2 != 0]"),
    Step("positives", "remove [the |]negative numbers from {}", "[num for num in x if num >= 0]"),
    Step("first", "remove the first element of {}", "x[1:]"),
    Step("last", "remove the last element of {}", "x[:-1]"),
    Step("three", "take the first three elements of {}", "x[:3]"),
    Step("alternate", "take every second element of {}", "x[::2]"),
)
LIST_ENDS = (
    Step("sum", "[find|get] the sum of {}", "sum(x)"),
    Step("length", "[find|get] the length of {}", "len(x)"),
    Step("strings", "convert {} to a list of strings", "[str(num) for num in x]"),
    Step("join", "join {} with commas", '", ".join(str(num) for num in x)'),
    Step("tuple", "convert {} to a tuple", "tuple(x)"),
    Step("halve", "[find|get] the first half of {}", "x[: len(x) // 2]"),
)


@dataclass(frozen=True)
class Number:
    """A number made of numbers: its noun phrase and its expression."""

    name: str
    noun: str
    expression: str


PAIRS = (
    Number("sum", "[the |]sum of {a,b}", "a + b"),
    Number("difference", "[the |]difference of {a,b}", "a - b"),
    Number("product", "[the |]product of {a,b}", "a * b"),
    Number("square_sum", "[the |]sum of [the |]squares of {a,b}", "a**2 + b**2"),
    Number("cube_sum", "[the |]sum of [the |]cubes of {a,b}", "a**3 + b**3"),
    Number("larger", "[the |][larger|maximum] of {a,b}", "max(a, b)"),
    Number("smaller", "[the |][smaller|minimum] of {a,b}", "min(a, b)"),
    Number("square_difference", "[the |]difference of [the |]squares of {a,b}", "a**2 - b**2"),
)
UNARY = (
    Number("square", "[the |]square of ", "result**2"),
    Number("cube", "[the |]cube of ", "result**3"),
    Number("double", "[the |]double of ", "result * 2"),
    Number("half", "half of ", "result / 2"),
    Number("absolute", "[the |]absolute value of ", "abs(result)"),
    Number("digits", "[the |]sum of [the |]digits of ", "sum(int(digit) for digit in str(abs(result)))"),
    Number("count", "[the |]number of digits [of|in] ", "len(str(abs(result)))"),
    Number("negative", "[the |]negative of ", "-result"),
)
CHECKS = (
    Number("even", "[is even|is an even number]", "result % 2 == 0"),
    Number("odd", "[is odd|is an odd number]", "result % 2 != 0"),
    Number("positive", "[is positive|is greater than zero]", "result > 0"),
    Number("above", "is greater than {k}", "result > k"),
    Number("divisible", "is divisible by {k}", "result % k == 0"),
    Number("square", "is a perfect square", "int(abs(result) ** 0.5) ** 2 == result"),
)


def draw(rng: random.Random) -> Family:
    """One composed family."""
    kind = rng.random()
    if kind < 0.5:
        filter_ = rng.randrange(len(NUMBER_FILTERS))
        return pipeline(
            "numbers",
            rng.randrange(len(NUMBER_SOURCES)),
            filter_,
            _map(rng, NUMBER_MAPS),
            rng.randrange(len(NUMBER_REDUCES)),
        )
    if kind < 0.7:
        filter_ = rng.randrange(len(WORD_FILTERS))
        return pipeline(
            "words", rng.randrange(len(WORD_SOURCES)), filter_, _map(rng, WORD_MAPS), rng.randrange(len(WORD_REDUCES))
        )
    if kind < 0.8:
        first, second = rng.sample(range(len(STRING_STEPS) - 3), 2)
        return chain("string", first, rng.choice((second, len(STRING_STEPS) - rng.randint(1, 3))))
    if kind < 0.88:
        return chain("list", *rng.sample(range(len(LIST_STEPS)), 2))
    if kind < 0.92:
        return chain("ends", rng.randrange(len(LIST_STEPS)), rng.randrange(len(LIST_ENDS)))
    return arithmetic(
        rng.random() < 0.5, rng.randrange(len(PAIRS)), rng.randrange(len(UNARY)), rng.randrange(len(CHECKS))
    )


def _map(rng: random.Random, maps: tuple[Map, ...]) -> int:
    return 0 if rng.random() < 0.4 else rng.randrange(1, len(maps))


@cache
def pipeline(kind: str, source_index: int, filter_index: int, map_index: int, reduce_index: int) -> Family:
    """Source → filter → map → reduction, from the tables of `kind` (numbers or words)."""
    tables: tuple[Any, ...] = (
        (NUMBER_SOURCES, NUMBER_FILTERS, NUMBER_MAPS, NUMBER_REDUCES)
        if kind == "numbers"
        else (WORD_SOURCES, WORD_FILTERS, WORD_MAPS, WORD_REDUCES)
    )
    source: Source = tables[0][source_index]
    filter_: Filter = tables[1][filter_index]
    map_: Map = tables[2][map_index]
    reduce_: Reduce = tables[3][reduce_index]
    if reduce_.name == "count":
        map_ = tables[2][0]  # what is counted need not be changed first
    if reduce_.name == "longest" and map_.name in ("length", "first", "last"):
        map_ = tables[2][0]
    if reduce_.name == "joined" and map_.name == "length":
        map_ = tables[2][1]
    if filter_.sources and source.name not in filter_.sources:
        filter_ = tables[1][1]
    if map_.name == "absolute" and source.name != "list":
        map_ = tables[2][1]
    composition = f"{source.name} {filter_.name} {map_.name} {reduce_.name}"
    name = "_".join(
        part for part in (reduce_.name, filter_.name, map_.name, "of", source.name) if part not in ("all", "same")
    )
    params = (*source.params, *filter_.params)
    taken = f"{filter_.before}{source.items}{filter_.after}"
    goals: list[Goal] = list(find(f"{reduce_.noun}{map_.nouns}{' of [the |]' if map_.nouns else ''}{taken}"))
    if map_.verb:
        each = source.items.replace("[words|strings]", "word").replace("[strings|elements]", "string")
        each = (
            each.replace("numbers", "number")
            .replace("elements", "element")
            .replace("words ", "word ")
            .replace("digits", "digit")
        )
        then = f" and {reduce_.verb}" if reduce_.verb else ""
        verb = map_.verb
        goals += do(f"{verb} [every|each] {filter_.before}{each}{filter_.after}{then}")
    elif reduce_.name == "list" and filter_.condition:
        goals += do(f"[filter|select|get|extract] [the |]{taken}")
    elif reduce_.name == "sum":
        goals += do(f"[add|sum] [the |all the |all |]{taken}")
    elif reduce_.name == "count":
        goals += do(f"count [the |the number of |]{taken}")
    return Family(
        name=name,
        group="compositions",
        goals=tuple(goals),
        params=params,
        sources=_pipeline_sources(name, params, source, filter_, map_, reduce_),
        draw=_kept(source, filter_, params),
        composition=composition,
    )


def _pipeline_sources(
    name: str, params: tuple[Param, ...], source: Source, filter_: Filter, map_: Map, reduce_: Reduce
) -> dict[str, str]:
    item = source.item
    value = _over(item, map_.expression)
    condition = _over(item, filter_.condition)
    where = f" if {condition}" if condition else ""
    loop = f"for {item} in {source.each}"
    head = f"def {name}({', '.join(param.name for param in params)}):\n"
    if reduce_.expression == "average":
        body = f"    values = [{value} {loop}{where}]\n    return sum(values) / len(values)\n"
    elif reduce_.name == "count":
        body = f"    return sum(1 {loop}{where})\n"
    elif value == item and not where and not reduce_.start:
        simple = (
            reduce_.expression.replace("[{}]", "list({})").replace("({})", f"({source.each})").format(source.each)
        )
        body = f"    return {simple}\n"
    else:
        body = f"    return {reduce_.expression.format(f'{value} {loop}{where}')}\n"
    sources = {"": head + body}
    if reduce_.start:
        result = reduce_.start.split(" ")[0]
        step = reduce_.step.format(value)
        inner = f"        if {condition}:\n            {step}\n" if condition else f"        {step}\n"
        looped = head + f"    {reduce_.start}\n    {loop}:\n{inner}    return {result}\n"
        sources |= {"for": looped, "plain": looped}
    if reduce_.name == "list":
        sources["comprehension"] = sources[""]
    return sources


def _over(item: str, expression: str) -> str:
    """An expression over x as one over `item`."""
    return rename(expression, {"x": item})


def _kept(source: Source, filter_: Filter, params: tuple[Param, ...]) -> Callable[[random.Random], tuple[Any, ...]]:
    """Arguments for which something passes the filter: the largest of nothing is no question."""
    test = eval(
        f"lambda {', '.join(p.name for p in params)}: any({filter_.condition or 'True'} for x in {source.each})"
    )

    def draw_kept(rng: random.Random) -> tuple[Any, ...]:
        for _ in range(60):
            arguments = tuple(param.draw(rng) for param in params)
            if test(*arguments):
                return arguments
        return arguments

    return draw_kept


@cache
def chain(kind: str, first_index: int, second_index: int) -> Family:
    """One step after another on the same value: "reverse a string and convert it to uppercase"."""
    if kind == "string":
        first, second = STRING_STEPS[first_index], STRING_STEPS[second_index]
        param, slot, thing = named(text(2, 4), "s"), "{s}", "s"
    else:
        first = LIST_STEPS[first_index]
        second = (LIST_STEPS if kind == "list" else LIST_ENDS)[second_index]
        param, slot, thing = NUMBERS, "{nums}", "nums"
    name = f"{first.name}_then_{second.name}" if kind == "string" else f"{first.name}_and_{second.name}_list"
    body = f"    {thing} = {_over(thing, first.expression)}\n    return {_over(thing, second.expression)}\n"
    begin = first.verb.replace("{}", slot)
    end = second.verb.replace("{}", "[it*3|the result]" if kind == "string" else "[it|the result|the list]")
    return Family(
        name=name,
        group="compositions",
        goals=do(f"{begin} and [then |]{end}", f"{begin}, then {end}"),
        params=(param,),
        sources={"": f"def {name}({thing}):\n{body}"},
        composition=f"{kind} {first.name} {second.name}",
    )


@cache
def arithmetic(asks: bool, pair_index: int, unary_index: int, check_index: int) -> Family:
    """A number made of two numbers, and what is made of it or asked of it: "the square of the sum of two numbers"."""
    pair = PAIRS[pair_index]
    params: tuple[Param, ...] = (named(integer(1, 40), "a"), named(integer(1, 40), "b"))
    if asks:
        outer = CHECKS[check_index]
        goals = check(f"{pair.noun} {outer.noun}")
        if "{k}" in outer.noun:
            params = (*params, named(integer(2, 30)("third number", "given number"), "k"))
    else:
        outer = UNARY[unary_index]
        goals = find(outer.noun + pair.noun)
    name = f"{outer.name}_of_{pair.name}" if not asks else f"{pair.name}_is_{outer.name}"
    inner = pair.expression
    arguments = ", ".join(param.name for param in params)
    return Family(
        name=name,
        group="compositions",
        goals=goals,
        params=params,
        sources={"": f"def {name}({arguments}):\n    result = {inner}\n    return {outer.expression}\n"},
        composition=f"number {pair.name} {outer.name}{' asked' if asks else ''}",
    )
