"""One example of the world from its number: a pure function, so that any worker makes the same bytes."""

import copy
import random
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate
from typing import Any

from diptych.code.world import compose
from diptych.code.world.families import FAMILIES
from diptych.code.world.family import FUNCTION, INPUT, OPEN, PRINTS, VALUES, Family, Goal
from diptych.code.world.frames import FRAMES, PASSED, RESULT, TRIED
from diptych.code.world.phrasing import Speaker, describe
from diptych.code.world.render import Code, analyse, program
from diptych.code.world.run import Case, evaluated, outcome
from diptych.code.world.slips import slip
from diptych.code.world.values import File, listed, literal, typed

SPLITS = ("train", "values", "phrasings", "compositions")
COMPOSED = 0.25  # of the examples
HELD_OUT = {"values": 12, "phrasings": 12, "compositions": 8}  # one in so many
TESTS = 3
NAMES = listed("get_{} find_{} compute_{} my_{} calc_{} do_{} {}_of solve make_{} {}_func func_{} {}_value")
LETTERS = listed("a b c d n m k x y p q r t s u v w z")
_SLOT = re.compile(r"\{([^{}]*)\}")
WEIGHTS = {FUNCTION: 8, PRINTS: 3, OPEN: 7, VALUES: 4, INPUT: 4}


@dataclass(frozen=True)
class Example:
    """A description, the program it asks for, tests of its behaviour, and what decides its split."""

    description: str
    program: str
    tests: tuple[Case, ...]
    family: str
    group: str
    form: str
    phrasing: str  # family, form, goal and frame: the sentence without its values and synonyms
    composition: str  # what is composed; "" for a plain family
    values: str  # values and names that the description gives; "" for none
    split: str


def example(number: int, seed: int = 0) -> Example:
    """Example `number` of the world `seed`."""
    rng = random.Random(_hash(f"{seed}/{number}"))
    task = compose.draw(rng) if rng.random() < COMPOSED else rng.choices(_PLAIN, cum_weights=_DRAWN)[0]
    return of_family(task, rng)


def of_family(task: Family, rng: random.Random) -> Example:
    """One example of `task`, everything else drawn from `rng`."""
    form, goal_index, frame_index = _draw_wording(task, rng)
    goal = task.goals[goal_index]
    frame = frames(task, form, goal)[frame_index]
    whole = TRIED in frame
    way = _draw_way(task, form, goal, rng)
    code = analyse(task.source("" if way not in task.ways else way))
    names, function = _draw_names(task, form, code, mentions_all(task, goal), rng)
    arguments = task.arguments(rng)
    values = arguments if form == VALUES else samples(task)
    commas = form == INPUT and any("split()" in p.reader for p in task.params) and rng.random() < 0.25
    speaker = Speaker(
        rng=rng,
        params={param.name: param for param in task.params},
        form=form,
        names=names,
        values=dict(zip([p.name for p in task.params], arguments, strict=True)) if form == VALUES else {},
        commas=commas,
        named=function,
        way=way,
        kind=goal.kind,
    )
    keep = frozenset(names.values()) | {function} | _quoted(task)
    description = slip(describe(speaker, goal, frame), rng, keep)
    renamed = names | ({task.name: function} if function else {})
    phrasing = f"{task.name}/{form}/{goal_index}/{frame_index}"
    said = ""
    if form == VALUES or names or function:
        said = f"{task.name}:{', '.join(map(literal, arguments)) if form == VALUES else ' '.join(renamed.values())}"
    return Example(
        description=description,
        program=program(task, way, form, renamed, values, commas, whole),
        tests=_tests(task, way, form, arguments, commas, whole, rng),
        family=task.name,
        group=task.group,
        form=form,
        phrasing=phrasing,
        composition=task.composition,
        values=said,
        split=split_of(task.composition, phrasing, said),
    )


