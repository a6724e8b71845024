"""A plan in one plain English phrase: what was understood, and what else there is."""

import re
from collections.abc import Sequence
from typing import Any

from diptych.code.data.plans.plan import Node, Plan
from diptych.code.data.plans.table import Part, Table

NOUNS = {
    "int": "a number",
    "num": "a number",
    "str": "a text",
    "char": "a character",
    "path": "a file",
    "date": "a date",
    "bool": "a boolean",
    "[int]": "a list of numbers",
    "[num]": "a list of numbers",
    "[str]": "a list of words",
    "[char]": "a text",
    "[[int]]": "a list of lists",
    "{str:int}": "a dictionary",
}
ELEMENTS = {"int": "numbers", "num": "numbers", "str": "words", "char": "characters"}
_SLOT = re.compile(r"\{([^{}]*)\}")


def say(table: Table, plan: Plan, givens: Sequence[Any] = ()) -> str:
    """What `plan` does, as an imperative or a noun phrase, without any variation."""
    return _Teller(table, givens).node(plan.root)


class _Teller:
    def __init__(self, table: Table, givens: Sequence[Any]) -> None:
        self.table = table
        self.givens = givens

    def node(self, node: Node, element: str = "each") -> str:
        part = self.table.parts[node.token]
        return self.filled(part, node, part.says or part.name.replace("_", " "), element)

    def filled(self, part: Part, node: Node, phrase: str, element: str) -> str:
        holes = list(part.holes)
        if len(node.children) < len(holes):  # it is applied: the hole that takes the element has no child
            taken = next((n for n, hole in enumerate(holes) if f"{{{hole.name}}}" in phrase), 0)
            holes = [hole for n, hole in enumerate(holes) if n != taken]
        children = dict(zip([hole.name for hole in holes], node.children, strict=False))
        types = {hole.name: hole.type for hole in holes}

        def text_of(name: str) -> str:
            child = children.get(name)
            if child is None:
                return element
            if child.is_leaf:
                return self.leaf(child.token, types[name])
            return self.test(child) if types[name].endswith(">bool") else self.node(child)

        def slot(match: re.Match[str]) -> str:
            content = match[1]
            if content.startswith(("given ", "with ", "upto ")):
                return ""
            if " where " in content:
                items, _, test = content.removeprefix("one ").partition(" where ")
                noun, clause = self.elements(children.get(test)), text_of(test)
                if (adjective := clause.removeprefix("is ")).isalpha():
                    return f"{adjective} {noun} of {text_of(items)}"
                return f"{noun} of {text_of(items)} that {clause}"
            if content.startswith(("noun ", "values ")):
                return text_of(content.partition(" ")[2])
            if " of " in content:
                function, _, items = content.partition(" of ")
                return f"{self.node(children[function], 'each')} in {text_of(items)}"
            head, _, rest = content.partition(" ")
            if head in children and rest.startswith(("all ", "every ", "any ")):
                return f"{rest.partition(' ')[0]} items of {text_of(rest.partition(' ')[2])} {text_of(head)}"
            return " and ".join(text_of(name) for name in content.removeprefix("one ").removeprefix("=").split(","))

        return re.sub(r" {2,}", " ", _SLOT.sub(slot, phrase)).strip()

    def test(self, node: Node) -> str:
        """A test as a clause: "is even"."""
        part = self.table.parts[node.token]
        return self.filled(part, node, part.says or part.name.replace("_", " "), "it").removeprefix("it ")

    def elements(self, test: Node | None) -> str:
        """What a test is about: numbers, words, characters."""
        holes = self.table.parts[test.token].holes if test and not test.is_leaf else ()
        return ELEMENTS.get(holes[0].type, "items") if holes else "items"

    def leaf(self, token: str, kind: str) -> str:
        if token[0] == "$" and int(token[1:]) <= len(self.givens):
            return repr(self.givens[int(token[1:]) - 1].value)
        return NOUNS.get(kind, "a list" if kind[0] == "[" else "a value")
