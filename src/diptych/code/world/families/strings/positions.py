"""Strings: replacing, characters by position, joining."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs

from diptych.code.world.families.strings.draws import char_in
from diptych.code.world.family import do, family, find, show
from diptych.code.world.values import WORDS, char, integer, kind, listed, sentence, sentence_of, text, word


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
    draw=lambda rng: (lambda p: (p[0], p[1], rng.choice("*#xz$@")))(char_in(rng)),
    s=text(),
    a=char(),
    b=char()("another character", "new character"),
    forms="function prints open values",
)
def replace_char(s, a, b):
    return s.replace(a, b)


@family(
    do("remove [all |][occurrences of |]{c} from {s}", "delete all occurrences of {c} in {s}"),
    draw=lambda rng: char_in(rng)[::-1],
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
