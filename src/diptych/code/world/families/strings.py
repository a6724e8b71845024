"""Strings: reversing, counting, replacing, checking, cutting."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="assignment, attr-defined, has-type, no-redef, operator, var-annotated"
# ruff: noqa: B007, B905, C416, F402, RUF005, SIM110

import re
import string
from collections import Counter

from diptych.code.world.family import check, do, family, find, show
from diptych.code.world.values import (
    PALINDROMES,
    WORDS,
    char,
    integer,
    kind,
    listed,
    mixed,
    sentence,
    sentence_of,
    text,
    word,
    words,
)


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


def _char_in(rng):
    s = sentence_of(rng, rng.randint(1, 3))
    return s, rng.choice(s.replace(" ", "")) if rng.random() < 0.85 else "z"


@family(
    do(
        "count [the occurrences of |how many times |the number of times |]{c} [occurs |appears |]in {s}",
        "count occurrences of {c} in {s}",
    ),
    find("[the |]number of [times {c} occurs|occurrences of {c}] in {s}", "[the |]count of {c} in {s}"),
    draw=lambda rng: _char_in(rng)[::-1],
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


@family(
    do(
        "convert {s} to [uppercase|upper case|all uppercase|capital letters]",
        "make {s} uppercase",
        "uppercase {s}",
        "change {s} to upper case",
    ),
    find("{s} in [uppercase|upper case|capital letters]"),
    s=text(1, 4),
    oracle=str.upper,
)
def to_uppercase(s):
    return s.upper()


@family(
    do(
        "convert {s} to [lowercase|lower case|small letters]",
        "make {s} lowercase",
        "lowercase {s}",
        "change {s} to lower case",
    ),
    find("{s} in [lowercase|lower case]"),
    s=text(1, 4),
    oracle=str.lower,
)
def to_lowercase(s):
    return s.lower()


@family(
    do(
        "swap [the |]case of [each character of |all letters of |]{s}",
        "swap cases of {s}",
        "convert lowercase to uppercase and vice versa in {s}",
        "convert lower case letters of {s} to upper case and vice versa",
    ),
    find("{s} with [swapped case|the case of all letters swapped]"),
    s=text(1, 4),
    oracle=str.swapcase,
)
def swap_case(s):
    return s.swapcase()


@swap_case.way("for", "plain")
def swap_case(s):
    result = ""
    for char in s:
        if char.isupper():
            result += char.lower()
        else:
            result += char.upper()
    return result


@family(
    do(
        "capitalize {s}",
        "capitalize the first letter of {s}",
        "make the first letter of {s} uppercase",
        "capitalise the first character of {s}",
    ),
    s=text(1, 4),
)
def capitalize(s):
    return s[:1].upper() + s[1:]


@family(
    do(
        "capitalize [the first letter of |]each word [in|of] {s}",
        "capitalize the first letter of every word in {s}",
        "convert {s} to title case",
    ),
    find("{s} in title case"),
    s=sentence(2, 5),
)
def title_case(s):
    return " ".join(word.capitalize() for word in s.split())


@title_case.way("builtin")
def title_case(s):
    return s.title()


@family(do("decapitalize [the first letter of |]{s}", "make the first letter of {s} lowercase"), s=text(1, 3))
def decapitalize(s):
    return s[:1].lower() + s[1:]


@family(do("capitalize [the |]first and last [letter|character|letters] of [each word of |]{s}"), s=word())
def capitalize_ends(s):
    return s[:1].upper() + s[1:-1] + s[-1:].upper()


@family(
    do(
        "remove [all |all the |the |]vowels from {s}", "strip [all |every |]vowels from {s}", "delete vowels from {s}"
    ),
    find("{s} without [its |]vowels"),
    s=text(1, 4),
)
def remove_vowels(s):
    return "".join(char for char in s if char not in "aeiouAEIOU")


@remove_vowels.way("for", "plain")
def remove_vowels(s):
    result = ""
    for char in s:
        if char not in "aeiouAEIOU":
            result += char
    return result


@remove_vowels.way("regex")
def remove_vowels(s):
    return re.sub(r"[aeiouAEIOU]", "", s)


def _punctuated(rng):
    parts = sentence_of(rng, rng.randint(3, 5)).split()
    return " ".join(p + rng.choice([",", "!", "?", ".", ";", ":", ""]) for p in parts)


@family(
    do(
        "remove [all |all the |the |][punctuation|punctuations|punctuation marks] from {s}",
        "strip [punctuation|punctuations] from {s}",
    ),
    find("{s} without punctuation"),
    draw=lambda rng: (_punctuated(rng),),
    s=text(),
)
def remove_punctuation(s):
    return "".join(char for char in s if char not in string.punctuation)


@remove_punctuation.way("for")
def remove_punctuation(s):
    result = ""
    for char in s:
        if char not in string.punctuation:
            result += char
    return result


@remove_punctuation.way("regex")
def remove_punctuation(s):
    return re.sub(r"[^\w\s]", "", s)


@family(
    do(
        "remove [all |all the |][spaces|blank spaces|whitespace|white spaces|blanks] from {s}",
        "delete all spaces in {s}",
    ),
    find("{s} without spaces"),
    s=sentence(2, 5),
)
def remove_spaces(s):
    return s.replace(" ", "")


@remove_spaces.way("join")
def remove_spaces(s):
    return "".join(s.split())


@family(
    do(
        "remove [all |the |][extra|multiple] [spaces|blanks] from {s}",
        "replace multiple spaces with a single space in {s}",
    ),
    draw=lambda rng: ((" " * rng.randint(2, 4)).join(sentence_of(rng, 4).split()),),
    s=sentence(),
)
def remove_extra_spaces(s):
    return " ".join(s.split())


@family(do("remove [all |][digits|numbers|numeric digits|integers] from {s}"), find("{s} without digits"), s=mixed())
def remove_digits(s):
    return "".join(char for char in s if not char.isdigit())


@family(
    do(
        "remove all [special characters|non-alphanumeric characters] from {s}",
        "remove all the characters except letters and [numbers|digits] from {s}",
        "keep only letters and digits of {s}",
    ),
    s=mixed(),
)
def remove_special(s):
    return "".join(char for char in s if char.isalnum())


@remove_special.way("regex")
def remove_special(s):
    return re.sub(r"[^A-Za-z0-9]", "", s)


@family(
    do("extract [all |]the letters from {s}", "keep only [the |]letters of {s}", "get only the alphabets from {s}"),
    s=mixed(),
)
def only_letters(s):
    return "".join(char for char in s if char.isalpha())


@family(
    do("extract [all |the |]digits from {s}", "get only [the |]digits from {s}"),
    find("all [the |]digits in {s}"),
    s=mixed(),
)
def only_digits(s):
    return "".join(char for char in s if char.isdigit())


@family(
    do("extract [all |]numbers from {s}", "find all [the |]numbers in {s}", "extract all integers from {s}"),
    draw=lambda rng: (
        " ".join(rng.choice(WORDS) if i % 2 else str(rng.randint(1, 99)) for i in range(rng.randint(3, 6))),
    ),
    s=text()("string", "text", "sentence"),
)
def extract_numbers(s):
    return [int(num) for num in re.findall(r"\d+", s)]


@family(
    do(
        "remove [all |]duplicate [characters|letters] from {s}",
        "remove duplicates from {s}",
        "delete all duplicate letters in {s}",
    ),
    find("[the |]unique characters of {s} in order"),
    s=word(),
    oracle=lambda s: "".join(dict.fromkeys(s)),
)
def remove_duplicate_chars(s):
    result = ""
    for char in s:
        if char not in result:
            result += char
    return result


@family(
    do("remove [all |]duplicate words from {s}", "remove repeated words from {s}"),
    draw=lambda rng: (" ".join(rng.choices(rng.sample(WORDS, 4), k=6)),),
    s=sentence(),
)
def remove_duplicate_words(s):
    return " ".join(dict.fromkeys(s.split()))


@family(
    do("replace [all |all the |]spaces in {s} with [a hyphen|hyphens|-]", "replace spaces with hyphens in {s}"),
    s=sentence(2, 5),
)
def spaces_to_hyphens(s):
    return s.replace(" ", "-")


@family(
    do(
        "replace [all |]spaces in {s} with underscores",
        "replace all spaces with [an underscore|underscores] in {s}",
        "replace [all |]spaces in {s} with [an underscore|_]",
    ),
    s=sentence(2, 5),
)
def spaces_to_underscores(s):
    return s.replace(" ", "_")


@family(
    do("replace [all |]vowels in {s} with {c}", "replace [all |every ]vowels with {c} in {s}"),
    draw=lambda rng: (sentence_of(rng, 2), rng.choice("*#-_$")),
    s=text(),
    c=char()("character", "specific character"),
)
def replace_vowels(s, c):
    return "".join(c if char in "aeiouAEIOU" else char for char in s)


def _replacing(rng):
    s = sentence_of(rng, 4)
    return s, rng.choice(s.split()), rng.choice(WORDS)


@family(
    do(
        "replace {old} with {new} in {s}",
        "replace [all |every ]occurrences of {old} with {new} in {s}",
        "replace all occurrences of a substring in {s}{given old,new}",
    ),
    draw=_replacing,
    s=text()("string", "sentence", "text"),
    old=word()("word", "substring", "string"),
    new=word()("another word", "new word"),
    forms="function prints open values",
)
def replace_word(s, old, new):
    return s.replace(old, new)


@family(
    do("replace {a} with {b} in {s}", "replace [all |]occurrences of {a} with {b} in {s}"),
    draw=lambda rng: (lambda p: (p[0], p[1], rng.choice("*#xz$@")))(_char_in(rng)),
    s=text(),
    a=char(),
    b=char()("another character", "new character"),
    forms="function prints open values",
)
def replace_char(s, a, b):
    return s.replace(a, b)


@family(
    do("remove [all |][occurrences of |]{c} from {s}", "delete all occurrences of {c} in {s}"),
    draw=lambda rng: _char_in(rng)[::-1],
    c=char(),
    s=text(),
)
def remove_char(c, s):
    return s.replace(c, "")


def _index_in(rng):
    s = rng.choice(WORDS)
    return s, rng.randrange(len(s))


@family(
    do(
        "remove [the |]character at index {=i} from {s}",
        "remove the [ith|i'th|nth index] character from {s}{given i}",
        "delete the character at position {=i} in {s}",
    ),
    draw=_index_in,
    s=word(),
    i=integer()("index", "position"),
)
def remove_at(s, i):
    return s[:i] + s[i + 1 :]


@family(
    find("[the |]character at index {=i} of {s}", "[the |]character at position {=i} in {s}"),
    draw=_index_in,
    s=word(),
    i=integer()("index", "position"),
)
def char_at(s, i):
    return s[i]


@family(
    do(
        "create a new string [with|by appending] [the second string|s2] in the middle of [the first "
        "string|s1]{given s1,s2}",
        "insert {s2} in the middle of {s1}",
        "append the second string in the middle of the first [string|one]{given s1,s2}",
        "put the second string in the middle of the first string{given s1,s2}",
        "make a new string with the second string in the middle of the first{given s1,s2}",
        "add {s2} [in|into] the middle of {s1}",
    ),
    find("[a |]new string with the second string in the middle of the first{given s1,s2}"),
    s1=word(),
    s2=word(),
)
def append_middle(s1, s2):
    middle = len(s1) // 2
    return s1[:middle] + s2 + s1[middle:]


@family(
    do(
        "create the [HTML|html] string with tags around the word(s){given tag,word}",
        "make an [HTML|html] string with [tags|a tag] around [the |a ]word{given tag,word}",
        "wrap {word} in an [HTML|html] tag{given tag}",
        "add [HTML|html] tags around {word}{given tag}",
        "make an html string with tags around the words{given tag,word}",
    ),
    draw=lambda rng: (rng.choice(listed("i b p h1 h2 div span em strong u li")), sentence_of(rng, rng.randint(1, 2))),
    tag=kind("tag|html tag", lambda rng: "b", "tag t", "input()"),
    word=word()("word", "text", "string"),
    oracle=lambda tag, word: "<" + tag + ">" + word + "</" + tag + ">",
)
def add_tags(tag, word):
    return f"<{tag}>{word}</{tag}>"


@family(
    find("[the |]first and [the |]last character of {s}", "[the |]concatenated first and last character of {s}"),
    s=word(),
)
def first_last_char(s):
    return s[0] + s[-1]


@family(find("[the |]first character of {s}", "[the |]first letter of {s}"), s=word())
def first_char(s):
    return s[0]


@family(find("[the |]last character of {s}", "[the |]last letter of {s}"), s=word())
def last_char(s):
    return s[-1]


@family(find("[the |]middle character of {s}"), s=word())
def middle_char(s):
    return s[len(s) // 2]


@family(
    find("[the |]first {=n} characters of {s}", "[the |]first n characters of {s}{given n}"),
    s=text(1, 3),
    n=integer(1, 5),
)
def first_n_chars(s, n):
    return s[:n]


@family(
    find("[the |]last {=n} characters of {s}", "[the |]last n characters of {s}{given n}"),
    s=text(1, 3),
    n=integer(1, 5),
)
def last_n_chars(s, n):
    return s[-n:]


@family(
    find(
        "[the |]characters at even [indexes|indices|positions|index] of {s}",
        "[the |]characters [that have|with|at an] even [indexes|index] in {s}",
        "every second character of {s}",
    ),
    s=text(1, 3),
)
def even_index_chars(s):
    return s[::2]


@family(
    do("remove [the |]characters [at|of|with] odd [index values|indexes|indices|positions] [from|in|of] {s}"),
    s=text(1, 3),
)
def remove_odd_index(s):
    return s[::2]


@family(
    find("every {=n}th character of {s}", "every nth character of {s}{given n}"),
    s=text(2, 3),
    n=integer(2, 4),
    forms="function prints open",
)
def every_nth_char(s, n):
    return s[::n]


@family(
    do(
        "swap [the |]first and last [character|characters|letters] of {s}",
        "exchange the first and last characters of {s}",
    ),
    find("a new string where the first and last [characters|letters] of {s} are [exchanged|swapped]"),
    s=word(),
)
def swap_ends_of_string(s):
    return s[-1] + s[1:-1] + s[0]


@family(
    do(
        "rotate {s} [left|to the left] by {=n}",
        "left rotate {s} by {=n} [characters|positions|places]",
        "rotate {s} left by n characters{given n}",
    ),
    s=word(),
    n=integer(1, 3),
)
def rotate_string_left(s, n):
    return s[n:] + s[:n]


@family(
    do(
        "rotate {s} [right|to the right] by {=n}",
        "right rotate {s} by {=n} [characters|positions|places]",
        "rotate {s} right by n characters{given n}",
    ),
    s=word(),
    n=integer(1, 3),
)
def rotate_string_right(s, n):
    return s[-n:] + s[:-n]


@family(
    do("repeat {s} {n} times", "repeat {s} n times{given n}", "multiply {s} n times{given n}"),
    find("{n} copies of {s}", "{s} repeated {n} times"),
    s=word(),
    n=integer(2, 5)("number of", "given number of", "n"),
    forms="function prints values",
)
def repeat_string(s, n):
    return s * n


@family(
    show("{s} [{=n} times|n times{given n}]", "{s} {=n} times"),
    s=word(),
    n=integer(2, 5),
    forms="prints values input",
)
def print_n_times(s, n):
    for _ in range(n):
        print(s)


@family(
    do("concatenate {a,b}", "join {a,b}", "combine {a,b} into one [string|]", "concat {a,b}"),
    find("[the |]concatenation of {a,b}"),
    a=word(),
    b=word(),
)
def concatenate(a, b):
    return a + b


@family(do("concatenate {a,b} with a space [in between|between them]", "join {a,b} with a space"), a=word(), b=word())
def concatenate_with_space(a, b):
    return a + " " + b


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
    draw=lambda rng: _char_in(rng)[::-1],
    c=char(),
    s=text(),
)
def index_of_char(c, s):
    return s.find(c)


@family(
    find("[the |]last [occurrence|position|index] of {c} in {s}"),
    draw=lambda rng: _char_in(rng)[::-1],
    c=char(),
    s=text(),
)
def last_index_of_char(c, s):
    return s.rfind(c)


@family(
    find("[all |all the |][indexes|indices|positions] of {c} in {s}", "all occurrences of {c} in {s}"),
    draw=lambda rng: _char_in(rng)[::-1],
    c=char(),
    s=text(),
)
def all_indexes_of_char(c, s):
    return [i for i, char in enumerate(s) if char == c]


@family(
    check("{a,b} are [anagrams|anagram|anagrams of each other]", "{a} is an anagram of {b}", "{a,b} are anagrams"),
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


@family(check("{c} is a vowel", "[the |]{c} is vowel", "{c} is a vowel"), c=char())
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


@family(
    find(
        "[the |][longer|larger] of {a,b}",
        "[the |]longer string of {a,b}",
        "[the |]string with maximum length of {a,b}",
    ),
    a=word()("string", "word"),
    b=word()("string", "word"),
)
def longer_string(a, b):
    return a if len(a) >= len(b) else b


@family(do("move all [spaces|blanks] to the front of {s}"), s=sentence(2, 4)("string", "given string"))
def spaces_to_front(s):
    spaces = s.count(" ")
    return " " * spaces + s.replace(" ", "")


@family(
    do(
        "arrange [the |]characters of {s} so that lowercase letters come first",
        "arrange [string |the ]characters of {s} such that lowercase letters [should |]come first",
    ),
    draw=lambda rng: ("".join(rng.choice((c, c.upper())) for c in rng.choice(WORDS)),),
    s=word(),
)
def lowercase_first(s):
    lower = [char for char in s if char.islower()]
    upper = [char for char in s if char.isupper()]
    return "".join(lower + upper)


@family(
    find("[the |]sum and average of the digits [that appear |]in {s}"),
    draw=lambda rng: (f"{rng.choice(WORDS)}{rng.randint(10, 99)}{rng.choice(WORDS)}{rng.randint(1, 9)}",),
    s=mixed(),
)
def digits_sum_average(s):
    digits = [int(char) for char in s if char.isdigit()]
    return sum(digits), sum(digits) / len(digits)


@family(
    find("[the |]sum of [the |all |]digits in {s}"),
    draw=lambda rng: (f"{rng.choice(WORDS)}{rng.randint(10, 99)}{rng.choice(WORDS)}{rng.randint(1, 9)}",),
    s=mixed()("string", "given string"),
)
def digits_sum_in_string(s):
    return sum(int(char) for char in s if char.isdigit())


@family(
    do("add {prefix} to the [beginning|start] of {s}", "prepend {prefix} to {s}"),
    s=word(),
    prefix=word()("prefix"),
    forms="function prints values",
)
def add_prefix(s, prefix):
    return prefix + s


@family(
    do(
        "add 'ing' at the end of {s} [, |(length should be at least 3), |]or 'ly' if it already ends with 'ing'",
        "add ing to the end of {s} or ly if it already ends in ing",
    ),
    draw=lambda rng: (rng.choice(["play", "string", "go", "jump", "reading", "is", rng.choice(WORDS)]),),
    s=word(),
)
def add_ing(s):
    if len(s) < 3:
        return s
    if s.endswith("ing"):
        return s + "ly"
    return s + "ing"


@family(
    find("[all |all the |]substrings of {s}"),
    do("generate all substrings of {s}"),
    draw=lambda rng: (rng.choice(["abc", "cat", "dog", "pen", "fig", "wxyz", "lime"]),),
    s=word(),
)
def substrings(s):
    return [s[i:j] for i in range(len(s)) for j in range(i + 1, len(s) + 1)]


@family(
    do("pad {s} with zeros to [length|width] {=n}", "add leading zeros to {s} up to length n{given n}"),
    draw=lambda rng: (str(rng.randint(1, 999)), rng.randint(4, 7)),
    s=word()("string", "number string"),
    n=integer(),
)
def pad_zeros(s, n):
    return s.zfill(n)


@family(
    do("center {s} in a [field|width] of {=n} [characters|]", "center {s} in n characters{given n}"),
    draw=lambda rng: (rng.choice(WORDS), rng.randint(10, 15)),
    s=word(),
    n=integer(),
    forms="function open",
)
def center(s, n):
    return s.center(n)


@family(
    do("replace each word [in|of] {s} with its length", "replace each word in {s} with the length of the word"),
    s=sentence(),
)
def words_to_lengths(s):
    return " ".join(str(len(word)) for word in s.split())


@family(do("double [each|every] character [of|in] {s}", "repeat each character of {s} twice"), s=word())
def double_chars(s):
    return "".join(char * 2 for char in s)


@family(
    find("[the |][hamming|Hamming] distance [of|between] {a,b}"),
    draw=lambda rng: (lambda w: (w, "".join(rng.choice((c, c, "x")) for c in w)))(rng.choice(WORDS)),
    a=word(),
    b=word(),
)
def hamming_distance(a, b):
    return sum(x != y for x, y in zip(a, b))


@family(
    find("[the |]longest common prefix of {strings}"),
    draw=lambda rng: (
        rng.choice(
            [
                ["flower", "flow", "flight"],
                ["interview", "internet", "interval"],
                ["dog", "cat"],
                ["apple", "apply", "app"],
            ]
        ),
    ),
    strings=words()("list of strings", "array of strings"),
)
def longest_common_prefix(strings):
    prefix = strings[0]
    for s in strings:
        while not s.startswith(prefix):
            prefix = prefix[:-1]
    return prefix


@family(
    do(
        "remove words [shorter than|with less than] {=k} [letters|characters] from {s}",
        "remove words less than a specified length from {s}{given k}",
    ),
    s=sentence(),
    k=integer(3, 5)("length"),
)
def remove_short_words(s, k):
    return " ".join(word for word in s.split() if len(word) >= k)


@family(
    find("[the |]words [composed of digits only|made of digits] in {s}", "[the |]words of {s} that are numbers"),
    draw=lambda rng: (" ".join(rng.choice((rng.choice(WORDS), str(rng.randint(1, 99)))) for _ in range(5)),),
    s=sentence()("sentence", "string", "sequence of words"),
)
def digit_words(s):
    return [word for word in s.split() if word.isdigit()]


@family(
    do(
        "sort a comma separated sequence of words{given s}",
        "sort [the words of |]{s} alphabetically and join them with commas",
    ),
    draw=lambda rng: (",".join(rng.sample(WORDS, rng.randint(3, 5))),),
    s=word()("comma separated string", "comma separated sequence of words"),
)
def sort_comma_words(s):
    return ",".join(sorted(s.split(",")))


@family(
    do(
        "remove duplicate words [of|from] {s} and sort them",
        "remove all duplicate words from {s} and sort them alphanumerically",
    ),
    draw=lambda rng: (" ".join(rng.choices(rng.sample(WORDS, 4), k=6)),),
    s=sentence()("sentence", "string", "sequence of whitespace separated words"),
)
def unique_sorted_words(s):
    return " ".join(sorted(set(s.split())))


@family(
    check("{s} is in title case", "{s} is a title", "{s} is titlecased"),
    draw=lambda rng: ((lambda t: rng.choice((t.title(), t)))(sentence_of(rng, 3)),),
    s=text(),
)
def is_title(s):
    return s.istitle()


@family(
    check("{s} is symmetrical", "the first half of {s} equals the second half"),
    draw=lambda rng: (rng.choice(("abab", "xyzxyz", rng.choice(WORDS))),),
    s=word(),
)
def is_symmetrical(s):
    half = len(s) // 2
    return s[:half] == s[-half:]


@family(
    do("exchange [the |]first two characters of {a,b}", "swap the first two characters of {a,b}"), a=word(), b=word()
)
def swap_first_two(a, b):
    return b[:2] + a[2:], a[:2] + b[2:]


@family(
    find(
        "[the |]string made of the first 2 and the last 2 characters of {s}",
        "the first two and last two characters of {s}",
    ),
    s=word(),
)
def first_and_last_two(s):
    return s[:2] + s[-2:]


@family(
    do(
        "replace [the |]first character occurrences in the later part of {s} with $",
        "replace all occurrences of the first character of {s} with $ except the first",
    ),
    s=word(),
)
def mask_first_char(s):
    return s[0] + s[1:].replace(s[0], "$")


@family(
    do("increment [the |]number at [the |]end of {s}", "increment the suffix number of {s}"),
    draw=lambda rng: (rng.choice(WORDS) + str(rng.randint(1, 98)),),
    s=word(),
)
def increment_suffix(s):
    name = s.rstrip("0123456789")
    return name + str(int(s[len(name) :]) + 1)


@family(
    do("move [all |]numbers to the end of {s}", "move [the |]digits to the end of {s}"),
    draw=lambda rng: (str(rng.randint(1, 9)) + rng.choice(WORDS) + str(rng.randint(10, 99)) + rng.choice(WORDS),),
    s=word(),
)
def digits_to_end(s):
    letters = "".join(char for char in s if not char.isdigit())
    digits = "".join(char for char in s if char.isdigit())
    return letters + digits


@family(find("[the |]even length words [in|of] {s}"), do("extract even length words [in|from] {s}"), s=sentence())
def even_length_words(s):
    return [word for word in s.split() if len(word) % 2 == 0]


@family(find("[the |]odd length words [in|of] {s}"), do("extract odd length words [in|from] {s}"), s=sentence())
def odd_length_words(s):
    return [word for word in s.split() if len(word) % 2 != 0]


@family(
    find("[the |]common words [of|in|from] {a,b}", "[the |]words common to {a,b}"),
    draw=lambda rng: (lambda w: (" ".join(w[:4]), " ".join(w[2:])))(rng.sample(WORDS, 6)),
    a=sentence()("sentence", "string"),
    b=sentence()("sentence", "string"),
)
def common_words(a, b):
    return [word for word in a.split() if word in b.split()]


@family(
    find("[the |]uncommon words [of|from|between] {a,b}"),
    draw=lambda rng: (lambda w: (" ".join(w[:4]), " ".join(w[2:])))(rng.sample(WORDS, 6)),
    a=sentence()("sentence", "string"),
    b=sentence()("sentence", "string"),
)
def uncommon_words(a, b):
    first, second = a.split(), b.split()
    return [word for word in first if word not in second] + [word for word in second if word not in first]


@family(
    find("[the |]unique words [in|of] {s}"),
    draw=lambda rng: (" ".join(rng.choices(rng.sample(WORDS, 4), k=6)),),
    s=sentence(),
)
def unique_words(s):
    return list(dict.fromkeys(s.split()))


@family(find("[the |]lengths of [the |]words in {s}", "[the |]length of each word in {s}"), s=sentence())
def lengths_of_words(s):
    return [len(word) for word in s.split()]


@family(find("[the |]average word length [in|of] {s}"), s=sentence())
def average_word_length(s):
    words = s.split()
    return sum(len(word) for word in words) / len(words)


@family(
    find("[the |]percentage of uppercase [letters |]and lowercase letters in {s}"),
    do("determine the percentage of lowercase and uppercase letters in {s}"),
    s=text(),
)
def case_percentages(s):
    upper = sum(1 for char in s if char.isupper())
    lower = sum(1 for char in s if char.islower())
    return upper / len(s) * 100, lower / len(s) * 100


@family(
    find("[the |]punctuation [marks |]used in {s}", "[a |]list of all [the |]punctuation in {s}"),
    draw=lambda rng: (_punctuated(rng),),
    s=text(),
)
def punctuation_used(s):
    return [char for char in s if char in string.punctuation]


@family(
    do("replace each punctuation [mark |]in {s} with #", "replace [all |]punctuation with # in {s}"),
    draw=lambda rng: (_punctuated(rng),),
    s=text(),
)
def punctuation_to_hash(s):
    return "".join("#" if char in string.punctuation else char for char in s)


@family(
    do("repeat [the |]first {=n} characters of {s} {=k} times", "repeat n characters of {s} k times{given n,k}"),
    s=word(),
    n=integer(1, 3),
    k=integer(2, 4),
    forms="function open",
)
def repeat_prefix(s, n, k):
    return s[:n] * k


@family(
    do("add [a |the ]title [Mr.|Mr] to {s}"),
    s=word(["Smith", "Jones", "Brown", "Khan"])("name", "string"),
    forms="function open values",
)
def add_title(s):
    return "Mr. " + s


@family(
    do("decode {s}", "expand a run length encoded string{given s}"),
    find("[the |]run length decoding of {s}"),
    draw=lambda rng: ("".join(c + str(rng.randint(1, 4)) for c in rng.sample("abcdxyz", 3)),),
    s=word()("run length encoded string"),
)
def run_length_decode(s):
    return "".join(s[i] * int(s[i + 1]) for i in range(0, len(s), 2))


@family(
    find("[the |]mirror of {s} in the alphabet", "[the |]mirror characters of {s} (a becomes z, b becomes y)"),
    do("replace each letter of {s} by its mirror letter in the alphabet"),
    s=word(),
)
def mirror_letters(s):
    return "".join(chr(219 - ord(char)) for char in s)


@family(do("print {s} twice", "repeat {s} twice"), s=word())
def twice(s):
    return s * 2
