"""What was found in archives: samples paired, and everything that could not be used, counted and listed."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from diptych.scene.data.layouts.sources import ArchiveSource, DamagedArchive, Member
from diptych.scene.data.placing.placement import Grid

WIDE = Grid(1 << 16, 1 << 16, 2, 1 << 20)  # numbers any sample of any layout, in the order of any grid
LISTED = 20  # lines of each sort
EXPORT = "export.json"  # what an export says of itself, beside its archives
NOISE = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


@dataclass
class SkippedFiles:
    """What was left out and why: how many of each sort, and the first lines."""

    counts: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)

    def add(self, sort: str, line: str) -> None:
        """Count one more of a sort, and list it unless there are many."""
        self.counts[sort] += 1
        if self.counts[sort] <= LISTED:
            self.lines.append(line)


@dataclass
class Catalogue:
    """Members by what they are. Keys of samples are numbers of WIDE; of plates and cutouts their own."""

    sources: list[ArchiveSource]
    pictures: dict[str, dict[int, Member]] = field(default_factory=lambda: {"frame": {}, "mask": {}, "depth": {}})
    plates: dict[int, Member] = field(default_factory=dict)
    cutouts: dict[int, Member] = field(default_factory=dict)
    cutout_masks: dict[int, Member] = field(default_factory=dict)
    knows_cutouts: bool = True
    skipped: SkippedFiles = field(default_factory=SkippedFiles)

    def read(self, member: Member) -> bytes:
        """Return what is in a member, or raise Damaged."""
        return self.sources[member.source].read(member)

    def where(self, member: Member) -> str:
        """Return how to name a member to a person."""
        return f"{self.sources[member.source].path}: {member.name}"

    def all_members(self) -> list[Member]:
        """Return every member but what operating systems leave lying about, which is counted as noise."""
        members: list[Member] = []
        for number, source in enumerate(self.sources):
            try:
                for member in source.members(number):
                    if _is_noise(member.name):
                        self.skipped.counts["noise"] += 1
                    elif member.name != EXPORT:
                        members.append(member)
            except DamagedArchive as damage:
                self.skipped.add("unreadable", f"{source.path}: {damage}")
        return members

    def put(self, kind: str, key: int, member: Member) -> None:
        """Note a sample's picture; a second one of the same sample is left out."""
        first = self.pictures[kind].setdefault(key, member)
        if first is not member:
            self.duplicate(member, first)

    def duplicate(self, member: Member, first: Member) -> None:
        """List a member whose place is taken."""
        self.skipped.add("duplicate", f"{self.where(member)}: is there twice, {self.where(first)} is taken")

    def paired(self, all_have_depth: bool = True) -> list[int]:
        """Return the samples that have frame, mask and plate, in order; list what has not.

        Where one sample has depth, all should have it; an export leaves it out where it is unknown.
        """
        frames, masks, depths = (self.pictures[kind] for kind in ("frame", "mask", "depth"))
        for kind, members, other, partner in (
            ("frame", frames, masks, "mask"),
            ("mask", masks, frames, "frame"),
            ("depth", depths, frames, "frame"),
        ):
            for key in sorted(members.keys() - other.keys()):
                self.skipped.add("orphan", f"{self.where(members[key])}: this {kind} has no {partner}")
        there = sorted(frames.keys() & masks.keys())
        lacking = Counter(plate for key in there if (plate := WIDE.split(key)[0]) not in self.plates)
        for plate, count in sorted(lacking.items()):
            self.skipped.add("orphan", f"plate {plate + 1}: is missing, {count:,} samples of it are left out")
        kept = [key for key in there if WIDE.split(key)[0] not in lacking]
        if depths and all_have_depth:
            for key in kept:
                if key not in depths:
                    self.skipped.add("without depth", f"{self.where(frames[key])}: has no depth")
        return kept


def fits(which: tuple[int, int, int, int]) -> bool:
    """Return whether plate, cutout, flip and k are numbers that samples can have."""
    sides = (WIDE.plates, WIDE.cutouts, WIDE.flips, WIDE.per_pair)
    return all(0 <= number < side for number, side in zip(which, sides, strict=True))


def _is_noise(name: str) -> bool:
    path = PurePosixPath(name)
    return "__MACOSX" in path.parts or path.name.lower() in NOISE or path.name.startswith("._")
