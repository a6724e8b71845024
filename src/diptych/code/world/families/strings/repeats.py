"""Strings: characters and words that repeat; simple codes."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="no-redef"
# ruff: noqa: F402

from collections import Counter

from diptych.code.world.family import check, do, family, find
from diptych.code.world.values import WORDS, integer, sentence, word


@family(
    find(
        "[the |][most frequent|most common|maximum frequency|maximum occurring] character [in|of] {s}",
        "[the |]maximum frequency character in {s}",
        "[the |]character that occurs most often in {s}",
    ),
    s=word(),
)
def most_frequent_char(s):
    return max(s, key=s.count)


@most_frequent_char.way("counter")
def most_frequent_char(s):
    return Counter(s).most_common(1)[0][0]


@family(find("[the |]least frequent character [in|of] {s}", "[the |]least common character in {s}"), s=word())
def least_frequent_char(s):
    return min(s, key=s.count)


@family(
    find("[the |]most [frequent|common] word [in|of] {s}"),
    draw=lambda rng: (" ".join(rng.choices(rng.sample(WORDS, 3), k=7)),),
    s=sentence(),
)
def most_common_word(s):
    words = s.split()
    return max(words, key=words.count)


@family(
    find(
        "[the |]first repeated [character|letter] in {s}",
        "[the |]first character that repeats in {s}",
        "[the |]first repeating character of {s}",
    ),
    s=word(),
)
def first_repeated_char(s):
    seen = set()
    for char in s:
        if char in seen:
            return char
        seen.add(char)
    return None


@family(
    find("[the |]first [non-repeating|non repeating|unique|non repeated] [character|letter] [in|of] {s}"), s=word()
)
def first_unique_char(s):
    for char in s:
        if s.count(char) == 1:
            return char
    return None


@family(
    find("[the |]first repeated word in {s}"),
    draw=lambda rng: (" ".join(rng.choices(rng.sample(WORDS, 3), k=6)),),
    s=sentence(),
)
def first_repeated_word(s):
    seen = set()
    for word in s.split():
        if word in seen:
            return word
        seen.add(word)
    return None


@family(
    find(
        "[the |]duplicate [characters|letters] in {s}",
        "[all |]repeated characters of {s}",
        "[the |]characters that occur more than once in {s}",
    ),
    s=word(),
)
def duplicate_chars(s):
    return [char for char in dict.fromkeys(s) if s.count(char) > 1]


@family(
    check(
        "all [the |]characters [in|of] {s} are unique",
        "{s} has all unique characters",
        "{s} is a heterogram",
        "{s} has only unique characters",
    ),
    s=word(),
)
def all_unique_chars(s):
    return len(set(s)) == len(s)


@family(
    find("[the |]number of unique characters in {s}", "[the |]count of distinct characters in {s}"),
    do("count [the |]unique characters in {s}"),
    s=word(),
)
def count_unique_chars(s):
    return len(set(s))


@family(
    do(
        "compress {s}",
        "compress {s} using run length encoding",
        "perform run-length encoding on {s}",
        "run length encode {s}",
    ),
    find("[the |]run[-| ]length encoding of {s}"),
    draw=lambda rng: ("".join(c * rng.randint(1, 4) for c in rng.sample("abcdwxyz", rng.randint(2, 4))),),
    s=word(),
)
def run_length_encode(s):
    result = ""
    i = 0
    while i < len(s):
        count = 1
        while i + count < len(s) and s[i + count] == s[i]:
            count += 1
        result += s[i] + str(count)
        i += count
    return result


@family(
    do(
        "encrypt {s} [with|using] [a |the ]caesar cipher{given shift}",
        "shift [the characters of |each letter of |]{s} by {=shift}",
        "implement [a |the ]caesar cipher{given s,shift}",
        "encode {s} using caesar cipher{given shift}",
    ),
    draw=lambda rng: (rng.choice(WORDS), rng.randint(1, 9)),
    s=word()("string", "text"),
    shift=integer()("shift", "shift value"),
)
def caesar_cipher(s, shift):
    result = ""
    for char in s:
        if char.isupper():
            result += chr((ord(char) - 65 + shift) % 26 + 65)
        elif char.islower():
            result += chr((ord(char) - 97 + shift) % 26 + 97)
        else:
            result += char
    return result
