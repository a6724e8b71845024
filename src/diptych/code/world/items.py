"""Plural phrases in three pieces, so that a test can be told before or after the noun: "even", "numbers", " in a list"."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diptych.code.world.phrasing import Speaker
    from diptych.code.world.tree import Branch


@dataclass(frozen=True)
class Items:
    """The items of something: what stands before the plural noun, the noun, and what stands after it."""

    before: str
    noun: str
    after: str

    def text(self) -> str:
        """The whole phrase."""
        return f"{self.before}{self.noun}{self.after}"

    def singular(self) -> str:
        """One of them, without what stands after the noun."""
        head, blank, last = self.noun.rpartition(" ")
        if last.endswith("ies"):
            last = last[:-3] + "y"
        elif last.endswith(("ches", "shes", "xes")):
            last = last[:-2]
        elif last.endswith("s"):
            last = last[:-1]
        return f"{self.before}{head}{blank}{last}"


def items_of(speaker: "Speaker", branch: "Branch") -> Items:
    """What `branch` gives as a plural: its own `items`, those of its list that meet its test, or the elements of it."""
    wordings = branch.row.wordings
    if "items" in wordings:
        text = speaker.phrase(branch, speaker.rng.choice(wordings["items"]))
        noun, blank, after = text.partition(" ")
        return Items("", noun, blank + after)
    if branch.row.name == "select":
        return speaker.where(branch, "items", "test")
    if branch.row.name == "transform":
        return Items("", "", speaker.made_of(branch, "function", "items"))
    noun = speaker.item_noun(branch.type)
    return replace(Items("", noun, ""), after=f" {speaker.rng.choice(('in', 'of'))} {speaker.noun_phrase(branch)}")