def split_of(composition: str, phrasing: str, values: str) -> str:
    """The split, by hash alone: what is held out in one of the three ways is never in `train`."""
    for name, key in (("compositions", composition), ("phrasings", phrasing), ("values", values)):
        if key and _hash(f"{name} {key}") % HELD_OUT[name] == 0:
            return name
    return "train"


@lru_cache(maxsize=5_000)
def samples(task: Family) -> tuple[Any, ...]:
    """The values that a program uses when nobody said which: one choice a family, for ever."""
    return task.arguments(random.Random(_hash(f"sample of {task.name}")))


# What is drawn ----------------------------------------------------------------------------------------------


def _draw_wording(task: Family, rng: random.Random) -> tuple[str, int, int]:
    options = wordings(task)
    form = rng.choices(list(options), [WEIGHTS[form] for form in options])[0]
    goal = rng.choice(options[form])
    return form, goal, rng.randrange(len(frames(task, form, task.goals[goal])))


@lru_cache(maxsize=20_000)
def frames(task: Family, form: str, goal: Goal) -> tuple[str, ...]:
    """The sentences that suit: a program told only to print needs no "and print the result"."""
    prints = analyse(task.source(task.ways[0])).shows == "{}"
    if form == PRINTS and goal.kind == "do" and prints:
        return tuple(frame for frame in FRAMES[FUNCTION, "do"] if "return" not in frame)
    found = FRAMES[form, goal.kind]
    if prints and goal.kind == "do":
        return tuple(frame for frame in found if RESULT not in frame)
    if form == OPEN and INPUT in wordings(task):
        return tuple(frame for frame in found if not frame.startswith(PASSED))
    return found


@lru_cache(maxsize=5_000)
def wordings(task: Family) -> dict[str, list[int]]:
    """For each form that `task` can have, the goals that suit it."""
    code = analyse(task.source(task.ways[0]))
    prints = code.shows == "{}" and not code.is_class
    possible = {
        FUNCTION: not prints,
        PRINTS: prints or bool(code.printing),
        OPEN: not code.is_class,
        VALUES: bool(task.params) and not task.checks,
        INPUT: bool(task.params) and not task.checks and all(param.reader for param in task.params),
    }
    out = {}
    for form in task.forms:
        goals = [
            i
            for i, goal in enumerate(task.goals)
            if (form, goal.kind) in FRAMES and (form != VALUES or mentions_all(task, goal))
        ]
        if possible[form] and goals:
            out[form] = goals
    return out


def mentions_all(task: Family, goal: Goal) -> bool:
    """Whether a wording names every parameter, so that it can give their values."""
    said = {
        name for slot in _SLOT.findall(goal.text) for name in slot.removeprefix("given ").removeprefix("=").split(",")
    }
    return said >= {param.name for param in task.params}


def _draw_way(task: Family, form: str, goal: Goal, rng: random.Random) -> str:
    code = analyse(task.source(task.ways[0]))
    if code.is_class:
        return ""
    usual = form in (FUNCTION, OPEN, VALUES, INPUT) or code.shows == "{}"
    ways = [way for way in task.ways if way and (usual or analyse(task.source(way)).printing)]
    if (
        code.expression
        and code.shows == "print({})"
        and form in (FUNCTION, OPEN)
        and task.params
        and "lambda" not in ways
    ):
        ways.append("lambda")
    return rng.choice(ways) if ways and rng.random() < 0.12 + 0.08 * min(len(ways), 4) else ""


