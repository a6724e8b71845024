"""The language itself: comprehensions, lambdas, map and filter, generators, exceptions, formatting."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="assignment, attr-defined, has-type, no-redef, operator, var-annotated"
# ruff: noqa: B905, C416, C417, E731, PERF401

from functools import reduce

from diptych.code.world.family import check, do, family, find, show
from diptych.code.world.values import PEOPLE, WORDS, integer, kind, numbers, one_of, real, role, word, words


@family(
    do(
        "square [every|each] [term|number|element|item] [of|in] {nums}",
        "square every term of {nums}",
        "square all [the |]numbers in {nums}",
        "turn every item of {nums} into its square",
    ),
    find(
        "[the |]squares of [the |]numbers in {nums}",
        "[the |]square of each [number|element] [of|in] {nums}",
        "[a |the ]list of [the |]squares of {nums}",
    ),
    nums=numbers(),
    oracle=lambda nums: list(map(lambda x: x * x, nums)),
)
def square_all(nums):
    return [num**2 for num in nums]


@square_all.way("comprehension")
def square_all(nums):
    return [num**2 for num in nums]


@square_all.way("for", "plain")
def square_all(nums):
    result = []
    for num in nums:
        result.append(num**2)
    return result


@square_all.way("map")
def square_all(nums):
    return list(map(lambda num: num**2, nums))


@family(
    do("cube [every|each] [term|number|element|item] [of|in] {nums}"),
    find("[the |]cubes of [the |]numbers in {nums}", "[the |]cubes of {nums}"),
    nums=numbers(1, 12),
)
def cube_all(nums):
    return [num**3 for num in nums]


@cube_all.way("comprehension")
def cube_all(nums):
    return [num**3 for num in nums]


@cube_all.way("map")
def cube_all(nums):
    return list(map(lambda num: num**3, nums))


@family(
    do("take the square root of [every|each] [term|number] [of|in] {nums}", "square root every term of {nums}"),
    find("[the |]square roots of [the numbers in |]{nums}"),
    nums=numbers(1, 100),
)
def square_roots(nums):
    return [num**0.5 for num in nums]


@square_roots.way("comprehension")
def square_roots(nums):
    return [num**0.5 for num in nums]


@family(
    find("[the |][all |all the |]even numbers [in|from|of] {nums}", "[only |]even numbers [in|from] {nums}"),
    do("filter [the |]even numbers [from|in] {nums}", "extract [the |]even numbers from {nums}"),
    nums=numbers(1, 60),
)
def even_numbers(nums):
    return [num for num in nums if num % 2 == 0]


@even_numbers.way("comprehension")
def even_numbers(nums):
    return [num for num in nums if num % 2 == 0]


@even_numbers.way("filter", "lambda")
def even_numbers(nums):
    return list(filter(lambda num: num % 2 == 0, nums))


@even_numbers.way("for", "plain")
def even_numbers(nums):
    result = []
    for num in nums:
        if num % 2 == 0:
            result.append(num)
    return result


@family(
    find("[the |][all |all the |]odd numbers [in|from|of] {nums}", "[only |]odd numbers [in|from] {nums}"),
    do("filter [the |]odd numbers [from|in] {nums}", "extract [the |]odd numbers from {nums}"),
    nums=numbers(1, 60),
)
def odd_numbers(nums):
    return [num for num in nums if num % 2 != 0]


@odd_numbers.way("filter", "lambda")
def odd_numbers(nums):
    return list(filter(lambda num: num % 2 != 0, nums))


@family(
    find("[the |][all |]positive numbers [in|from|of] {nums}"),
    do("filter [the |]positive numbers from {nums}"),
    nums=numbers(-30, 30),
)
def positive_numbers(nums):
    return [num for num in nums if num > 0]


@positive_numbers.way("filter", "lambda")
def positive_numbers(nums):
    return list(filter(lambda num: num > 0, nums))


@family(
    find("[the |][all |]negative [numbers|integers] [in|from|of] {nums}", "[only |]negative integers from {nums}"),
    do("pick out [only |]negative integers from {nums}"),
    nums=numbers(-30, 30),
)
def negative_numbers(nums):
    return [num for num in nums if num < 0]


@negative_numbers.way("comprehension")
def negative_numbers(nums):
    return [num for num in nums if num < 0]


@family(
    find("[the |][all |]numbers [in|of|from] {nums} [that are |which are |]divisible by {k}"),
    do("filter [the |]numbers [in|of] {nums} [which are |]divisible by {k}"),
    nums=numbers(1, 90),
    k=integer(2, 7)("number", "given number"),
)
def divisible_numbers(nums, k):
    return [num for num in nums if num % k == 0]


@divisible_numbers.way("filter", "lambda")
def divisible_numbers(nums, k):
    return list(filter(lambda num: num % k == 0, nums))


@family(
    find(
        "[the |][all |]numbers [in|of|from] {nums} [that are |]greater than {k}",
        "[the |]elements of {nums} greater than {k}",
    ),
    do("filter [the |]numbers of {nums} greater than {k}"),
    nums=numbers(1, 60),
    k=integer(5, 40)("number", "given number"),
)
def greater_numbers(nums, k):
    return [num for num in nums if num > k]


@family(
    find(
        "[the |][all |]numbers [in|of|from] {nums} [that are |]less than {k}",
        "[the |]elements of {nums} [smaller|less] than {k}",
    ),
    nums=numbers(1, 60),
    k=integer(10, 50)("number", "given number"),
)
def smaller_numbers(nums, k):
    return [num for num in nums if num < k]


@family(
    do("double [every|each] [number|element] [of|in] {nums}", "multiply each element of {nums} by two"),
    find("[the |]doubles of {nums}"),
    nums=numbers(),
)
def double_all(nums):
    return [num * 2 for num in nums]


@double_all.way("map", "lambda")
def double_all(nums):
    return list(map(lambda num: num * 2, nums))


@family(
    do(
        "convert all [the |]strings [of|in] {items} to [uppercase|upper case]",
        "uppercase [all |]the strings [of|in] {items}",
        "convert all list elements to upper case{given items}",
        "make all words of {items} uppercase",
    ),
    items=words(),
)
def upper_all(items):
    return [item.upper() for item in items]


@upper_all.way("map", "lambda")
def upper_all(items):
    return list(map(str.upper, items))


@family(do("reverse each [string|word] [of|in] {items}"), items=words())
def reverse_all(items):
    return [item[::-1] for item in items]


@family(do("capitalize [all |each of |]the [words|strings] [of|in] {items}"), items=words())
def capitalize_all(items):
    return [item.capitalize() for item in items]


@family(
    do(
        "create a list of [the |]numbers from 1 to {n}",
        "make a list of numbers from 1 to {n}",
        "generate a list of [the |]first {=n} natural numbers",
    ),
    find("[a |the ]list of [the |]numbers from 1 to {n}"),
    n=integer(2, 15),
)
def number_list(n):
    return list(range(1, n + 1))


@number_list.way("comprehension")
def number_list(n):
    return [i for i in range(1, n + 1)]


@family(
    do(
        "create a list of [the |]squares of numbers from 1 to {n}",
        "generate a list where the values are square of numbers between 1 and {=n}[ (both included)|]",
    ),
    find("[the |]squares of [the |]numbers from 1 to {n}", "[a |]list of squares [up to|from 1 to] {n}"),
    n=integer(2, 15),
)
def squares_to(n):
    return [i**2 for i in range(1, n + 1)]


@squares_to.way("comprehension")
def squares_to(n):
    return [i**2 for i in range(1, n + 1)]


@squares_to.way("map", "lambda")
def squares_to(n):
    return list(map(lambda i: i**2, range(1, n + 1)))


@family(
    do("create a list of [the |]cubes of numbers from 1 to {n}"),
    find("[the |]cubes of [the |]numbers from 1 to {n}"),
    n=integer(2, 12),
)
def cubes_to(n):
    return [i**3 for i in range(1, n + 1)]


@family(
    find(
        "[the |][list of |]even numbers between {low} and {high}",
        "[all |]the even numbers in a range{given low,high}",
        "[a |]list of even numbers when a range is given{given low,high}",
    ),
    draw=lambda rng: (rng.randint(1, 20), rng.randint(25, 50)),
    low=integer(),
    high=integer(),
)
def evens_between(low, high):
    return [i for i in range(low, high + 1) if i % 2 == 0]


@family(
    find(
        "[the |][list of |]odd numbers between {low} and {high}",
        "[all |]the odd numbers in [a|given] range{given low,high}",
    ),
    draw=lambda rng: (rng.randint(1, 20), rng.randint(25, 50)),
    low=integer(),
    high=integer(),
)
def odds_between(low, high):
    return [i for i in range(low, high + 1) if i % 2 != 0]


@family(do("create a dictionary with the numbers from 1 to {n} and their squares"), n=integer(2, 8))
def squares_mapping(n):
    return {i: i**2 for i in range(1, n + 1)}


@squares_mapping.way("dict comprehension")
def squares_mapping(n):
    return {i: i**2 for i in range(1, n + 1)}


@family(
    find(
        "[the |]sum of a variable number of arguments",
        "[the |]sum of any number of arguments",
        "[the |]sum of all its arguments",
    ),
    forms="function",
    checks=("solution(1, 2, 3) == 6 and solution() == 0",),
)
def sum_arguments(*args):
    return sum(args)


@family(
    do(
        "take unlimited numbers and add them",
        "add [any number of|unlimited|variable number of] [numbers|arguments]",
        "accept a variable [length of|number of] arguments and return their sum",
    ),
    forms="function",
    checks=("solution(4, 5) == 9",),
)
def add_all(*args):
    total = 0
    for num in args:
        total += num
    return total


@family(
    do(
        "print all [its |]arguments",
        "accept a variable length of argument[s|] and print all arguments value[s|]",
        "take any number of arguments and print them",
    ),
    forms="prints",
    checks=("answer(1, 2, 3).split() == ['1', '2', '3']",),
)
def print_arguments(*args):
    for arg in args:
        print(arg)


@family(
    do(
        "print all keyword arguments", "take keyword arguments and print them", "use kwargs to print names and values"
    ),
    forms="prints",
    checks=("answer(a=1) == 'a 1'",),
)
def print_kwargs(**kwargs):
    for key, value in kwargs.items():
        print(key, value)


@family(
    do(
        "divide {a} by {b} and [handle|catch] [the |]division by zero",
        "handle the division by zero exception{given a,b}",
        "divide {a} by {b} [using|with] try except",
        "compute {=a}/{=b} and use try except to catch the exceptions",
    ),
    draw=lambda rng: (rng.randint(1, 50), rng.choice((0, 2, 5, 0))),
    a=integer(),
    b=integer(),
)
def divide_safely(a, b):
    try:
        return a / b
    except ZeroDivisionError:
        return "Cannot divide by zero"


@family(
    do(
        "convert {s} to an integer and [handle|catch] [the error|invalid input|exceptions]",
        "convert {s} to an integer or return None if it is [invalid|not possible]",
        "parse an integer with try except{given s}",
    ),
    s=kind("string|input string|text", one_of("12", "abc", "7", "3.5", "-4", "x1"), "s text value", "input()"),
)
def parse_int(s):
    try:
        return int(s)
    except ValueError:
        return None


@family(
    do("raise [a value|an] error when {n} is negative", "raise a ValueError if {n} is negative"),
    n=integer(1, 50),
    forms="function",
    checks=("solution(4) == 4",),
)
def require_positive(n):
    if n < 0:
        raise ValueError("The number must not be negative")
    return n


@family(
    do(
        "raise [an |]error when [an |the ]input is not a string[ type|]",
        "raise a TypeError if {value} is not a string",
    ),
    value=kind("input|argument|value", one_of("hello", "x"), "value s"),
    forms="function",
    checks=("solution('a') == 'a'",),
)
def require_string(value):
    if not isinstance(value, str):
        raise TypeError("The input must be a string")
    return value


@family(
    do(
        "format {x} [to|with] {=k} decimal places",
        "print {x} with {=k} decimal places",
        "format a number with k decimal places{given x,k}",
    ),
    draw=lambda rng: (round(rng.uniform(1, 99), 4), rng.randint(1, 3)),
    x=real()("number", "float"),
    k=integer(),
    forms="function prints values",
)
def format_decimals(x, k):
    return f"{x:.{k}f}"


@family(
    do("format {x} with two decimal places", "print {x} with 2 decimal places", "format {x} to 2 decimals"),
    draw=lambda rng: (round(rng.uniform(1, 99), 4),),
    x=real()("number", "float", "floating number"),
)
def two_decimals(x):
    return f"{x:.2f}"


@family(
    do("print {x} with no decimal places", "format {x} without decimals"),
    draw=lambda rng: (round(rng.uniform(1, 99), 3),),
    x=real()("floating number", "float", "number"),
    forms="prints values input",
)
def no_decimals(x):
    print(f"{x:.0f}")


@family(
    do(
        "format {n} with commas[ as thousands separators|]",
        "print {n} with commas as thousands separators",
        "add thousands separators to {n}",
    ),
    find("{n} with commas as thousands separators"),
    n=integer(1000, 9999999)("number", "number", "integer"),
    oracle=lambda n: format(n, ","),
)
def with_commas(n):
    return f"{n:,}"


@family(
    do("format {x} [as a percentage|as percent]", "print {x} as a percentage"),
    draw=lambda rng: (round(rng.uniform(0, 1), 3),),
    x=real()("number", "fraction", "decimal"),
)
def as_percentage(x):
    return f"{x:.1%}"


@family(
    do("pad {n} with zeros to [width |]{=width}", "print {n} with leading zeros{given width}"),
    n=integer(1, 99),
    width=integer(3, 6)("width"),
    forms="function prints values",
)
def pad_number(n, width):
    return f"{n:0{width}d}"


@family(
    do(
        "print {name} and {age} [using|with] an f-string",
        "print a message with [the |]name and age using f-string{given name,age}",
        "use f-string to print name and age{given name,age}",
    ),
    name=role(word(PEOPLE), "name"),
    age=role(integer(5, 90), "age"),
    forms="prints open values input",
)
def introduce(name, age):
    print(f"My name is {name} and I am {age} years old")


@family(
    do(
        "use the map function to square numbers",
        "demonstrate map",
        "show the use of map function",
        "make use of maps",
    ),
    forms="open",
)
def demonstrate_map():
    numbers = [1, 2, 3, 4, 5]
    print(list(map(lambda x: x**2, numbers)))


@family(
    do("use the filter function to get even numbers", "demonstrate filter", "show the use of filter function"),
    forms="open",
)
def demonstrate_filter():
    numbers = [1, 2, 3, 4, 5, 6]
    print(list(filter(lambda x: x % 2 == 0, numbers)))


@family(do("use reduce to sum a list", "demonstrate reduce", "show the use of [the |]reduce function"), forms="open")
def demonstrate_reduce():
    numbers = [1, 2, 3, 4, 5]
    print(reduce(lambda x, y: x + y, numbers))


@family(
    do(
        "make use of [the |]enumerate [method|function]",
        "demonstrate enumerate",
        "illustrate [the |]enumerate function",
        "show the use of enumerate",
    ),
    forms="open",
)
def demonstrate_enumerate():
    items = ["apple", "banana", "cherry"]
    for index, item in enumerate(items):
        print(index, item)


@family(
    do(
        "make use of [the |]zip [method|function]",
        "demonstrate zip",
        "explain python zip method",
        "illustrate the zip function",
        "show how zip works",
    ),
    forms="open",
)
def demonstrate_zip():
    names = ["Alice", "Bob", "Carol"]
    ages = [25, 30, 35]
    for name, age in zip(names, ages):
        print(name, age)


@family(
    do(
        "demonstrate list comprehension",
        "explain list comprehension",
        "use list comprehension to make a list of squares",
    ),
    forms="open",
)
def demonstrate_comprehension():
    squares = [i**2 for i in range(10)]
    print(squares)


@family(
    do(
        "demonstrate [the use of |]lambda[ function|]",
        "use [a python |]lambda function",
        "make use of a lambda function",
    ),
    forms="open",
)
def demonstrate_lambda():
    add = lambda a, b: a + b
    print(add(2, 3))


@family(
    do(
        "demonstrate [the use of |]try except",
        "implement try [catch|except][ code|]",
        "handle an exception with try and except",
    ),
    forms="open",
)
def demonstrate_try():
    try:
        print(5 / 0)
    except ZeroDivisionError:
        print("Cannot divide by zero")


@family(
    do("explain the use of f-string", "use f string", "demonstrate f-strings", "show how to use f string"),
    forms="open",
)
def demonstrate_fstring():
    name = "Alice"
    age = 25
    print(f"{name} is {age} years old")


@family(do("use else with [a |]for loop", "demonstrate for else"), forms="open")
def demonstrate_for_else():
    for i in range(3):
        print(i)
    else:
        print("Done")


@family(do("add a key to a dictionary and print it", "create a dictionary and add a new key"), forms="open")
def demonstrate_dict():
    person = {"name": "Alice", "age": 25}
    person["city"] = "Paris"
    print(person)


@family(
    do("iterate through {s} using [a |]for loop", "iterate over [the |]characters of {s}"),
    show("each character of {s} [on a new line|one per line]", "[the |]characters of {s} one by one"),
    s=word(),
    forms="prints open values input",
)
def print_chars(s):
    for char in s:
        print(char)


@family(
    check("a variable {value} is None", "{value} is None"),
    value=kind("value|variable|object", one_of(None, 0, "", 5, "None"), "value x"),
    forms="function",
)
def is_none(value):
    return value is None


@family(
    check("all [values|elements|items] [of|in] {items} are [true|True]", "every value in {items} is true"),
    draw=lambda rng: ([rng.choice((True, True, True, False)) for _ in range(3)],),
    items=kind("list|list of booleans", lambda rng: [], "items values lst"),
)
def all_true(items):
    return all(items)


@family(
    check("any [value|element|item] [of|in] {items} is [true|True]"),
    draw=lambda rng: ([rng.choice((False, False, False, True)) for _ in range(3)],),
    items=kind("list|list of booleans", lambda rng: [], "items values lst"),
)
def any_true(items):
    return any(items)


@family(
    find(
        "[all |]the sentences where [the |]subject is in {a}, [the |]verb in {b} and [the |]object in {c}",
        "all sentences from {a}, {b} and {c}",
    ),
    draw=lambda rng: (["I", "You"], ["play", "love"], rng.sample(["hockey", "football", "chess", "tennis"], 2)),
    a=words()("list of subjects"),
    b=words()("list of verbs"),
    c=words()("list of objects"),
    forms="function prints values",
)
def all_sentences(a, b, c):
    return [f"{x} {y} {z}" for x in a for y in b for z in c]


@family(
    do(
        "filter [the |]words of {items} that are longer than {=n}",
        "keep [only |]words [of|in] {items} longer than {=n} letters",
    ),
    items=words(),
    n=integer(3, 5),
)
def keep_long_words(items, n):
    return list(filter(lambda item: len(item) > n, items))


@family(
    find("[the |]palindromes in {items}", "[all |]palindromic [words|strings] in {items}"),
    draw=lambda rng: ([rng.choice(("level", "radar", "noon", *WORDS[:6])) for _ in range(4)],),
    items=words(),
)
def palindromes(items):
    return [item for item in items if item == item[::-1]]
