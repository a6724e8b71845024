"""From a drawn program to a description: what is named, in which words, and the sentence around it."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from diptych.code.world.frames import INPUT, VALUES, WAYS
from diptych.code.world.grammar import expand, parse
from diptych.code.world.items import Items, items_of
from diptych.code.world.kinds import listed, spoken
from diptych.code.world.tree import Branch, Leaf, NotDrawn

ORDINALS = ("first", "second", "third", "fourth", "fifth")
NUMERALS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
_QUOTED = re.compile(r"(\"[^\"]*\"|(?<!\w)'[^']*')")
_STUTTER = re.compile(r"\bgiven (?:the |a )?(given )")
TreeNode = Leaf | Branch


@dataclass
class Speaker:
    """One person describing one program: in which form, with which words so far."""

    rng: random.Random
    tree: Branch
    form: str
    way: str = ""
    commas: bool = False
    named: str = ""  # the function's name, where the description gives it
    kind: str = ""
    introduced: bool = False
    typed_said: bool = False
    element: str = "each element"  # what a function that is applied is applied to

    # Phrases ------------------------------------------------------------------------------------------------------

    def phrase(self, branch: Branch, text: str) -> str:
        """One wording of `branch`, its slots filled."""
        return expand(parse(text), self.rng, lambda content: self.slot(branch, content))

    def slot(self, branch: Branch, content: str) -> str:
        """A slot of a wording: `n`, `a,b`, `given p,r` (a clause, perhaps left out), `=n` (the bare name or value),
        `items where test` (the items of a list that meet a test), `key of items` (what a function makes of each)."""
        if content.startswith(("with ", "upto ")):
            return self.made_with(branch.slots.get(content[5:]), content[:4])
        if content.startswith("given "):
            slots = [branch.slots[name] for name in content[6:].split(",") if name in branch.slots]
            leaves = [slot for slot in slots if isinstance(slot, Leaf) and not slot.silent]
            return self.with_leaves(leaves) if leaves else ""
        if content.startswith("="):
            return _and([self.bare(branch, name) for name in content[1:].split(",")])
        head, _, rest = content.partition(" ")
        if head == "one":
            return self.single_item(branch, rest)
        if head == "values" and rest:
            return self.predicate(branch.slots[rest], "value")
        if head == "noun":
            return self.noun_of(branch.slots[rest])
        if rest.startswith(("all ", "every ", "any ")):
            how, _, items = rest.partition(" ")
            return self.clause_about(branch, head, how, items)
        if " where " in content:
            items, _, test = content.partition(" where ")
            return self.where(branch, items, test).text()
        if " of " in content:
            function, _, items = content.partition(" of ")
            return self.made_of(branch, function, items)
        if content.startswith("each "):
            return self.each(branch, content[5:])
        return self.mention(branch, content.split(","))

    def bare(self, branch: Branch, name: str) -> str:
        """The shortest mention: its value, its name, or the letter that stands for it."""
        slot = branch.slots.get(name)
        if not isinstance(slot, Leaf):
            return self.mention(branch, [name])
        if slot.stated:
            return self.value(slot)
        if not slot.called and slot.param.role and len(slot.param.name) > 2:
            return "given"
        return slot.called or slot.param.name

    def value(self, leaf: Leaf) -> str:
        """The value of a leaf, as people type it."""
        return spoken(leaf.value, self.rng, leaf.param.type)

    def made_with(self, slot: TreeNode | None, how: str) -> str:
        """The words for a value that has a default: nothing where nobody says it."""
        if not isinstance(slot, Leaf) or slot.silent:
            return ""
        if how == "upto":
            return self.rng.choice((" up to ", " to ", " until ")) + (
                self.value(slot) if slot.stated else self.role(slot)
            )
        text = self.value(slot) if slot.stated else self.group([slot])
        return self.rng.choice((" of ", " using ", " with ", " made of ", " made from ", " out of ")) + text

    def noun_phrase(self, branch: Branch) -> str:
        """What `branch` gives, as a noun phrase."""
        wordings = branch.row.wordings
        if phrases := wordings.get("find"):
            return self.phrase(branch, _optional_the(self.rng.choice(phrases)))
        if "items" in wordings:
            return self.rng.choice(("the ", "")) + items_of(self, branch).text()
        if phrases := wordings.get("do"):
            return f"the result of {gerund(self.phrase(branch, self.rng.choice(phrases)))}"
        return self.phrase(branch, self.rng.choice(wordings["show"]))

    # Lists, and what is done to each of their elements ------------------------------------------------------------

    def where(self, branch: Branch, items: str, test: str) -> Items:
        """The items of a list that meet a test: "even numbers in a list", "words in a text that start with 'a'"."""
        predicate = branch.slots[test]
        assert isinstance(predicate, Branch)
        return self.where_text(predicate, self.items(branch, items))

    def where_text(self, predicate: Branch, base: Items) -> Items:
        """`base` with the words of a test."""
        wordings = predicate.row.wordings
        kinds: list[str] = [kind for kind in ("noun", "adj", "that") if kind in wordings] or ["check"]
        kind = self.rng.choice(kinds)
        inner = replace(self, element=f"each {base.singular()}")
        text = inner.phrase(predicate, self.rng.choice(wordings[kind]))
        if kind == "noun":
            return replace(base, noun=text)
        if kind == "adj":
            return replace(base, before=f"{base.before}{text} ")
        if kind == "check":
            text = _relative(text, inner.element)
        return replace(base, after=f"{base.after} {text}")

    def single_item(self, branch: Branch, content: str) -> str:
        """One item of a list: "even number in a list"."""
        name, where, test = content.partition(" where ")
        items = self.where(branch, name, test) if where else self.items(branch, name)
        return items.singular() + items.after

    def noun_of(self, slot: TreeNode) -> str:
        """What is called by a test: "vowels"."""
        assert isinstance(slot, Branch)
        phrases = slot.row.wordings.get("noun")
        if not phrases:
            return self.where_text(slot, Items("", "characters", "")).text()
        return self.phrase(slot, self.rng.choice(phrases))

    def clause_about(self, branch: Branch, test: str, how: str, items: str) -> str:
        """A clause about the items of a list: "numbers in a list are even", "every word in a text is a palindrome"."""
        base = self.items(branch, items)
        if how == "all":
            return f"{base.text()} {self.predicate(branch.slots[test], '')}"
        rest = self.predicate(branch.slots[test], base.singular())
        first = self.rng.choice(("every", "each")) if how == "every" else "any"
        return f"{first} {base.singular()}{base.after} {rest}"

    def predicate(self, slot: TreeNode, singular: str) -> str:
        """The verb of a test and what follows it: "is even", or "are even" where `singular` is empty."""
        assert isinstance(slot, Branch)
        wordings = slot.row.wordings
        inner = replace(self, element=singular or "each")
        for phrase in self.rng.sample(list(wordings.get("check", ())), len(wordings.get("check", ()))):
            text = inner.phrase(slot, phrase)
            if text.startswith(f"{inner.element} "):
                rest = text[len(inner.element) + 1 :]
                return rest if singular else _relative(text, inner.element).removeprefix("that ")
        are = "is" if singular else "are"
        if "adj" in wordings:
            return f"{are} {inner.phrase(slot, wordings['adj'][0])}"
        if "noun" in wordings:
            return f"{are} {'one of the ' if singular else ''}{inner.phrase(slot, wordings['noun'][0])}"
        if "that" not in wordings:
            raise NotDrawn
        return f"{are} {inner.phrase(slot, wordings['that'][0]).removeprefix('that are ')}"

    def items(self, branch: Branch, name: str) -> Items:
        """The items of a list as a plural."""
        slot = branch.slots[name]
        if isinstance(slot, Branch):
            return items_of(self, slot)
        return Items(
            "",
            self.item_noun(slot.param.type),
            f" {self.rng.choice(('in', 'in', 'of', 'from'))} " + self.mention(branch, [name]),
        )

    def item_noun(self, kind: str) -> str:
        """What the items of a list of this type are called."""
        return self.rng.choice(ITEM_NOUNS.get(kind, ITEM_NOUNS["[T]"]))

    def each(self, branch: Branch, name: str) -> str:
        """The items of a list one by one: "each number in a list"."""
        items = self.items(branch, name)
        return f"{self.rng.choice(('each', 'each', 'every'))} {items.singular()}{items.after}"

    def made_of(self, branch: Branch, function: str, items: str) -> str:
        """What a function makes of each item: "the squares of the numbers in a list"."""
        applied = branch.slots[function]
        assert isinstance(applied, Branch)
        base = self.items(branch, items)
        wordings = applied.row.wordings
        if "each" in wordings and self.rng.random() < 0.75:
            plural_noun = self.phrase(applied, self.rng.choice(wordings["each"]))
            return f"{plural_noun} of {self.rng.choice(('', 'the ', 'all ', 'all the '))}{base.text()}"
        inner = replace(self, element=f"{self.rng.choice(('each', 'each', 'every'))} {base.singular()}{base.after}")
        return inner.phrase(applied, _optional_the(self.rng.choice(wordings["find"])))

    def key(self, branch: Branch) -> str:
        """What a list is sorted or grouped by: "length", "the sum of the digits"."""
        wordings = branch.row.wordings
        if "key" in wordings:
            return self.phrase(branch, self.rng.choice(wordings["key"]))
        inner = replace(self, element=self.rng.choice(("each element", "each item", "them")))
        text = inner.phrase(branch, _optional_the(self.rng.choice(wordings["find"])))
        return re.sub(rf" (?:of|in) {inner.element}$", "", text)

    # Mentions -----------------------------------------------------------------------------------------------------

    def mention(self, branch: Branch, names: Sequence[str]) -> str:
        """These holes as a noun phrase: "two numbers", "the string 'ab'", "the sum of a list and a number k"."""
        groups: list[list[Leaf]] = []
        out: list[str] = []

        def flush() -> None:
            out.extend(self.group(group) for group in groups)
            groups.clear()

        for name in names:
            slot = branch.slots.get(name)
            if isinstance(slot, Leaf):
                last = groups[-1][-1] if groups else None
                alike = (
                    last is not None
                    and last.stated == slot.stated
                    and (last.param.nouns == slot.param.nouns or (last.param.role and slot.param.role))
                )
                if alike:
                    groups[-1].append(slot)
                else:
                    groups.append([slot])
                continue
            flush()
            if slot is None:
                out.append(self.element)
            elif any(hole.name == name and hole.is_function for hole in branch.row.part.holes):
                out.append(self.key(slot))
            else:
                out.append(self.noun_phrase(slot))
        flush()
        return _and(out)

    def group(self, leaves: list[Leaf]) -> str:
        """Leaves that are called alike."""
        first, rng = leaves[0], self.rng
        if first.param.role:
            return _and([self.role(leaf) for leaf in leaves])
        if first.stated and not (first.introduced and self.introduced):
            return self.with_values(leaves)
        if first.introduced or first.twin is not None:
            return self.again(leaves)
        if first.called:
            return self.with_names(leaves)
        if self.form == INPUT:
            return self.from_user(leaves)
        noun = self.noun(first)
        if len(leaves) > 1:
            word = rng.choice(("", "", "", "", "given ", "the ", "the given ", "any "))
            before, after = (word, "") if word.startswith("the") or word == "any " else ("", word)
            return f"{before}{_numeral(len(leaves), rng)} {after}{plural(noun)}"
        if (place := self.ordinal(first)) and rng.random() < 0.8:
            return (
                rng.choice((f"another {noun}", f"another {noun}", f"a {place} {noun}"))
                if place != "first"
                else article(noun)
            )
        return rng.choice(
            ("{a}", "{a}", "{a}", "{a}", "a given {n}", "the given {n}", "the {n}", "given {n}", "any {n}")
        ).format(a=article(noun), n=noun)

    def ordinal(self, leaf: Leaf) -> str:
        """ "first" or "second" where two variables are called alike, else ""."""
        twins = [
            other for other in self.tree.variables() if other.param.nouns == leaf.param.nouns and not other.param.role
        ]
        at = next((n for n, other in enumerate(twins) if other is leaf), 0)
        return ORDINALS[at] if len(twins) > 1 else ""

    def noun(self, leaf: Leaf) -> str:
        """A noun for a leaf."""
        param = leaf.param
        noun = param.nouns[0] if self.rng.random() < 0.5 else self.rng.choice(param.nouns)
        if self.commas and self.form == INPUT and param.reader.endswith("split()]"):
            return "list of comma separated numbers"
        if self.commas and self.form == INPUT and "split()" in param.reader:
            return "list of comma separated words"
        return noun

    def role(self, leaf: Leaf) -> str:
        """A leaf that is named by what it means."""
        noun, rng = self.noun(leaf), self.rng
        if leaf.introduced and not leaf.stated:
            return f"the {noun}" if len(noun.split()[-1]) > 2 else noun
        if leaf.stated:
            if leaf.introduced and self.introduced:
                return f"the {noun}"
            value = self.value(leaf)
            return rng.choice(
                (f"{noun} {value}", f"{noun} {value}", f"{noun} = {value}", f"{noun} of {value}", f"{noun}={value}")
            )
        if leaf.called:
            name = leaf.called
            if noun.split()[-1] == name or len(noun) <= 2:
                return noun if name in noun else name
            if len(noun.split()[-1]) == 1:
                return f"{noun.rpartition(' ')[0]} {name}"
            return rng.choice((f"{noun} {name}", f"{noun} ({name})", name, f"the {noun} {name}"))
        if len(noun.split()[-1]) <= 2:
            return noun
        return rng.choice((noun, noun, noun, f"the {noun}", f"a given {noun}"))

    def again(self, leaves: list[Leaf]) -> str:
        """Leaves that were named before."""
        rng, first = self.rng, leaves[0]
        if len(leaves) > 1:
            noun = plural(first.param.nouns[0])
            return rng.choice(
                (f"the {noun}", f"the {_numeral(len(leaves), rng)} {noun}", f"the given {noun}", f"those {noun}")
            )
        noun = first.param.nouns[0]
        head = noun.split(" of ")[0]
        if twin := self.ordinal(first):
            return f"the {twin} {head}"
        if first.called and rng.random() < 0.5:
            return first.called
        if (
            self.kind in ("do", "check", "tell")
            and len(self.tree.variables()) == 1
            and self.introduced
            and rng.random() < 0.3
        ):
            return "it"
        return rng.choice(
            (f"the {head}", f"the {head}", f"that {head}", f"the given {head}", f"the {noun}", f"this {head}")
        )

    def with_values(self, leaves: list[Leaf]) -> str:
        """Leaves with their values."""
        rng, first = self.rng, leaves[0]
        values = [self.value(leaf) for leaf in leaves]
        noun = self.noun(first)
        if len(leaves) > 1:
            return rng.choice(
                ("", "", plural(noun) + " ", f"the {plural(noun)} ", f"{_numeral(len(leaves), rng)} {plural(noun)} ")
            ) + _and(values)
        short = noun.split(" of ")[0]
        contained = isinstance(first.value, list | tuple | dict | set)
        if first.param.type in ("int", "num") and self.form != VALUES:
            return rng.choice(("", "", "", "", "the number ", "number ")) + values[0]
        bare = not contained and re.fullmatch(r"\w+", values[0]) and first.param.type in ("str", "char")
        if bare:  # an unquoted word or letter needs its noun to be seen as a value
            return f"{rng.choice(('the ', 'the ', ''))}{'letter' if first.param.type == 'char' and rng.random() < 0.7 else 'character' if first.param.type == 'char' else 'word'} {values[0]}"
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
            + values[0]
        )

    def with_names(self, leaves: list[Leaf]) -> str:
        """Leaves with the names that their variables shall have."""
        rng = self.rng
        names = [leaf.called for leaf in leaves]
        noun = self.noun(leaves[0])
        if len(leaves) > 1:
            some = f"{_numeral(len(leaves), rng)} {plural(noun)}"
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

    def from_user(self, leaves: list[Leaf]) -> str:
        """Leaves that a user types."""
        noun, rng = self.noun(leaves[0]), self.rng
        spaced = ("split()" in leaves[0].param.reader and not self.commas) and rng.random() < 0.4
        tail = (
            rng.choice((" separated by spaces", " separated by space", " separated by blanks"))
            if spaced and " of " in noun
            else ""
        )
        several = len(leaves) > 1
        some = f"{_numeral(len(leaves), rng)} {plural(noun)}" if several else noun
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

    def with_leaves(self, leaves: list[Leaf]) -> str:
        """A clause that names the leaves, left out at will where they need not be named."""
        rng = self.rng
        first = leaves[0]
        if first.introduced and not first.stated:
            return ""
        must = first.stated or any(leaf.called for leaf in leaves)
        if first.introduced and self.introduced:
            return ""
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
        names = [leaf.called for leaf in leaves] if all(leaf.called for leaf in leaves) else []
        if names and rng.random() < 0.4:
            joined = ", ".join(names) if rng.random() < 0.6 else _and(names)
            return rng.choice((f", given {joined}", f" given {joined}", f" with {joined}", f" from {joined}"))
        if all(leaf.stated and leaf.param.role for leaf in leaves) and rng.random() < 0.4:
            nouns = [self.noun(leaf) for leaf in leaves]
            joiner = rng.choice((" is ", " = ", " is "))
            joined = _and([f"{noun}{joiner}{self.value(leaf)}" for noun, leaf in zip(nouns, leaves, strict=True)])
            return rng.choice((f" whose {joined}", f" if the {joined}", f" where {joined}", f" when {joined}"))
        was, self.typed_said = self.typed_said, True
        mentioned = _and([self.group([leaf]) for leaf in leaves])
        self.typed_said = was
        user = ""
        if self.form == INPUT and not self.typed_said:
            self.typed_said = True
            user = rng.choice(
                (" entered by the user", " from the user", " given by the user", " as input by the user")
            )
        if not must and self.form != INPUT and first.param.role and rng.random() < 0.3:
            bare = _and([self.noun(leaf) for leaf in leaves])
            are = "are" if len(leaves) > 1 else "is"
            return rng.choice(
                (f" when {bare} {are} given", f" given its {bare}", f" whose {bare} {are} given", f", given {bare}")
            )
        return rng.choice((" given ", " with ", " for ", " from ", ", given ")) + mentioned + user

    # Goals --------------------------------------------------------------------------------------------------------

    def goal_slot(self, content: str, text: str) -> str:
        """A slot of a frame; `text` is the wording of the goal."""
        again = content.startswith("the ") or content in ("do it", "does it")
        if content == "named":
            return self.phrase(self.tree, f"[ named*3| called*3|*1] {self.named}") if self.named else ""
        if content == "args":
            return self.arguments()
        if content == "typed":
            if self.typed_said or self.rng.random() < 0.1:
                return ""
            return self.phrase(
                self.tree,
                "[, reading the input from the user| taking input from the user| using user input| "
                "with user input| from user input]",
            )
        was, self.introduced = self.introduced, self.introduced or again
        if self.form == INPUT and "do" in content and not again:
            self.typed_said = False
        phrase = self.phrase(self.tree, text)
        self.introduced = was
        if content.startswith("does"):
            phrase = third_person(phrase)
        elif content == "doing":
            phrase = gerund(phrase)
        if self.way:
            phrase += " " + self.phrase(self.tree, WAYS[self.way])
        return phrase

    def arguments(self) -> str:
        """What the program works on, named before the goal."""
        leaves = [
            leaf
            for leaf in self.tree.leaves()
            if leaf.twin is None and not leaf.silent and (not leaf.stated or self.form == VALUES)
        ]
        if not leaves:
            return "nothing"
        was, self.typed_said = self.typed_said, True
        groups: list[list[Leaf]] = []
        for leaf in leaves:
            if groups and groups[-1][-1].stated == leaf.stated and groups[-1][-1].param.nouns == leaf.param.nouns:
                groups[-1].append(leaf)
            else:
                groups.append([leaf])
        text = _and([self.group(group) for group in groups])
        self.typed_said = was
        for leaf in leaves:
            leaf.introduced = True
        return text


ITEM_NOUNS = {
    "[int]": ("numbers", "numbers", "elements", "integers", "items", "values"),
    "[num]": ("numbers", "elements", "values"),
    "[str]": ("words", "strings", "elements", "strings", "items"),
    "str": ("characters", "letters"),
    "[char]": ("characters", "letters"),
    "[[int]]": ("lists", "sublists", "rows"),
    "[[T]]": ("tuples", "elements", "sublists"),
    "[T]": ("elements", "items", "values"),
}


def describe(speaker: Speaker, goal: str, frame: str) -> str:
    """The description of a program in one frame, before slips."""
    for leaf in speaker.tree.leaves():
        leaf.introduced = False
    text = expand(parse(frame), speaker.rng, lambda content: speaker.goal_slot(content, goal))
    return "".join(part if n % 2 else _smooth(part) for n, part in enumerate(_QUOTED.split(text))).strip()


def _smooth(part: str) -> str:
    """What is not quoted without the traces of slots that were left empty."""
    return _STUTTER.sub(r"\1", re.sub(r" {2,}", " ", part).replace(" ,", ","))


def _optional_the(phrase: str) -> str:
    return f"[the |]{phrase[4:]}" if phrase.startswith("the ") else phrase


def _relative(clause: str, element: str) -> str:
    """A clause about one thing as one about several: "each number is prime" → "that are prime"."""
    rest = clause.replace(element, "", 1).strip()
    for singular, many in (("is ", "that are "), ("has ", "that have "), ("contains ", "that contain "), ("starts ", "that start "),
                      ("ends ", "that end "), ("appears ", "that appear "), ("can ", "that can "), ("does ", "that do ")):  # fmt: skip
        if rest.startswith(singular):
            return many + rest[len(singular) :]
    return f"for which {clause}"


# English ----------------------------------------------------------------------------------------------------------


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


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


def third_person(imperative: str) -> str:
    """An imperative as said of a function: "reverse a list" → "reverses a list"."""
    verb, blank, rest = imperative.partition(" ")
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        verb += "es"
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        verb = verb[:-1] + "ies"
    else:
        verb += "s"
    return verb + blank + rest


def gerund(imperative: str) -> str:
    """An imperative as a noun: "swap two numbers" → "swapping two numbers"."""
    verb, blank, rest = imperative.partition(" ")
    if verb in _DOUBLED:
        verb += verb[-1]
    elif verb.endswith("e") and not verb.endswith("ee"):
        verb = verb[:-1]
    return verb + "ing" + blank + rest
