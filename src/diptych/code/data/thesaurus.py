"""The same request in other words: what people say for the same thing, and what they put around it.

The world has many phrasings of each task; here are the words that any of them may be said in. Training draws from
this, so that a word which no phrasing happens to use is not a stranger.
"""

import random
import re

# One line a meaning; any of its words may stand for any other.
GROUPS = """
largest | biggest | greatest | maximum | highest | max
smallest | minimum | lowest | least | min
remove | delete | eliminate | drop | get rid of | take out | strip
reverse | invert | flip | turn around
reversed | inverted | flipped
list | array | sequence
lists | arrays
string | text | str
dictionary | dict | map | hash map | hashmap
find | calculate | compute | get | determine | work out | figure out | obtain | evaluate
finds | calculates | computes | gets | determines | works out
print | display | show | output | print out
prints | displays | shows | outputs
return | give back | give
returns | gives back | gives
check | test | verify | see | tell | determine | detect | find out
checks | tests | verifies | determines | tells
whether | if
contains | includes | has
combine | merge | join | concatenate | put together
convert | change | turn | transform
converts | changes | turns | transforms
create | make | build | generate | produce | construct
elements | items | entries | members | values
element | item | entry | member | value
average | mean
sum | total | addition
add | sum up | add up
subtract | take away
multiply | times
repeated | duplicate | duplicated | recurring
duplicates | repeated elements | repetitions | repeats
unique | distinct | different
sort | order | arrange | put in order
sorts | orders | arranges
sorted | ordered | arranged
ascending | increasing | rising
descending | decreasing | falling
uppercase | upper case | capital letters | capitals | all caps | upper
lowercase | lower case | small letters | lower
capitalize | capitalise | make the first letter capital of
characters | letters | chars | symbols
character | letter | char | symbol
special characters | symbols | punctuation marks | special symbols
digits | numerals | figures
number | integer | num | value | no. | int
numbers | integers | nums | values | ints
number of | count of | amount of | how many
count | count up | tally | find the number of
counts | tallies
power | exponent
exponents | powers
divisible by | a multiple of | evenly divisible by | divided evenly by
divisors | factors
first | initial | leading
last | final | ending
swap | exchange | interchange | switch
replace | substitute | change
split | break | divide | break up | cut
length | size | len
user | person
file | text file
takes | accepts | receives | expects | gets | is given | is passed
take | accept | receive | get
given | provided | supplied | specified | passed | inputted
program | script | code | snippet | piece of code | app
function | method | routine | procedure | func | fn
using | with the help of | by means of | through | via
common | shared
occurrences | appearances | instances
occurs | appears | shows up | is found
frequency | frequencies | how often
middle | center | centre
empty | blank
starts with | begins with
ends with | finishes with
spaces | blanks | whitespace | white space | white spaces
current | present | today's
two | 2 | a couple of
three | 3
second | 2nd
third | 3rd
all | every | all the | each of the
greater than | larger than | bigger than | more than | above | over
less than | smaller than | lower than | below | under
between | from
even | even-valued
squared | to the power of two
consecutive | adjacent | successive
position | index | place
positions | indexes | indices | places
word | term
words | terms
sentence | phrase | line of text
flatten | unnest | make flat
nested | multi-level
matrix | 2d array | 2d list
rows | lines
vowels | vowel letters
random | randomly chosen | arbitrary
insert | add | put | place
append | add | attach
pairs | couples | tuples
shuffle | mix up
rotate | shift
intersection | common elements
difference | gap
formula | equation
area | surface area
perimeter | circumference | boundary length
celsius | centigrade | degrees celsius | °C
fahrenheit | degrees fahrenheit | °F
kilometers | kilometres | km | kms
miles | mi
per hour | an hour | /h
kilograms | kg | kilos
pounds | lbs
date and time | datetime | date time | time and date
json | JSON
key | name
class | object class
password | passphrase
equal | the same | identical
contain | include | have
exists | is present | is there | can be found
nth | n-th | n'th
series | sequence
triangle | trangle
pattern | shape | figure
input | entry | keyboard input
""".strip()

