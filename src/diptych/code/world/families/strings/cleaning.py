"""Strings: capitals, and removing what is not wanted."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="no-redef"

import re
import string

from diptych.code.world.families.strings.draws import punctuated
from diptych.code.world.family import do, family, find
from diptych.code.world.values import WORDS, mixed, sentence, sentence_of, text, word


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


@family(
    do(
        "remove [all |all the |the |][punctuation|punctuations|punctuation marks] from {s}",
        "strip [punctuation|punctuations] from {s}",
    ),
    find("{s} without punctuation"),
    draw=lambda rng: (punctuated(rng),),
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
