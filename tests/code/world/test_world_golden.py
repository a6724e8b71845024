"""What the families of the large groups give stays the same to the byte, wherever their functions are moved to.

Change a figure only with a family of that group: models were trained on what stands behind it.
"""

import random
from dataclasses import asdict
from hashlib import sha256

import pytest

from diptych.code.world import FAMILIES, of_family

GOLDEN = {
    "numbers": (142, "917cdfd91de480633227bceef4c7dbbc96ec3ea4cc7f2dd1af73d65e3bd3ef6d"),
    "strings": (155, "48c2ed558f4598ad3539633a6f75b8464dfc5bcc081273c783b59b1a5e0bae39"),
    "lists": (163, "7d38d38ae63653d208376174377692d2afafce57da305db186e5fbba196fed52"),
}


def digest(names: list[str]) -> str:
    """A hash over three examples of each family, and over the order in which they are drawn."""
    said = [repr(asdict(of_family(FAMILIES[name], random.Random(seed)))) for name in names for seed in range(3)]
    return sha256("\n".join([*names, *said]).encode()).hexdigest()


@pytest.mark.parametrize("group", GOLDEN)
def test_a_group_gives_the_bytes_that_it_always_gave(group: str) -> None:
    names = [name for name, task in FAMILIES.items() if task.group == group]
    assert (len(names), digest(names)) == GOLDEN[group]