# What people put before and after a request: the world has its own frames, these are more.
BEFORE = (
    "please",
    "can you",
    "could you please",
    "i want to",
    "i would like to",
    "i need to",
    "help me",
    "how would i",
    "how can i",
    "how do you",
    "what is the way to",
    "what's the best way to",
    "hi,",
    "hey,",
    "task:",
    "q.",
    "1.",
    "#",
    "in python,",
    "python:",
    "using python,",
    "python code to",
    "program:",
    "question:",
    "your task is to",
    "let us",
    "we want to",
    "simply",
)
AFTER = (
    "in python",
    "using python",
    "in python 3",
    "please",
    "for me",
    "with python code",
    "?",
    "!",
    "...",
    "thanks",
    "as simple as possible",
    "in an easy way",
    "in a pythonic way",
    "and explain",
    "step by step",
    "in one program",
    "for beginners",
    "efficiently",
)

_TABLE = {
    phrase.strip(): tuple(other.strip() for other in line.split("|") if other.strip() != phrase.strip())
    for line in reversed(GROUPS.splitlines())
    for phrase in line.split("|")
}
_SAID = re.compile(
    r"(?<![\w'\"])(?:" + "|".join(sorted(map(re.escape, _TABLE), key=len, reverse=True)) + r")(?![\w'\"])",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"(\"[^\"]*\"|'[^']*'|\[[^\]]*\]|\{[^}]*\}|\([^)]*\))")
_OPENING = re.compile(r"^(?:please |)(?:write|create|define|make|implement|build|develop|design|code|give me|show me|"
                      r"could you write|i need|need|generate)\b", re.IGNORECASE)  # fmt: skip


def reworded(description: str, rng: random.Random, share: float = 0.12, keep: frozenset[str] = frozenset()) -> str:
    """The description with `share` of the words that have others replaced; quoted spans, values and `keep` stay."""
    if not share:
        return description

    def other(match: re.Match[str]) -> str:
        if rng.random() >= share or match[0] in keep:
            return match[0]
        return rng.choice(_TABLE[match[0].lower()])

    parts = _QUOTED.split(description)
    return "".join(part if i % 2 else _SAID.sub(other, part) for i, part in enumerate(parts))


_UNITS = (
    "celsius|fahrenheit|kelvin|centigrade|kilometers|kilometres|km|miles|meters|metres|centimeters|centimetres|cm|"
    "inches|feet|foot|kg|kilograms|pounds|lbs|hours|minutes|seconds|days|radians|degrees|dollars|cents|litres|liters|"
    "gallons|bytes|kb|binary|decimal|hexadecimal|hex|octal|roman numeral|roman numerals|integer|json|rgb|kmh|mph"
)
_FROM_TO = re.compile(rf"\b(?:from )?({_UNITS}) (?:in)?to ({_UNITS})\b", re.IGNORECASE)


def turned(description: str, rng: random.Random, share: float = 0.15) -> str:
    """A conversion said the other way round: "celsius to fahrenheit" is "fahrenheit from celsius"."""
    return _FROM_TO.sub(r"\2 from \1", description) if rng.random() < share else description


def framed(description: str, rng: random.Random, share: float = 0.12) -> str:
    """The description with something said before or after it, as people do; what opens with a verb keeps it."""
    if rng.random() < share and not _OPENING.match(description):
        description = f"{rng.choice(BEFORE)} {description[:1].lower()}{description[1:]}"
    if rng.random() < share:
        tail = rng.choice(AFTER)
        description = description.rstrip(" .") + ("" if tail in ("?", "!", "...") else " ") + tail
    return description


def worn(description: str, rng: random.Random, share: float = 0.03) -> str:
    """The description with some of its small words left out, and sometimes all in lower or upper case."""
    parts = _QUOTED.split(description)
    for i in range(0, len(parts), 2):
        parts[i] = _SMALL.sub(lambda match: "" if rng.random() < share * 3 else match[0], parts[i])
    text = "".join(parts)
    style = rng.random()
    return text.lower() if style < share and not _QUOTED.search(text) else text


_SMALL = re.compile(r"\b(?:a|an|the|of|given|all|any|to|that|it|its|is|in)\b ", re.IGNORECASE)
