"""How descriptions come out of keyboards: capitals, full stops, lost articles, the usual typos."""

import random
import re

TYPOS = {
    "function": ("funtion", "fucntion", "functin", "funcion", "fuction"),
    "program": ("programe", "progarm", "programm", "porgram", "prgram"),
    "python": ("pyhton", "pyton", "pythn", "phyton"),
    "write": ("wrtie", "wriet", "writ"),
    "string": ("stirng", "srting", "sting"),
    "strings": ("stirngs", "srtings"),
    "number": ("numebr", "nubmer", "numer", "no"),
    "numbers": ("numebrs", "nubmers", "nos"),
    "list": ("lsit", "lits"),
    "length": ("lenght", "lengh"),
    "return": ("retrun", "reutrn", "retun"),
    "returns": ("retruns", "reutrns"),
    "calculate": ("caculate", "calulate", "calcualte", "claculate"),
    "palindrome": ("palindrom", "pallindrome", "palindrone"),
    "fibonacci": ("fibonnaci", "fibonaci", "fibbonacci"),
    "fahrenheit": ("farenheit", "fahrenhiet", "farhenheit"),
    "celsius": ("celcius", "celsuis"),
    "separate": ("seperate",),
    "occurrences": ("occurences", "ocurrences", "occurrance"),
    "dictionary": ("dictonary", "dictionery", "dictinary", "dictionay"),
    "integer": ("interger", "integar", "interger"),
    "sentence": ("sentance", "sentense"),
    "character": ("charater", "charachter", "caracter"),
    "characters": ("charaters", "charecters"),
    "elements": ("elemnts", "elemets", "elments"),
    "element": ("elemnt", "elment"),
    "maximum": ("maximun", "maxium"),
    "remove": ("remvoe", "remov"),
    "reverse": ("revers", "reverese", "revrese"),
    "check": ("chek", "chekc"),
    "whether": ("wether", "weather"),
    "duplicates": ("dupicates", "duplicats"),
    "factorial": ("factorail", "factoral"),
    "triangle": ("traingle", "triangel"),
    "rectangle": ("rectange", "rectangel"),
    "perimeter": ("permieter", "perimiter"),
    "using": ("usng", "useing"),
    "comprehension": ("comprehenson", "comprehension"),
    "ascending": ("assending", "acending"),
    "descending": ("decending", "desending"),
    "given": ("givn", "gven"),
    "interest": ("intrest",),
    "principal": ("principle",),
    "vowels": ("vowles", "vovels"),
    "average": ("avarage", "averge"),
    "convert": ("covert", "convret"),
    "temperature": ("temprature", "temperture"),
    "that": ("taht", "tht"),
    "and": ("adn",),
    "the": ("teh",),
    "frequency": ("frequncy", "freqency"),
    "recursion": ("recurssion", "recusion"),
    "tuples": ("tupels",),
}

_WORD = re.compile(r"[A-Za-z_]\w*")
_QUOTED = re.compile(r"""(\"[^\"]*\"|'[^']*'|\[.*\]|\(.*\)|\{.*\})""")
_ARTICLE = re.compile(r"\b(a|an|the) ")


def slip(text: str, rng: random.Random, keep: frozenset[str]) -> str:
    """`text` as typed by someone: quotes, values and the words of `keep` (names that the program needs) stay."""
    keep |= {word for word in _WORD.findall(text) if "_" in word}
    odds = rng.random()
    if odds < 0.06:
        text = _outside(text, lambda part: _ARTICLE.sub("", part))
    elif odds < 0.12:
        text = _outside(text, lambda part: _typo(part, rng, keep))
    elif odds < 0.14:
        text = _outside(text, lambda part: _typo(_typo(part, rng, keep), rng, keep))
    style = rng.random()
    if style < 0.05:
        text = _outside(text, lambda part: _WORD.sub(lambda m: m[0] if m[0] in keep else m[0].capitalize(), part))
    elif style < 0.62:
        text = text if text.split(" ")[0] in keep else text[:1].upper() + text[1:]
    elif style < 0.635:
        text = _outside(text, lambda part: _WORD.sub(lambda m: m[0] if m[0] in keep else m[0].upper(), part))
    end = rng.random()
    if text.lower().startswith(("how ", "what ", "could ")):
        return text + ("?" if end < 0.6 else "")
    return text + ("." if end < 0.22 and not text[-1].isdigit() else "")


def _outside(text: str, change: object) -> str:
    """Apply `change` to what is not quoted and not a value."""
    assert callable(change)
    parts = _QUOTED.split(text)
    return "".join(part if i % 2 else change(part) for i, part in enumerate(parts))


def _typo(part: str, rng: random.Random, keep: frozenset[str]) -> str:
    known = [m for m in _WORD.finditer(part) if m[0].lower() in TYPOS and m[0] not in keep]
    plain = [m for m in _WORD.finditer(part) if len(m[0]) > 4 and m[0] not in keep]
    if known and rng.random() < 0.8:
        match = rng.choice(known)
        new = rng.choice(TYPOS[match[0].lower()])
    elif plain:
        match = rng.choice(plain)
        new = _swap(match[0], rng)
    else:
        return part
    return part[: match.start()] + new + part[match.end() :]


def _swap(word: str, rng: random.Random) -> str:
    at = rng.randint(1, len(word) - 3)
    if rng.random() < 0.5:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at + 1 :]
