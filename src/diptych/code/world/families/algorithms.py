"""Small algorithms and puzzles: searching, recursion, generators, stacks, classics."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="assignment, attr-defined, has-type, no-redef, operator, var-annotated"
# ruff: noqa: PERF401, RET505, RUF005, SIM102, UP028

import bisect
from functools import reduce
from itertools import combinations, permutations, product

from diptych.code.world.family import check, checker, do, family, find, name, show
from diptych.code.world.values import WORDS, integer, kind, numbers, one_of, role, sentence_of, word, words


@family(
    do(
        "solve [the |][towers of hanoi|tower of hanoi|Tower of Hanoi|Towers of Hanoi]{given n}",
        "solve [the |]tower[s|] of hanoi [problem|puzzle]{given n}",
        "solve [the |]towers of hanoi for {n}",
        "implement [the |]tower of hanoi{given n}",
        "print the moves of [the |]tower of hanoi{given n}",
    ),
    show("[the |][steps|moves] to solve [the |]tower of hanoi{given n}"),
    name("tower of hanoi", "towers of hanoi", "tower of hanoi problem"),
    n=integer(1, 4)("number of disks", "number of discs", "disks"),
    forms="prints open values input function",
)
def hanoi(n, source="A", target="C", auxiliary="B"):
    if n > 0:
        hanoi(n - 1, source, auxiliary, target)
        print(f"Move disk {n} from {source} to {target}")
        hanoi(n - 1, auxiliary, target, source)


@family(
    find(
        "[the |]minimum number of [moves|steps] [for|to solve|in] [the |]tower of hanoi{given n}",
        "[the |]number of moves in tower of hanoi with {n}",
    ),
    n=integer(1, 12)("number of disks", "disks"),
)
def hanoi_moves(n):
    return 2**n - 1


def _search(rng):
    nums = [rng.randint(1, 40) for _ in range(rng.randint(4, 7))]
    return nums, rng.choice(nums) if rng.random() < 0.7 else 99


def _sorted_search(rng):
    nums = sorted(rng.sample(range(1, 60), rng.randint(4, 8)))
    return nums, rng.choice(nums) if rng.random() < 0.7 else 99


@family(
    do(
        "implement linear search[| in {nums}]{given target}",
        "search {target} in {nums} using linear search",
        "linearly search {nums} for {target}[ and return its index else -1|]",
        "perform [a |]linear search[ for {target}|] in {nums}",
    ),
    name("linear search", "linear search algorithm"),
    draw=_search,
    nums=numbers()("list", "array", "list of numbers"),
    target=integer()("target", "key", "number", "element", "given number"),
)
def linear_search(nums, target):
    for i in range(len(nums)):
        if nums[i] == target:
            return i
    return -1


@family(
    do(
        "implement binary search[| in {nums}]{given target}",
        "search {target} in {nums} using binary search",
        "perform [a |]binary search[ for {target}|] [in|on] {nums}",
        "do binary search on {nums}{given target}",
    ),
    find("[the |]index of {target} in {nums} [using|with] binary search"),
    name(
        "binary search", "binary search algorithm", "binary search function which searches an item in a sorted list"
    ),
    draw=_sorted_search,
    nums=numbers()("sorted list", "sorted array", "list"),
    target=integer()("target", "key", "number", "element", "item"),
)
def binary_search(nums, target):
    low = 0
    high = len(nums) - 1
    while low <= high:
        middle = (low + high) // 2
        if nums[middle] == target:
            return middle
        elif nums[middle] < target:
            low = middle + 1
        else:
            high = middle - 1
    return -1


@binary_search.way("recursion")
def binary_search(nums, target, low=0, high=None):
    if high is None:
        high = len(nums) - 1
    if low > high:
        return -1
    middle = (low + high) // 2
    if nums[middle] == target:
        return middle
    elif nums[middle] < target:
        return binary_search(nums, target, middle + 1, high)
    else:
        return binary_search(nums, target, low, middle - 1)


@family(
    find("[the |]leftmost [value|item] greater than {x} in {nums}"),
    draw=lambda rng: (lambda n: (n[-2], n))(sorted(rng.sample(range(1, 60), 5))),
    x=integer()("number", "x"),
    nums=numbers()("sorted list"),
)
def next_greater(x, nums):
    return nums[bisect.bisect_right(nums, x)]


@family(
    find("[all |all the |all possible |]permutations of {s}"),
    do("print all permutations of {s}", "generate all permutations of {s}"),
    draw=lambda rng: ("".join(rng.sample("abcdxyz", rng.randint(2, 3))),),
    s=word()("string", "given string"),
)
def string_permutations(s):
    return ["".join(p) for p in permutations(s)]


@string_permutations.way("recursion")
def string_permutations(s):
    if len(s) <= 1:
        return [s]
    result = []
    for i in range(len(s)):
        for rest in string_permutations(s[:i] + s[i + 1 :]):
            result.append(s[i] + rest)
    return result


@family(
    find("[all |all the |all possible |]permutations of {nums}"),
    do("generate [all |]permutations of {nums}"),
    draw=lambda rng: (rng.sample(range(1, 9), rng.randint(2, 3)),),
    nums=numbers()("list", "list of numbers"),
    forms="function prints open values",
)
def list_permutations(nums):
    return list(permutations(nums))


@family(
    find(
        "[all |all the |]combinations of {=k} [elements|numbers] of {nums}",
        "[all |]k-combinations of {nums}{given k}",
    ),
    draw=lambda rng: (rng.sample(range(1, 12), rng.randint(3, 4)), 2),
    nums=numbers()("list", "list of numbers"),
    k=integer(2, 2),
    forms="function prints open",
)
def list_combinations(nums, k):
    return list(combinations(nums, k))


@family(
    find(
        "[all |]possible combinations from [the |three |]digits{given a,b,c}",
        "all permutations of three digits{given a,b,c}",
    ),
    do("print all possible combinations [from|of] three [distinct |]digits{given a,b,c}"),
    draw=lambda rng: tuple(rng.sample(range(1, 9), 3)),
    a=integer()("digit"),
    b=integer()("digit"),
    c=integer()("digit"),
)
def digit_combinations(a, b, c):
    return list(permutations([a, b, c]))


@family(
    find("[all |all the |all possible ]subsets of {nums}", "[the |]power[ |]set of {nums}"),
    do("generate [all |]subsets of {nums}"),
    draw=lambda rng: (rng.sample(range(1, 12), rng.randint(2, 3)),),
    nums=numbers()("list", "set of distinct integers", "list"),
    forms="function prints open",
)
def subsets(nums):
    result = [[]]
    for num in nums:
        result += [subset + [num] for subset in result]
    return result


@family(
    find("[all |all possible ][subarrays|sublists] of {nums}"),
    draw=lambda rng: (rng.sample(range(1, 12), 3),),
    nums=numbers()("list", "array"),
)
def subarrays(nums):
    return [nums[i:j] for i in range(len(nums)) for j in range(i + 1, len(nums) + 1)]


@family(
    find("[the |]cartesian product of {a,b}", "all pairs of elements from {a,b}"),
    draw=lambda rng: tuple(rng.sample(range(1, 9), 2) for _ in range(2)),
    a=numbers()("list"),
    b=numbers()("list"),
)
def cartesian_product(a, b):
    return list(product(a, b))


@family(
    find(
        "[the |]pairs [of numbers |]in {nums} [whose sum is|that sum to|with sum] {target}",
        "all pairs in {nums} that add up to {target}",
    ),
    draw=lambda rng: (lambda n: (n, n[0] + n[1]))(rng.sample(range(1, 15), 5)),
    nums=numbers(),
    target=integer()("target", "given number", "number"),
)
def pairs_with_sum(nums, target):
    return [(a, b) for a, b in combinations(nums, 2) if a + b == target]


@family(
    find(
        "[the |][maximum|largest] [subarray sum|sum of a contiguous subarray] [of|in] {nums}",
        "[the |]contiguous subarray with the largest sum and return its sum in {nums}",
    ),
    do("implement [kadane's|Kadane's] algorithm on {nums}"),
    nums=numbers(-9, 9, 5, 8)("array", "list", "list of numbers"),
)
def max_subarray(nums):
    best = current = nums[0]
    for num in nums[1:]:
        current = max(num, current + num)
        best = max(best, current)
    return best


@family(find("[the |]length of [the |]longest increasing subsequence [of|in] {nums}"), nums=numbers(1, 30, 4, 7))
def longest_increasing(nums):
    lengths = [1] * len(nums)
    for i in range(len(nums)):
        for j in range(i):
            if nums[j] < nums[i]:
                lengths[i] = max(lengths[i], lengths[j] + 1)
    return max(lengths)


@family(find("[the |]length of [the |]longest substring without repeating characters [in|of] {s}"), s=word())
def longest_unique_substring(s):
    best = 0
    for i in range(len(s)):
        seen = set()
        for char in s[i:]:
            if char in seen:
                break
            seen.add(char)
        best = max(best, len(seen))
    return best


@family(
    find(
        "[the |]longest common subsequence [length |]of {a,b}",
        "[the |]length of the longest common subsequence of {a,b}",
    ),
    a=word(),
    b=word(),
)
def longest_common_subsequence(a, b):
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a)):
        for j in range(len(b)):
            if a[i] == b[j]:
                table[i + 1][j + 1] = table[i][j] + 1
            else:
                table[i + 1][j + 1] = max(table[i][j + 1], table[i + 1][j])
    return table[-1][-1]


@family(find("[the |][minimum |][edit|levenshtein] distance [of|between] {a,b}"), a=word(), b=word())
def edit_distance(a, b):
    row = list(range(len(b) + 1))
    for i in range(len(a)):
        previous, row = row, [i + 1]
        for j in range(len(b)):
            cost = 0 if a[i] == b[j] else 1
            row.append(min(row[j] + 1, previous[j + 1] + 1, previous[j] + cost))
    return row[-1]


@family(
    check(
        "[the |][parentheses|brackets] [in|of] {s} are balanced",
        "{s} has balanced [parentheses|brackets]",
        "{s} is [correctly|properly] parenthesized",
        "{s} has valid parentheses",
    ),
    checker("balanced [brackets|parentheses]"),
    s=kind(
        "string|expression|given string",
        one_of("()", "([])", "(]", "((", "{[()]}", "(()", "[]{}()", "([)]", "{}", "(a+b)*[c]"),
        "s text expression",
        "input()",
    ),
)
def is_balanced(s):
    pairs = {")": "(", "]": "[", "}": "{"}
    stack = []
    for char in s:
        if char in "([{":
            stack.append(char)
        elif char in pairs:
            if not stack or stack.pop() != pairs[char]:
                return False
    return not stack


@family(
    do("generate [all |]valid parentheses{given n}", "generate all combinations of {=n} pairs of parentheses"),
    n=integer(1, 4)("number of parentheses", "number of pairs", "n"),
)
def generate_parentheses(n):
    result = []

    def build(text, opened, closed):
        if len(text) == 2 * n:
            result.append(text)
            return
        if opened < n:
            build(text + "(", opened + 1, closed)
        if closed < opened:
            build(text + ")", opened, closed + 1)

    build("", 0, 0)
    return result


@family(
    find(
        "[the |]number of ways to climb {=n} stairs [taking|with] 1 or 2 steps",
        "[the |]number of ways to climb n stairs{given n}",
    ),
    n=integer(1, 12),
)
def climb_stairs(n):
    a, b = 1, 1
    for _ in range(n):
        a, b = b, a + b
    return a


@family(find("[the |]nth [term of the |]tribonacci [sequence|number]{given n}"), n=integer(0, 15))
def tribonacci(n):
    a, b, c = 0, 1, 1
    for _ in range(n):
        a, b, c = b, c, a + b + c
    return a


@family(
    find("[the |]first n [lucas|Lucas] numbers{given n}", "[the |]first {=n} lucas numbers"),
    do("generate [the |]lucas numbers{given n}"),
    n=integer(1, 12),
)
def lucas_numbers(n):
    series = []
    a, b = 2, 1
    for _ in range(n):
        series.append(a)
        a, b = b, a + b
    return series


@family(find("[the |]nth [pell|Pell] number{given n}"), n=integer(0, 12))
def pell(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, 2 * b + a
    return a


@family(
    find("[the |]first n [square numbers|squares]{given n}"),
    do("generate [the first |]n square numbers{given n}"),
    n=integer(1, 12),
)
def square_numbers(n):
    return [i**2 for i in range(1, n + 1)]


@square_numbers.way("generator")
def square_numbers(n):
    for i in range(1, n + 1):
        yield i**2


@family(
    find("[the |]even numbers between 0 and {n}"),
    do("generate [the |]even numbers between 0 and {n}"),
    n=integer(3, 30),
)
def evens_to(n):
    return [i for i in range(n + 1) if i % 2 == 0]


@evens_to.way("generator")
def evens_to(n):
    for i in range(0, n + 1, 2):
        yield i


@family(
    find(
        "[the |]numbers [which are |that are |]divisible by {=k} between 0 and {=n}",
        "[the |]numbers [which can be |]divisible by {=k} up to {=n}",
        "[all |]multiples of {=k} up to {=n}",
    ),
    n=integer(20, 60),
    k=integer(3, 9),
)
def multiples_up_to(n, k):
    return [i for i in range(1, n + 1) if i % k == 0]


@multiples_up_to.way("generator")
def multiples_up_to(n, k):
    for i in range(1, n + 1):
        if i % k == 0:
            yield i


@family(
    find("[the |]sum of [all |the |]multiples of 3 or 5 below {n}", "[the |]sum of multiples of 3 and 5 below {n}"),
    n=integer(10, 90),
)
def sum_of_multiples(n):
    return sum(i for i in range(n) if i % 3 == 0 or i % 5 == 0)


@family(
    find(
        "[all |all the |]numbers between {low} and {high} divisible by {a} but not [by|a multiple of] {b}",
        "all [such |]numbers [which are |]divisible by {=a} but [are |]not a multiple of {=b} "
        "between {=low} and {=high}",
    ),
    draw=lambda rng: (rng.randint(1, 30), rng.randint(60, 120), rng.choice((6, 7, 9)), rng.choice((4, 5))),
    low=integer(),
    high=integer(),
    a=integer(),
    b=integer(),
    forms="function prints open values",
)
def divisible_but_not(low, high, a, b):
    return [i for i in range(low, high + 1) if i % a == 0 and i % b != 0]


@family(
    find(
        "[all |all the |]numbers between {low} and {high} where each digit [of the number |]is [an |]even[ number|]",
        "numbers from {low} to {high} with all even digits",
    ),
    draw=lambda rng: (rng.randint(100, 300), rng.randint(380, 500)),
    low=integer(),
    high=integer(),
)
def all_even_digits(low, high):
    return [i for i in range(low, high + 1) if all(int(digit) % 2 == 0 for digit in str(i))]


@family(
    find(
        "[all |all the |]pythagorean triplets [up to|below|in the range] {n}",
        "[all |]pythagorean triplets [with|of] numbers up to {n}",
    ),
    n=integer(5, 25)("number", "limit"),
)
def pythagorean_triplets(n):
    triplets = []
    for a in range(1, n + 1):
        for b in range(a, n + 1):
            for c in range(b, n + 1):
                if a**2 + b**2 == c**2:
                    triplets.append((a, b, c))
    return triplets


@family(
    do(
        "solve the chickens and rabbits puzzle{given heads,legs}",
        "find how many rabbits and chickens we have{given heads,legs}",
    ),
    draw=lambda rng: (lambda c, r: (c + r, 2 * c + 4 * r))(rng.randint(1, 30), rng.randint(1, 30)),
    heads=role(integer(), "heads"),
    legs=role(integer(), "legs"),
)
def chickens_and_rabbits(heads, legs):
    for chickens in range(heads + 1):
        rabbits = heads - chickens
        if 2 * chickens + 4 * rabbits == legs:
            return chickens, rabbits
    return None


@family(
    find(
        "[the |]minimum number of coins for {amount} with {coins}",
        "[the |]fewest coins [of|from] {coins} that make {amount}",
    ),
    draw=lambda rng: (rng.randint(3, 40), rng.choice(([1, 2, 5], [1, 3, 4], [1, 5, 10]))),
    amount=integer()("amount"),
    coins=numbers()("list of coins", "coins"),
)
def min_coins(amount, coins):
    best = [0] + [amount + 1] * amount
    for value in range(1, amount + 1):
        for coin in coins:
            if coin <= value:
                best[value] = min(best[value], best[value - coin] + 1)
    return best[amount]


@family(
    find(
        "[the |]number of notes (sample of notes: 10, 20, 50, 100, 200 and 500) [against|for] a "
        "given amount{given amount}",
        "[the |]minimum number of notes of 500, 200, 100, 50, 20 and 10 for {amount}",
    ),
    amount=kind("amount|given amount", lambda rng: 10 * rng.randint(1, 300), "amount n", "int(input())"),
)
def count_notes(amount):
    notes = 0
    for note in [500, 200, 100, 50, 20, 10]:
        notes += amount // note
        amount %= note
    return notes


@family(
    do("merge [all |][the |]overlapping intervals [of|in] {intervals}", "merge {intervals}"),
    draw=lambda rng: (sorted([s, s + rng.randint(1, 6)] for s in rng.sample(range(1, 25), 4)),),
    intervals=kind("list of intervals|collection of intervals", lambda rng: [], "intervals data"),
    forms="function prints open",
)
def merge_intervals(intervals):
    merged = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return merged


@family(
    find(
        "[a |the ]list where each element is the product of [all |]the other elements of {nums}",
        "[the |]product of all numbers except the number at each index of {nums}",
    ),
    nums=numbers(1, 6, 3, 5),
)
def product_except_self(nums):
    result = []
    for i in range(len(nums)):
        product = 1
        for j in range(len(nums)):
            if j != i:
                product *= nums[j]
        result.append(product)
    return result


@family(
    find(
        "[the |]single [number|element] [in|of] {nums} [that doesn't occur twice|that appears only "
        "once|where every other element appears twice]"
    ),
    draw=lambda rng: ((lambda s: rng.sample([s[0], *s[1:], *s[1:]], 2 * len(s) - 1))(rng.sample(range(1, 30), 3)),),
    nums=numbers(),
)
def single_number(nums):
    return reduce(lambda x, y: x ^ y, nums)


@family(
    find("[the |]element [that occurs|occurring] [an |]odd number of times in {nums}"),
    draw=lambda rng: ((lambda s: [s[0]] * 3 + [s[1]] * 2 + [s[2]] * 2)(rng.sample(range(1, 30), 3)),),
    nums=numbers(),
)
def odd_occurrence(nums):
    for num in nums:
        if nums.count(num) % 2 != 0:
            return num
    return None


@family(
    find("[the |]majority element [of|in] {nums}"),
    draw=lambda rng: ((lambda a, b: [a, b, a, a])(rng.randint(1, 9), rng.randint(10, 19)),),
    nums=numbers(),
)
def majority(nums):
    for num in nums:
        if nums.count(num) > len(nums) / 2:
            return num
    return None


@family(
    find("[the |]number of trailing zeros [in|of] [the factorial of |]{n}[ factorial|]"),
    do("count the [number of |]zeros at the end of [a |the ]factorial of {n}"),
    n=integer(3, 60),
)
def trailing_zeros(n):
    count = 0
    while n > 0:
        n //= 5
        count += n
    return count


@family(find("[the |]sum of [all |]prime numbers [up to|below|till] {n}"), n=integer(5, 60))
def sum_of_primes(n):
    total = 0
    for num in range(2, n + 1):
        if all(num % i != 0 for i in range(2, num)):
            total += num
    return total


@family(
    check("{a} is a rotation of {b}", "{a,b} are rotations of each other"),
    checker("string rotation"),
    draw=lambda rng: (lambda w: (w, rng.choice([w[2:] + w[:2], w[::-1]])))(rng.choice(WORDS)),
    a=word(),
    b=word(),
)
def is_rotation(a, b):
    return len(a) == len(b) and a in b + b


@family(do("convert {s} to pig latin", "translate {s} [in|]to pig latin"), s=word()("word", "string"))
def pig_latin(s):
    if s[0] in "aeiou":
        return s + "way"
    return s[1:] + s[0] + "ay"


@family(
    do("convert {s} to [morse code|Morse code]"),
    find("[the |]morse code of {s}"),
    draw=lambda rng: ("".join(rng.sample("abcdefg", 3)),),
    s=word()("string", "word"),
    forms="function open",
)
def morse(s):
    codes = {"a": ".-", "b": "-...", "c": "-.-.", "d": "-..", "e": ".", "f": "..-.", "g": "--."}
    return " ".join(codes[char] for char in s)


@family(
    find("[the |]acronym of {s}", "[the |]initials of {s}"),
    do("create an acronym from {s}"),
    draw=lambda rng: (sentence_of(rng, rng.randint(2, 4)),),
    s=word()("phrase", "name", "string", "sentence"),
)
def acronym(s):
    return "".join(word[0].upper() for word in s.split())


@family(
    do(
        "ask for a name and greet the user",
        "print hello [with|followed by] the [user's|given] name{given person}",
        "greet {person} with hello",
        "say hello to {person}",
    ),
    person=role(word(["Ravi", "Maria", "John", "Lena", "Sam"]), "name", "username"),
    forms="prints open values input",
)
def greet(person):
    print("Hello", person)


@family(
    show("hello world", '"Hello World"', "Hello, World!", "hello world to the screen"),
    do("print hello world", "print Hello World"),
    forms="open prints",
)
def hello_world():
    print("Hello, World!")


@family(
    do("find [the |]index of [the |]two numbers that add up to {target} in {nums}"),
    draw=lambda rng: (lambda n: (n, n[0] + n[2]))(rng.sample(range(1, 30), 5)),
    nums=numbers(),
    target=integer()("target", "specific target"),
)
def two_sum_indices(nums, target):
    seen = {}
    for i, num in enumerate(nums):
        if target - num in seen:
            return [seen[target - num], i]
        seen[num] = i
    return None


@family(
    find(
        "[the |]maximum profit from buying and selling [a |]stock[s|] [given|with] {prices}",
        "[the |]best profit from {prices}",
    ),
    prices=numbers(1, 40, 4, 7)("list of prices", "list of stock prices"),
    forms="function prints open values",
)
def max_profit(prices):
    best = 0
    lowest = prices[0]
    for price in prices:
        lowest = min(lowest, price)
        best = max(best, price - lowest)
    return best


@family(
    find("[the |]number of pairs in {nums} [whose sum is|with a sum] divisible by {k}"),
    nums=numbers(1, 20, 4, 6),
    k=integer(2, 5),
)
def divisible_pairs(nums, k):
    return sum(1 for a, b in combinations(nums, 2) if (a + b) % k == 0)


@family(
    do("encode {items} as a string of initials", "get the first letter of each word [of|in] {items}"),
    find("[the |]first letters of [the |]words in {items}"),
    items=words(),
)
def initials(items):
    return [item[0] for item in items]


@family(find("[the |]sum of the cube of each digit of {n}"), n=integer(10, 999))
def sum_of_digit_cubes(n):
    return sum(int(digit) ** 3 for digit in str(n))
