"""Strings: finding one in another, comparing two."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="no-redef"

from collections import Counter

from diptych.code.world.families.strings.draws import char_in
from diptych.code.world.family import check, checker, family, find
from diptych.code.world.values import WORDS, char, text, word


@family(
    check(
        "{s} contains [the substring |]{sub}",
        "{sub} is [present |]in {s}",
        "{sub} is a substring of {s}",
        "{s} contains {sub}",
        "a substring is present in [a given |a ]string{given sub,s}",
    ),
    draw=lambda rng: (lambda w: (w, rng.choice((w[1:4], w[:2], w[-3:], rng.choice(WORDS)[:3]))))(rng.choice(WORDS)),
    s=word()("string", "text"),
    sub=word()("substring"),
)
def contains(s, sub):
    return sub in s


@family(
    check("{s} starts with {prefix}", "{s} begins with {prefix}"),
    draw=lambda rng: (lambda w: (w, rng.choice((w[:2], w[:3], rng.choice(WORDS)[:2]))))(rng.choice(WORDS)),
    s=word(),
    prefix=word()("prefix", "substring"),
)
def starts_with(s, prefix):
    return s.startswith(prefix)


@family(
    check("{s} ends with {suffix}"),
    draw=lambda rng: (lambda w: (w, rng.choice((w[-2:], w[-3:], rng.choice(WORDS)[:2]))))(rng.choice(WORDS)),
    s=word(),
    suffix=word()("suffix", "substring"),
)
def ends_with(s, suffix):
    return s.endswith(suffix)


@family(
    find(
        "[the |][index|position] of {c} in {s}",
        "[the |]first occurrence of {c} in {s}",
        "[the |]first index of {c} in {s}",
    ),
    draw=lambda rng: char_in(rng)[::-1],
    c=char(),
    s=text(),
)
def index_of_char(c, s):
    return s.find(c)


@family(
    find("[the |]last [occurrence|position|index] of {c} in {s}"),
    draw=lambda rng: char_in(rng)[::-1],
    c=char(),
    s=text(),
)
def last_index_of_char(c, s):
    return s.rfind(c)


@family(
    find("[all |all the |][indexes|indices|positions] of {c} in {s}", "all occurrences of {c} in {s}"),
    draw=lambda rng: char_in(rng)[::-1],
    c=char(),
    s=text(),
)
def all_indexes_of_char(c, s):
    return [i for i, char in enumerate(s) if char == c]


@family(
    check("{a,b} are [anagrams|anagram|anagrams of each other]", "{a} is an anagram of {b}", "{a,b} are anagrams"),
    checker("anagram"),
    draw=lambda rng: rng.choice(
        (("listen", "silent"), ("earth", "heart"), ("night", "thing"), (rng.choice(WORDS), rng.choice(WORDS)))
    ),
    a=word()("string", "word", "string"),
    b=word()("string", "word", "string"),
)
def are_anagrams(a, b):
    return sorted(a) == sorted(b)


@are_anagrams.way("counter")
def are_anagrams(a, b):
    return Counter(a) == Counter(b)


@family(
    find("[the |]common [letters|characters] [in|of|between] {a,b}", "[the |]common letters of {a,b}"),
    a=word(),
    b=word(),
)
def common_letters(a, b):
    return sorted(set(a) & set(b))


@family(find("[the |][letters|characters] [that are |which are |]in {a} but not in {b}"), a=word(), b=word())
def letters_not_in(a, b):
    return sorted(set(a) - set(b))