def _draw_names(task: Family, form: str, code: Code, said: bool, rng: random.Random) -> tuple[dict[str, str], str]:
    """Names that the description gives: of the parameters, and of the function."""
    if form not in (FUNCTION, PRINTS) or code.is_class:
        return {}, ""
    names: dict[str, str] = {}
    if said and task.params and rng.random() < 0.3:
        taken = set(code.names)
        for param in task.params:
            if param.role and min(map(len, param.nouns)) <= 2:  # "principal p": the letter is its name
                pool: tuple[str, ...] = (param.name,)
            else:
                pool = (
                    param.name,
                    *param.aliases,
                    rng.choice(LETTERS),
                    *([param.nouns[0].split()[-1]] if param.role else []),
                )
            free = [n for n in pool if n.isidentifier() and (n not in taken or n == param.name)]
            names[param.name] = rng.choice(free)
            taken.add(names[param.name])
        if len(set(names.values())) < len(names):
            names = {}
    function = ""
    if rng.random() < 0.1:
        function = rng.choice(
            (
                task.name,
                rng.choice(NAMES).format(task.name),
                _camel(task.name),
                "".join(w[0] for w in task.name.split("_")) + "_fn",
            )
        )
        if function in code.names - {task.name} or function in names.values():
            function = ""
    return names, function


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))


@lru_cache(maxsize=5_000)
def _words_of(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(
        word for text in texts for word in text.replace("[", " ").replace("|", " ").split() if not word.islower()
    )


def _quoted(task: Family) -> frozenset[str]:
    """Names in the goals that the program needs as they are: classes, constants."""
    return _words_of(tuple(goal.text for goal in task.goals))


# Tests ------------------------------------------------------------------------------------------------------


def _tests(
    task: Family, way: str, form: str, first: tuple[Any, ...], commas: bool, whole: bool, rng: random.Random
) -> tuple[Case, ...]:
    code = analyse(task.source(way if way in task.ways else ""))
    if task.checks:
        text = code.imports + code.function
        return tuple(
            Case(
                "",
                f"print({check.expression})",
                (check.expected or evaluated(text, task.name, check.expression)) + "\n",
            )
            for check in task.checks
        )
    if code.is_class:
        raise ValueError(f"the class {task.name} has no checks")
    if not task.params and form in (OPEN, PRINTS) and code.shows == "{}":
        out = outcome(code.imports + code.function, task.name, ())[1]
        return (Case("", "" if form == OPEN else "solution()", out),)
    drawn = [first]
    if form != VALUES and task.params:
        drawn += [task.arguments(rng) for _ in range(TESTS - 1)]
    return tuple(_of_values(task, code, form, arguments, commas, whole) for arguments in drawn)


def _of_values(task: Family, code: Code, form: str, arguments: tuple[Any, ...], commas: bool, whole: bool) -> Case:
    files = tuple((v.name, v.content) for v in arguments if isinstance(v, File))
    call = f"solution({', '.join(map(literal, arguments))})"
    given = copy.deepcopy(arguments)
    if form == INPUT:
        given = tuple(
            float(v) if p.reader.startswith("float") else v for p, v in zip(task.params, given, strict=True)
        )
    if code.shows == "{}":
        out = outcome(code.imports + code.function, task.name, given)[1]
        driver = call
    elif (
        form == PRINTS
        or (form in (VALUES, INPUT) and code.inline and not whole)
        or (form == OPEN and not task.params)
    ):
        out = outcome(code.imports + code.printing, task.name, given)[1]
        driver = call
    else:
        result = outcome(code.imports + code.function, task.name, given)[0]
        result = list(result) if "list(" in code.shows else result
        out = (shown(result) if form in (FUNCTION, OPEN) else str(result)) + "\n"
        driver = f"show({call})"
    if form == VALUES or (form == OPEN and not task.params):
        return Case("", "", out, files)
    if form == INPUT:
        return Case("".join(typed(value, commas) + "\n" for value in arguments), "", out, files)
    return Case("", driver, out, files)


def shown(value: Any) -> str:
    """What the driver's `show` prints for `value`."""
    if isinstance(value, set | frozenset):
        return "{" + ", ".join(sorted(map(repr, value))) + "}"
    if hasattr(value, "__next__") or type(value).__name__ in ("range", "dict_keys", "dict_values", "dict_items"):
        return repr(list(value))
    return repr(value)


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


_PLAIN = tuple(FAMILIES.values())
# What people ask for in many words they ask for often: a family is drawn by its wordings and ways.
_DRAWN = tuple(accumulate(len(task.goals) + len(task.ways) for task in _PLAIN))
