"""How a drawn program is asked for: the form, what is told and named, modifiers, the sentence."""

import random
import re
from dataclasses import dataclass
from functools import lru_cache

from diptych.code.data.plans.render import READERS
from diptych.code.world.draw import goals_for
from diptych.code.world.frames import FRAMES, FUNCTION, INPUT, OPEN, PRINTS, RESULT, VALUES, WAYS
from diptych.code.world.kinds import Param, listed
from diptych.code.world.modifiers import Modifier, draw_modifiers
from diptych.code.world.phrasing import Speaker, describe
from diptych.code.world.rows import PartRow
from diptych.code.world.slips import slip
from diptych.code.world.tree import Branch, Leaf, NotDrawn

FORMS = (FUNCTION, PRINTS, OPEN, VALUES, INPUT)
WEIGHTS = {FUNCTION: 8, PRINTS: 2.5, OPEN: 6, VALUES: 5, INPUT: 3.5}
PLAN_FORMS = {FUNCTION: "function", PRINTS: "prints", OPEN: "script", VALUES: "script", INPUT: "input"}
NAMES = listed("get_{} find_{} compute_{} my_{} calc_{} do_{} {}_of solve make_{} {}_func func_{} {}_value")
LETTERS = listed("a b c d n m k x y p q r t s u v w z")


@dataclass
class WorldRequest:
    """What is asked for: the words, and what they ask for."""

    description: str
    form: str
    modifiers: list[tuple[str, list[Leaf]]]
    tree: Branch
    function: str  # the function's name where the description, or the drawing, gives one
    parameters: tuple[str, ...]
    named: bool
    phrasing: str

    def stated(self) -> list[Leaf]:
        """The leaves whose values the description gives."""
        return [leaf for leaf in self.tree.leaves() if leaf.stated] + [
            leaf for _, leaves in self.modifiers for leaf in leaves
        ]


def request(tree: Branch, rng: random.Random) -> WorldRequest:
    """One way to ask for `tree`."""
    options = forms(tree)
    if not options:
        raise NotDrawn
    form = rng.choices(options, [WEIGHTS[form] for form in options])[0]
    goals = [(n, kind, text) for n, (kind, text) in enumerate(tree.row.goals()) if (form, kind) in FRAMES]
    goals = [goal for goal in goals if _suits(tree, goal[1], goal[2])]
    if not goals:
        raise NotDrawn
    goal_index, kind, text = rng.choice(goals)
    _tell(tree, form, rng)
    sentences = frames(tree.row, form, kind)
    frame_index = rng.randrange(len(sentences))
    frame = sentences[frame_index]
    way = _way(tree, form, kind, rng)
    function, named = _function_name(tree.row, form, rng)
    parameters = _name_parameters(tree, form, named, rng)
    if function in parameters or function[:1].isdigit():
        raise NotDrawn
    commas = False
    speaker = Speaker(
        rng=rng, tree=tree, form=form, way=way, commas=commas, named=function if named else "", kind=kind
    )
    modifiers = draw_modifiers(tree, form, kind, rng)
    description = describe(speaker, text, frame)
    for modifier in modifiers:
        description = modifier.added_to(description)
    keep = {leaf.called for leaf in tree.leaves() if leaf.called} | {function} | _words_of(tree, modifiers)
    description = slip(description, rng, frozenset(keep))
    named = named and _stands_in(function, description)
    if not all(_stands_in(leaf.called, description) for leaf in tree.variables() if leaf.called):
        parameters = ()
    ways: list[tuple[str, list[Leaf]]] = [(f"using:{way}", [])] if way else []
    return WorldRequest(
        description=description,
        form=PLAN_FORMS[form],
        modifiers=ways + [(modifier.name, modifier.leaves) for modifier in modifiers],
        tree=tree,
        function=function if named else "",
        parameters=parameters if any(leaf.called for leaf in tree.variables()) else (),
        named=named,
        phrasing=f"{tree.row.name}/{form}/{goal_index}/{frame_index}",
    )


