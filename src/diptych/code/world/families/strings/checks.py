"""Strings: what holds of all characters, or of one."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# ruff: noqa: RUF005

import string

from diptych.code.world.family import check, checker, family
from diptych.code.world.values import WORDS, char, sentence, sentence_of, text, word


@family(check("{c} is a vowel", "[the |]{c} is vowel", "{c} is a vowel"), checker("vowel"), c=char())
def is_vowel(c):
    return c.lower() in "aeiou"


@family(
    check("{c} is [a |]vowel or [a |]consonant", "[an alphabet |]{c} is a vowel or consonant"),
    forms="prints open values input function",
    c=char(),
)
def vowel_or_consonant(c):
    if c.lower() in "aeiou":
        return "Vowel"
    return "Consonant"


@family(
    check("{s} contains [a vowel|vowels|any vowel]"),
    draw=lambda rng: (rng.choice(WORDS + ["rhythm", "sky", "myth", "fly"]),),
    s=word(),
)
def has_vowel(s):
    return any(char in "aeiou" for char in s.lower())


@family(
    check("{s} contains all [the |]vowels"),
    draw=lambda rng: (rng.choice(["education", "sequoia", "dialogue", rng.choice(WORDS)]),),
    s=word(),
)
def has_all_vowels(s):
    return all(vowel in s.lower() for vowel in "aeiou")


@family(
    check("{s} is a pangram", "{s} contains all [the |]letters of the alphabet", "{s} is pangram"),
    checker("pangram"),
    draw=lambda rng: (
        rng.choice(
            [
                "The quick brown fox jumps over the lazy dog",
                "Pack my box with five dozen liquor jugs",
                sentence_of(rng, 5),
            ]
        ),
    ),
    s=sentence(),
)
def is_pangram(s):
    return set(string.ascii_lowercase) <= set(s.lower())


@family(
    check("{s} contains only digits", "all characters in {s} are digits", "{s} is numeric", "{s} has only digits"),
    draw=lambda rng: (rng.choice([str(rng.randint(1, 9999)), rng.choice(WORDS), "12a4"]),),
    s=word(),
)
def is_digits(s):
    return s.isdigit()


@family(
    check(
        "{s} contains only letters",
        "all [chars|characters] in {s} are [alphabetic|letters|alphabets]",
        "{s} is alphabetic",
    ),
    draw=lambda rng: (rng.choice([rng.choice(WORDS), "abc1", "a b"]),),
    s=word(),
)
def is_letters(s):
    return s.isalpha()


@family(
    check("{s} is alphanumeric", "all [chars|characters] [in|of] {s} are alphanumeric"),
    draw=lambda rng: (rng.choice([rng.choice(WORDS) + "1", "abc#1", "a b"]),),
    s=word(),
)
def is_alphanumeric(s):
    return s.isalnum()


@family(
    check(
        "{s} is in [uppercase|upper case]",
        "all letters of {s} are [uppercase|upper case|capital]",
        "{s} is all uppercase",
    ),
    draw=lambda rng: (rng.choice([rng.choice(WORDS).upper(), rng.choice(WORDS), "Word"]),),
    s=word(),
)
def is_uppercase(s):
    return s.isupper()


@family(
    check("{s} is empty", "{s} is an empty string"),
    draw=lambda rng: (rng.choice(["", rng.choice(WORDS)]),),
    s=word()("string", "string"),
    forms="function prints open",
)
def is_empty_string(s):
    return s == ""


@family(check("{s} [contains|has] [a space|any space|spaces]", "there is a space in {s}"), s=text(1, 2))
def has_space(s):
    return " " in s


@family(
    check("{s} contains [any |a |]special [character|characters]"),
    draw=lambda rng: (rng.choice([rng.choice(WORDS), rng.choice(WORDS) + "#1", "a&b", "me@home"]),),
    s=word(),
)
def has_special(s):
    return any(not char.isalnum() and char != " " for char in s)


@family(
    check("{s} has at least one letter and one [number|digit]"),
    draw=lambda rng: (rng.choice([rng.choice(WORDS), rng.choice(WORDS) + "12", "123"]),),
    s=word(),
)
def letter_and_digit(s):
    return any(char.isalpha() for char in s) and any(char.isdigit() for char in s)


@family(
    check("{s} is a binary string", "{s} is binary", "{s} contains only 0 and 1"),
    draw=lambda rng: (rng.choice([bin(rng.randint(3, 99))[2:], "1021", rng.choice(WORDS)]),),
    s=word(),
)
def is_binary_string(s):
    return set(s) <= {"0", "1"}


@family(
    check("{a,b} are equal", "{a,b} are the same"),
    draw=lambda rng: (lambda w: (w, rng.choice([w, rng.choice(WORDS)])))(rng.choice(WORDS)),
    a=word(),
    b=word(),
)
def strings_equal(a, b):
    return a == b
