"""Strings: words, their order, splitting and joining."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="no-redef"
# ruff: noqa: C416, F402

from diptych.code.world.family import do, family, find
from diptych.code.world.values import WORDS, integer, sentence, sentence_of, text, word


@family(
    find("[the |]longest word in {s}", "[the |]longest word of {s}", "[the |][largest|biggest] word in {s}"),
    s=sentence(),
    oracle=lambda s: sorted(s.split(), key=lambda w: -len(w))[0],
)
def longest_word(s):
    return max(s.split(), key=len)


@longest_word.way("for")
def longest_word(s):
    longest = ""
    for word in s.split():
        if len(word) > len(longest):
            longest = word
    return longest


@family(find("[the |]length of the longest word in {s}"), s=sentence())
def longest_word_length(s):
    return max(len(word) for word in s.split())


@family(find("[the |]shortest word in {s}"), s=sentence())
def shortest_word(s):
    return min(s.split(), key=len)


@family(find("[the |]length of the last word [of|in] {s}"), s=sentence())
def last_word_length(s):
    return len(s.split()[-1])


@family(find("[the |]last word of {s}"), s=sentence())
def last_word(s):
    return s.split()[-1]


@family(find("[the |]first word of {s}"), s=sentence())
def first_word(s):
    return s.split()[0]


@family(
    do(
        "reverse [the |][order of |the order of |]words in {s}",
        "reverse [the words|words] of {s}",
        "print the words of {s} in reverse [order|]",
    ),
    find("[the |]words [in|of] {s} in reverse order"),
    s=sentence(),
)
def reverse_words(s):
    return " ".join(s.split()[::-1])


@family(
    do("reverse each word [in|of] {s}", "reverse every word in {s}"),
    find("{s} with each word reversed"),
    s=sentence(2, 4),
)
def reverse_each_word(s):
    return " ".join(word[::-1] for word in s.split())


@family(
    do(
        "sort [the |]words [in|of] {s} [alphabetically|in alphabetical order|in alphabetic order]",
        "alphabetically sort the words of {s}",
    ),
    find("[the |]words of {s} in [sorted|alphabetical] order"),
    s=sentence(),
)
def sort_words(s):
    return " ".join(sorted(s.split()))


@family(
    do(
        "sort [the |]characters [of|in] {s}",
        "sort {s} alphabetically",
        "sort the letters of {s} [alphabetically|in alphabetical order]",
    ),
    s=word(),
    oracle=lambda s: "".join(sorted(s)),
)
def sort_string(s):
    return "".join(sorted(s))


@family(
    do(
        "split {s} into [words|a list of words]",
        "convert {s} into a list of words",
        "split {s} [at|by|on|based on] [spaces|space|a space]",
        "tokenise {s} into words",
        "break {s} into words",
    ),
    find("[the |]list of words in {s}", "[the |]words of {s} as a list"),
    s=sentence(),
    oracle=str.split,
)
def split_words(s):
    return s.split()


@family(
    do(
        "convert {s} [to|into] a list of characters",
        "split {s} into characters",
        "convert {s} to a [char|character] array",
        "break {s} into individual characters",
        "convert {s} to a list character-wise",
        "split {s} into [chars|its characters]",
    ),
    find("[the |]list of characters of {s}"),
    s=word(),
    oracle=list,
)
def to_chars(s):
    return list(s)


@to_chars.way("comprehension")
def to_chars(s):
    return [char for char in s]


@family(
    do(
        "split {s} by [comma|commas|a comma]",
        "split {s} at [commas|each comma]",
        "convert {s} of comma separated values [to|into] a list",
    ),
    draw=lambda rng: (",".join(rng.sample(WORDS, rng.randint(3, 4))),),
    s=text()("string", "string", "comma separated string"),
)
def split_by_comma(s):
    return s.split(",")


@family(
    do(
        "split {s} into chunks of [size |length |]{=n}",
        "break {s} into [chunks|pieces] of [size |]{=n} characters",
        "split {s} into chunks of size n{given n}",
    ),
    s=word(),
    n=integer(2, 4),
)
def chunk_string(s, n):
    return [s[i : i + n] for i in range(0, len(s), n)]


@family(
    do("split and join {s} with [a hyphen|hyphen|hyphens]", "join the words of {s} with [hyphens|a hyphen|dashes]"),
    s=sentence(2, 5),
)
def join_with_hyphen(s):
    return "-".join(s.split())


@family(
    do(
        "remove [the |]leading and trailing [spaces|whitespace|white spaces] from {s}",
        "trim [the |]whitespace [characters |]from {s}",
        "strip [the |]whitespace from {s}",
        "trim {s}",
    ),
    draw=lambda rng: ("  " + sentence_of(rng, 2) + " ",),
    s=text(),
    forms="function prints open values",
)
def trim(s):
    return s.strip()
