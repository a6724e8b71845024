"""Random numbers and choices: what is tested is what must hold."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="assignment, attr-defined, has-type, no-redef, operator, var-annotated"

import random
import secrets
import string
import uuid

from diptych.code.world.family import do, family, find, show
from diptych.code.world.values import integer, kind, numbers, role, words

LOW = role(integer(1, 20), "low", "start", "a")
HIGH = role(integer(40, 99), "high", "end", "b")


@family(
    do(
        "generate a random [number|integer] between {=low} and {=high}",
        "generate a random number between two [ranges|numbers]{given low,high}",
        "generate a random [number|integer] in [a given|a] range{given low,high}",
    ),
    find("a random [number|integer] between {=low} and {=high}"),
    show("a random [number|integer] between {=low} and {=high}"),
    low=LOW,
    high=HIGH,
    forms="function open",
    checks=("all(3 <= solution(3, 9) <= 9 and type(solution(3, 9)) is int for _ in range(60))",),
)
def random_between(low, high):
    return random.randint(low, high)


@family(
    do("generate a random number", "generate a random number between 0 and 9"),
    show("a random number", "a random number between 0 and 9"),
    forms="open function",
    checks=("0 <= float(answer()) <= 9",),
)
def random_digit():
    return random.randint(0, 9)


@family(
    do("generate a random float between 0 and 1", "generate a random number between 0 and 1"),
    show("a random number between 0 and 1", "a random float"),
    forms="open function",
    checks=("0 <= float(answer()) <= 1",),
)
def random_float():
    return random.random()


@family(
    do(
        "generate a random float between {=low} and {=high}",
        "generate [a |]random float [number|numbers] in a [specific |]range{given low,high}",
    ),
    find("a random float between {=low} and {=high}"),
    low=LOW,
    high=HIGH,
    forms="function open",
    checks=("all(2 <= solution(2, 5) <= 5 for _ in range(40))",),
)
def random_float_between(low, high):
    return random.uniform(low, high)


@family(
    do(
        "generate a list of {=n} random [numbers|integers] between {=low} and {=high}",
        "generate a list of n random integers{given n,low,high}",
    ),
    find("a list of {=n} random [numbers|integers] between {=low} and {=high}"),
    show("{=n} random numbers between {=low} and {=high}"),
    n=role(integer(2, 6), "n", "size", "count"),
    low=LOW,
    high=HIGH,
    forms="function open",
    checks=("len(solution(5, 1, 9)) == 5 and all(1 <= x <= 9 for x in solution(30, 1, 9))",),
)
def random_list(n, low, high):
    return [random.randint(low, high) for _ in range(n)]


@family(
    do("generate a list of {=n} random even numbers between {=low} and {=high}"),
    show("{=n} random even numbers between {=low} and {=high}"),
    n=role(integer(2, 6), "n", "size"),
    low=LOW,
    high=HIGH,
    forms="function open",
    checks=("all(x % 2 == 0 and 1 <= x <= 20 for x in solution(20, 1, 20)) and len(solution(3, 1, 20)) == 3",),
)
def random_evens(n, low, high):
    return [random.choice([x for x in range(low, high + 1) if x % 2 == 0]) for _ in range(n)]


@family(
    do("roll a dice", "roll a die", "simulate rolling a dice", "simulate a dice roll"),
    find("a random dice roll", "the result of [rolling|throwing] a dice"),
    forms="open function",
    checks=("1 <= int(answer()) <= 6",),
)
def roll_dice():
    return random.randint(1, 6)


@family(
    do("flip a coin", "toss a coin", "simulate a coin [flip|toss]"),
    find("the result of a coin [toss|flip]"),
    forms="open function",
    checks=("str(answer()).strip() in ('Heads', 'Tails')",),
)
def flip_coin():
    return random.choice(["Heads", "Tails"])


@family(
    do(
        "flip a coin {=n} times and count [the |]heads and tails",
        "flip a coin n times and print [the |]number of heads and tails{given n}",
    ),
    n=integer(10, 100)("number of times", "n"),
    forms="function open",
    checks=("sum(solution(50)) == 50",),
)
def count_flips(n):
    heads = sum(random.randint(0, 1) for _ in range(n))
    return heads, n - heads


@family(
    do(
        "choose a random [element|item] from {items}",
        "pick a random [element|item] from {items}",
        "select a random element from {items}",
    ),
    find("a random [element|item] [of|from] {items}"),
    items=words(),
    forms="function open",
    checks=("all(solution(['a', 'b', 'c']) in 'abc' for _ in range(30))",),
)
def random_item(items):
    return random.choice(items)


@family(
    do("choose {=n} random elements from {items}", "pick n random [items|elements] from {items}{given n}"),
    items=words(),
    n=integer(1, 3),
    forms="function open",
    checks=("len(set(solution(['a', 'b', 'c', 'd'], 3))) == 3",),
)
def random_sample(items, n):
    return random.sample(items, n)


@family(
    do("shuffle {nums}", "shuffle the [items|elements] [of|in] {nums}", "randomly shuffle {nums}"),
    nums=numbers()("list", "list", "list of numbers"),
    forms="function open",
    checks=("sorted(solution([5, 3, 1, 4])) == [1, 3, 4, 5]",),
)
def shuffle(nums):
    random.shuffle(nums)
    return nums


@family(
    do(
        "shuffle a deck of cards",
        "create and shuffle a deck of cards",
        "shuffle deck of cards",
        "shuffle and print a deck of cards",
    ),
    forms="open function",
    checks=("len(str(answer())) > 300",),
)
def shuffled_deck():
    suits = ["Hearts", "Diamonds", "Clubs", "Spades"]
    deck = [(value, suit) for suit in suits for value in range(1, 14)]
    random.shuffle(deck)
    return deck


@family(
    do(
        "generate a {=n} digit [otp|OTP]",
        "generate [a |an ]OTP of n digits{given n}",
        "generate a random [otp|OTP] of length {=n}",
    ),
    n=integer(4, 8)("length", "number of digits"),
    forms="function open",
    checks=("len(str(solution(6))) == 6 and str(solution(6)).isdigit()",),
)
def otp(n):
    return "".join(random.choice(string.digits) for _ in range(n))


@family(
    do(
        "generate a random password",
        "generate a random password of length {=n}",
        "generate a random password{given n}",
    ),
    n=integer(6, 16)("length", "given length"),
    forms="function open",
    checks=("len(solution(10)) == 10 and solution(12) != solution(12)",),
)
def random_password(n):
    characters = string.ascii_letters + string.digits + string.punctuation
    return "".join(random.choice(characters) for _ in range(n))


@family(
    do("generate a random string of length {=n}", "generate a random string{given n}"),
    find("a random string of {=n} letters"),
    n=integer(4, 12)("length"),
    forms="function open",
    checks=("len(solution(7)) == 7 and solution(7).isalpha()",),
)
def random_string(n):
    return "".join(random.choice(string.ascii_lowercase) for _ in range(n))


@family(
    do("generate a random hexadecimal key of length {=n}", "generate a random hex string{given n}"),
    n=integer(4, 32)("length", "n"),
    forms="function open",
    checks=("len(solution(8)) == 8 and int(solution(8), 16) >= 0",),
)
def random_hex(n):
    return "".join(random.choice("0123456789abcdef") for _ in range(n))


@family(
    do("generate a random vowel"),
    show("a random vowel"),
    forms="open function",
    checks=("str(answer()).strip() in 'aeiou'",),
)
def random_vowel():
    return random.choice("aeiou")


@family(
    do("generate a random [boolean|True or False]"),
    find("true or false randomly"),
    forms="open function",
    checks=("str(answer()).strip() in ('True', 'False')",),
)
def random_bool():
    return random.choice([True, False])


@family(
    do("generate a unique identifier", "generate a uuid", "generate a unique id", "generate a random UUID"),
    forms="open function",
    checks=("len(str(answer()).strip()) == 36",),
)
def unique_id():
    return uuid.uuid4()


@family(
    do("generate a cryptographically strong random [number|token|data]", "generate a secure random token"),
    find("cryptographically strong pseudo-random data"),
    forms="open function",
    checks=("len(str(answer()).strip()) >= 32",),
)
def secure_token():
    return secrets.token_hex(16)


@family(
    do(
        "play rock, paper, scissors [against the computer|]{given choice}",
        "implement [a |]rock, paper, scissors game{given choice}",
    ),
    choice=kind("choice|player's choice", lambda rng: rng.choice(("rock", "paper", "scissors")), "choice move"),
    forms="function open",
    checks=("all(solution(c) in ('Win', 'Lose', 'Draw') for c in ('rock', 'paper', 'scissors'))",),
)
def rock_paper_scissors(choice):
    computer = random.choice(["rock", "paper", "scissors"])
    if choice == computer:
        return "Draw"
    if (choice, computer) in [("rock", "scissors"), ("paper", "rock"), ("scissors", "paper")]:
        return "Win"
    return "Lose"
