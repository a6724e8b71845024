"""Strings: reversing and palindromes."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="no-redef"
# ruff: noqa: SIM110

from diptych.code.world.family import check, checker, do, family, find
from diptych.code.world.values import PALINDROMES, WORDS, sentence_of, text, word


@family(
    do(
        "reverse {s}",
        "reverse {s}",
        "[flip|turn] {s} backwards",
        "print {s} in reverse [order|]",
        "print {s} backwards",
    ),
    find("[the |]reverse of {s}", "{s} in reverse [order|]", "[the |]reversed string of {s}"),
    s=text(1, 3),
    oracle=lambda s: "".join(reversed(s)),
)
def reverse_string(s):
    return s[::-1]


@reverse_string.way("for", "plain")
def reverse_string(s):
    result = ""
    for char in s:
        result = char + result
    return result


@reverse_string.way("recursion")
def reverse_string(s):
    if s == "":
        return s
    return reverse_string(s[1:]) + s[0]


@reverse_string.way("reversed", "join")
def reverse_string(s):
    return "".join(reversed(s))


@reverse_string.way("slicing")
def reverse_string(s):
    return s[::-1]


@reverse_string.way("while")
def reverse_string(s):
    result = ""
    i = len(s) - 1
    while i >= 0:
        result += s[i]
        i -= 1
    return result


@family(
    check(
        "{s} is [a palindrome|palindrome]",
        "{s} is [a palindrome|palindrome]",
        "{s} is equal to its reverse",
        "{s} is a palindrome string",
        "{s} reads the same [backwards|forwards and backwards]",
    ),
    checker("[string |]palindrome"),
    draw=lambda rng: (rng.choice(PALINDROMES) if rng.random() < 0.5 else rng.choice(WORDS),),
    s=word(),
)
def is_palindrome(s):
    return s == s[::-1]


@is_palindrome.way("for", "plain", "while")
def is_palindrome(s):
    for i in range(len(s) // 2):
        if s[i] != s[len(s) - 1 - i]:
            return False
    return True


@is_palindrome.way("recursion")
def is_palindrome(s):
    if len(s) < 2:
        return True
    return s[0] == s[-1] and is_palindrome(s[1:-1])


@is_palindrome.way("stack")
def is_palindrome(s):
    stack = list(s)
    result = ""
    while stack:
        result += stack.pop()
    return s == result


@family(
    check(
        "{s} is a palindrome ignoring case and spaces",
        "{s} is [a palindrome|palindrome] [( case insensitive )|(case insensitive)|ignoring case]",
    ),
    draw=lambda rng: (
        rng.choice(
            [
                "Never odd or even",
                "Step on no pets",
                "Level",
                "Racecar",
                "Was it a car or a cat I saw",
                sentence_of(rng, 3),
            ]
        ),
    ),
    s=text(),
)
def is_palindrome_sentence(s):
    s = s.replace(" ", "").lower()
    return s == s[::-1]
