"""From a goal to a description: what is named, in which words, and the sentence around it."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from diptych.code.world.family import FUNCTION, INPUT, OPEN, PRINTS, VALUES, Goal
from diptych.code.world.frames import WAYS
from diptych.code.world.grammar import expand, parse
from diptych.code.world.values import Param, listed, spoken

ORDINALS = ("first", "second", "third", "fourth", "fifth")
NUMERALS = {2: "two", 3: "three", 4: "four", 5: "five"}
_QUOTED = re.compile(r"(\"[^\"]*\"|(?<!\w)'[^']*')")
_STUTTER = re.compile(r"\bgiven (?:the |a )?(given )")


@dataclass
class Speaker:
    """One person describing one task: which style, which values, and what was mentioned already."""

    rng: random.Random
    params: dict[str, Param]
    form: str
    names: dict[str, str] = field(default_factory=dict)  # parameter → the name given to it in the description
    values: dict[str, object] = field(default_factory=dict)  # parameter → the value given to it in the description
    commas: bool = False
    named: str = ""  # the function's name, where the description gives it
    way: str = ""
    kind: str = ""
    introduced: bool = False
    typed_said: bool = False
    told: set[str] = field(default_factory=set)  # parameters whose values were given

    def phrase(self, text: str) -> str:
        """One wording of a goal, its slots filled."""
        return expand(parse(text), self.rng, self.slot)

    def slot(self, content: str) -> str:
        """A slot of a goal: `n`, `a,b`, `given p,r` (a clause, perhaps left out), `=n` (the bare name or value)."""
        if content.startswith("given "):
            return self.given([self.params[name] for name in content[6:].split(",")])
        if content.startswith("="):
            return _and([self.bare(self.params[name]) for name in content[1:].split(",")])
        return self.mention([self.params[name] for name in content.split(",")])

    def bare(self, param: Param) -> str:
        """The shortest mention: its value, its name, or the letter that stands for it."""
        if self.form == VALUES:
            return self.value(param)
        if not self.names and param.role and len(param.name) > 2:
            return "given"
        return self.names.get(param.name) or param.name

    def value(self, param: Param) -> str:
        """The value of a parameter, as people type it."""
        self.told.add(param.name)
        return spoken(self.values[param.name], self.rng)

    # Mentions -----------------------------------------------------------------------------------------------------

    def mention(self, params: Sequence[Param]) -> str:
        """These parameters as a noun phrase: "two numbers", "the string 'ab'", "a list nums and a number k"."""
        groups: list[list[Param]] = []
        for param in params:
            if (groups and groups[-1][-1].nouns == param.nouns) or (groups and groups[-1][-1].role and param.role):
                groups[-1].append(param)
            else:
                groups.append([param])
        return _and([self.group(group) for group in groups])

    def group(self, params: list[Param]) -> str:
        if params[0].role:
            return _and([self.role(param) for param in params])
        if self.introduced:
            return self.again(params)
        if self.form == VALUES:
            return self.with_values(params)
        if self.names:
            return self.with_names(params)
        if self.form == INPUT:
            return self.from_user(params)
        noun = self.noun(params[0])
        rng = self.rng
        if len(params) > 1:
            given = rng.choice(("", "", "", "", "given ", "the ", "the given ", "any "))
            before, after = (given, "") if given.startswith("the") or given == "any " else ("", given)
            return f"{before}{_numeral(len(params), rng)} {after}{plural(noun)}"
        if (place := self.ordinal(params[0])) and rng.random() < 0.8:
            return (
                rng.choice((f"another {noun}", f"another {noun}", f"a {place} {noun}"))
                if place != "first"
                else article(noun)
            )
        return rng.choice(
            ("{a}", "{a}", "{a}", "{a}", "a given {n}", "the given {n}", "the {n}", "given {n}", "any {n}")
        ).format(a=article(noun), n=noun)

    def ordinal(self, param: Param) -> str:
        """ "first" or "second" where two parameters are called alike, else ""."""
        twins = [p.name for p in self.params.values() if p.nouns == param.nouns and not p.role]
        return ORDINALS[twins.index(param.name)] if len(twins) > 1 else ""

    def noun(self, param: Param) -> str:
        noun = param.nouns[0] if self.rng.random() < 0.5 else self.rng.choice(param.nouns)
        if self.commas and self.form == INPUT and param.reader.endswith("split()]"):
            return "list of comma separated numbers"
        if self.commas and self.form == INPUT and "split()" in param.reader:
            return "list of comma separated words"
        return noun

    def role(self, param: Param) -> str:
        noun, rng = self.noun(param), self.rng
        if self.introduced and self.form != VALUES:
            return f"the {noun}" if len(noun.split()[-1]) > 2 else noun
        if self.form == VALUES:
            if self.introduced:
                return f"the {noun}"
            value = self.value(param)
            return rng.choice(
                (f"{noun} {value}", f"{noun} {value}", f"{noun} = {value}", f"{noun} of {value}", f"{noun}={value}")
            )
        if self.names:
            name = self.names[param.name]
            if noun.split()[-1] == name or len(noun) <= 2:
                return noun if name in noun else name
            if len(noun.split()[-1]) == 1:
                return f"{noun.rpartition(' ')[0]} {name}"
            return rng.choice((f"{noun} {name}", f"{noun} ({name})", name, f"the {noun} {name}"))
        if len(noun.split()[-1]) <= 2:
            return noun
        return rng.choice((noun, noun, noun, f"the {noun}", f"a given {noun}"))

    def again(self, params: list[Param]) -> str:
        rng = self.rng
        if len(params) > 1:
            noun = plural(params[0].nouns[0])
            return rng.choice(
                (f"the {noun}", f"the {_numeral(len(params), rng)} {noun}", f"the given {noun}", f"those {noun}")
            )
        noun = params[0].nouns[0]
        head = noun.split(" of ")[0]
        if twin := self.ordinal(params[0]):
            return f"the {twin} {head}"
        if self.names and rng.random() < 0.5:
            return self.names[params[0].name]
        if self.kind in ("do", "check", "tell") and len(self.params) == 1 and rng.random() < 0.3:
            return "it"
        return rng.choice(
            (f"the {head}", f"the {head}", f"that {head}", f"the given {head}", f"the {noun}", f"this {head}")
        )

    def with_values(self, params: list[Param]) -> str:
        rng = self.rng
        said = [self.value(param) for param in params]
        noun = self.noun(params[0])
        if len(params) > 1:
            return rng.choice(
                ("", "", plural(noun) + " ", f"the {plural(noun)} ", f"{_numeral(len(params), rng)} {plural(noun)} ")
            ) + _and(said)
        short = noun.split(" of ")[0]
        contained = isinstance(self.values[params[0].name], list | tuple | dict | set)
        return (
            rng.choice(
                (
                    "",
                    "",
                    "",
                    f"the {short} ",
                    f"the {noun} ",
                    f"{short} ",
                    f"the given {short} ",
                    "the following " * contained + f"{short} ",
                )
            )
            + said[0]
        )

    def with_names(self, params: list[Param]) -> str:
        rng = self.rng
        names = [self.names[param.name] for param in params]
        noun = self.noun(params[0])
        if len(params) > 1:
            some = f"{_numeral(len(params), rng)} {plural(noun)}"
            return rng.choice(
                (_and(names), f"{some} {_and(names)}", f"{some}, {_and(names)}", f"{some} {_and(names)}")
            )
        name = names[0]
        if name in noun:
            return article(noun)
        return rng.choice(
            (
                f"{article(noun)} {name}",
                f"{article(noun)} {name}",
                f"the {noun} {name}",
                f"{noun} {name}",
                f"a given {noun} {name}",
                name,
            )
        )

    def from_user(self, params: list[Param]) -> str:
        noun, rng = self.noun(params[0]), self.rng
        spaced = ("split()" in params[0].reader and not self.commas) and rng.random() < 0.4
        tail = " separated by [spaces|space|blanks]" if spaced and " of " in noun else ""
        tail = self.phrase(tail)
        several = len(params) > 1
        some = f"{_numeral(len(params), rng)} {plural(noun)}" if several else noun
        if self.typed_said:
            return (some if several else rng.choice((article(noun), article(noun), "the " + noun))) + tail
        whole = some if several else article(some)
        self.typed_said = True
        return rng.choice(
            (
                f"{whole}{tail} entered by the user",
                f"{whole}{tail} given by the user",
                f"{whole}{tail} provided by the user",
                f"{whole}{tail} input by the user",
                f"{whole}{tail} entered by user",
                f"{whole}{tail} read from input",
                f"{whole}{tail} taken from the user",
                f"{some if several else 'a user provided ' + noun}{tail}"
                + (" provided by the user" if several else ""),
                f"{some if several else 'a user input ' + noun}{tail}" + (" from the console" if several else ""),
                f"{whole}{tail} from user input",
            )
        )

    def given(self, params: list[Param]) -> str:
        """A clause that names the parameters, left out at will where they need not be named."""
        rng = self.rng
        if self.introduced:
            return ""
        must = self.form == VALUES or bool(self.names)
        if not must and rng.random() < 0.45:
            if self.form == INPUT and not self.typed_said:
                self.typed_said = True
                return " " + rng.choice(
                    (
                        "from user input",
                        "using user input",
                        "with values entered by the user",
                        "from values given by the user",
                    )
                )
            return ""
        names = self.names and [self.names[p.name] for p in params]
        if names and rng.random() < 0.4:
            listed = ", ".join(names) if rng.random() < 0.6 else _and(names)
            return rng.choice((f", given {listed}", f" given {listed}", f" with {listed}", f" from {listed}"))
        if self.form == VALUES and params[0].role and rng.random() < 0.4:
            nouns = [self.noun(p) for p in params]
            said = [self.value(p) for p in params]
            joiner = rng.choice((" is ", " = ", " is "))
            listed = _and([f"{noun}{joiner}{value}" for noun, value in zip(nouns, said, strict=True)])
            return rng.choice((f" whose {listed}", f" if the {listed}", f" where {listed}", f" when {listed}"))
        was, self.typed_said = self.typed_said, True
        said_all = self.mention(params)
        self.typed_said = was
        user = ""
        if self.form == INPUT and not self.typed_said:
            self.typed_said = True
            user = rng.choice(
                (" entered by the user", " from the user", " given by the user", " as input by the user")
            )
        if self.form in (OPEN, FUNCTION, PRINTS) and not self.names and params[0].role and rng.random() < 0.3:
            bare = _and([self.noun(p) for p in params])
            return rng.choice(
                (
                    f" when {bare} {_are(params)} given",
                    f" given its {bare}",
                    f" whose {bare} {_are(params)} given",
                    f", given {bare}",
                )
            )
        return (
            rng.choice(
                (
                    f" given {said_all}",
                    f" with {said_all}",
                    f" for {said_all}",
                    f" from {said_all}",
                    f", given {said_all}",
                )
            )
            + user
        )

    # Goals --------------------------------------------------------------------------------------------------------

    def goal_slot(self, content: str, goal: Goal) -> str:
        """A slot of a frame."""
        again = content.startswith("the ") or content in ("do it", "does it")
        if content == "named":
            return self.phrase(f"[ named*3| called*3|*1] {self.named}") if self.named else ""
        if content == "args":
            was, self.typed_said = self.typed_said, True
            said = self.mention(list(self.params.values())) if self.params else "nothing"
            self.typed_said = was
            return said
        if content == "values":
            return _and([self.value(self.params[name]) for name in self.values])
        if content == "typed":
            if self.typed_said or self.rng.random() < 0.1:
                return ""
            return self.phrase(
                "[, reading the input from the user| taking input from the user| using user input| "
                "with user input| from user input]"
            )
        was, self.introduced = self.introduced, self.introduced or again
        if self.form == INPUT and "do" in content and not again:
            self.typed_said = False
        form, self.form = self.form, OPEN if "any" in content else self.form
        said = self.phrase(goal.text)
        self.introduced, self.form = was, form
        if content.startswith("does"):
            said = third_person(said)
        elif content == "doing":
            said = gerund(said)
        if self.way:
            said += " " + self.phrase(WAYS[self.way])
        return said


def describe(speaker: Speaker, goal: Goal, frame: str) -> str:
    """The description of a task in one frame, before slips. It gives every value that the program needs: a wording
    that left one out is drawn again."""
    fresh = replace(speaker, told=set())
    said = expand(parse(frame), fresh.rng, lambda content: fresh.goal_slot(content, goal))
    if fresh.told < fresh.values.keys():
        return describe(speaker, goal, frame)
    return "".join(part if n % 2 else _smooth(part) for n, part in enumerate(_QUOTED.split(said))).strip()


def _smooth(part: str) -> str:
    """What is not quoted without the traces of slots that were left empty."""
    return _STUTTER.sub(r"\1", re.sub(r" {2,}", " ", part).replace(" ,", ","))


# English ----------------------------------------------------------------------------------------------------------


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def _are(params: Sequence[Param]) -> str:
    return "are" if len(params) > 1 else "is"


def _numeral(count: int, rng: random.Random) -> str:
    return str(count) if rng.random() < 0.12 else NUMERALS[count]


def article(noun: str) -> str:
    """`noun` with its indefinite article."""
    return ("an " if noun[0] in "aeio" or noun.startswith(("upper", "un")) else "a ") + noun


def plural(noun: str) -> str:
    """The plural of a noun phrase: of its head, before "of"."""
    head, of, rest = noun.partition(" of ")
    if head.endswith(("matrix", "vertex")):
        head = head[:-2] + "ices"
    elif head.endswith(("s", "x", "ch", "sh")):
        head += "es"
    elif head.endswith("y") and head[-2] not in "aeiou":
        head = head[:-1] + "ies"
    elif not head.endswith("."):
        head += "s"
    return head + of + rest


_DOUBLED = set(listed("get split swap zip put trim map strip flip sum drop chop cut set wrap step plot skip pop"))


def third_person(said: str) -> str:
    """An imperative as said of a function: "reverse a list" → "reverses a list"."""
    verb, blank, rest = said.partition(" ")
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        verb += "es"
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        verb = verb[:-1] + "ies"
    else:
        verb += "s"
    return verb + blank + rest


def gerund(said: str) -> str:
    """An imperative as a noun: "swap two numbers" → "swapping two numbers"."""
    verb, blank, rest = said.partition(" ")
    if verb in _DOUBLED:
        verb += verb[-1]
    elif verb.endswith("e") and not verb.endswith("ee"):
        verb = verb[:-1]
    return verb + "ing" + blank + rest