def _stands_in(name: str, description: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", description) is not None


def forms(tree: Branch) -> list[str]:
    """The forms that a program can have."""
    row = tree.row
    code = row.part.codes[0]
    kinds = {kind for kind, _ in row.goals()}
    possible = {
        FUNCTION: code.kind != "prints",
        PRINTS: code.kind != "whole",
        OPEN: (code.kind != "whole" and row.part.result != "T") or code.kind == "prints",
        VALUES: bool(tree.variables()) and code.kind != "whole" and not row.holds,
        INPUT: bool(tree.variables()) and code.kind != "whole" and not row.holds
        and all(leaf.param.type in READERS and leaf.param.reader for leaf in tree.variables()),
    }  # fmt: skip
    return [
        form
        for form in FORMS
        if possible[form] and (not row.forms or form in row.forms) and any((form, kind) in FRAMES for kind in kinds)
    ]


@lru_cache(maxsize=20_000)
def frames(row: PartRow, form: str, kind: str) -> tuple[str, ...]:
    """The sentences that suit: a program told only to print needs no "and print the result"."""
    prints = row.part.codes[0].kind == "prints"
    if form == PRINTS and kind == "do" and prints:
        return tuple(frame for frame in FRAMES[FUNCTION, "do"] if "return" not in frame)
    sentences = tuple(frame for frame in FRAMES[form, kind] if "{values}" not in frame)
    if prints and kind == "do":
        return tuple(frame for frame in sentences if RESULT not in frame)
    return sentences


def _suits(tree: Branch, kind: str, text: str) -> bool:
    """Whether a wording can say what stands in the holes."""
    for name, slot in tree.slots.items():
        function = any(h.name == name and h.is_function for h in tree.row.part.holes)
        if isinstance(slot, Branch) and not function and (kind, text) not in goals_for(tree.row, name):
            return False
    return True


def _tell(tree: Branch, form: str, rng: random.Random) -> None:
    """Which values the description gives, which are variables, and the numbers of these."""
    for leaf in tree.leaves():
        leaf.stated, leaf.called, leaf.token, leaf.silent = False, "", "", False
    for branch in tree.branches():
        first = True
        if form == OPEN and branch.row.arguments:  # what is told and the samples of the rest belong together
            for slot, value in zip(branch.slots.values(), branch.row.arguments[0], strict=True):
                if isinstance(slot, Leaf):
                    slot.value = value
        for name, slot in branch.slots.items():
            if not isinstance(slot, Leaf):
                first = False
                continue
            main = first or slot.param.role or branch.row.params[name].kind in ("nums", "text", "sentence", "path")
            first = False
            if slot.param.default and rng.random() < 0.45:
                slot.silent, slot.token = True, "@"
            elif form == VALUES or slot.param.default:
                slot.stated = form == VALUES or rng.random() < 0.8
            elif form == OPEN and slot.param.type in ("path", "outpath"):
                slot.stated = rng.random() < 0.7
            elif form == OPEN:
                slot.stated = slot.param.type in ("int", "num", "str", "char", "date") and rng.random() < (
                    0.5 if main else 0.75
                )
            elif form == INPUT:
                slot.stated = not main and branch is not tree and rng.random() < 0.8
            else:
                inner = branch is not tree and slot.param.type in ("int", "num", "str", "char")
                slot.stated = slot.param.type in ("int", "num", "str", "char", "path") and rng.random() < (
                    0.8 if inner else 0.05 if main else 0.35
                )
    if form != VALUES and tree.slots and not tree.variables() and form != OPEN:
        leaves = list(tree.leaves())
        if leaves:
            leaves[0].stated = False
    for number, leaf in enumerate(_in_words(tree), 1):
        if number > 6:
            raise NotDrawn
        leaf.token = f"@{number}"


def _in_words(tree: Branch) -> list[Leaf]:
    """The variables in the order in which a function takes them: lists and texts before the numbers that go with them."""
    return tree.variables()


def _way(tree: Branch, form: str, kind: str, rng: random.Random) -> str:
    """A way that is asked for."""
    if kind in ("show", "name", "make") or (form == INPUT and rng.random() < 0.5):
        return ""
    odds = rng.random()
    if odds > 0.3:
        return ""
    codes = tree.row.part.codes
    known = [way for code in codes for way in sorted(code.uses) if way in WAYS]
    usual = codes[0].uses
    options = [way for way in known if way not in usual or rng.random() < 0.15]
    if form == FUNCTION and codes[0].kind == "expression" and rng.random() < 0.12 and len(list(tree.branches())) == 1:
        return "lambda"
    return rng.choice(options) if options else ""


def _function_name(row: PartRow, form: str, rng: random.Random) -> tuple[str, bool]:
    if form not in (FUNCTION, PRINTS) or row.part.codes[0].kind == "whole":
        return "", False
    if rng.random() < 0.22:
        base = row.name
        name = base if rng.random() < 0.4 else rng.choice(NAMES).format(rng.choice(base.split("_")) or base)
        return name, True
    return "", False


def _name_parameters(tree: Branch, form: str, named: bool, rng: random.Random) -> tuple[str, ...]:
    """Names for the variables; the description tells them where they are `called` so."""
    variables = tree.variables()
    taken: list[str] = []
    tells = form in (FUNCTION, PRINTS) and rng.random() < (0.35 if named else 0.12)
    usual = rng.random() < 0.55
    for number, leaf in enumerate(variables):
        options = [a for a in (leaf.param.name, *_aliases(leaf.param)) if a not in taken]
        if tells and rng.random() < 0.3:
            options = [a for a in LETTERS if a not in taken]
        name = options[0] if options and usual and not tells else rng.choice(options) if options else f"x{number}"
        taken.append(name)
        if tells and not (leaf.param.role and name == leaf.param.name):
            leaf.called = name
    return tuple(taken)


def _aliases(param: Param) -> tuple[str, ...]:
    return param.aliases if not param.role else ()


def _words_of(tree: Branch, modifiers: list[Modifier]) -> set[str]:
    """The words that no slip may touch: those that the program needs letter by letter."""
    leaves = [*tree.leaves(), *(leaf for modifier in modifiers for leaf in modifier.leaves)]
    out: set[str] = set()
    for leaf in leaves:
        if leaf.stated and isinstance(leaf.value, str):
            out |= {leaf.value, *leaf.value.split()}
    return out


__all__ = ["WorldRequest", "request"]
