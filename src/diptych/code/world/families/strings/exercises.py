"""Strings: what exercise books ask besides."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# ruff: noqa: B905

import string

from diptych.code.world.families.strings.draws import punctuated
from diptych.code.world.family import check, do, family, find
from diptych.code.world.values import WORDS, integer, mixed, sentence, sentence_of, text, word, words


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
    draw=lambda rng: (punctuated(rng),),
    s=text(),
)
def punctuation_used(s):
    return [char for char in s if char in string.punctuation]


@family(
    do("replace each punctuation [mark |]in {s} with #", "replace [all |]punctuation with # in {s}"),
    draw=lambda rng: (punctuated(rng),),
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
