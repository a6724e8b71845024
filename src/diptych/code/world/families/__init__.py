"""Every plain family, by name. A new one is a decorated function in one of these modules."""

from types import ModuleType

from diptych.code.world.families import (
    algorithms,
    basics,
    bits,
    chance,
    classes,
    collections,
    conversion,
    dates,
    dicts,
    files,
    formulas,
    geometry,
    lists,
    matrices,
    numbers,
    patterns,
    sorting,
    strings,
    validation,
)
from diptych.code.world.family import Family

MODULES: tuple[ModuleType, ...] = (
    *numbers.MODULES,
    geometry,
    formulas,
    *strings.MODULES,
    *lists.MODULES,
    dicts,
    collections,
    sorting,
    conversion,
    patterns,
    matrices,
    dates,
    files,
    chance,
    algorithms,
    bits,
    validation,
    basics,
    classes,
)

FAMILIES: dict[str, Family] = {
    name: task for module in MODULES for name, task in vars(module).items() if isinstance(task, Family)
}
