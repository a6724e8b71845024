"""Strings: counting characters, letters and words."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="no-redef"
# ruff: noqa: B007, F402

from collections import Counter

from diptych.code.world.families.strings.draws import char_in
from diptych.code.world.family import do, family, find
from diptych.code.world.values import WORDS, char, mixed, sentence, text, word


@family(
    do("count [the number of |the |]vowels in {s}", "count vowels in {s}"),
    find("[the |]number of vowels in {s}", "[the |]count of vowels in {s}", "how many vowels are in {s}"),
    s=text(2, 4),
)
def count_vowels(s):
    count = 0
    for char in s.lower():
        if char in "aeiou":
            count += 1
    return count


@count_vowels.way("comprehension")
def count_vowels(s):
    return len([char for char in s.lower() if char in "aeiou"])


@count_vowels.way("generator", "builtin")
def count_vowels(s):
    return sum(1 for char in s.lower() if char in "aeiou")


@count_vowels.way("set")
def count_vowels(s):
    vowels = set("aeiouAEIOU")
    return sum(1 for char in s if char in vowels)


@family(do("count [the number of |the |]consonants in {s}"), find("[the |]number of consonants in {s}"), s=text(2, 4))
def count_consonants(s):
    return sum(1 for char in s.lower() if char.isalpha() and char not in "aeiou")


@family(
    do("count [the number of |]vowels and consonants in {s}"),
    find("[the |]number of vowels and consonants in {s}"),
    s=text(2, 4),
)
def vowels_and_consonants(s):
    vowels = sum(1 for char in s.lower() if char in "aeiou")
    consonants = sum(1 for char in s.lower() if char.isalpha() and char not in "aeiou")
    return vowels, consonants


@family(
    do(
        "count [the number of |the |][each|every] vowel in {s}",
        "count the frequency of each vowel in {s}",
        "count the number of each vowel in {s}",
    ),
    find("[the |][number|count] of each vowel in {s}"),
    s=text(2, 4),
)
def count_each_vowel(s):
    return {vowel: s.lower().count(vowel) for vowel in "aeiou"}


@family(
    do(
        "count [the |]chars, digits and symbols [of|in] {s}",
        "count [the number of |]characters, digits and symbols in {s}",
        "count [the |]letters, digits and special characters in {s}",
        "count all letters, digits, and special symbols [from|in] {s}",
    ),
    find(
        "[the |]total counts of chars, digits and symbols [of|in|for] {s}",
        "[the |]number of letters, digits and symbols in {s}",
    ),
    s=mixed(),
)
def count_chars_digits_symbols(s):
    chars = digits = symbols = 0
    for char in s:
        if char.isalpha():
            chars += 1
        elif char.isdigit():
            digits += 1
        else:
            symbols += 1
    return chars, digits, symbols


@family(
    do("count [the number of |the |]letters and digits in {s}", "calculate the number of letters and digits in {s}"),
    find("[the |][total |]number of letters and digits in {s}"),
    s=mixed(),
)
def letters_and_digits(s):
    letters = digits = 0
    for char in s:
        if char.isalpha():
            letters += 1
        elif char.isdigit():
            digits += 1
    return letters, digits


@family(
    do(
        "count [the number of |the |][upper and lower case|uppercase and lowercase|upper case and "
        "lower case] [letters|characters] in {s}",
        "calculate the number of upper case letters and lower case letters in {s}",
    ),
    find("[the |][total |]number of uppercase and lowercase letters in {s}"),
    s=text(2, 5),
)
def count_upper_lower(s):
    upper = sum(1 for char in s if char.isupper())
    lower = sum(1 for char in s if char.islower())
    return upper, lower


@family(
    do("count [the number of |][uppercase|upper case|capital] [letters|characters] in {s}"),
    find("[the |]number of [uppercase|upper case|capital] letters in {s}"),
    s=text(2, 5),
)
def count_uppercase(s):
    return sum(1 for char in s if char.isupper())


@family(
    do("count [the number of |][lowercase|lower case] [letters|characters] in {s}"),
    find("[the |]number of [lowercase|lower case] [letters|characters] in {s}"),
    s=text(2, 5),
)
def count_lowercase(s):
    return sum(1 for char in s if char.islower())


@family(
    do("count [the number of |the |]digits in {s}"),
    find("[the |]number of digits in {s}"),
    s=mixed()("string", "text"),
)
def count_digits_in_string(s):
    return sum(1 for char in s if char.isdigit())


@family(
    do("count [the number of |the |][spaces|blank spaces|blanks|white spaces] in {s}"),
    find("[the |]number of spaces in {s}", "[the |]space count of {s}"),
    s=sentence(),
)
def count_spaces(s):
    return s.count(" ")


@family(
    do("count [the number of |the |]words in {s}"),
    find("[the |]number of words in {s}", "[the |]word count of {s}", "[the |]count of words in {s}"),
    s=sentence(),
)
def count_words(s):
    return len(s.split())


@family(
    find("[the |]length of {s}", "[the |]number of characters in {s}"),
    do("count [the number of |the |]characters in {s}"),
    s=text(1, 4),
    oracle=len,
)
def string_length(s):
    return len(s)


@string_length.way("plain", "for")
def string_length(s):
    count = 0
    for char in s:
        count += 1
    return count


@string_length.way("recursion")
def string_length(s):
    if s == "":
        return 0
    return 1 + string_length(s[1:])


@family(
    do(
        "count [the frequency of |how often |]each character [occurs |]in {s}",
        "count how many times each [letter|character] occurs in {s}",
        "count occurrences of all characters [in|within] {s}",
        "count the number of [each character|characters (character frequency)] in {s}",
    ),
    find(
        "[the |]frequency of [each character|characters|all characters] in {s}", "[the |]character frequency of {s}"
    ),
    s=word(),
    oracle=lambda s: dict(Counter(s)),
)
def char_frequency(s):
    counts = {}
    for char in s:
        counts[char] = counts.get(char, 0) + 1
    return counts


@char_frequency.way("counter")
def char_frequency(s):
    return dict(Counter(s))


@char_frequency.way("dict comprehension")
def char_frequency(s):
    return {char: s.count(char) for char in s}


@family(
    do(
        "count [the frequency of |the occurrences of |how often |]each word [occurs |appears |]in {s}",
        "count the occurrences of each word in {s}",
        "count the frequency of words in {s}",
    ),
    find(
        "[the |]frequency of [each word|words|the words] in {s}",
        "[the |]word frequency of {s}",
        "all the words and their frequencies in {s}",
    ),
    draw=lambda rng: (" ".join(rng.choices(rng.sample(WORDS, 4), k=7)),),
    s=sentence(),
    oracle=lambda s: dict(Counter(s.split())),
)
def word_frequency(s):
    counts = {}
    for word in s.split():
        counts[word] = counts.get(word, 0) + 1
    return counts


@word_frequency.way("counter")
def word_frequency(s):
    return dict(Counter(s.split()))


@family(
    do(
        "count [the occurrences of |how many times |the number of times |]{c} [occurs |appears |]in {s}",
        "count occurrences of {c} in {s}",
    ),
    find("[the |]number of [times {c} occurs|occurrences of {c}] in {s}", "[the |]count of {c} in {s}"),
    draw=lambda rng: char_in(rng)[::-1],
    c=char(),
    s=text(),
)
def count_char(c, s):
    return s.count(c)


@count_char.way("for", "plain")
def count_char(c, s):
    count = 0
    for char in s:
        if char == c:
            count += 1
    return count


def _word_in(rng):
    s = " ".join(rng.choices(rng.sample(WORDS, 4), k=rng.randint(4, 6)))
    return rng.choice(s.split()) if rng.random() < 0.8 else rng.choice(WORDS), s


@family(
    do("count [the occurrences of|how many times] {w} [occurs |]in {s}", "count [the |]occurrences of {w} in {s}"),
    find("[the |]number of occurrences of {w} in {s}", "[the |]number of times {w} appears in {s}"),
    draw=_word_in,
    w=word()("word"),
    s=sentence()("sentence", "text", "string"),
)
def count_word(w, s):
    return s.split().count(w)
