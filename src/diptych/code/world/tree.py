"""A program being drawn: rows with what stands in their holes, each leaf with its value; and the plan of it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from diptych.code.data.plans.plan import Node
from diptych.code.world.kinds import Param
from diptych.code.world.rows import PartRow


class NotDrawn(Exception):
    """What was begun cannot be finished: draw again."""


@dataclass
class Leaf:
    """A value in a program: a variable that a caller or a user fills, or one that the description gives (`stated`)."""

    param: Param
    value: Any
    stated: bool = False
    called: str = ""  # the name that the description gives to the variable
    twin: "Leaf | None" = None  # the leaf that this one repeats: one variable in two places
    token: str = ""
    introduced: bool = False
    silent: bool = False  # nobody says it: its default stands
    low: int | None = None  # bounds of the values of a list, where what is applied to them has some
    high: int | None = None

    def redraw(self, rng: random.Random) -> Any:
        """Another value of the same kind."""
        if self.low is not None and self.high is not None:
            return [rng.randint(self.low, self.high) for _ in range(rng.randint(3, 7))]
        return self.param.draw(rng)


@dataclass
class Branch:
    """A row with what stands in its holes; a function that is applied has no slot for what it is applied to."""

    row: PartRow
    slots: dict[str, "Leaf | Branch"]
    type: str = ""

    def leaves(self) -> Iterator[Leaf]:
        """All leaves, in the order of the plan."""
        for hole in self.row.part.holes:
            slot = self.slots.get(hole.name)
            if isinstance(slot, Leaf):
                yield slot
            elif slot is not None:
                yield from slot.leaves()

    def branches(self) -> Iterator["Branch"]:
        """This branch and those in it."""
        yield self
        for slot in self.slots.values():
            if isinstance(slot, Branch):
                yield from slot.branches()

    def variables(self) -> list[Leaf]:
        """The leaves that are variables, each once."""
        return [leaf for leaf in self.leaves() if not leaf.stated and not leaf.silent and leaf.twin is None]

    def node(self) -> Node:
        """The tree as a plan has it."""
        children = [self.slots[hole.name] for hole in self.row.part.holes if hole.name in self.slots]
        return Node(
            self.row.name,
            tuple(child.node() if isinstance(child, Branch) else Node(child.token) for child in children),
        )
