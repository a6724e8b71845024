"""English as (text, type) pairs, by rules that keep whole what a program needs: quotes, numbers, paths, names."""

import re

from diptych.code.data.tokens.python import LAYOUT, Token, tokenise
from diptych.errors import Problem

ENGLISH_TYPES = (
    "word",  # in lower case
    "number",  # with its sign
    "quoted",  # with its quotes
    "path",  # a path, a file or an address
    "name",  # something that code is called: snake_case, camelCase, dotted.name, what stood between backticks
    "mark",
)
PROTECTED = frozenset(ENGLISH_TYPES) - {"word", "mark"}  # never to be replaced, moved apart or dropped

STRAIGHT = str.maketrans("‘’‛“”„‟′″–—−\u00a0", '\'\'\'""""\'"--- ')

# The first alternative that matches wins; the group's name is the type.
PATTERN = re.compile(
    r"""
    (?P<ticked>   `[^`\n]+` )
  | (?P<quoted>   (?<!\w) (?: "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n]|(?<=\w)'(?=\w))*' ) (?!\w) )
  | (?P<path>     https?://[^\s,;)]*[^\s,;).?!'"]
                | (?<![\w/]) (?: ~ | \.{1,2} | [A-Za-z]: )? (?: [/\\] [\w.\-+*]*\w )+ [/\\]?
                | [\w\-]+ (?: / [\w.\-]+ )+ \. \w+
                | \w[\w\-]* \. (?:txt|csv|json|xml|html?|py|pdf|jpe?g|png|zip|xlsx?|log|ini|ya?ml|md|tsv|dat|gz) \b )
  | (?P<number>   (?<![\w)\]]) [+\-]?
                  (?: 0[xXbBoO][0-9a-fA-F]+ | (?: \d+ (?:\.\d+)? | \.\d+ ) (?:[eE][+\-]?\d+)? ) (?!\w|\.\d) )
  | (?P<name>     [^\W\d]\w* (?: \. [a-z_]\w* )+ (?:\(\))?
                | \w*[^\W\d]\w* \(\)
                | (?=\w*_) (?=\w*[^\W_]) \w+
                | [a-z]+ [A-Z] \w* | [A-Z][a-z]+ [A-Z] \w* )
  | (?P<word>     [^\W_]+ (?: ['\-] [^\W\d_]+ )* )
  | (?P<mark>     \*\* | // | == | != | <= | >= | -> | [+\-*/]= | \.\.\. | [^\s] )
    """,
    re.VERBOSE,
)
# After one of these a capital belongs to a name: "a class named American".
NAMING = frozenset(("named", "called", "name", "class", "subclass", "variable", "function", "method", "object"))
ABBREVIATIONS = frozenset(("e.g", "i.e", "etc", "vs"))


def english(description: str) -> list[Token]:
    """Return the tokens of an English description; words come in lower case unless they name something."""
    text = description.translate(STRAIGHT)
    headline = _is_headline(text)
    tokens: list[Token] = []
    for match in PATTERN.finditer(text):
        kind, spelling = match.lastgroup or "mark", match[0]
        if kind == "ticked":
            tokens += _code(spelling[1:-1])
        elif kind == "word" or spelling.lower() in ABBREVIATIONS:
            before = tokens[-1].text if tokens else ""
            tokens.append(_word(spelling, before, headline))
        else:
            tokens.append(Token(spelling, kind))
    return tokens


def _word(text: str, before: str, headline: bool) -> Token:
    single = len(text) == 1 and text.isupper() and text not in "AI"
    if single or (before in NAMING and text[:1].isupper() and not headline):
        return Token(text, "name")
    return Token(text.lower(), "word")


def _is_headline(text: str) -> bool:
    """Is Every Word of It Written Like This?"""
    words = re.findall(r"[A-Za-z]{4,}", text)
    return sum(word[0].isupper() for word in words) * 2 > len(words)


def _code(text: str) -> list[Token]:
    """Return what stood between backticks as a program would have it, so that it can be copied token by token."""
    try:
        parts = [part.text for part in tokenise(text.strip()) if part.text not in LAYOUT]
    except Problem:
        parts = text.split()
    return [Token(part, "quoted" if part[-1:] in "'\"" else "name") for part in parts]
